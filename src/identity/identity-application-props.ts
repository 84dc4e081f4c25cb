import { IIdentityProvider } from './identity-provider';
import { ClientAuthentication } from './registration/client-authentication';

/** What names an application that exists. */
export interface IdentityApplicationAttributes {
  /** The provider where the client is registered. */
  readonly identityProvider: IIdentityProvider;

  /**
   * The client id.
   *
   * Reported by `IDENTITY_CLIENT_ID` and `IDENTITY_CLIENT_ID_FORM`.
   */
  readonly clientId: string;

  /**
   * The value of `sub` in the application's own tokens.
   *
   * Needed where rights hang on it and the provider makes it up: the id of the service account user at Keycloak, the object id of the
   * service principal at Entra. Reported by `IDENTITY_PRINCIPAL_UNKNOWN` and `IDENTITY_SUBJECT_FORM`.
   *
   * @default - the client id at Okta and UAA, the client id and `@clients` at Auth0, elsewhere not known
   */
  readonly subject?: string;

  /**
   * Whether users log in through the client.
   *
   * Their tokens have a `sub` of their own, which must not be that of an application with rights (`IDENTITY_SUBJECT_OF_USERS`).
   *
   * @default false
   */
  readonly userFlows?: boolean;

  /**
   * What `sub` holds in the tokens of users who log in through the client.
   *
   * @default - what the kind of provider writes unless somebody changes it
   */
  readonly userSubject?: UserSubject;

  /**
   * Ids of rules whose warnings are known and accepted.
   *
   * @default - every warning is shown
   */
  readonly acknowledge?: string[];
}

/** What `sub` holds in the tokens of users. */
export enum UserSubject {
  /** An id that the provider makes up. */
  USER_ID = 'user-id',
  /** The name that the user logs in with. */
  LOGIN_NAME = 'login-name',
  /** Not known. */
  UNKNOWN = 'unknown',
}

/** Settings of an application that is created. */
export interface IdentityApplicationProps {
  /** The provider where the client is registered; it stands in the same stack. */
  readonly identityProvider: IIdentityProvider;

  /**
   * The client id, where it can be chosen: required at Keycloak, possible at Okta.
   *
   * Auth0 and Entra make it up. Reported by `IDENTITY_CLIENT_ID_GIVEN`, `IDENTITY_CLIENT_ID_TAKEN` and `IDENTITY_CLIENT_ID`.
   *
   * @default - the provider makes it up, and it is known at apply
   */
  readonly clientId?: string;

  /**
   * Name of the client for people.
   *
   * @default - the client id, else the id of the construct
   */
  readonly name?: string;

  /**
   * The value that `sub` shall have in the application's own tokens, where it can be chosen: Keycloak.
   *
   * A mapper on this client alone writes it as soon as rights hang on it. Two applications may have the same, so that one can take over from
   * the other. Reported by `IDENTITY_SUBJECT_GIVEN`, `KEYCLOAK_SUBJECT_UUID` and `KEYCLOAK_SUBJECT_OF_USERS`.
   *
   * @default - the client id at Keycloak and Okta, the client id and `@clients` at Auth0, the object id of the service principal at Entra
   */
  readonly subject?: string;

  /**
   * How the client proves to the token endpoint who it is.
   *
   * Reported by `IDENTITY_AUTHENTICATION_UNSUPPORTED` where the provider cannot be told so.
   *
   * @default - a secret that the provider makes up
   */
  readonly authentication?: ClientAuthentication;

  /**
   * Whether the stack gets an output with the secret, marked as sensitive.
   *
   * Reported by `IDENTITY_SECRET_OUTPUT` where there is none to read.
   *
   * @default false
   */
  readonly outputSecret?: boolean;

  /**
   * How users log in through the client; it then gets no tokens of its own.
   *
   * @default - nobody logs in, and the client gets tokens by client credentials
   */
  readonly userLogin?: UserLogin;

  /**
   * A role that the application's tokens carry in a claim.
   *
   * Reported by `IDENTITY_ROLE_NOT_PRODUCED` where the provider cannot be told so.
   *
   * @default - none
   */
  readonly role?: IdentityRole;

  /**
   * Ids of rules whose warnings are known and accepted.
   *
   * @default - every warning is shown
   */
  readonly acknowledge?: string[];
}

/** How users log in through a client: by the authorization code flow. */
export interface UserLogin {
  /**
   * Where the authorization code may be sent, each URI in full.
   *
   * Reported by `IDENTITY_REDIRECT_URI`.
   */
  readonly redirectUris: string[];

  /**
   * Whether the client can keep no secret, as programs in a browser or on a phone cannot.
   *
   * @default false
   */
  readonly publicClient?: boolean;
}

/** A role in a claim. */
export interface IdentityRole {
  /** Name of the claim; its value is a text at Keycloak, an array at Entra. */
  readonly claim: string;
  /** Name of the role. */
  readonly name: string;
}
