import { Construct } from 'constructs';
import { uaaEndpoints } from './endpoints';
import { IdentityProvider, IdentityProviderProps } from './identity-provider';
import { uaaProfile } from './profiles';
import { IdentityProviderKind } from './provider-kind';
import { ProviderModel } from './provider-model';
import { UAA_RULES } from './uaa-rules';
import { evaluate, Evaluation } from '../rules/rule';

/** Settings of a Cloud Foundry UAA. */
export interface UaaIdentityProviderProps extends IdentityProviderProps {
  /**
   * Address of the server without slash at its end; the subdomain of an identity zone is part of the host.
   *
   * The issuer is `<url>/oauth/token`. Reported by `UAA_URL` and `UAA_URL_IS_ISSUER`.
   *
   * @see https://docs.cloudfoundry.org/api/uaa/
   */
  readonly url: string;
}

/**
 * A Cloud Foundry UAA that exists.
 *
 * @example
 * import { Construct } from 'constructs';
 * import { UaaIdentityProvider } from 'cdktf-broker-oauth';
 *
 * declare const stack: Construct;
 * new UaaIdentityProvider(stack, 'Sso', { url: 'https://uaa.example.com' });
 */
export class UaaIdentityProvider extends IdentityProvider {
  /** @internal */
  public readonly _model: ProviderModel;
  private readonly props: UaaIdentityProviderProps;

  constructor(scope: Construct, id: string, props: UaaIdentityProviderProps) {
    super(scope, id, props);
    this.props = props;
    this._model = { kind: IdentityProviderKind.UAA, ...uaaEndpoints(props), profile: uaaProfile() };
  }

  /** @internal */
  public _evaluate(): Evaluation {
    return evaluate(UAA_RULES, this.props);
  }
}
