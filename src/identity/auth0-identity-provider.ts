import { Construct } from 'constructs';
import { auth0Registration } from './auth0/registration';
import { AUTH0_RULES } from './auth0-rules';
import { auth0Endpoints } from './endpoints';
import { IdentityProvider, IdentityProviderProps } from './identity-provider';
import { auth0Profile } from './profiles';
import { Auth0SigningAlgorithm, Auth0TokenDialect, IdentityProviderKind } from './provider-kind';
import { ProviderModel } from './provider-model';
import { Registration } from './registration/registration';
import { evaluate, Evaluation } from '../rules/rule';

/** Settings of an Auth0 tenant and the API that stands for the brokers. */
export interface Auth0IdentityProviderProps extends IdentityProviderProps {
  /**
   * Domain of the tenant, or the custom domain that tokens are requested from.
   *
   * The issuer is `https://<domain>/`, with the slash. Reported by `AUTH0_DOMAIN`.
   */
  readonly domain: string;

  /**
   * Identifier of the API, which token requests name as `audience`.
   *
   * @default - not known
   */
  readonly audience?: string;

  /**
   * Algorithm of the API, `signing_alg`.
   *
   * An API that nobody gave one signs with HS256 where it was created through the Management API, and no key set verifies that
   * (`IDENTITY_ALGORITHM_DEFAULT`).
   *
   * @default - not known, and rules take it for HS256
   * @see https://auth0.com/docs/get-started/applications/signing-algorithms
   */
  readonly signingAlgorithm?: Auth0SigningAlgorithm;

  /**
   * Dialect of the API's tokens, `token_dialect`: it decides which claim holds the client id and whether there is `permissions`.
   *
   * @default Auth0TokenDialect.ACCESS_TOKEN
   * @see https://auth0.com/docs/secure/tokens/access-tokens/access-token-profiles
   */
  readonly tokenDialect?: Auth0TokenDialect;

  /**
   * Permissions that the API has and that are not created; a created application gets them all the same.
   *
   * @default - every scope that brokers demand of created applications is created
   */
  readonly existingScopes?: string[];
}

/**
 * An Auth0 tenant and API that exist; applications can be created for it. It has no introspection endpoint.
 *
 * @example
 * import { Construct } from 'constructs';
 * import { Auth0IdentityProvider, Auth0SigningAlgorithm } from 'cdktf-broker-oauth';
 *
 * declare const stack: Construct;
 * new Auth0IdentityProvider(stack, 'Sso', {
 *   domain: 'example.eu.auth0.com',
 *   audience: 'https://mq.example.com',
 *   signingAlgorithm: Auth0SigningAlgorithm.RS256,
 * });
 */
export class Auth0IdentityProvider extends IdentityProvider {
  /** @internal */
  public readonly _model: ProviderModel;
  private readonly props: Auth0IdentityProviderProps;
  private registration: Registration | undefined;

  constructor(scope: Construct, id: string, props: Auth0IdentityProviderProps) {
    super(scope, id, props);
    this.props = props;
    this._model = { kind: IdentityProviderKind.AUTH0, ...auth0Endpoints(props), profile: auth0Profile(props) };
  }

  /** @internal */
  public get _registration(): Registration {
    const { audience = '', existingScopes = [] } = this.props;
    this.registration ??= auth0Registration({ identifier: audience, existingScopes });
    return this.registration;
  }

  /** @internal */
  public _evaluate(): Evaluation {
    return evaluate(AUTH0_RULES, this.props);
  }
}
