import { Construct } from 'constructs';
import { keycloakEndpoints } from './endpoints';
import { IdentityProvider, IdentityProviderProps } from './identity-provider';
import { IDENTITY_SIGNING_ALGORITHM, TOLD_ISSUER_RULES } from './identity-rules';
import { keycloakRegistration } from './keycloak/registration';
import { realmName } from './keycloak/resources';
import { KEYCLOAK_INTROSPECTION_SECRET, KEYCLOAK_RULES } from './keycloak-rules';
import { keycloakProfile } from './profiles';
import { IdentityProviderKind } from './provider-kind';
import { ProviderModel } from './provider-model';
import { markOf } from './registration/registered-resources';
import { Registration } from './registration/registration';
import { describeFinding, evaluate, Evaluation, finding, joinEvaluations } from '../rules/rule';
import { ValidationError } from '../rules/validation-error';

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
   * From 26.6.2 on only clients that are an audience of a token may introspect it (`IDENTITY_INTROSPECTION_CALLER`). Before 26.4.4 scopes that
   * are created stand in the discovery document (`KEYCLOAK_SCOPES_PUBLISHED`).
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
   * (`IDENTITY_AUDIENCE_BY_NOBODY`, `IDENTITY_AUDIENCE_NOT_ISSUED`). For applications that are created here, any other audience that a broker
   * demands becomes a client of its own, which stands for the brokers and may introspect.
   *
   * @default - not known
   */
  readonly audiences?: string[];

  /**
   * Client scopes that exist in the realm and are not created; a created application gets them all the same.
   *
   * @default - every scope that brokers demand of created applications is created
   */
  readonly existingScopes?: string[];

  /**
   * Algorithm that signs access tokens, as the header spells it.
   *
   * @default "RS256"
   */
  readonly signingAlgorithm?: string;
}

/**
 * A realm of a Keycloak server that exists; applications can be created in it.
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
  private registration: Registration | undefined;

  constructor(scope: Construct, id: string, props: KeycloakIdentityProviderProps) {
    super(scope, id, props);
    this.props = props;
    this._model = { kind: IdentityProviderKind.KEYCLOAK, ...keycloakEndpoints(props), profile: keycloakProfile(props) };
  }

  /**
   * The secret by which a broker asks the introspection endpoint, as a sensitive reference.
   *
   * The client is the one that stands for the audience. It is there for audiences that applications created here have asked for; for any other
   * reading it is an error (`KEYCLOAK_INTROSPECTION_SECRET`).
   *
   * @param audience the audience, which is the client id of the caller too
   */
  public introspectionSecret(audience: string): string {
    const resources = this._resources!;
    const planned = resources.registration.shared(resources.applications(), (kind, name) => resources.id(kind, name));
    const id = resources.id('Audience', audience);
    if (!planned.some((resource) => resource.id === id)) {
      const problem = finding(KEYCLOAK_INTROSPECTION_SECRET, 'audience', { message: 'is that of no client that is created here', got: audience });
      throw new ValidationError([{ path: `${this.node.path}.introspectionSecret`, text: describeFinding(problem) }]);
    }
    return markOf(resources.resource(id), 'client_secret');
  }

  /** @internal */
  public get _registration(): Registration {
    const { realm, audiences = [], existingScopes = [], version } = this.props;
    this.registration ??= keycloakRegistration({ realm: realmName(realm), audiences, existingScopes, version });
    return this.registration;
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
