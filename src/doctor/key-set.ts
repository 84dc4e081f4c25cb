import { isMembers } from './document';
import { Findings } from './finding';
import { KEY_SECRET, KEY_SET } from './provider-rules';
import { Jwk, keysOf } from '../oauth/jwks';
import { show } from '../text/show';

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

/** Judges a key set as served; returns its keys, none where it is none. */
export function judgeKeySet(findings: Findings, served: unknown): readonly Jwk[] {
  const keys = isMembers(served) ? keysOf(served.keys) : undefined;
  if (keys === undefined || keys.length === 0) {
    findings.broken(KEY_SET, keys === undefined ? 'the key set has no list of objects as keys' : 'the key set is empty');
    return [];
  }
  const secret = keys.findIndex((key) => PRIVATE_MEMBERS.some((name) => key[name] !== undefined));
  if (secret >= 0) {
    const { kid } = keys[secret];
    findings.broken(KEY_SECRET, `the key ${typeof kid === 'string' ? show(kid) : `number ${secret}`} of the key set is no public key`);
  }
  return keys;
}
