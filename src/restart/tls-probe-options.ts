import { TlsOptions } from './tls-options';

/** Options of a TLS probe. */
export interface TlsProbeOptions {
  /**
   * Who is trusted, and what is shown.
   *
   * @default - as Node.js trusts, and nothing is shown
   */
  readonly tls?: TlsOptions;
  /**
   * How many days the certificate must still be good.
   *
   * @default 0
   */
  readonly daysLeft?: number;
  /**
   * SHA-256 fingerprint of a certificate above that of the server, such as the one authority that clients trust; 64 hexadecimal digits, with
   * or without colons.
   *
   * @default - any certificate that is trusted
   */
  readonly issuerFingerprint?: string;
}
