import { otherAlgorithms, signingKeys } from './signing-keys';
import { KAFKA_SEMANTICS } from '../../../../src/brokers/aiven-kafka/semantics';
import { JsonMembers } from '../../../../src/preview/case';
import { preview } from '../../../../src/preview/preview';
import { PreviewResult } from '../../../../src/preview/result';

const KEYS = signingKeys();
const CLAIMS = { aud: 'orders', sub: 'alice', iat: 999_940, exp: 1_003_600 };

/** The result for a token whose signature is changed before it is encoded. */
function judge(kid: string, algorithm?: string, change = (signature: Buffer) => signature): PreviewResult {
  const key = KEYS.find(({ jwk }) => jwk.kid === kid)!;
  const input = [{ alg: algorithm ?? key.algorithm, kid }, CLAIMS].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return preview(KAFKA_SEMANTICS, {
    broker: 'aiven-kafka', brokerVersion: '4.2.0', now: 1_000_000, settings: { jwks_url: 'https://idp.example.com/keys', expected_audience: 'orders' },
    token: `${input}.${change(key.sign(input, algorithm)).toString('base64url')}`,
    jwks: { keys: KEYS.map(({ jwk }) => jwk as JsonMembers) },
  }) as PreviewResult;
}

const FIT = ['rsa', 'p256', 'p384', 'p521', 'ed25519', 'ed448', 'secret', 'long-secret'];

test.each(FIT.flatMap((kid) => {
  const key = KEYS.find(({ jwk }) => jwk.kid === kid)!;
  return [key.algorithm, ...otherAlgorithms(key)].filter((name) => kid !== 'secret' || name === 'HS256').map((name) => [kid, name]);
}))('a token of %s by %s is let in, and not once its signature is changed', (kid, algorithm) => {
  expect(judge(kid, algorithm).decision).toBe('accept');
  expect(judge(kid, algorithm, (signature) => Buffer.from(signature.map((byte, index) => (index === 5 ? byte ^ 1 : byte)))).reason)
    .toBe('KAFKA_TOKEN_SIGNATURE');
  expect(judge(kid, algorithm, () => Buffer.alloc(0, 0)).decision).toBe('reject');
});

test.each([['short-rsa'], ['short-secret']])('a token of %s is refused for its key', (kid) => {
  expect(judge(kid).reason).toBe('KAFKA_KEY_FIT');
});

test.each([
  ['ed25519', [0], 'accept'], ['ed448', [0], 'accept'], ['ed25519', [1], 'reject'], ['ed25519', [0, 0], 'reject'], ['p256', [0], 'reject'], ['rsa', [0], 'reject'],
])('a signature of %s with %j behind it', (kid, more, decision) => {
  expect(judge(kid, undefined, (signature) => Buffer.concat([signature, Buffer.from(more)])).decision).toBe(decision);
});
