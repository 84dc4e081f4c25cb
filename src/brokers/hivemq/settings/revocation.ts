/** Whether client certificates of a listener may be revoked: `client-certificate-revocation-check`. */
export interface HiveMqRevocationCheck {
  /** The listener's name in the broker's configuration: attribute `listener`. */
  readonly listener: string;

  /**
   * Whether the check is made: `enabled`.
   *
   * @default - the broker's, which is not documented
   */
  readonly enabled?: boolean;

  /** What is checked at the TLS handshake: `on-tls-handshake`. */
  readonly onTlsHandshake: HiveMqRevocationHandshake;
}

/** What is checked at the TLS handshake: `onTlsHandshakeRevocationCheckEntity`. */
export interface HiveMqRevocationHandshake {
  /** OCSP or revocation lists: `method`. */
  readonly method: HiveMqRevocationMethod;

  /**
   * Whether a client is let in when the check cannot be made: `soft-fail`.
   *
   * @default - the broker's, which is not documented
   */
  readonly softFail?: boolean;
}

/** How a revocation is found: exactly one member is set. */
export interface HiveMqRevocationMethod {
  /**
   * By OCSP: `ocsp`.
   *
   * @default - another way
   */
  readonly ocsp?: HiveMqOcsp;

  /**
   * By revocation list: `crl`.
   *
   * @default - another way
   */
  readonly crl?: HiveMqCrl;
}

/** Revocation by OCSP: `ocsp`. */
export interface HiveMqOcsp {
  /**
   * URL of the responder: `endpoint`.
   *
   * @default - the broker's, which is not documented
   */
  readonly endpoint?: string;

  /**
   * Whether lists are tried next: `crl-fallback`.
   *
   * @default false
   */
  readonly crlFallback?: boolean;
}

/** Revocation by list: `crl`. */
export interface HiveMqCrl {
  /**
   * What is tried next: `ocsp-fallback`.
   *
   * @default - nothing
   */
  readonly ocspFallback?: HiveMqOcspFallback;
}

/** OCSP after lists: `ocsp-fallback`. */
export interface HiveMqOcspFallback {
  /**
   * URL of the responder: `endpoint`.
   *
   * @default - the broker's, which is not documented
   */
  readonly endpoint?: string;
}
