import * as fs from 'node:fs';
import * as path from 'node:path';
import { SaxesParser } from 'saxes';
import { brokerOAuth, KAFKA_CASE, LAVINMQ_INI, LAVINMQ_TOKEN, NOW, scratchFolder } from './command-line';

const { write, folder } = scratchFolder();
write('conf/lavinmq.ini', LAVINMQ_INI);
write('token.json', LAVINMQ_TOKEN);
const DEFAULTS = `defaults: { broker: lavinmq, now: ${NOW}, settings: { file: conf/lavinmq.ini }, token: { file: token.json }, signature: valid }\n`;
let count = 0;
const suite = (text: string) => write(`suite-${count++}.yaml`, text);
const suiteOf = (...entries: readonly object[]) => write(`suite-${count++}.json`, { cases: entries });

async function outcomes(file: string) {
  const { code, out } = await brokerOAuth(['expect', file, '--json']);
  return { code, ...JSON.parse(out) };
}

test('expectations in YAML, with files relative to it, are met', async () => {
  const file = suite(`${DEFAULTS}cases:
  - name: the orders service writes
    expect: { decision: accept, reason: null, principal: orders, loads: true, tags: [], can: { "write:%2F/orders": true, "read:%2F/orders": false } }
  - id: late
    now: ${NOW + 1000}
    expect: { decision: reject, reason: LAVINMQ_TOKEN_EXPIRY, permissions: null, expiresAt: null }
  - protocol: mqtt
    expect: { warnings: [LAVINMQ_MQTT_UNRESTRICTED] }
`);

  expect(await brokerOAuth(['expect', file])).toEqual({
    code: 0,
    out: 'ok         the orders service writes\nok         late\nok         case 3\n3 expected: 3 met, 0 missed, 0 unreadable\n',
    err: '',
  });
});

test('what is missed is told as expected and got, with the check behind it', async () => {
  const file = suite(`${DEFAULTS}cases:
  - name: "the orders service\\e[31m reads"
    expect: { decision: reject, principal: alice, can: { "read:%2F/orders": true }, permissions: [], warnings: [X] }
`);

  const { code, out } = await brokerOAuth(['expect', file]);

  expect(code).toBe(2);
  expect(out.split('\n')).toEqual([
    'MISSED     the orders service\\u001b[31m reads',
    '             decision: expected "reject", got "accept"',
    '             principal: expected "alice", got "orders"',
    '             permissions: expected [], got [{"vhost":"/","configure":"^$","read":"^$","write":"^orders$"}]',
    '             can read:%2F/orders: expected true, got false (LAVINMQ_PERMISSION)',
    '             warnings: expected ["X"], got []',
    '1 expected: 0 met, 1 missed, 0 unreadable',
    '',
  ]);
});

test('actions as objects are asked behind those of the case', async () => {
  const file = suiteOf({
    ...KAFKA_CASE,
    can: ['Delete:Topic:orders'],
    expect: { can: [{ action: 'Read', resource: 'Topic:orders', allowed: true }, { action: 'Write', resource: 'Topic:orders', host: '10.0.0.1', allowed: true }] },
  });

  expect(await outcomes(file)).toEqual({
    code: 2, total: 1, met: 0, missed: 1, unreadable: 0,
    cases: [{
      name: 'kafka', outcome: 'missed', error: null,
      differences: [{ member: 'can {"action":"Write","host":"10.0.0.1","resource":"Topic:orders"}', expected: true, got: false, reason: 'KAFKA_ACL_NONE' }],
    }],
  });
});

test('every member of a case may stand in a file, and anchors share the rest', async () => {
  write('keys.json', { keys: [] });
  write('acls.json', KAFKA_CASE.acls);
  write('kafka.properties.json', KAFKA_CASE.settings);
  write('dynsec.json', '{"clients":[],"roles":[]}');
  write('answer.json', { reachable: false });
  const file = suite(`cases:
  - &kafka
    broker: aiven-kafka
    brokerVersion: 4.4.0
    now: ${NOW}
    settings: { file: kafka.properties.json }
    acls: { file: acls.json }
    token: ${JSON.stringify(KAFKA_CASE.token)}
    signature: valid
    expect: { decision: accept, can: { "Read:Topic:orders": true } }
  - <<: *kafka
    jwks: { file: keys.json }
    expect: { decision: reject }
  - broker: mosquitto
    now: ${NOW}
    plugins: [dynamic-security]
    dynamicSecurity: { file: dynsec.json }
    introspection: { file: answer.json }
    revocation: { file: ${folder}/answer.json }
    username: alice
    expect: { principal: null }
`);

  expect(await outcomes(file)).toMatchObject({ unreadable: 0, total: 3, cases: [{ outcome: 'met' }, { outcome: 'met' }, {}] });
});

test('an entry that cannot be read does not hide the others', async () => {
  const good = { ...KAFKA_CASE, expect: { decision: 'accept' } };
  const file = suiteOf(
    good,
    { ...good, name: 'stranger', audiance: 'x' },
    { ...good, name: 'nothing', expect: {} },
    { ...KAFKA_CASE, name: 'without expectation' },
    { ...good, name: 'no verdict', expect: { decision: 'maybe' } },
    { ...good, name: 'no action', expect: { can: { x: true } } },
    { ...good, name: 'no file', acls: { file: 'missing.json' } },
    { ...good, name: 5 },
    { ...good, name: 'no broker', broker: 'rabbitmq' },
    5 as unknown as object,
    { ...good, name: 'missed', expect: { decision: 'reject' } },
  );

  const { code, cases, ...counts } = await outcomes(file);

  expect({ code, ...counts }).toEqual({ code: 1, total: 11, met: 1, missed: 1, unreadable: 9 });
  expect(cases.map(({ name, error }: { name: string; error: { message: string } | null }) => [name, error?.message])).toEqual([
    ['kafka', undefined],
    ['stranger', expect.stringContaining('audiance')],
    ['nothing', expect.stringContaining('expect: expects nothing')],
    ['without expectation', expect.stringMatching(/^expect: must be an object/)],
    ['no verdict', expect.stringMatching(/^expect\.decision: /)],
    ['no action', expect.stringContaining('operation')],
    ['no file', expect.stringContaining('missing.json cannot be read: ENOENT')],
    ['kafka', expect.stringContaining('name: must be a text')],
    ['no broker', expect.stringContaining('"rabbitmq" is none of')],
    ['case 10', expect.stringContaining('the entry is no map')],
    ['missed', undefined],
  ]);
});

describe('a report for continuous integration', () => {
  test('holds every entry, with its differences', async () => {
    const report = `${folder}/junit.xml`;
    const file = suiteOf({ ...KAFKA_CASE, name: 'a "good" <one>\u0001', expect: { decision: 'accept' } },
      { ...KAFKA_CASE, name: 'missed', expect: { decision: 'reject', principal: 'x' } },
      { name: 'odd', expect: { decision: 'reject' } });

    expect((await brokerOAuth(['expect', file, '--junit', report])).code).toBe(1);

    const xml = fs.readFileSync(report, 'utf8');
    expect(xml.split('\n').slice(1, 8)).toEqual([
      '<testsuites tests="3" failures="1" errors="1">',
      `  <testsuite name="${file}" tests="3" failures="1" errors="1" skipped="0">`,
      `    <testcase classname="${file}" name="a &quot;good&quot; &lt;one&gt;\ufffd"/>`,
      `    <testcase classname="${file}" name="missed">`,
      '      <failure message="decision: expected &quot;reject&quot;, got &quot;accept&quot;">decision: expected &quot;reject&quot;, got &quot;accept&quot;&#10;' +
        'principal: expected &quot;x&quot;, got &quot;User:orders&quot;</failure>',
      '    </testcase>',
      `    <testcase classname="${file}" name="odd">`,
    ]);
    expect(() => new SaxesParser().write(xml).close()).not.toThrow();
  });

  test('does not overwrite the expectations, by whatever path', async () => {
    const file = suiteOf({ ...KAFKA_CASE, expect: { decision: 'accept' } });
    const link = `${folder}/link.xml`;
    fs.symlinkSync(file, link);
    const before = fs.readFileSync(file, 'utf8');
    for (const report of [file, `${folder}/conf/../${path.basename(file)}`, link]) {
      const { code, out, err } = await brokerOAuth(['expect', file, '--junit', report]);
      expect([code, out, err]).toEqual([1, '', `error: --junit ${report} is the file of expectations, which the report would overwrite; name another file\n`]);
    }
    expect(fs.readFileSync(file, 'utf8')).toBe(before);
  });

  test('that cannot be written is told', async () => {
    const { code, err } = await brokerOAuth(['expect', suiteOf({ ...KAFKA_CASE, expect: { decision: 'accept' } }), '--junit', `${folder}/no/junit.xml`]);
    expect([code, err]).toEqual([1, expect.stringContaining('junit.xml cannot be written: ENOENT')]);
  });
});

describe('a file that cannot be read as a suite is a complaint', () => {
  const bomb = `cases: [1]\na: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((name, i) => `${name}: &${name} [${`*${'abcdefgh'[i]},`.repeat(9)}]`).join('\n')}\n`;

  test.each<[string, string | Buffer, RegExp]>([
    ['no YAML', 'cases: [', /is no YAML that can be read in line 1/],
    ['a key twice', `${DEFAULTS}cases:\n  - id: a\n    id: b\n`, /has a key twice in line 4/],
    ['a key twice in JSON', '{"cases":[{"id":"a","id":"b"}]}', /has a key twice in line 1/],
    ['a key that is a list', 'cases: [1]\n? [a]\n: b\n', /a key that is no plain text/],
    ['several documents', 'cases: []\n---\ncases: []\n', /is no YAML that can be read/],
    ['an unknown tag', 'cases: [!!js/function "x"]\n', /is no YAML that can be read in line 1: tag resolve failed/],
    ['anchors that multiply', bomb, /nested too deeply, or its anchors repeat too much/],
    ['an anchor within itself', 'cases: &a [[*a, *a]]\n', /has an anchor that holds itself/],
    ['an anchor within itself as a map', 'cases:\n- &a {token: {header: {}, claims: {a: *a, b: *a}}}\n', /has an anchor that holds itself/],
    ['deep lists', `cases: ${'['.repeat(100_000)}`, /is no YAML that can be read/],
    ['deep blocks', `cases:\n${Array.from({ length: 900 }, (_unused, i) => `${' '.repeat(i)}-`).join('\n')}\n`, /is no YAML|no list "cases"|entry/],
    ['no cases', 'defaults: {}\n', /has no list "cases"/],
    ['an empty list', 'cases: []\n', /has no list "cases"/],
    ['nothing', '', /has no list "cases"/],
    ['a list', '- a\n', /has no list "cases"/],
    ['a stranger beside', 'cases: [1]\ntests: []\n', /has "tests"/],
    ['defaults that are no map', 'cases: [1]\ndefaults: 1\n', /"defaults" of .* is no map/],
    ['no UTF-8', Buffer.from([0xff]), /is not UTF-8 text/],
    ['more than a megabyte', 'x'.repeat(1_000_001), /has more than 1000000 bytes/],
  ])('%s', async (_what, text, message) => {
    const start = Date.now();
    const { code, out, err } = await brokerOAuth(['expect', suite(text as string)]);

    expect(code).toBe(1);
    expect(`${out}${err}`).toMatch(message);
    expect(Date.now() - start).toBeLessThan(10_000);
  });

  test('a hundred thousand different keys cost little', async () => {
    const start = Date.now();
    const { code } = await brokerOAuth(['expect', suite(`cases: [1]\n${Array.from({ length: 90_000 }, (_unused, i) => `k${i}:`).join('\n')}\n`)]);

    expect(code).toBe(1);
    expect(Date.now() - start).toBeLessThan(20_000);
  });

  test('numbers that JSON has not', async () => {
    expect(await outcomes(suite(`${DEFAULTS}cases: [{ now: .inf, expect: { decision: accept } }, { now: .nan, expect: { decision: accept } }]\n`)))
      .toMatchObject({ code: 1, unreadable: 2, cases: [{ error: { message: expect.stringContaining('not finite') } }, {}] });
  });
});

test('a token is not repeated, whatever is missed', async () => {
  const compact = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from('{"sub":"orders-service"}').toString('base64url')}.c2ln`;
  const file = suiteOf({ broker: 'lavinmq', now: NOW, settings: LAVINMQ_INI, token: compact, authenticatedAs: compact, expect: { principal: 'x' } });

  const { code, out } = await brokerOAuth(['expect', file]);

  expect(code).toBe(2);
  expect(out).toContain('got "(token)"');
  expect(out).not.toContain('eyJ');
});
