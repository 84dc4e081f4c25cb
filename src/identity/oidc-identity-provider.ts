import { Construct } from 'constructs';
import { oidcEndpoints } from './endpoints';
import { IdentityProvider, IdentityProviderProps } from './identity-provider';
import { TOLD_PROVIDER_RULES } from './identity-rules';
import { oidcProfile } from './profiles';
import { IdentityProviderKind, MachineSubject } from './provider-kind';
import { ProviderModel } from './provider-model';
import { evaluate, Evaluation } from '../rules/rule';

/** Settings of a provider that the library does not know by kind. */
export interface OidcIdentityProviderProps extends IdentityProviderProps {
  /**
   * The value of `iss`, to the character: no slash is added or taken away.
   *
   * Reported by `IDENTITY_ISSUER_URL`.
   *
   * @see https://www.rfc-editor.org/rfc/rfc8414#section-2
   */
  readonly issuer: string;

  /**
   * URL of the key set.
   *
   * Reported by `IDENTITY_ENDPOINT_URL`.
   */
  readonly jwksUri: string;

  /**
   * URL where applications get tokens.
   *
   * @default - not known
   */
  readonly tokenEndpoint?: string;

  /**
   * URL where brokers may ask whether a token is active.
   *
   * @default - the provider has none, and a broker that needs it is an error (`IDENTITY_INTROSPECTION_MISSING`)
   */
  readonly introspectionEndpoint?: string;

  /**
   * URL of the OpenID Connect discovery document.
   *
   * @default - below the issuer, where OpenID Connect Discovery 1.0 section 4 puts it; not known while the issuer is not
   */
  readonly discoveryUrl?: string;

  /**
   * Claims of access tokens that carry scopes.
   *
   * @default ["scope"]
   */
  readonly scopeClaims?: string[];

  /**
   * Those of `scopeClaims` whose value is an array; the others are texts with blanks in between.
   *
   * @default - none, as RFC 9068 section 2.2.3 has it
   */
  readonly arrayScopeClaims?: string[];

  /**
   * Audiences that every token for the brokers has.
   *
   * @default - not known
   */
  readonly audiences?: string[];

  /**
   * Whether one token may carry several audiences.
   *
   * @default - not known
   */
  readonly severalAudiences?: boolean;

  /**
   * Claim that holds the client id, as a text.
   *
   * @default - not known
   */
  readonly clientIdClaim?: string;

  /**
   * What `sub` holds in the tokens of applications.
   *
   * @default MachineSubject.UNKNOWN
   */
  readonly machineSubject?: MachineSubject;

  /**
   * Algorithm that signs access tokens, as the header spells it.
   *
   * Reported by `IDENTITY_SIGNING_ALGORITHM`.
   *
   * @default "RS256"
   */
  readonly signingAlgorithm?: string;

  /**
   * Whether each key of the key set names its `alg`.
   *
   * @default - not known
   */
  readonly keysNameAlgorithm?: boolean;

  /**
   * Whether each key of the key set names its `use`.
   *
   * @default - not known
   */
  readonly keysNameUse?: boolean;
}

/**
 * An authorization server that issues JWT access tokens, described by its own settings.
 *
 * What is left out is unknown, and rules then say so instead of guessing.
 *
 * @example
 * import { Construct } from 'constructs';
 * import { MachineSubject, OidcIdentityProvider } from 'cdktf-broker-oauth';
 *
 * declare const stack: Construct;
 * new OidcIdentityProvider(stack, 'Sso', {
 *   issuer: 'https://id.example.com',
 *   jwksUri: 'https://id.example.com/keys',
 *   clientIdClaim: 'client_id',
 *   machineSubject: MachineSubject.CLIENT_ID,
 * });
 */
export class OidcIdentityProvider extends IdentityProvider {
  /** @internal */
  public readonly _model: ProviderModel;

  constructor(scope: Construct, id: string, props: OidcIdentityProviderProps) {
    super(scope, id, props);
    this._model = { kind: IdentityProviderKind.OIDC, ...oidcEndpoints(props), profile: oidcProfile(props) };
  }

  /** @internal */
  public _evaluate(): Evaluation {
    return evaluate(TOLD_PROVIDER_RULES, this._model);
  }
}
