import { generateKeyPairSync } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { brokerOAuth, KAFKA_CASE, LAVINMQ_INI, LAVINMQ_TOKEN, NOW, scratchFolder } from './command-line';
import { vectorsOf } from '../preview/vector-file';

const { write, folder } = scratchFolder();
const ini = write('lavinmq.ini', LAVINMQ_INI);
const token = write('token.json', LAVINMQ_TOKEN);
const LAVINMQ = ['preview', 'lavinmq', '--settings', ini, '--token', token, '--signature', 'valid'];

/** The result that `--json` prints. */
async function resultOf(words: readonly string[], stdin?: string) {
  const { out, err } = await brokerOAuth([...words, '--json'], stdin);
  return out === '' ? { complaint: err } : JSON.parse(out);
}

describe('exit codes', () => {
  const mosquitto = write('jwt-broken.json', '{');

  test.each([
    ['a login that goes through', 0, LAVINMQ],
    ['an action that is allowed', 0, [...LAVINMQ, '--can', 'write:%2F/orders']],
    ['a refused login', 2, [...LAVINMQ, '--now', String(NOW + 1000)]],
    ['an action that is denied', 2, [...LAVINMQ, '--can', 'write:%2F/orders', '--can', 'read:%2F/orders']],
    ['settings behind a byte order mark, with which the broker does not start', 2, [
      'preview', 'lavinmq', '--settings', write('marked.ini', `\ufeff${LAVINMQ_INI}`), '--token', token, '--signature', 'valid',
    ]],
    ['settings with which the broker does not start', 2, ['preview', 'lavinmq', '--settings', write('broken.ini', '[nowhere]\n'), '--token', token]],
    ['a login that nobody knows', 3, ['preview', 'mosquitto', '--settings', mosquitto, '--token', token]],
    ['an action that nobody knows', 3, ['preview', 'lavinmq', '--settings', ini, '--authenticated-as', 'x', '--can', 'read:%2F/a']],
    ['an action that is none of the broker\'s', 1, [...LAVINMQ, '--can', 'publish:a']],
    ['a version that is none', 1, [...LAVINMQ, '--broker-version', 'new']],
    ['no settings', 1, ['preview', 'lavinmq', '--token', token]],
  ])('%s: %i', async (_what, code, words) => {
    expect((await brokerOAuth(words)).code).toBe(code);
  });

  test('a denied action outweighs an unknown login', async () => {
    // Without a known max-age nobody knows which keys the broker holds.
    const uncached = write('uncached.ini', `${LAVINMQ_INI}jwks_cache_ttl = 0\n`);
    const words = ['preview', 'lavinmq', '--settings', uncached, '--token', token, '--signature', 'valid', '--jwks', write('jwks', { keys: [KEY] })];

    expect(await resultOf(words)).toMatchObject({ decision: 'undetermined' });
    expect((await brokerOAuth(words)).code).toBe(3);
    expect((await brokerOAuth([...words, '--can', 'write:%2F/orders'])).code).toBe(3);
    expect((await brokerOAuth([...words, '--can', 'read:%2F/orders'])).code).toBe(2);
  });
});

const KEY = { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' };

describe('the human view', () => {
  test('tells what was looked at, what was found and what to change', async () => {
    const { code, out, err } = await brokerOAuth([...LAVINMQ, '--can', 'read:%2F/orders']);

    expect([code, err]).toEqual([2, '']);
    expect(out).toMatch(/^LavinMQ \(any release\) lets the client in\.\n\nWhat it looks at:\n {2}ok {6}its settings, at the start: can be read\n/);
    expect(out).toContain('  no      read "/" "orders" (LAVINMQ_PERMISSION)');
    expect(out).toContain('\nWhat to change:\n');
  });

  test('shows claims only on request, with control characters made visible', async () => {
    const coloured = write('coloured.json', { ...LAVINMQ_TOKEN, claims: { ...LAVINMQ_TOKEN.claims, note: '\u009b31mred \u202e' } });
    const words = ['preview', 'lavinmq', '--settings', ini, '--token', coloured, '--signature', 'valid'];

    expect((await brokerOAuth(words)).out).not.toContain('note');
    expect((await brokerOAuth([...words, '--show-claims'])).out).toContain('    "note": "\\u009b31mred \\u202e"\n');
  });

  test('shows that claims cannot be read', async () => {
    const { out } = await brokerOAuth(['preview', 'lavinmq', '--settings', ini, '--token', '-', '--show-claims'], 'no token');
    expect(out).toContain('Claims of the token:\n  cannot be read\n');
  });
});

test('claims that are nested too deeply are not shown', async () => {
  const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  const compact = ['{"alg":"RS256"}', deep, 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');

  const { code, out } = await brokerOAuth(['preview', 'lavinmq', '--settings', ini, '--token', '-', '--show-claims'], compact);

  expect(code).toBe(2);
  expect(out).toContain('Claims of the token:\n  cannot be read\n');
  expect((await brokerOAuth(['preview', 'lavinmq', '--settings', ini, '--token', '-', '--show-claims', '--json'], compact)).code).toBe(2);
});

describe('--json', () => {
  test('prints a result with every key', async () => {
    expect(await resultOf([...LAVINMQ, '--can', 'write:%2F/orders'])).toEqual({
      id: null, broker: 'lavinmq', brokerVersion: null, loads: true, decision: 'accept', reason: null, principal: 'orders', mqttClientId: null,
      permissions: [{ vhost: '/', configure: '^$', read: '^$', write: '^orders$' }], tags: [],
      can: [{ action: 'write', vhost: '/', resource: 'orders', allowed: true, reason: null }],
      expiresAt: NOW + 300, disconnectsAt: NOW + 300, willPublished: null, checks: expect.any(Array), warnings: [],
    });
  });

  test('adds header and claims on request', async () => {
    expect(await resultOf([...LAVINMQ, '--show-claims'])).toMatchObject({ decision: 'accept', ...LAVINMQ_TOKEN });
  });

  test('prints what stands in a result\'s place, and complains', async () => {
    const { code, out, err } = await brokerOAuth([...LAVINMQ, '--json', '--can', 'x']);

    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({ id: null, error: { rule: 'PREVIEW_CASE_ACTION', message: expect.any(String) } });
    expect(err).toMatch(/^error: .* \[PREVIEW_CASE_ACTION\]\n$/);
  });
});

describe('options become the case', () => {
  /** Options and the members of a case that say the same. */
  test.each<[string, string, readonly string[], object]>([
    ['Kafka, JSON with short names', 'aiven-kafka', [
      '--settings', write('kafka.json', KAFKA_CASE.settings), '--acls', write('acls.json', KAFKA_CASE.acls), '--token', write('kt.json', KAFKA_CASE.token),
      '--signature', 'valid', '--broker-version', '4.4.0', '--target', 'self-managed', '--can', 'Read:Topic:orders', '--can', 'Write:Topic:orders',
    ], { ...KAFKA_CASE, id: undefined, target: 'self-managed', can: ['Read:Topic:orders', 'Write:Topic:orders'] }],
    ['LavinMQ over MQTT with a key set', 'lavinmq', [
      '--settings', ini, '--token', token, '--protocol', 'mqtt', '--username', 'u', '--mqtt-client-id', 'c', '--now', '1767225601.5',
      '--jwks', write('keys.json', { keys: [] }), '--jwks-max-age', '300', '--discovery', write('discovery.json', { issuer: 'x' }),
    ], { settings: LAVINMQ_INI, token: LAVINMQ_TOKEN, protocol: 'mqtt', username: 'u', mqttClientId: 'c', now: NOW + 1.5, jwks: { keys: [], maxAge: 300 },
      discovery: { document: { issuer: 'x' } } }],
    ['LavinMQ with keys out of reach and a password', 'lavinmq', [
      '--settings', write('object.json', { auth_backends: 'local' }), '--password-file', write('password', 'secret\n'), '--username', 'u', '--jwks-unreachable', 'login',
    ], { settings: { auth_backends: 'local' }, password: 'secret', username: 'u', jwks: { reachable: false, at: 'login' } }],
    ['Mosquitto', 'mosquitto', [
      '--dynamic-security', write('dynsec.json', '{"clients":[],"roles":[]}'), '--plugin-order', 'dynamic-security, token', '--allow-anonymous', '--settings', write('jwt.json', '{"a":1}'),
      '--introspection', write('introspection.json', { reachable: false }), '--revocation', write('revocation.json', { status: 200, body: {} }), '--token', token,
    ], { dynamicSecurity: '{"clients":[],"roles":[]}', plugins: ['dynamic-security', 'token'], allowAnonymous: true, settings: { a: 1 }, introspection: { reachable: false },
      revocation: { status: 200, body: {} }, token: LAVINMQ_TOKEN }],
    ['HiveMQ', 'hivemq', [
      '--settings', write('config.xml', '<x/>'), '--file-realm', write('realm.xml', '<y/>'), '--allow-all-extension', 'false', '--authenticated-as', 'n', '--can', 'publish:a',
    ], { settings: '<x/>', fileRealm: '<y/>', allowAllExtension: false, authenticatedAs: 'n', can: ['publish:a'] }],
  ])('%s', async (_what, broker, options, members) => {
    const file = write('equal.json', { broker, now: NOW, ...members });

    const byOptions = await resultOf(['preview', broker, ...options]);

    expect(byOptions).toEqual(await resultOf(['preview', '--case', file]));
    expect(byOptions.decision).toBeDefined();
  });

  test('the clock is asked where no time is given', async () => {
    const exp = (seconds: number) => write('exp.json', { ...LAVINMQ_TOKEN, claims: { ...LAVINMQ_TOKEN.claims, exp: seconds } });
    const words = (seconds: number) => ['preview', 'lavinmq', '--settings', ini, '--signature', 'valid', '--token', exp(seconds)];

    expect((await brokerOAuth(words(NOW + 1))).code).toBe(0);
    expect((await brokerOAuth(words(NOW))).code).toBe(2);
  });
});

describe('a token', () => {
  const compact = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from('{"sub":"orders-service"}').toString('base64url')}.c2ln`;

  test.each([
    ['with a line break at its end', `${compact}\n`],
    ['with a line break of Windows', `${compact}\r\n`],
    ['without', compact],
  ])('compact, %s, is the same', async (_what, text) => {
    const expected = await resultOf(['preview', '--case', write('compact.json', { ...KAFKA_CASE, token: compact, signature: undefined })]);
    expect(await resultOf(['preview', 'aiven-kafka', '--settings', write('k.json', KAFKA_CASE.settings), '--acls', write('a.json', KAFKA_CASE.acls), '--broker-version', '4.4.0',
      '--token', '-'], text)).toEqual({ ...expected, id: null });
  });

  test.each([
    ['nothing', ''],
    ['blanks', ' \n '],
    ['one dot', '.'],
    ['a thousand dots', '.'.repeat(1000)],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe, 0x2e, 0x80])],
    ['NUL', 'a\0b.c.d'],
    ['truncated', compact.slice(0, 20)],
    ['half of JSON', '{"header":{"alg":"RS256"},"cla'],
    ['JSON without header and claims', '{"access_token":"x"}'],
    ['nested JSON in base64', `${Buffer.from('['.repeat(100_000)).toString('base64url')}.e30.x`],
    ['a megabyte', `eyJ${'A'.repeat(1_000_000)}.e30.x`],
  ])('that is %s is judged as the broker judges it, and not repeated', async (_what, text) => {
    for (const broker of ['lavinmq', 'aiven-kafka', 'mosquitto']) {
      const settings = broker === 'lavinmq' ? ini : broker === 'mosquitto' ? write('m.json', { }) : write('k.json', KAFKA_CASE.settings);
      const { code, out, err } = await brokerOAuth(['preview', broker, '--settings', settings, '--token', write('hostile', text), '--json']);

      expect([2, 3]).toContain(code);
      expect(JSON.parse(out).decision).not.toBe('accept');
      expect(`${out}${err}`.length).toBeLessThan(20_000);
    }
  });

  test('that the client repeats as its user name is not shown', async () => {
    const words = ['preview', 'lavinmq', '--settings', ini, '--token', '-', '--authenticated-as', compact];

    expect((await brokerOAuth(words, compact)).out).toContain('principal: (token)\n');
    expect((await brokerOAuth([...words, '--json'], compact)).out).toContain('"principal": "(token)"');
  });

  test('that begins like JSON and is none is told apart in a note', async () => {
    expect((await brokerOAuth(['preview', 'lavinmq', '--settings', ini, '--token', '-'], '{"x"')).err).toMatch(/^note: standard input begins like JSON/);
  });
});

describe('what makes no sense is bad usage', () => {
  const anything = write('case.json', KAFKA_CASE);

  test.each<[string, readonly string[], RegExp]>([
    ['no broker', ['preview', '--settings', ini], /name the broker, one of lavinmq, hivemq/],
    ['an unknown broker', ['preview', 'rabbitmq', '--settings', ini], /"rabbitmq" is none of lavinmq/],
    ['two brokers', ['preview', 'lavinmq', 'hivemq'], /too many arguments/],
    ['a case and options', ['preview', 'lavinmq', '--case', anything, '--now', '1', '--can', 'x'], /--case and a broker, --now, --can exclude each other/],
    ['a case and a batch', ['preview', '--case', anything, '--batch', anything], /exclude each other/],
    ['claims of a batch', ['preview', '--batch', anything, '--show-claims'], /exclude each other/],
    ['a broker\'s path without manifest', ['preview', 'lavinmq', '--settings', ini, '--broker', 'x'], /give --manifest as well/],
    ['a time that is none', [...LAVINMQ, '--now', 'soon'], /--now must be a number of seconds/],
    ['a time before the epoch', [...LAVINMQ, '--now', '-5'], /--now must be a number of seconds/],
    ['a negative age', [...LAVINMQ, '--jwks', write('aged', { keys: [] }), '--jwks-max-age', '-5'], /--jwks-max-age must be a number of seconds/],
    ['no plugin', ['preview', 'mosquitto', '--plugin-order', ''], /--plugin-order must be a list of names, such as token,dynamic-security/],
    ['a plugin without a name', ['preview', 'mosquitto', '--plugin-order', 'token, '], /--plugin-order must be a list of names/],
    ['another protocol', [...LAVINMQ, '--protocol', 'stomp'], /--protocol must be one of amqp, mqtt, http/],
    ['another signature', [...LAVINMQ, '--signature', 'good'], /--signature must be one of valid, invalid/],
    ['a verdict on the signature that a compact token carries itself', [...LAVINMQ, '--token', write('compact.jwt', 'e30.e30.c2ln\n')],
      /--signature is for a token given as header and claims; a compact token carries its own, give --jwks/],
    ['another target', ['preview', 'aiven-kafka', '--target', 'msk'], /--target must be one of aiven, self-managed/],
    ['maybe', ['preview', 'hivemq', '--allow-all-extension', 'maybe'], /must be true or false/],
    ['an age without keys', [...LAVINMQ, '--jwks-max-age', '1'], /give --jwks as well/],
    ['keys out of reach and there', [...LAVINMQ, '--jwks', write('k', { keys: [] }), '--jwks-unreachable', 'start'], /exclude each other/],
    ['keys out of reach since ever', [...LAVINMQ, '--jwks-unreachable', 'ever'], /must be start or login/],
    ['the standard input twice', ['preview', 'lavinmq', '--settings', '-', '--token', '-'], /standard input can be read once, not for --settings and --token/],
    ['the standard input as manifest and token', ['preview', '--manifest', '-', '--token', '-'], /read once, not for --manifest and --token/],
    ['a file that is not there', ['preview', 'lavinmq', '--settings', `${folder}/missing`], /missing cannot be read: ENOENT/],
    ['a key set without keys', [...LAVINMQ, '--jwks', write('nokeys', {})], /is no key set/],
    ['a list as key set', [...LAVINMQ, '--jwks', write('listkeys', [])], /is no key set/],
    ['ACLs that are no JSON', ['preview', 'aiven-kafka', '--acls', ini], /lavinmq\.ini is no JSON/],
    ['ACLs that are no list', ['preview', 'aiven-kafka', '--acls', write('acl', {})], /"acls": .*PREVIEW_CASE_SHAPE/],
    ['a token without header', ['preview', 'lavinmq', '--settings', ini, '--token', write('noheader', { claims: {} })], /"token.header": is missing; .*PREVIEW_CASE_SHAPE/],
    ['a case that is no JSON', ['preview', '--case', ini], /a case is no JSON/],
    ['a case that is a list', ['preview', '--case', write('list', [])], /a case is no JSON object/],
    ['a case with a stranger', ['preview', '--case', write('stranger', { ...KAFKA_CASE, audiance: 'x' })], /audiance/],
    ['an empty file as a case', ['preview', '--case', '/dev/null'], /a case is no JSON/],
  ])('%s', async (_what, words, message) => {
    const { code, out, err } = await brokerOAuth(words);

    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(message);
    expect(err).toMatch(/^error: /);
  });
});

describe('an option of another broker is bad usage', () => {
  test.each([
    ['--file-realm', 'x', 'hivemq'],
    ['--allow-all-extension', 'true', 'hivemq'],
    ['--dynamic-security', 'x', 'mosquitto'],
    ['--plugin-order', 'token', 'mosquitto'],
    ['--allow-anonymous', undefined, 'mosquitto'],
    ['--acls', 'x', 'aiven-kafka'],
    ['--target', 'aiven', 'aiven-kafka'],
  ])('%s', async (flag, value, owner) => {
    const ran = await brokerOAuth([...LAVINMQ, flag, ...value === undefined ? [] : [value]]);
    expect(ran).toEqual({ code: 1, out: '', err: `error: ${flag} is for ${owner}, not for lavinmq; leave it out\n` });
  });

  test('unless the broker is unknown, which is told first', async () => {
    expect((await brokerOAuth(['preview', 'rabbitmq', '--settings', ini, '--allow-anonymous'])).err).toContain('"rabbitmq" is none of lavinmq');
  });
});

describe('hostile files end soon, with a clear error', () => {
  const large = path.join(folder, 'large');
  beforeAll(() => {
    fs.writeFileSync(large, '');
    fs.truncateSync(large, 50_000_000);
  });
  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 20 }, (_unused, i) => `<!ENTITY a${i} "${`&a${i === 0 ? '' : i - 1};`.repeat(10)}">`).join('')}]><x>&a19;</x>`;
  const external = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>';
  const deep = '['.repeat(200_000);

  test.each<[string, () => readonly string[]]>([
    ['settings of 50 MB', () => ['lavinmq', '--settings', large]],
    ['a token of 50 MB', () => ['lavinmq', '--settings', ini, '--token', large]],
    ['keys of 50 MB', () => ['lavinmq', '--settings', ini, '--jwks', large]],
    ['a manifest of 50 MB', () => ['--manifest', large]],
    ['a case of 50 MB', () => ['--case', large]],
    ['a device without end', () => ['lavinmq', '--settings', '/dev/zero']],
    ['a folder', () => ['lavinmq', '--settings', folder]],
    ['settings with NUL', () => ['lavinmq', '--settings', write('nul', '[main]\0')]],
    ['settings that are no UTF-8', () => ['lavinmq', '--settings', write('utf', Buffer.from([0x5b, 0xff]))]],
    ['dynamic security that is no text', () => ['mosquitto', '--dynamic-security', write('utf', Buffer.from([0x7b, 0xff]))]],
    ['an XML bomb', () => ['hivemq', '--settings', write('bomb.xml', bomb)]],
    ['an external entity', () => ['hivemq', '--settings', write('external.xml', external)]],
    ['an XML bomb as file realm', () => ['hivemq', '--settings', write('c.xml', CONFIG_WITH_FILE_REALM), '--file-realm', write('bomb.xml', bomb)]],
    ['deep settings', () => ['mosquitto', '--settings', write('deep', `{"a":${deep}${deep.replaceAll('[', ']')}}`)]],
    ['deep keys', () => ['lavinmq', '--settings', ini, '--jwks', write('deepkeys', `{"keys":${deep}${deep.replaceAll('[', ']')}}`)]],
    ['a deep case', () => ['--case', write('deepcase', `{"broker":"lavinmq","now":1,"settings":"","token":${deep}${deep.replaceAll('[', ']')}}`)]],
    ['a deep manifest', () => ['--manifest', write('deepmanifest', deep)]],
    ['a case with deep claims', () => ['--case', write('deepclaims', `{"broker":"lavinmq","now":1,"settings":"","token":{"header":{},"claims":{"a":${deep}${deep.replaceAll('[', ']')}}}}`)]],
  ])('%s', async (_what, words) => {
    const start = Date.now();
    const { code, out, err } = await brokerOAuth(['preview', ...words()]);

    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^error: \S/);
    expect(err.length).toBeLessThan(500);
    expect(err).not.toContain('root:');
    expect(Date.now() - start).toBeLessThan(10_000);
  });
});

const CONFIG_WITH_FILE_REALM = vectorsOf('hivemq').map(({ input }) => input).find(({ fileRealm, settings }) => fileRealm !== undefined && typeof settings === 'string')!.settings as string;

describe('--manifest', () => {
  const manifest = (broker: string) => path.resolve(__dirname, `../../examples/${broker}/golden/broker-oauth/manifest.json`);
  const lavinmqToken = { header: { alg: 'RS256', kid: 'k' }, claims: { iss: 'https://sso.example.com/realms/messaging', aud: 'messaging', exp: NOW + 60, sub: 's', preferred_username: 's' } };
  const words = ['--manifest', manifest('lavinmq'), '--token', write('manifest-token.json', lavinmqToken), '--signature', 'valid'];

  test('takes the broker that the stack declares', async () => {
    expect(await resultOf(['preview', ...words])).toMatchObject({ broker: 'lavinmq', decision: expect.stringMatching(/accept|reject/), loads: true });
    expect(await resultOf(['preview', 'lavinmq', ...words, '--broker', 'lavinmq/LavinMq'])).toMatchObject({ broker: 'lavinmq' });
    expect(await resultOf(['preview', ...words, '--broker', 'LavinMq'])).toMatchObject({ broker: 'lavinmq' });
  });

  test('gives way to the options', async () => {
    expect(await resultOf(['preview', ...words, '--settings', write('none.ini', '[main]\nauth_backends = local\n')])).toMatchObject({ decision: 'reject', reason: 'LAVINMQ_OAUTH_BACKEND' });
  });

  test.each<[string, readonly string[], RegExp]>([
    ['another kind of broker', ['hivemq', '--manifest', manifest('lavinmq')], /has no "hivemq"; name one by --broker: lavinmq\/LavinMq \(lavinmq\)/],
    ['another path', ['--manifest', manifest('lavinmq'), '--broker', 'Kafka'], /has no "Kafka"/],
    ['several brokers', ['--manifest', manifest('all-brokers')], /has more than one broker; name one by --broker: /],
    ['an option of another broker', ['--manifest', manifest('lavinmq'), '--allow-anonymous'], /--allow-anonymous is for mosquitto, not for lavinmq/],
    ['a file that is no manifest', ['--manifest', ini], /lavinmq\.ini is not JSON/],
    ['JSON that is no manifest', ['--manifest', write('nomanifest', {})], /is not a manifest of version 1/],
  ])('%s is bad usage', async (_what, more, message) => {
    const { code, err } = await brokerOAuth(['preview', ...more]);
    expect(code).toBe(1);
    expect(err).toMatch(message);
  });
});
