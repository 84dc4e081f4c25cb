import { Construct } from 'constructs';
import { oktaRegistration } from './registration';
import { CreatedOktaServer, SERVER } from './resources';
import { CREATED_OKTA_SERVER_RULES } from './rules';
import { evaluate, Evaluation } from '../../rules/rule';
import { oktaEndpoints } from '../endpoints';
import { IdentityProvider, IdentityProviderProps } from '../identity-provider';
import { oktaProfile } from '../profiles';
import { IdentityProviderKind } from '../provider-kind';
import { ProviderModel } from '../provider-model';
import { ofProvider } from '../registration/planned-resource';
import { markOf } from '../registration/registered-resources';
import { Registration } from '../registration/registration';

/** Settings of a custom authorization server that is created. */
export interface OktaAuthorizationServerProps extends IdentityProviderProps {
  /** Name of the server for people. */
  readonly name: string;

  /**
   * The audience, which every token of the server has; a server has one, so all brokers of its applications take it.
   *
   * Reported by `OKTA_SERVER_AUDIENCE`.
   */
  readonly audience: string;

  /**
   * What the server is for.
   *
   * @default - the name
   */
  readonly description?: string;

  /**
   * Which domain the issuer has: ORG_URL, CUSTOM_URL or DYNAMIC.
   *
   * Reported by `OKTA_ISSUER_MODE`.
   *
   * @default "ORG_URL"
   */
  readonly issuerMode?: string;

  /**
   * Whether a token request without `scope` gets every scope.
   *
   * A token request holds 1024 characters of scopes (`IDENTITY_SCOPE_REQUEST_LENGTH`). Reported by `OKTA_DEFAULT_SCOPES_SHARED` where
   * applications have different scopes.
   *
   * @default false
   */
  readonly defaultScopes?: boolean;
}

/**
 * A custom authorization server of an Okta organisation, created; it needs Okta's product API Access Management.
 *
 * Which organisation it is says the configuration of the Terraform provider.
 *
 * @example
 * import { Construct } from 'constructs';
 * import { IdentityApplication, OktaAuthorizationServer } from 'cdktf-broker-oauth';
 *
 * declare const stack: Construct;
 * const sso = new OktaAuthorizationServer(stack, 'Sso', { name: 'Messaging', audience: 'messaging' });
 * new IdentityApplication(stack, 'Orders', { identityProvider: sso, name: 'orders-service' });
 *
 * @see https://developer.okta.com/docs/concepts/auth-servers/
 */
export class OktaAuthorizationServer extends IdentityProvider {
  /** The audience of its tokens. */
  public readonly audience: string;
  /** @internal */
  public readonly _model: ProviderModel;
  private readonly created: CreatedOktaServer;
  private readonly registration: Registration;

  constructor(scope: Construct, id: string, props: OktaAuthorizationServerProps) {
    super(scope, id, props);
    const { name, audience, description, issuerMode } = props;
    this.audience = audience;
    this.created = { name, description: description ?? name, audience, issuerMode };
    this.registration = oktaRegistration({
      id: ofProvider(SERVER, 'id'), created: this.created, existingScopes: [], defaultScopes: props.defaultScopes === true,
    });
    const resources = this._resources!;
    resources.ensure([]);
    const issuer = markOf(resources.resource(SERVER), 'issuer');
    this._model = { kind: IdentityProviderKind.OKTA, ...oktaEndpoints({ issuer }), profile: oktaProfile({ audience }) };
  }

  /** @internal */
  public get _registration(): Registration {
    return this.registration;
  }

  /** @internal */
  public _evaluate(): Evaluation {
    return evaluate(CREATED_OKTA_SERVER_RULES, this.created);
  }
}
