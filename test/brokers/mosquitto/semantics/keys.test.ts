import { createHmac, generateKeyPairSync, KeyObject, sign } from 'node:crypto';
import { MOSQUITTO_SEMANTICS } from '../../../../src/brokers/mosquitto/semantics';
import { PreviewCase } from '../../../../src/preview/case';
import { preview } from '../../../../src/preview/preview';
import { PreviewResult } from '../../../../src/preview/result';

/*
 * Keys, algorithm and signature, with what the steps tell people. Sources: docs.cedalo.com, "JWT Authentication"; RFC 7515 section 4;
 * RFC 7517 section 4.5 on kid.
 */

const [OURS, OTHERS] = [generateKeyPairSync('rsa', { modulusLength: 2048 }), generateKeyPairSync('rsa', { modulusLength: 2048 })];
const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const PEM = OURS.publicKey.export({ type: 'spki', format: 'pem' });

const jwk = (pair: { readonly publicKey: KeyObject }, more: object = {}) => ({ ...pair.publicKey.export({ format: 'jwk' }), ...more });
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as it travels. */
function token(header: object, signature: (input: string) => Buffer): string {
  const input = `${encoded(header)}.${encoded({ exp: 2000 })}`;
  return `${input}.${signature(input).toString('base64url')}`;
}

const byRsa = ({ privateKey }: { readonly privateKey: KeyObject }, more: object = {}) =>
  token({ alg: 'RS256', ...more }, (input) => sign('sha256', Buffer.from(input), privateKey));
const byText = (secret: string) => token({ alg: 'HS256' }, (input) => createHmac('sha256', secret).update(input).digest());

function judged(options: object, more: object = {}, algorithm = 'RS256', mode = 'jwks'): PreviewResult {
  const settings = { algorithm, mode, options: { modes: options, common: {} } };
  return preview(MOSQUITTO_SEMANTICS, {
    broker: 'mosquitto', brokerVersion: '3.3', now: 1000, settings, plugins: ['token'], username: 'orders', ...more,
  } as unknown as PreviewCase) as PreviewResult;
}

const STEPS = ['MOSQUITTO_KEYS', 'MOSQUITTO_TOKEN_ALGORITHM', 'MOSQUITTO_TOKEN_KEY', 'MOSQUITTO_TOKEN_SIGNATURE'];

/** The steps from the keys to the signature. */
function told({ checks }: PreviewResult): readonly string[] {
  return checks.filter(({ rule }) => STEPS.includes(rule)).map(({ rule, outcome, detail }) => `${rule.replace(/^MOSQUITTO_(TOKEN_)?/, '')} ${outcome}: ${detail}`);
}

const JWKS = { jwks: { uri: 'https://sso.example.com/keys' } };
const NO_KEYS = 'KEYS skipped: no keys are given';
const ALGORITHM = 'ALGORITHM pass: alg is "RS256", the settings name RS256';
const RS256 = { header: { alg: 'RS256' }, claims: { exp: 2000 } };

describe('without keys', () => {
  test.each<[object, readonly string[]]>([
    [{ token: RS256 }, [NO_KEYS, ALGORITHM, 'SIGNATURE skipped: without keys it is not looked at']],
    [{ token: RS256, signature: 'valid' }, [NO_KEYS, ALGORITHM, 'SIGNATURE pass: is valid, as the case says']],
    [{ token: RS256, signature: 'invalid' }, [NO_KEYS, ALGORITHM, 'SIGNATURE fail: is invalid, as the case says']],
    [{ token: byRsa(OURS), signature: 'invalid' }, [NO_KEYS, ALGORITHM, 'SIGNATURE skipped: without keys it is not looked at']],
    [{ token: { header: { alg: 'HS256' }, claims: {} } }, [NO_KEYS, 'ALGORITHM fail: alg is "HS256", the settings name RS256']],
    [{ token: { header: { alg: 5 }, claims: {} } }, [NO_KEYS, 'ALGORITHM fail: alg is missing or no text, the settings name RS256']],
    [{ token: { header: {}, claims: {} } }, [NO_KEYS, 'ALGORITHM fail: alg is missing or no text, the settings name RS256']],
  ])('case %#: %j', (more, expected) => {
    expect(told(judged(JWKS, more))).toEqual(expected);
  });
});

describe('with a key set', () => {
  const ONE = 'KEYS pass: 1 key is served';
  const TWO = 'KEYS pass: 2 keys are served';
  const [FITS, FITS_NONE] = ['SIGNATURE pass: fits the key', 'SIGNATURE fail: fits no key that may be meant'];
  const NOT_ENCODED = 'SIGNATURE skipped: the token is not encoded';
  const NO_KEY = 'KEY fail: the key set has no RSA key that can be read';
  const ours = jwk(OURS, { kid: 'a' });
  const others = jwk(OTHERS, { kid: 'b' });

  test.each<[string, unknown, readonly object[], readonly string[]]>([
    ['no kid, one key', byRsa(OURS), [jwk(OURS)], [ONE, ALGORITHM, 'KEY pass: kid is missing, and there is one key', FITS]],
    ['no kid, one other key', byRsa(OURS), [others], [ONE, ALGORITHM, FITS_NONE]],
    ['no kid, two keys', byRsa(OURS), [ours, others],
      [TWO, ALGORITHM, 'KEY unknown: kid is missing, and there are 2 keys; which one counts is not documented', 'SIGNATURE pass: fits one of several keys that may be meant']],
    ['the kid of the key', byRsa(OURS, { kid: 'a' }), [ours, others], [TWO, ALGORITHM, 'KEY pass: kid is "a"', FITS]],
    ['the kid of another key', byRsa(OURS, { kid: 'b' }), [ours, others], [TWO, ALGORITHM, FITS_NONE]],
    ['a kid of no key', byRsa(OURS, { kid: 'c' }), [ours], [ONE, ALGORITHM, 'KEY unknown: kid is "c", which no key has; what the plugin then does is not documented', FITS]],
    ['a number as kid', byRsa(OURS, { kid: 5 }), [ours], [ONE, ALGORITHM, 'KEY unknown: kid is no text, which no key has; what the plugin then does is not documented', FITS]],
    ['one kid of two keys', byRsa(OURS, { kid: 'a' }), [ours, { ...others, kid: 'a' }], [TWO, ALGORITHM, 'KEY pass: kid is "a"', 'SIGNATURE unknown: fits one of several keys that may be meant']],
    ['keys without kid', byRsa(OURS), [jwk(OURS), jwk(EC)], [TWO, ALGORITHM, 'KEY pass: kid is missing, and there is one key', FITS]],
    ['no RSA key', byRsa(OURS), [jwk(EC)], [ONE, ALGORITHM, NO_KEY]],
    ['an RSA key that cannot be read', byRsa(OURS), [{ kty: 'RSA' }], [ONE, ALGORITHM, NO_KEY]],
    ['no key at all', byRsa(OURS), [], ['KEYS pass: 0 keys are served', ALGORITHM, NO_KEY]],
    ['no key at all, and a token that is not encoded', RS256, [], ['KEYS pass: 0 keys are served', ALGORITHM, NO_KEY]],
    ['a token that is not encoded', RS256, [ours], [ONE, ALGORITHM, 'KEY pass: kid is missing, and there is one key', NOT_ENCODED]],
  ])('%s', (_name, sent, keys, expected) => {
    expect(told(judged(JWKS, { token: sent, jwks: { keys } }))).toEqual(expected);
  });

  test.each<[string, readonly string[]]>([
    ['valid', [ONE, ALGORITHM, 'KEY pass: kid is missing, and there is one key', FITS]], ['invalid', [ONE, ALGORITHM, FITS_NONE]],
  ])('the case says that the signature is %s', (signature, expected) => {
    expect(told(judged(JWKS, { token: RS256, signature, jwks: { keys: [ours] } }))).toEqual(expected);
  });

  test('what is no list of keys refuses', () => {
    expect(told(judged(JWKS, { token: RS256, jwks: { keys: 'none' } }))).toEqual(['KEYS fail: what is served is no list of keys']);
  });

  test.each<[object, readonly string[]]>([
    [{ uri: 'https://a' }, ['KEYS fail: the key set does not answer, and every login fetches it, since cache.enabled is off']],
    [{ uri: 'https://a', cache: { enabled: true } },
      ['KEYS unknown: the key set does not answer; keys that were fetched before count until the cache ends', ALGORITHM, 'SIGNATURE skipped: without keys it is not looked at']],
    [{ filePath: '/keys' }, ['KEYS skipped: the keys stand in a file of the node', ALGORITHM, 'SIGNATURE skipped: without keys it is not looked at']],
  ])('%j and no answer: %j', (jwks, expected) => {
    expect(told(judged({ jwks }, { token: RS256, jwks: { reachable: false, at: 'login' } }))).toEqual(expected);
  });

  test.each<[object, string]>([
    [{ reachable: false }, 'unknown'], [{ reachable: false, at: 'start' }, 'unknown'], [{ reachable: false, at: 'login' }, 'pass'], [{ keys: [] }, 'pass'],
  ])('at the start, %j: %s', (jwks, outcome) => {
    const start = (options: object) => judged(options, { token: RS256, jwks }).checks.find(({ rule }) => rule === 'MOSQUITTO_SETTINGS_LOAD')?.outcome;

    expect(start(JWKS)).toBe(outcome);
    expect(start({ jwks: { filePath: '/keys' } })).toBe('pass');
  });
});

describe('HS256 with a key set', () => {
  const HS256 = { header: { alg: 'HS256' }, claims: { exp: 2000 } };
  const NAMED = 'ALGORITHM pass: alg is "HS256", the settings name HS256';

  test.each<[object, string]>([
    [{ token: HS256 }, 'unknown'], [{ token: HS256, signature: 'valid' }, 'unknown'], [{ token: HS256, signature: 'invalid' }, 'unknown'],
  ])('is not documented: %j', (more, outcome) => {
    expect(told(judged(JWKS, more, 'HS256'))).toEqual([NO_KEYS, NAMED, expect.stringMatching(new RegExp(`^SIGNATURE ${outcome}: HS256 with a key set is not documented`))]);
  });

  test('nor with keys that are served', () => {
    expect(told(judged(JWKS, { token: byText('s'), jwks: { keys: [jwk(OURS)] } }, 'HS256')))
      .toEqual(['KEYS pass: 1 key is served', NAMED, 'SIGNATURE unknown: HS256 with a key set is not documented']);
  });
});

describe('a local key', () => {
  const AWAY = 'SIGNATURE skipped: the key stands in a variable or a file of the node';
  const [FITS, FITS_NOT, NOT_ENCODED] = ['SIGNATURE pass: fits the local key', 'SIGNATURE fail: does not fit the local key', 'SIGNATURE skipped: the token is not encoded'];

  test.each<[string, unknown, object, readonly string[]]>([
    ['that is ours', PEM, { token: byRsa(OURS) }, [ALGORITHM, FITS]],
    ['that is another', PEM, { token: byRsa(OTHERS) }, [ALGORITHM, FITS_NOT]],
    ['in a variable', { env: 'KEY' }, { token: byRsa(OURS), signature: 'invalid' }, [ALGORITHM, AWAY]],
    ['in a file, and the signature is said', { filePath: '/key' }, { token: RS256, signature: 'invalid' }, [ALGORITHM, FITS_NOT]],
    ['in a file, and the signature is said to be good', { filePath: '/key' }, { token: RS256, signature: 'valid' }, [ALGORITHM, FITS]],
    ['and a token that is not encoded', { plain: PEM }, { token: RS256 }, [ALGORITHM, NOT_ENCODED]],
    ['that cannot be read', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n', { token: byRsa(OURS) }, [ALGORITHM, 'SIGNATURE skipped: the key in the settings cannot be read']],
    ['that is private', OURS.privateKey.export({ type: 'pkcs8', format: 'pem' }), { token: byRsa(OURS) }, [ALGORITHM, 'SIGNATURE skipped: the key in the settings cannot be read']],
    ['that is no RSA key', EC.publicKey.export({ type: 'spki', format: 'pem' }), { token: byRsa(OURS) }, [ALGORITHM, 'SIGNATURE skipped: the key in the settings cannot be read']],
    ['of a key set that does not answer', PEM, { token: byRsa(OURS), jwks: { reachable: false } }, [ALGORITHM, FITS]],
  ])('%s', (_name, local, more, expected) => {
    expect(told(judged({ local }, more, 'RS256', 'local'))).toEqual(expected);
  });

  test.each([['secret', FITS], ['Secret', FITS_NOT]])('HS256 by the text %s', (secret, expected) => {
    expect(told(judged({ local: 'secret' }, { token: byText(secret) }, 'HS256', 'local'))).toEqual(['ALGORITHM pass: alg is "HS256", the settings name HS256', expected]);
  });
});

test.each<[string, object, object, string, string]>([
  ['nothing is given', JWKS, { token: RS256 }, 'RS256', 'jwks'],
  ['the key is elsewhere', { local: { env: 'KEY' } }, { token: byRsa(OURS) }, 'RS256', 'local'],
  ['the token is not encoded', JWKS, { token: RS256, jwks: { keys: [jwk(OURS)] } }, 'RS256', 'jwks'],
  ['the cache may hold the keys', { jwks: { uri: 'https://a', cache: { enabled: true } } }, { token: RS256, jwks: { reachable: false, at: 'login' } }, 'RS256', 'jwks'],
  ['it may be another key', JWKS, { token: byRsa(OURS, { kid: 'c' }), jwks: { keys: [jwk(OURS)] } }, 'RS256', 'jwks'],
])('the claims are judged although %s', (_name, options, more, algorithm, mode) => {
  expect(judged(options, more, algorithm, mode).checks.find(({ rule }) => rule === 'MOSQUITTO_TOKEN_EXPIRY')?.outcome).toBe('pass');
});
