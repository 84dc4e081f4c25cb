const BASE64URL = /^[\w-]+$/;

/**
 * The same token with a signature that is certainly wrong: what a broker that verifies signatures must refuse.
 *
 * Everything but the signature is kept, and the signature keeps its length and stays canonical base64url (RFC 7515 section 2), so that
 * nothing but verifying it tells the two apart. Undefined for what has no signature to spoil: an opaque or encrypted token, or `alg: none`.
 */
export function withOtherSignature(token: string): string | undefined {
  const parts = token.trim().split('.');
  if (parts.length !== 3 || !parts.every((part) => BASE64URL.test(part))) {
    return undefined;
  }
  const signature = Buffer.from(parts[2], 'base64url');
  if (signature.length === 0) {
    return undefined;
  }
  // In the middle: the first bytes could lift an RSA signature over its modulus, which some verifiers report as malformed.
  signature[signature.length >> 1] ^= 0xff;
  return [parts[0], parts[1], signature.toString('base64url')].join('.');
}
