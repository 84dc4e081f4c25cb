import { config } from './documents';
import { authenticate, Attempt } from '../../../../src/brokers/hivemq/semantics/authentication';
import { ChainedAttempt, factOf, judgeChain } from '../../../../src/brokers/hivemq/semantics/authentication-chain';
import { AUTHENTICATION, TOKEN_FORM } from '../../../../src/brokers/hivemq/semantics/facts';
import { nodeConfig, nodeFileRealm } from '../../../../src/brokers/hivemq/semantics/node-settings';
import { Variables } from '../../../../src/brokers/hivemq/semantics/variables';
import { HiveMqAuthenticationManager, HiveMqAuthenticationStrategy } from '../../../../src/brokers/hivemq/settings';
import { PreviewCase } from '../../../../src/preview/case';
import { CheckList } from '../../../../src/preview/check';

/** `accept`, `open`, or why it refuses; after a colon when the client is disconnected. */
function attempt(text: string): ChainedAttempt {
  const [outcome, disconnectsAt] = text.split(':');
  const checks = new CheckList();
  checks.skip(TOKEN_FORM, 'is skipped');
  if (outcome === 'accept') {
    checks.pass(AUTHENTICATION, 'lets in');
  } else if (outcome === 'open') {
    checks.unknown(AUTHENTICATION, 'is open');
  } else {
    checks.fail(AUTHENTICATION, 'refuses');
  }
  const refusal = ['accept', 'open'].includes(outcome) ? 'either' : outcome as Attempt['refusal'];
  return { checks, expiresAt: 7, disconnectsAt: disconnectsAt === undefined ? null : Number(disconnectsAt), refusal };
}

function judged(strategy: string, attempts: readonly string[]) {
  const checks = new CheckList();
  const { refusal, expiresAt, disconnectsAt } = judgeChain(strategy, attempts.map(attempt), checks);
  return { checks, told: [checks.decision, checks.reason, refusal, expiresAt, disconnectsAt] };
}

const { UNKNOWN_KEY_OR_WRONG_SECRET: ON, UNKNOWN_KEY: KEY } = HiveMqAuthenticationStrategy;
const AUTH = 'HIVEMQ_AUTHENTICATION';
const CHAIN = 'HIVEMQ_AUTHENTICATION_CHAIN';

test.each<[string, readonly string[], readonly unknown[]]>([
  [ON, ['accept:5', 'open:6'], ['accept', null, 'either', 7, 5]],
  [ON, ['wrong-secret', 'accept:5'], ['accept', null, 'either', 7, 5]],
  [ON, ['open:6', 'accept:5'], ['accept', null, 'either', 7, 'unknown']],
  [ON, ['open:5', 'accept:5'], ['accept', null, 'either', 7, 5]],
  [ON, ['wrong-secret:6', 'accept:5'], ['accept', null, 'either', 7, 5]],
  [ON, ['wrong-secret', 'open'], ['undetermined', AUTH, 'either', 7, null]],
  [ON, ['wrong-secret', 'unknown-key'], ['reject', AUTH, 'either', null, null]],
  [ON, ['wrong-secret', 'wrong-secret'], ['reject', AUTH, 'wrong-secret', null, null]],
  [ON, ['unknown-key', 'unknown-key'], ['reject', AUTH, 'unknown-key', null, null]],
  [KEY, ['unknown-key', 'accept:5'], ['accept', null, 'either', 7, 5]],
  [KEY, ['wrong-secret', 'accept'], ['reject', AUTH, 'wrong-secret', null, null]],
  [KEY, ['unknown-key', 'wrong-secret', 'accept'], ['reject', AUTH, 'wrong-secret', null, null]],
  [KEY, ['unknown-key', 'unknown-key'], ['reject', AUTH, 'unknown-key', null, null]],
  [KEY, ['either', 'accept:5'], ['undetermined', CHAIN, 'either', 7, 5]],
  [KEY, ['either', 'either'], ['reject', AUTH, 'either', null, null]],
  [KEY, ['unknown-key', 'either'], ['reject', AUTH, 'either', null, null]],
  [KEY, ['open', 'accept'], ['undetermined', AUTH, 'either', 7, null]],
  [KEY, ['open', 'wrong-secret'], ['undetermined', AUTH, 'either', 7, null]],
  [KEY, ['unknown-key', 'open'], ['undetermined', AUTH, 'either', 7, null]],
  [KEY, ['accept', 'wrong-secret'], ['accept', null, 'either', 7, null]],
  [KEY, ['either', 'accept:5', 'open:6'], ['undetermined', CHAIN, 'either', 7, 5]],
])('with %s the attempts %j come to %j', (strategy, attempts, expected) => {
  expect(judged(strategy, attempts).told).toEqual(expected);
});

test('what managers before the deciding one say is told without weight', () => {
  const { checks } = judged(ON, ['wrong-secret', 'open', 'accept']);

  expect(checks.checks.map(({ outcome, detail }) => `${outcome}: ${detail}`)).toEqual([
    'pass: manager 3 of 3 decides',
    'skipped: skipped to a manager that does not decide: is skipped', 'skipped: fail to a manager that does not decide: refuses',
    'skipped: skipped to a manager that does not decide: is skipped', 'skipped: unknown to a manager that does not decide: is open',
    'skipped: is skipped', 'pass: lets in',
  ]);
  expect(judged(ON, ['accept', 'wrong-secret']).checks.checks[0].detail).toBe('the first manager decides');
  expect(judged(ON, ['wrong-secret', 'unknown-key']).checks.checks[0].detail).toBe('none of 2 managers lets the client in');
});

test('a check keeps its fact, known or not', () => {
  expect(factOf({ rule: AUTH, source: 'x', outcome: 'pass', detail: '' })).toBe(AUTHENTICATION);
  expect(factOf({ rule: 'OTHER', source: 'x', outcome: 'pass', detail: '' })).toEqual({ rule: 'OTHER', looksAt: 'OTHER', remedy: '', source: 'x' });
});

const password = (more: string) => `<ese-file-realm><mqtt><users><user><name>alice</name>${more}<permissions></permissions></user></users></mqtt></ese-file-realm>`;
const PLAIN = '<password encoding="UTF8">x</password><algorithm>PLAIN</algorithm>';

function login(manager: object, input: Partial<PreviewCase>, realm?: string) {
  const given = { broker: 'hivemq', now: 1000, settings: config(), ...input } as PreviewCase;
  const checks = new CheckList();
  const fileRealm = realm === undefined ? undefined : nodeFileRealm(realm);
  const asked = { input: given, config: nodeConfig(given.settings!), fileRealm, variables: Variables.of(given) };
  const made = authenticate(manager as HiveMqAuthenticationManager, asked, checks);
  return { ...made, decision: checks.decision, reason: checks.reason, checks: checks.checks };
}

const byFile = (realm = 'topics') => ({ fileAuthenticationManager: { realm } });

test.each<[object, Partial<PreviewCase>, string, string, string]>([
  [byFile(), { username: 'alice', password: 'x' }, password(PLAIN), 'accept', 'wrong-secret'],
  [byFile(), { username: 'alice', password: 'y' }, password(PLAIN), 'reject', 'wrong-secret'],
  [byFile(), { username: 'alice' }, password(PLAIN), 'reject', 'wrong-secret'],
  [byFile(), { username: 'bob', password: 'x' }, password(PLAIN), 'reject', 'unknown-key'],
  [byFile('nobody'), { username: 'alice', password: 'x' }, password(PLAIN), 'undetermined', 'wrong-secret'],
  [byFile(), { username: 'alice', password: 'x' }, password(PLAIN.replace('PLAIN', 'MD5')), 'undetermined', 'wrong-secret'],
  [byFile(), { username: 'alice', password: 'x' }, password('<password encoding="UTF8">x</password>'), 'undetermined', 'wrong-secret'],
  [byFile(), { username: 'alice', password: 'x' }, password(''), 'undetermined', 'wrong-secret'],
  [byFile(), { username: 'alice', password: 'x' }, password('<algorithm>PLAIN</algorithm>'), 'undetermined', 'wrong-secret'],
  [{ sqlAuthenticationManager: { realm: 'db' } }, { username: 'alice', password: 'x' }, password(PLAIN), 'undetermined', 'wrong-secret'],
  [{ allowAllAuthenticationManager: {} }, {}, password(PLAIN), 'accept', 'wrong-secret'],
])('%j asked by %j of %s: %s', (manager, input, realm, decision, refusal) => {
  expect(login(manager, input, realm)).toMatchObject({ decision, refusal, expiresAt: null, disconnectsAt: null });
});

const jwt = (jwtValidation?: object, realm = 'idp') => ({ jwtAuthenticationManager: { realm, jwtValidation } });
const token = (claims: object) => ({ token: { header: { alg: 'RS256', kid: 'k' }, claims }, signature: 'valid' }) as Partial<PreviewCase>;

test.each<[object, Partial<PreviewCase>, object]>([
  [jwt(), {}, { expiresAt: null, disconnectsAt: null, refusal: 'either', decision: 'reject', reason: 'HIVEMQ_TOKEN_FORM' }],
  [jwt(), token({ exp: 2000 }), { expiresAt: 2000, disconnectsAt: null, refusal: 'either', decision: 'accept' }],
  [jwt(), token({ exp: '2000' }), { expiresAt: null, decision: 'undetermined', reason: 'HIVEMQ_TOKEN_EXPIRY' }],
  [jwt({ expGrace: { grace: 0, disconnectAfterExpiry: true } }), token({ exp: 2000 }), { expiresAt: 2000, disconnectsAt: 2000 }],
  [jwt({ expGrace: { grace: 0 } }), token({ exp: 2000 }), { disconnectsAt: 'unknown' }],
  [jwt({ expGrace: { grace: 0, disconnectAfterExpiry: false } }), token({ exp: 2000 }), { disconnectsAt: null }],
  [jwt({ expGrace: { grace: 5, disconnectAfterExpiry: true } }), token({ exp: 2000 }), { disconnectsAt: 'unknown' }],
  [jwt({ expGrace: { grace: 0, disconnectAfterExpiry: true } }), token({}), { expiresAt: null, disconnectsAt: 'unknown' }],
  [jwt({ enableIntrospection: { enabled: true } }, 'nobody'), token({ exp: 2000 }), { decision: 'undetermined', reason: 'HIVEMQ_TOKEN_REALM' }],
  [jwt({ enableIntrospection: { enabled: true } }), token({ exp: 2000 }), { decision: 'undetermined', reason: 'HIVEMQ_INTROSPECTION' }],
])('%j asked with %j: %j', (manager, input, expected) => {
  expect(login(manager, input)).toMatchObject(expected);
});
