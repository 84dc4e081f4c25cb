import { createHmac, generateKeyPairSync, KeyObject, sign } from 'node:crypto';
import * as fc from 'fast-check';
import { doctor, file } from './support';
import { answerLine, DoctorAnswer } from '../../src/doctor/batch';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });

function jwk(key: KeyObject, members: object) {
  return { ...key.export({ format: 'jwk' }), ...members };
}

const KEYS = { keys: [jwk(publicKey, { kid: 'k1', use: 'sig', alg: 'RS256' }), jwk(curve.publicKey, { kid: 'e1', use: 'sig' })] };

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function signed(header: object, payload: string, key = privateKey): string {
  const input = `${encode(JSON.stringify(header))}.${encode(payload)}`;
  const isCurve = key.asymmetricKeyType === 'ec';
  return `${input}.${sign('sha256', Buffer.from(input), isCurve ? { key, dsaEncoding: 'ieee-p1363' } : key).toString('base64url')}`;
}

function answer(line: object): DoctorAnswer {
  return answerLine(JSON.stringify({ id: 'a', idp: 'generic', ...line })) as DoctorAnswer;
}

function errorsOf(line: object): readonly string[] {
  return answer(line).findings.filter(({ level }) => level === 'error').map(({ ref }) => ref);
}

describe('a compact token', () => {
  const GOOD = signed({ alg: 'RS256', kid: 'k1' }, '{"sub":"a"}');

  test.each([
    ['by a key of the set', GOOD, 'accept'],
    ['by a curve of the set', signed({ alg: 'ES256', kid: 'e1' }, '{"sub":"a"}', curve.privateKey), 'accept'],
    ['without kid', signed({ alg: 'RS256' }, '{"sub":"a"}'), 'accept'],
    ['by another key', signed({ alg: 'RS256', kid: 'k1' }, '{"sub":"a"}', other.privateKey), 'reject'],
    ['by a key that the set does not name', signed({ alg: 'RS256', kid: 'k2' }, '{"sub":"a"}'), 'reject'],
    ['by an algorithm that is not the key\'s', signed({ alg: 'RS512', kid: 'k1' }, '{"sub":"a"}'), 'reject'],
    ['with another payload', `${GOOD.split('.')[0]}.${encode('{"sub":"b"}')}.${GOOD.split('.')[2]}`, 'reject'],
    ['without signature', `${GOOD.split('.').slice(0, 2).join('.')}.`, 'reject'],
  ])('signed %s', (_what, token, verdict) => {
    expect(answer({ token, jwks: KEYS }).verdict).toBe(verdict);
  });

  test('signed with the public key as a secret is refused', () => {
    const input = `${encode('{"alg":"HS256","kid":"k1"}')}.${encode('{"sub":"a"}')}`;
    const mac = createHmac('sha256', publicKey.export({ format: 'pem', type: 'spki' })).update(input).digest('base64url');

    expect(errorsOf({ token: `${input}.${mac}`, jwks: KEYS })).toEqual(['T1']);
  });

  test('is believed by the word of the line only where there is no key set', () => {
    expect(answer({ token: GOOD, signature: 'valid' }).verdict).toBe('accept');
    expect(answer({ token: GOOD, signature: 'invalid' }).verdict).toBe('reject');
    expect(answer({ token: GOOD }).verdict).toBe('undetermined');
    expect(answer({ token: signed({ alg: 'RS256', kid: 'k1' }, '{}', other.privateKey), signature: 'valid', jwks: KEYS }).verdict).toBe('reject');
  });

  test.each([
    ['a claim twice', '{"sub":"a","sub":"a"}', ['T9']],
    ['a claim twice in an object within', '{"realm_access":{"roles":[],"roles":["a"]}}', ['T9']],
    ['no JSON', '{"sub":', ['T1']],
    ['text behind the JSON', '{"sub":"a"}x', ['T1']],
    ['no object', '["sub"]', ['T1']],
    ['an endless nesting', '['.repeat(10_000), ['T1']],
    ['a number with a huge exponent', '{"exp":1e400}', []],
    ['a number as a text', '{"exp":"1"}', ['T7']],
  ])('with %s', (_what, payload, errors) => {
    expect(errorsOf({ token: signed({ alg: 'RS256', kid: 'k1' }, payload), jwks: KEYS, now: 1 })).toEqual(errors);
  });

  test('that is no UTF-8 is refused', () => {
    const input = `${encode('{"alg":"RS256"}')}.${Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString('base64url')}`;

    expect(errorsOf({ token: `${input}.c2ln`, signature: 'valid' })).toEqual(['T1']);
  });

  test('is never shown', () => {
    const shown = JSON.stringify(answer({ token: signed({ alg: 'RS256', kid: GOOD }, JSON.stringify({ sub: GOOD, iss: GOOD })), jwks: KEYS, issuer: 'https://a.example.com' }));

    expect(shown).not.toContain(GOOD.split('.')[1]);
  });
});

describe('a line that cannot be judged', () => {
  test.each([
    ['no JSON', '{', null, /no JSON from character 1 on \(syntax\)/],
    ['no object', '[]', null, /no JSON object/],
    ['no id', '{"idp":"okta"}', null, /id is missing/],
    ['no idp', '{"id":"a"}', 'a', /idp is missing/],
    ['an unknown idp', '{"id":"a","idp":"ping"}', 'a', /idp must be one of keycloak, okta, auth0, entra, uaa, generic/],
    ['an idp that every object has', '{"id":"a","idp":"constructor"}', 'a', /idp must be one of/],
    ['an unknown member', '{"id":"a","idp":"okta","isuer":"x"}', 'a', /"isuer" is no member/],
    ['a member twice', '{"id":"a","idp":"okta","now":1,"now":2}', 'a', /"now" stands twice/],
    ['an issuer that is no text', '{"id":"a","idp":"okta","issuer":1}', 'a', /issuer must be a text/],
    ['a token that is a number', '{"id":"a","idp":"okta","token":1}', 'a', /token must be a text, or an object of header and claims/],
    ['a token without header', '{"id":"a","idp":"okta","token":{"claims":{}}}', 'a', /token must be/],
    ['another word on the signature', '{"id":"a","idp":"okta","signature":"ok"}', 'a', /signature must be "valid" or "invalid"/],
    ['scopes that are numbers', '{"id":"a","idp":"okta","scopes":[1]}', 'a', /scopes must be a list of texts/],
    ['a negative leeway', '{"id":"a","idp":"okta","leewaySeconds":-1}', 'a', /leewaySeconds must be a number of seconds, not negative/],
    ['a time as a text', '{"id":"a","idp":"okta","now":"1"}', 'a', /now must be a number/],
    ['a switch as a text', '{"id":"a","idp":"okta","allowHttpLoopback":"yes"}', 'a', /allowHttpLoopback must be true or false/],
  ])('has %s', (_what, line, id, message) => {
    expect(answerLine(line)).toEqual({ id, error: { rule: 'DOCTOR_LINE', message: expect.stringMatching(message) } });
  });

  test('is nested without end', () => {
    expect(answerLine(`{"id":"a","idp":"okta","jwks":${'['.repeat(1_000_000)}`)).toMatchObject({ id: null, error: { rule: 'DOCTOR_LINE' } });
  });
});

describe('whatever stands in a line', () => {
  const odd = ['{tenantid}', 'https://', 'http://[::1]', 'https://a/?#', '\u0000', '\ud800', '__proto__', 'x'.repeat(5000)];
  const hostile = fc.oneof(fc.json(), fc.constantFrom(...odd), fc.string());
  const part = fc.oneof(hostile, fc.jsonValue(), fc.constant({ header: { alg: 'RS256' }, claims: { exp: 1, aud: ['a'] } }));
  const lines = fc.record({
    id: fc.constant('a'), idp: fc.constantFrom('keycloak', 'okta', 'auth0', 'entra', 'uaa', 'generic'),
    issuer: hostile, discovery: part, jwks: fc.oneof(part, fc.record({ keys: fc.array(part) })), token: part,
    signature: fc.constantFrom('valid', 'invalid'),
    introspectionResponse: part, needsIntrospection: fc.boolean(), scopes: fc.array(hostile), audiences: fc.array(hostile),
    now: fc.double({ noNaN: true }),
  }, { requiredKeys: ['id', 'idp'] });

  test('there is an answer that holds together, the same again', () => {
    fc.assert(fc.property(lines, (line) => {
      const text = JSON.stringify(line);
      const found = answerLine(text);
      expect(answerLine(text)).toEqual(found);
      if (!('error' in found)) {
        expect(found.verdict === 'reject').toBe(found.findings.some(({ level }) => level === 'error'));
        expect(Object.keys(found)).toEqual(['id', 'verdict', 'findings', 'urls', 'endpoints', 'introspection']);
      }
    }), { numRuns: 500 });
  });

  test('no text makes it throw', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), lines.map((line) => JSON.stringify(line).slice(0, -3))), (text) => {
      expect(answerLine(text)).toHaveProperty('id');
    }), { numRuns: 500 });
  });

  test('long texts take no time', () => {
    const started = performance.now();
    for (const issuer of [`https://${'a.'.repeat(200_000)}`, `https://a${'/%41'.repeat(200_000)}`, `https://login.microsoftonline.com${'/'.repeat(400_000)}`]) {
      answer({ idp: 'entra', issuer, discovery: { issuer: `${issuer}/` }, scopes: [issuer], audiences: [issuer], token: `${issuer}.${issuer}.${issuer}` });
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('documents as text', () => {
  test('are read as they were served', () => {
    const discovery = '{"issuer":"https://idp.example.com","jwks_uri":"https://idp.example.com/keys"}';

    expect(answer({ issuer: 'https://idp.example.com', discovery }).endpoints).toEqual({ jwks_uri: 'https://idp.example.com/keys' });
    expect(errorsOf({ issuer: 'https://idp.example.com', discovery: `${discovery.slice(0, -1)},"issuer":"a"}` })).toContain('T9');
    expect(errorsOf({ issuer: 'https://idp.example.com', discovery: '<html>' })).toEqual(['V6']);
  });
});

describe('broker-oauth doctor --batch', () => {
  const ACCEPTED = '{"id":"good","idp":"generic","issuer":"https://idp.example.com"}';
  const REJECTED = '{"id":"bad","idp":"auth0","issuer":"https://idp.example.com"}';
  const OPEN = '{"id":"open","idp":"generic","token":{"header":{"alg":"RS256"},"claims":{}}}';

  test.each([
    ['good lines', [ACCEPTED], 0],
    ['an error', [ACCEPTED, REJECTED, OPEN], 2],
    ['something open', [ACCEPTED, OPEN], 3],
    ['a line that cannot be read', [OPEN, REJECTED, '{'], 1],
  ])('ends by the exit table with %s', async (_what, lines, code) => {
    const ran = await doctor('--batch', file(`${lines.join('\n')}\n`), '--json');

    expect(ran.code).toBe(code);
    expect(ran.out.trim().split('\n').map((line) => JSON.parse(line)).length).toBe(lines.length);
  });

  test('answers a line for a line, in order, with every member', async () => {
    const { out } = await doctor('--batch', file([REJECTED, ACCEPTED].join('\n')), '--json');

    expect(out.trim().split('\n').map((line) => JSON.parse(line))).toEqual([
      {
        id: 'bad',
        verdict: 'reject',
        findings: [{
          rule: 'DOCTOR_ISSUER_SLASH', ref: 'P1', level: 'error', message: expect.stringMatching(/^the issuer does not end in a slash: "https:\/\/idp.example.com"; /),
        }],
        urls: { oidc: 'https://idp.example.com/.well-known/openid-configuration', rfc8414: 'https://idp.example.com/.well-known/oauth-authorization-server' },
        endpoints: {
          jwks_uri: 'https://idp.example.com/.well-known/jwks.json',
          token_endpoint: 'https://idp.example.com/oauth/token',
          revocation_endpoint: 'https://idp.example.com/oauth/revoke',
        },
        introspection: null,
      },
      {
        id: 'good',
        verdict: 'accept',
        findings: [],
        urls: { oidc: 'https://idp.example.com/.well-known/openid-configuration', rfc8414: 'https://idp.example.com/.well-known/oauth-authorization-server' },
        endpoints: {},
        introspection: null,
      },
    ]);
  });

  test('speaks to people without --json', async () => {
    const { out } = await doctor('--batch', file([REJECTED, '{'].join('\n')));

    expect(out).toMatch(/^"bad": reject\n {2}error {3}P1 {2}the issuer does not end in a slash: .* \[DOCTOR_ISSUER_SLASH\]\nnull: a line is no JSON .* \[DOCTOR_LINE\]\n$/);
  });

  test('takes no other option', async () => {
    expect(await doctor('--batch', file(ACCEPTED), '--idp', 'a')).toMatchObject({ code: 1, complaints: expect.stringMatching(/--batch goes with --json alone/) });
  });
});
