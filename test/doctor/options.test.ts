import { generateKeyPairSync } from 'node:crypto';
import { doctor, doctorAt, file, manifestText, reportIn, rulesIn } from './support';

const ISSUER = 'https://idp.example.com';
const KEY = { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' };
const DOCUMENT = {
  issuer: ISSUER, jwks_uri: `${ISSUER}/jwks`, token_endpoint: `${ISSUER}/token`, authorization_endpoint: `${ISSUER}/authorize`,
  response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'],
};
const MANIFEST = manifestText({ kind: 'oidc', issuer: ISSUER });
const FILES = ['--manifest', '--token', '--client-secret-file', '--introspection-client-secret-file', '--discovery', '--jwks', '--ca-file'];
const OFFLINE = ['--discovery', file(JSON.stringify(DOCUMENT)), '--jwks', file(JSON.stringify({ keys: [KEY] }))];

describe('without a network', () => {
  test('documents and keys from files are judged', async () => {
    const ran = await doctor('--manifest', file(MANIFEST), ...OFFLINE, '--json');

    expect(reportIn(ran)).toMatchObject({
      verdict: 'undetermined', issuer: ISSUER, kind: 'generic', findings: [], endpoints: { jwks_uri: `${ISSUER}/jwks` },
      steps: [
        { step: 'issuer', outcome: 'ok' }, { step: 'discovery document', outcome: 'ok', detail: 'from a file' },
        { step: 'key set', outcome: 'ok', detail: '1 key' }, { step: 'token', outcome: 'not looked at' },
      ],
    });
    expect(ran.code).toBe(3);
  });

  test('a file that is no JSON is a finding', async () => {
    const ran = await doctor('--manifest', file(MANIFEST), '--discovery', file('<html>'), '--json');

    expect(rulesIn(ran)).toEqual(['DOCTOR_DISCOVERY_PLACE']);
    expect(ran.code).toBe(2);
  });

  test('a token from a file is judged at the time of the clock', async () => {
    const token = file('e30.e30.c2ln\n');

    expect(rulesIn(await doctorAt(() => 1_000_000, '--manifest', file(MANIFEST), ...OFFLINE, '--token', token, '--json')))
      .toEqual(['DOCTOR_BROKER_TOKEN', 'DOCTOR_TOKEN_AUDIENCE', 'DOCTOR_TOKEN_ISSUER', 'DOCTOR_TOKEN_SIGNATURE']);
  });

  test('the text for people has every part', async () => {
    const { out } = await doctor('--manifest', file(MANIFEST), ...OFFLINE);

    expect(out).toMatch(/^all-brokers\/Sso \(generic\) may fit: not everything could be looked at\.\n\n {2}issuer {14}ok {4}https:\/\/idp\.example\.com\n/);
    expect(out).toMatch(/\n {2}all-brokers\/LavinMq {4}LavinMQ 2\.9\.1 +lets in a made-up token\n/);
  });
});

describe('plain http weighs what it weighs for the strictest broker', () => {
  const HTTP = manifestText({ kind: 'oidc', issuer: 'http://idp.example.com' });
  const offline = ['--jwks', file(JSON.stringify({ keys: [KEY] })), '--json'];

  test('a service refuses it', async () => {
    expect(rulesIn(await doctor('--manifest', file(HTTP), ...offline))).toEqual(['DOCTOR_ISSUER_URL']);
  });

  test('a broker of one\'s own does not', async () => {
    const ran = await doctor('--manifest', file(HTTP), '--broker', 'LavinMq', ...offline);

    expect(rulesIn(ran)).toEqual([]);
    expect(rulesIn(ran, 'warning')).toEqual(['DOCTOR_ISSUER_URL']);
  });
});

describe('between manifest and provider', () => {
  const openOf = (kind: string, issuer: string) => doctor('--manifest', file(manifestText({ kind, issuer })), '--jwks', file('{"keys":[]}'), '--json');

  test('an Entra issuer of version 1 leads brokers astray that discover', async () => {
    const ran = await openOf('entra', 'https://sts.windows.net/11111111-2222-3333-4444-555555555555/');

    expect(reportIn(ran).findings).toContainEqual(expect.objectContaining({
      ref: 'P3', rule: 'DOCTOR_ENTRA_DOCUMENT_ELSEWHERE', level: 'warning', message: expect.stringMatching(/^all-brokers\/LavinMq would look/),
    }));
  });

  test('an Entra issuer of version 2 does not', async () => {
    const ran = await openOf('entra', 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0');

    expect(rulesIn(ran, 'warning')).not.toContain('DOCTOR_ENTRA_DOCUMENT_ELSEWHERE');
  });

  test('another key set than the document names is worth a warning', async () => {
    const manifest = file(manifestText({ kind: 'oidc', issuer: ISSUER, jwksUri: `${ISSUER}/old-keys` }));

    expect(rulesIn(await doctor('--manifest', manifest, ...OFFLINE, '--json'), 'warning')).toEqual(['DOCTOR_DOCUMENT_KEYS']);
  });
});

describe('what is chosen of the manifest', () => {
  test('is one broker, by the end of its path', async () => {
    const ran = await doctor('--manifest', file(MANIFEST), '--broker', 'Kafka', ...OFFLINE, '--json');

    expect(reportIn(ran).brokers.map(({ broker }: any) => broker)).toEqual(['all-brokers/Kafka']);
  });

  test('may have an issuer that is known only at apply, which is then given', async () => {
    const open = file(MANIFEST.replaceAll(`"${ISSUER}"`, '"${var.issuer}"'));

    expect(await doctor('--manifest', open, ...OFFLINE)).toMatchObject({ code: 1, complaints: expect.stringMatching(/known only at apply .* give it by --issuer/) });
    expect(reportIn(await doctor('--manifest', open, '--issuer', ISSUER, ...OFFLINE, '--json')).issuer).toBe(ISSUER);
  });
});

describe('bad usage', () => {
  const manifest = file(MANIFEST);

  test.each<[string, readonly string[], RegExp]>([
    ['without a manifest', [], /give --manifest, or --batch/],
    ['with a manifest that is none', ['--manifest', file('{}')], /is not a manifest of version 1/],
    // A path that is wrong may lead to a secret, which must not be quoted.
    ['with a manifest that is no JSON', ['--manifest', file('hunter2-s3cret\n')], /^error: \S+ is not JSON, so no manifest; check the path\n$/],
    ['with a file that is not there', ['--manifest', '/nowhere/manifest.json'], /cannot be read: ENOENT/],
    ['with an unknown broker', ['--manifest', manifest, '--broker', 'Rabbit'], /--broker "Rabbit" is not in the manifest; there is all-brokers\/HiveMq/],
    ['with an unknown identity provider', ['--manifest', manifest, '--idp', 'Ping'], /--idp "Ping" is not in the manifest/],
    ['with a client without secret', ['--manifest', manifest, '--client-id', 'a'], /give --client-secret-env or --client-secret-file/],
    ['with a secret without client', ['--manifest', manifest, '--client-secret-env', 'A'], /a secret is given without --client-id/],
    ['with a variable that is not set', ['--manifest', manifest, '--client-id', 'a', '--client-secret-env', 'NOT_SET_AT_ALL'],
      /environment variable "NOT_SET_AT_ALL" is not set/],
    ['with an empty secret', ['--manifest', manifest, '--client-id', 'a', '--client-secret-file', file('\n')], /is empty/],
    ['with another way to authenticate', ['--manifest', manifest, '--client-auth', 'digest'], /--client-auth must be basic or post/],
    ['with a token and a client', ['--manifest', manifest, '--token', file('a'), '--client-id', 'a', '--client-secret-file', file('b')],
      /--token and --client-id exclude each other/],
    ['with files and a client', ['--manifest', manifest, ...OFFLINE, '--client-id', 'a', '--client-secret-file', file('b')], /fetch nothing/],
    ['with two files from the standard input', ['--manifest', manifest, ...OFFLINE.slice(0, 2), '--token', '-', '--jwks', '-'],
      /^error: the standard input can be read once, not for --token and --jwks\n$/],
    ['with every file from the standard input', FILES.flatMap((flag) => [flag, '-']), new RegExp(`not for ${FILES.join(' and ')}\n`)],
    ['with an endless timeout', ['--manifest', manifest, '--timeout', 'Infinity'], /--timeout must be a number of seconds up to 60/],
    ['with a secret as an option', ['--manifest', manifest, '--client-secret', 'x'], /unknown option '--client-secret'/],
  ])('%s ends with 1', async (_what, words, message) => {
    const ran = await doctor(...words);

    expect(ran.complaints).toMatch(message);
    expect(ran.code).toBe(1);
  });
});
