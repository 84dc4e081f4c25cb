/** How a client proves to the token endpoint who it is. */
export enum ClientAuthenticationMethod {
  /** A secret that the provider makes up; Terraform reads it and keeps it in its state. */
  SECRET = 'secret',
  /** A secret that is handed through and stands in no state. */
  WRITE_ONLY_SECRET = 'write-only-secret',
  /** A signed assertion; the provider knows public keys only. */
  PRIVATE_KEY_JWT = 'private-key-jwt',
  /** A signed assertion; the provider knows certificates. */
  CERTIFICATE = 'certificate',
}

/** A public key or certificate under a name. */
export interface ClientKey {
  /**
   * Name of the key, which appears where the provider lists keys; `kid` where keys have one.
   *
   * While two keys are named both are valid, so a key is replaced without downtime: add the new one, move the application, remove the old one.
   */
  readonly name: string;

  /**
   * Public key or certificate in PEM form.
   *
   * Reported by `IDENTITY_PRIVATE_KEY_GIVEN` where it is a private key.
   */
  readonly pem: string;
}

/** Settings of a secret that the provider makes up. */
export interface ClientSecretOptions {
  /**
   * Names of secrets that are valid at the same time, the one to use last.
   *
   * Only Entra keeps several. Elsewhere more than one is an error (`IDENTITY_SECRETS_SEVERAL`): rotate by keys, or by a second application.
   *
   * @default ["default"]
   */
  readonly names?: string[];
}

/** Settings of a secret that stands in no state. */
export interface WriteOnlySecretOptions {
  /**
   * The secret, as a reference to an ephemeral or sensitive variable.
   *
   * A literal is refused (`IDENTITY_SECRET_LITERAL`).
   */
  readonly value: string;

  /** Number of the secret; Terraform hands the secret to the provider again when it grows. */
  readonly version: number;
}

/** Settings of assertions signed with a private key. */
export interface PrivateKeyJwtOptions {
  /**
   * URL where the application publishes its public keys.
   *
   * @default - the keys are given
   */
  readonly jwksUri?: string;

  /**
   * The public keys.
   *
   * @default - published under `jwksUri`
   */
  readonly publicKeys?: ClientKey[];
}

/**
 * How an application proves to the token endpoint who it is.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication
 */
export class ClientAuthentication {
  /** A secret that the provider makes up. Terraform reads it back, so it stands in the state. */
  public static secret(options: ClientSecretOptions = {}): ClientAuthentication {
    return new ClientAuthentication(ClientAuthenticationMethod.SECRET, { names: options.names });
  }

  /** A secret that is handed through to the provider and stands in no state; needs Terraform 1.11. */
  public static writeOnlySecret(options: WriteOnlySecretOptions): ClientAuthentication {
    return new ClientAuthentication(ClientAuthenticationMethod.WRITE_ONLY_SECRET, { secret: options.value, secretVersion: options.version });
  }

  /** Assertions signed with a private key that only the application has (`private_key_jwt`). */
  public static privateKeyJwt(options: PrivateKeyJwtOptions): ClientAuthentication {
    return new ClientAuthentication(ClientAuthenticationMethod.PRIVATE_KEY_JWT, { jwksUri: options.jwksUri, keys: options.publicKeys });
  }

  /** Assertions signed with the key of a certificate that the provider is given. */
  public static certificates(certificates: ClientKey[]): ClientAuthentication {
    return new ClientAuthentication(ClientAuthenticationMethod.CERTIFICATE, { keys: certificates });
  }

  /** The method. */
  public readonly method: ClientAuthenticationMethod;
  /** @internal */
  public readonly _details: AuthenticationDetails;

  private constructor(method: ClientAuthenticationMethod, details: AuthenticationDetails) {
    this.method = method;
    this._details = details;
  }
}

/** What a method needs; each has its own part. */
export interface AuthenticationDetails {
  readonly names?: readonly string[];
  readonly secret?: string;
  readonly secretVersion?: number;
  readonly jwksUri?: string;
  readonly keys?: readonly ClientKey[];
}

/** A method with its details, as rules and plans see it. */
export interface Authentication {
  readonly method: ClientAuthenticationMethod;
  readonly details: AuthenticationDetails;
}
