/** TLS of a check: who is trusted, and what is shown. Certificates are always verified. */
export interface TlsOptions {
  /**
   * File with the certificates that are trusted, on the machine that applies.
   *
   * @default - those that Node.js trusts
   */
  readonly caFile?: string;
  /**
   * Name that the server's certificate must carry.
   *
   * @default - the host
   */
  readonly serverName?: string;
  /**
   * File with the client's certificate, for servers that ask for one.
   *
   * @default - none is shown
   */
  readonly certificateFile?: string;
  /**
   * File with the private key of the client's certificate. Only the path is written anywhere.
   *
   * @default - none
   */
  readonly keyFile?: string;
}
