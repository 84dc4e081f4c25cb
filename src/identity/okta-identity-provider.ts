import { Construct } from 'constructs';
import { oktaEndpoints } from './endpoints';
import { IdentityProvider, IdentityProviderProps } from './identity-provider';
import { TOLD_ISSUER_RULES } from './identity-rules';
import { oktaRegistration } from './okta/registration';
import { OKTA_RULES } from './okta-rules';
import { oktaProfile } from './profiles';
import { IdentityProviderKind } from './provider-kind';
import { ProviderModel } from './provider-model';
import { Registration } from './registration/registration';
import { evaluate, Evaluation, joinEvaluations } from '../rules/rule';
import { isUnresolvedText } from '../text/unresolved';

/** Settings of a custom authorization server of Okta: its issuer, or organisation and id. */
export interface OktaIdentityProviderProps extends IdentityProviderProps {
  /**
   * URL of the organisation, such as `https://example.okta.com`.
   *
   * Reported by `OKTA_ORG_URL`; under a custom domain the issuer is better taken from the server (`OKTA_CUSTOM_DOMAIN`).
   *
   * @default - the issuer is given
   */
  readonly orgUrl?: string;

  /**
   * Id of the authorization server: `default`, or one that begins with `aus`.
   *
   * The org authorization server has none: its tokens are for Okta's own APIs and cannot be used with brokers.
   *
   * @default - the issuer is given
   */
  readonly authorizationServerId?: string;

  /**
   * The issuer, best the attribute `issuer` of `okta_auth_server`: custom domain and issuer mode change it.
   *
   * Reported by `OKTA_ORG_SERVER` where it is that of the org authorization server.
   *
   * @default - built from organisation and id
   * @see https://registry.terraform.io/providers/okta/okta/latest/docs/resources/auth_server
   */
  readonly issuer?: string;

  /**
   * The audience of the authorization server, the one value in its `audiences`.
   *
   * @default - not known
   */
  readonly audience?: string;

  /**
   * Scopes that exist on the server and are not created; a created application gets them all the same.
   *
   * @default - every scope that brokers demand of created applications is created
   */
  readonly existingScopes?: string[];
}

/**
 * A custom authorization server of an Okta organisation that exists; applications can be created at it.
 *
 * @example
 * import { Construct } from 'constructs';
 * import { OktaIdentityProvider } from 'cdktf-broker-oauth';
 *
 * declare const stack: Construct;
 * new OktaIdentityProvider(stack, 'Sso', {
 *   orgUrl: 'https://example.okta.com',
 *   authorizationServerId: 'default',
 *   audience: 'messaging',
 * });
 */
export class OktaIdentityProvider extends IdentityProvider {
  /** @internal */
  public readonly _model: ProviderModel;
  private readonly props: OktaIdentityProviderProps;
  private registration: Registration | undefined;

  constructor(scope: Construct, id: string, props: OktaIdentityProviderProps) {
    super(scope, id, props);
    this.props = props;
    this._model = { kind: IdentityProviderKind.OKTA, ...oktaEndpoints(props), profile: oktaProfile(props) };
  }

  /** @internal */
  public get _registration(): Registration {
    const { authorizationServerId, existingScopes = [] } = this.props;
    this.registration ??= oktaRegistration({ id: authorizationServerId ?? serverIdOf(this._model.issuer), existingScopes, defaultScopes: false });
    return this.registration;
  }

  /** @internal */
  public _evaluate(): Evaluation {
    const told = this.props.issuer === undefined ? [] : TOLD_ISSUER_RULES;
    return joinEvaluations([evaluate(OKTA_RULES, this.props), evaluate(told, this._model)]);
  }
}

/** The id of the server that an issuer names; empty where it is not known. */
function serverIdOf(issuer: string): string {
  return isUnresolvedText(issuer) ? '' : /\/oauth2\/([^/]+)$/.exec(issuer)?.[1] ?? '';
}
