const REASONS: { readonly [code: string]: string } = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name cannot be looked up now',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  EPROTO: 'the server speaks no TLS, or none that the client knows',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the server speaks no TLS',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'the server speaks no TLS',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host; serverName names the one it must carry',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by itself; caFile names whom to trust',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is signed by somebody unknown; caFile names whom to trust',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate is signed by somebody unknown; caFile names whom to trust',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate is signed by somebody unknown; caFile names whom to trust',
  UNABLE_TO_GET_ISSUER_CERT: 'the certificate is signed by somebody unknown; caFile names whom to trust',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  ERR_OSSL_PEM_NO_START_LINE: 'a file for TLS holds no PEM',
};

/** Why a connection failed, by the error's code alone: messages of libraries may repeat what was sent. */
export function connectionProblem(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  if (typeof code !== 'string' || !/^[A-Z][A-Z0-9_]{1,60}$/.test(code)) {
    return 'the connection failed';
  }
  return `${REASONS[code] ?? 'the connection failed'} (${code})`;
}
