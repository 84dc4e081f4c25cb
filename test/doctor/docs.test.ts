import { createSign, generateKeyPairSync } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { doctorAt, file } from './support';
import { DoctorRule } from '../../src/doctor/finding';
import { DOCTOR_RULES } from '../../src/doctor/rules';

const PAGE_FILE = path.resolve(__dirname, '../../docs/doctor.md');
const PAGE = fs.readFileSync(PAGE_FILE, 'utf8');
const NOW = 1_800_000_000;
const ISSUER = 'https://sso.example.com/realms/messaging';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function token(): string {
  const input = `${encoded({ alg: 'RS256', typ: 'JWT', kid: 'rsa-2026' })}.${encoded({
    iss: ISSUER, aud: 'messaging', sub: '8f4fd1b5-0f04-4d4b-9c55-0a3b1f6f2c11', azp: 'orders-service', client_id: 'orders-service',
    iat: NOW - 10, exp: NOW + 290, jti: '1', scope: 'lavinmq.write:%2F/orders',
  })}`;
  return `${input}.${createSign('sha256').update(input).sign(rsa.privateKey).toString('base64url')}`;
}

/** The files that the commands of the page name. */
const FILES: Readonly<Record<string, string>> = {
  'manifest.json': fs.readFileSync(path.resolve(__dirname, '../../examples/all-brokers/golden/broker-oauth/manifest.json'), 'utf8'),
  'openid-configuration.json': JSON.stringify({
    issuer: ISSUER, jwks_uri: `${ISSUER}/protocol/openid-connect/certs`, token_endpoint: `${ISSUER}/protocol/openid-connect/token`,
    authorization_endpoint: `${ISSUER}/protocol/openid-connect/auth`, response_types_supported: ['code'], subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256', 'ES256'],
  }),
  'keys.json': JSON.stringify({
    keys: [
      { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa-2026', use: 'sig', alg: 'RS256' },
      { ...ec.publicKey.export({ format: 'jwk' }), kid: 'ec-2026', use: 'sig', alg: 'ES256' },
    ],
  }),
  'token.jwt': token(),
  'lines.jsonl': /```json title=lines\.jsonl\n([\s\S]*?)```/.exec(PAGE)![1],
};

/** Commands with the outputs that the page shows. */
const EXAMPLES = [...PAGE.matchAll(/```console\n\$ broker-oauth doctor (.*)\n([\s\S]*?)```/g)].map(([, words, output]) => [words, output] as const);

test('the page has examples', () => {
  expect(EXAMPLES.length).toBe(3);
});

test.each(EXAMPLES)('broker-oauth doctor %s prints what the page shows', async (words, output) => {
  const given = words.split(' ').map((word) => (word in FILES ? file(FILES[word]) : word));

  const { out, complaints } = await doctorAt(() => NOW, ...given);

  expect(complaints).toBe('');
  expect(out).toBe(output);
});

test('the page lists every rule with its ref and level', () => {
  const rows = DOCTOR_RULES.filter((rule): rule is DoctorRule => 'ref' in rule)
    .map(({ ref, id, level, summary }) => `| ${ref} | \`${id}\` | ${level} | ${summary.replace(/\|/g, '\\|')} |`);

  expect(PAGE.split('\n').filter((line) => /^\| [A-Z]\d+ \|/.test(line))).toEqual(rows);
});

test('the page names every option', async () => {
  const { out } = await doctorAt(() => NOW, '--help');
  const options = [...out.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, name]) => name);

  expect(options.length).toBeGreaterThan(20);
  expect(options.filter((name) => !PAGE.includes(`\`${name}`))).toEqual([]);
});
