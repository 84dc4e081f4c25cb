import { Construct } from 'constructs';
import { auth0Registration } from './registration';
import { API, CreatedAuth0Api } from './resources';
import { CREATED_AUTH0_API_RULES } from './rules';
import { evaluate, Evaluation, joinEvaluations } from '../../rules/rule';
import { AUTH0_RULES } from '../auth0-rules';
import { auth0Endpoints } from '../endpoints';
import { IdentityProvider, IdentityProviderProps } from '../identity-provider';
import { auth0Profile } from '../profiles';
import { Auth0SigningAlgorithm, Auth0TokenDialect, IdentityProviderKind } from '../provider-kind';
import { ProviderModel } from '../provider-model';
import { ofProvider } from '../registration/planned-resource';
import { Registration } from '../registration/registration';

/** Settings of an Auth0 API that is created. */
export interface Auth0ApiProps extends IdentityProviderProps {
  /**
   * Domain of the tenant, or the custom domain that tokens are requested from.
   *
   * The issuer is `https://<domain>/`, with the slash. Reported by `AUTH0_DOMAIN`.
   */
  readonly domain: string;

  /**
   * The audience: identifier of the API, which token requests name as `audience` and which cannot be changed later.
   *
   * Reported by `AUTH0_API_IDENTIFIER`.
   */
  readonly identifier: string;

  /**
   * Name of the API for people.
   *
   * @default - the identifier
   */
  readonly name?: string;

  /**
   * Algorithm that signs tokens.
   *
   * Reported by `AUTH0_API_ALGORITHM`.
   *
   * @default Auth0SigningAlgorithm.RS256
   */
  readonly signingAlgorithm?: Auth0SigningAlgorithm;

  /**
   * Dialect of the tokens; it decides which claim holds the client id.
   *
   * @default Auth0TokenDialect.ACCESS_TOKEN
   */
  readonly tokenDialect?: Auth0TokenDialect;

  /**
   * Seconds for which a token is good.
   *
   * Reported by `AUTH0_TOKEN_LIFETIME`.
   *
   * @default - 86400, a day
   */
  readonly tokenLifetimeSeconds?: number;
}

/**
 * An API of an Auth0 tenant, created: it stands for the brokers. All permissions that applications are granted are its.
 *
 * @example
 * import { Construct } from 'constructs';
 * import { Auth0Api, IdentityApplication } from 'cdktf-broker-oauth';
 *
 * declare const stack: Construct;
 * const sso = new Auth0Api(stack, 'Sso', { domain: 'example.eu.auth0.com', identifier: 'https://mq.example.com' });
 * new IdentityApplication(stack, 'Orders', { identityProvider: sso, name: 'orders-service' });
 *
 * @see https://auth0.com/docs/get-started/apis
 */
export class Auth0Api extends IdentityProvider {
  /** The audience of its tokens. */
  public readonly audience: string;
  /** @internal */
  public readonly _model: ProviderModel;
  private readonly props: Auth0ApiProps;
  private readonly created: CreatedAuth0Api;
  private readonly registration: Registration;

  constructor(scope: Construct, id: string, props: Auth0ApiProps) {
    super(scope, id, props);
    const { identifier, name, tokenLifetimeSeconds } = props;
    const signingAlgorithm = props.signingAlgorithm ?? Auth0SigningAlgorithm.RS256;
    const tokenDialect = props.tokenDialect ?? Auth0TokenDialect.ACCESS_TOKEN;
    this.props = props;
    this.audience = identifier;
    this.created = { identifier, name: name ?? identifier, signingAlgorithm, tokenDialect, tokenLifetimeSeconds };
    this._model = {
      kind: IdentityProviderKind.AUTH0, ...auth0Endpoints(props), profile: auth0Profile({ audience: identifier, signingAlgorithm, tokenDialect }),
    };
    this.registration = auth0Registration({ identifier: ofProvider(API, 'identifier'), created: this.created, existingScopes: [] });
    this._resources!.ensure([]);
  }

  /** @internal */
  public get _registration(): Registration {
    return this.registration;
  }

  /** @internal */
  public _evaluate(): Evaluation {
    return joinEvaluations([evaluate(AUTH0_RULES, this.props), evaluate(CREATED_AUTH0_API_RULES, this.created)]);
  }
}
