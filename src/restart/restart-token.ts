/** Options of a token that the identity provider is asked for. */
export interface ClientCredentialsTokenOptions {
  /** The identity provider's token endpoint: `https`, or `http` on the loopback interface. Redirects are not followed. */
  readonly tokenEndpoint: string;
  /** Id of the client. */
  readonly clientId: string;
  /**
   * Environment variable that holds the client's secret, on the machine that applies.
   *
   * @default - `clientSecretFile`
   */
  readonly clientSecretVariable?: string;
  /**
   * File that holds the client's secret, on the machine that applies.
   *
   * @default - `clientSecretVariable`
   */
  readonly clientSecretFile?: string;
  /**
   * How the client shows its secret: `client_secret_basic` or `client_secret_post`.
   *
   * @default "client_secret_basic"
   */
  readonly authentication?: string;
  /**
   * Scopes to ask for.
   *
   * @default - none
   */
  readonly scope?: string[];
  /**
   * Further parameters of the request, such as `audience` of Auth0. Nothing secret.
   *
   * @default - none
   */
  readonly parameters?: { [name: string]: string };
  /**
   * File with the certificates that are trusted, on the machine that applies.
   *
   * @default - those that Node.js trusts
   */
  readonly caFile?: string;
}

/** Where the token for a check comes from. The token itself never stands in a stack, a plan or a state. */
export class RestartToken {
  /** The token in a file on the machine that applies. */
  public static file(path: string): RestartToken {
    return new RestartToken({ kind: 'file', path });
  }

  /** The token in an environment variable of the machine that applies. */
  public static environmentVariable(name: string): RestartToken {
    return new RestartToken({ kind: 'variable', name });
  }

  /**
   * A token by the client credentials grant, kept until shortly before it expires.
   *
   * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.4
   */
  public static clientCredentials(options: ClientCredentialsTokenOptions): RestartToken {
    return new RestartToken({ kind: 'client-credentials', ...options });
  }

  private constructor(private readonly options: { [name: string]: unknown }) {}

  /** The source as the engine's spec holds it. @internal */
  public _spec(): { [name: string]: unknown } {
    return this.options;
  }
}
