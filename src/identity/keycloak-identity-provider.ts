import { Construct } from 'constructs';
import { keycloakEndpoints } from './endpoints';
import { IdentityProvider, IdentityProviderProps } from './identity-provider';
import { IDENTITY_SIGNING_ALGORITHM, TOLD_ISSUER_RULES } from './identity-rules';
import { KEYCLOAK_RULES } from './keycloak-rules';
import { keycloakProfile } from './profiles';
import { IdentityProviderKind } from './provider-kind';
import { ProviderModel } from './provider-model';
import { evaluate, Evaluation, joinEvaluations } from '../rules/rule';

/** Settings of a Keycloak realm. */
export interface KeycloakIdentityProviderProps extends IdentityProviderProps {
  /**
   * Address of the server up to `/realms`, without slash at its end.
   *
   * A base path is part of it: `/auth` up to Keycloak 16, and later where the server is configured so. Nothing is added or taken away.
   * Reported by `KEYCLOAK_BASE_URL` and `KEYCLOAK_REALM_IN_BASE_URL`.
   *
   * @see https://www.keycloak.org/server/hostname
   */
  readonly baseUrl: string;

  /**
   * Name of the realm as it stands in URLs.
   *
   * Reported by `KEYCLOAK_REALM`.
   */
  readonly realm: string;

  /**
   * Version of the server, a dotted number or a prefix of one.
   *
   * From 26.6.2 on only clients that are an audience of a token may introspect it (`IDENTITY_INTROSPECTION_CALLER`).
   *
   * @default - not known, and rules that need it warn
   */
  readonly version?: string;

  /**
   * The issuer, where tokens name another host than brokers reach the server by.
   *
   * Reported by `KEYCLOAK_ISSUER_REALM` and, where a broker introspects, by `IDENTITY_INTROSPECTION_HOST`.
   *
   * @default - base URL and realm
   */
  readonly issuer?: string;

  /**
   * Audiences that mappers add to every token for the brokers.
   *
   * Keycloak adds none by itself that serves a broker. Stating them lets rules judge instead of warn
   * (`IDENTITY_AUDIENCE_BY_NOBODY`, `IDENTITY_AUDIENCE_NOT_ISSUED`).
   *
   * @default - not known
   */
  readonly audiences?: string[];

  /**
   * Algorithm that signs access tokens, as the header spells it.
   *
   * @default "RS256"
   */
  readonly signingAlgorithm?: string;
}

/**
 * A realm of a Keycloak server that exists.
 *
 * @example
 * import { Construct } from 'constructs';
 * import { KeycloakIdentityProvider } from 'cdktf-broker-oauth';
 *
 * declare const stack: Construct;
 * new KeycloakIdentityProvider(stack, 'Sso', {
 *   baseUrl: 'https://sso.example.com',
 *   realm: 'messaging',
 *   version: '26.6.2',
 *   audiences: ['messaging'],
 * });
 */
export class KeycloakIdentityProvider extends IdentityProvider {
  /** @internal */
  public readonly _model: ProviderModel;
  private readonly props: KeycloakIdentityProviderProps;

  constructor(scope: Construct, id: string, props: KeycloakIdentityProviderProps) {
    super(scope, id, props);
    this.props = props;
    this._model = { kind: IdentityProviderKind.KEYCLOAK, ...keycloakEndpoints(props), profile: keycloakProfile(props) };
  }

  /** @internal */
  public _evaluate(): Evaluation {
    const told = this.props.issuer === undefined ? [] : TOLD_ISSUER_RULES;
    return joinEvaluations([
      evaluate(KEYCLOAK_RULES, this.props),
      evaluate([...told, IDENTITY_SIGNING_ALGORITHM], this._model),
    ]);
  }
}
