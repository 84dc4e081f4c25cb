import { Findings } from './finding';
import type { OpenedToken } from './token';
import { TOKEN_SIGNATURE } from './token-rules';
import { Jwk, verificationKey } from '../oauth/jwks';
import { SIGNATURE_ALGORITHMS, verifySignature } from '../oauth/jws';
import { show } from '../text/show';

/** What somebody who checked the signature says. */
export type SignatureWord = 'valid' | 'invalid';

/** Types of keys, by the first two letters of the algorithm. Source: RFC 7518 section 3.1; RFC 8037 section 3.1. */
const KEY_TYPES: Readonly<Record<string, string>> = { RS: 'RSA', PS: 'RSA', ES: 'EC', Ed: 'OKP' };
/** RFC 7518 section 3.4; RFC 8812 section 3.2. */
const CURVES: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521', ES256K: 'secp256k1' };

/** Judges algorithm, key and signature. Keys are those of the issuer's key set, undefined where there is none at hand. */
export function judgeSignature(findings: Findings, token: OpenedToken, keys: readonly Jwk[] | undefined, word: SignatureWord | undefined): void {
  const { alg, kid } = token.header;
  if (typeof alg !== 'string') {
    findings.broken(TOKEN_SIGNATURE, `alg is ${alg === undefined ? 'missing' : 'no text'}`);
    return;
  }
  if (alg.toLowerCase() === 'none' || alg.startsWith('HS') || !SIGNATURE_ALGORITHMS.includes(alg)) {
    findings.broken(TOKEN_SIGNATURE, `alg is ${show(alg)}, ${whyNot(alg)}`);
    return;
  }
  const fitting = keys?.filter((key) => fits(key, alg, kid));
  if (fitting?.length === 0) {
    findings.broken(TOKEN_SIGNATURE, `the key set has no key for alg ${alg} and kid ${typeof kid === 'string' ? show(kid) : '(missing)'}`);
    return;
  }
  const verified = token.signed !== undefined && fitting !== undefined ? fitting.some((key) => verifies(key, alg, token)) : saidBy(word);
  if (verified === undefined) {
    findings.notJudged();
  } else if (!verified) {
    findings.broken(TOKEN_SIGNATURE, 'the signature does not verify');
  }
}

function whyNot(alg: string): string {
  if (alg.toLowerCase() === 'none') {
    return 'so the token is not signed';
  }
  return alg.startsWith('HS') ? 'which a public key set cannot verify' : 'which is no known signature algorithm';
}

function saidBy(word: SignatureWord | undefined): boolean | undefined {
  return word === undefined ? undefined : word === 'valid';
}

/** Whether a key may have signed. Source: RFC 7517 section 4; RFC 7515 section 4.1.4. */
function fits(key: Jwk, alg: string, kid: unknown): boolean {
  return key.kty === KEY_TYPES[alg.slice(0, 2)]
    && (CURVES[alg] === undefined || key.crv === CURVES[alg])
    && (kid === undefined || key.kid === kid)
    && (key.alg === undefined || key.alg === alg)
    && (key.use === undefined || key.use === 'sig')
    && (!Array.isArray(key.key_ops) || key.key_ops.includes('verify'));
}

function verifies(jwk: Jwk, alg: string, { signed }: OpenedToken): boolean {
  const key = verificationKey(jwk);
  return key !== undefined && verifySignature(alg, key, signed!);
}
