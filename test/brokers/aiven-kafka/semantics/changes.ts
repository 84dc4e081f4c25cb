import { Draft } from './draft';
import { otherAlgorithms } from './signing-keys';

/*
 * What may be done to a good login, by name.
 */

/** Changes of one kind, by name. */
export type Changes = Readonly<Record<string, (draft: Draft) => void>>;

/** A change that gives one member one of several values; undefined removes it. */
function oneOf(of: (draft: Draft) => Record<string, unknown>, name: string, values: (now: number) => readonly unknown[]): (draft: Draft) => void {
  return (draft) => {
    of(draft)[name] = draft.random.pick(values(draft.now));
  };
}

const claim = (name: string, values: (now: number) => readonly unknown[]) => oneOf((draft) => draft.claims, name, values);
const header = (name: string, values: readonly unknown[]) => oneOf((draft) => draft.header, name, () => values);
const setting = (name: string, values: readonly (string | undefined)[]) => (draft: Draft) => {
  const value = draft.random.pick(values);
  if (value === undefined) {
    delete draft.settings[name];
  } else {
    draft.settings[name] = value;
  }
};
const published = (name: string, values: readonly unknown[]) => oneOf((draft) => draft.published, name, () => values);

const OF_ANY_TYPE = [undefined, null, true, false, 0, 1.5, '', ' ', 'text', [], ['text'], [''], {}, { a: 1 }];

export const CLAIM_CHANGES: Changes = {
  aud: claim('aud', () => [
    ...OF_ANY_TYPE, 'Orders', 'other', ['orders'], ['other', 'orders'], ['other', null, 'orders'], ['orders', 5], [null], ' orders',
  ]),
  iss: claim('iss', () => [...OF_ANY_TYPE, 'https://idp.example.com', 'https://IDP.example.com/', 'https://idp.example.com/']),
  exp: claim('exp', (now) => [
    ...OF_ANY_TYPE, now - 20, now - 40, now + 5, now - 20.5, now + 0.9, String(now + 60), -5, 1e17, 1e21, 9007199254740991, now + 1e9,
    now - 600, 1e300, -1e300,
  ]),
  iat: claim('iat', (now) => [...OF_ANY_TYPE, now + 60, now + 4000, -1, -0.5, 0, String(now), now - 1e9, -1e300]),
  nbf: claim('nbf', (now) => [...OF_ANY_TYPE, now, now + 20, now + 45, now + 4000, -1, String(now), 1e17]),
  sub: claim('sub', () => [...OF_ANY_TYPE, ' alice ', '\talice\n', '\u00a0', '\u2003bob', 'a@b', 'é', '😀', 'x'.repeat(300)]),
  scope: claim('scope', () => [
    ...OF_ANY_TYPE, ['a', 'b'], ['a', 'a'], ['a', ' a'], ['a', ' '], ['a', null], ['a', 1], [['a']], [1, '1'], [true, 'true'], 'a a', ['null', null],
  ]),
  jti: claim('jti', () => OF_ANY_TYPE),
  azp: claim('azp', () => [...OF_ANY_TYPE, 'orders-service']),
  scp: claim('scp', () => OF_ANY_TYPE),
  needsUrlAlphabet: claim('sub', () => ['a?b>c~d', '???', '>>>>', '~~~~', 'ÿÿÿ']),
};

export const SETTING_CHANGES: Changes = {
  audience: setting('expected.audience', [undefined, '', ' ', 'orders,other', ' other , orders ', 'orders,', ',', 'orders,orders',
    'Orders', 'a,,b', ',orders']),
  issuer: setting('expected.issuer', [undefined, '', ' ', ' https://idp.example.com/ ', 'https://idp.example.com', 'https://idp.example.com/']),
  subClaim: setting('sub.claim.name', ['azp', ' azp ', '', ' ', 'sub', 'missing', 'nested.claim']),
  scopeClaim: setting('scope.claim.name', ['scp', 'aud', '', ' ', 'missing']),
  skew: setting('clock.skew.seconds', ['0', '60', '-60', ' 30 ', '', 'x', '1.5', '99999999999', '+5']),
  anyAudience: setting('allow.unverified.audience', ['true', 'false', 'TRUE']),
  anyIssuer: setting('allow.unverified.issuer', ['true', 'false', 'TRUE']),
  nothingExpected: (draft) => {
    delete draft.settings['expected.audience'];
    delete draft.settings['expected.issuer'];
    Object.assign(draft.settings, { 'allow.unverified.audience': 'true', 'allow.unverified.issuer': 'true' });
  },
  validator: setting('jwt.validator.class', ['Broker', 'Client',
    'Default'].map((name) => `org.apache.kafka.common.security.oauthbearer.${name}JwtValidator`)),
  refresh: setting('jwks.endpoint.refresh.ms', ['1', '0', 'x', '99999999999999999999']),
  backoff: setting('jwks.endpoint.retry.backoff.ms', ['1', 'x']),
  noUrl: (draft) => {
    draft.keySet = undefined;
  },
};

export const KEY_SET_CHANGES: Changes = {
  kid: published('kid', [undefined, null, 'other', 5, '']),
  use: published('use', [null, 'sig', 'enc', 5, '']),
  keyOps: published('key_ops', [null, ['verify'], ['sign', 'verify'], ['sign'], [], 'verify', [5]]),
  alg: published('alg', [null, 'RS256', 'RS512', 'ES256', 5]),
  kty: published('kty', [undefined, 'rsa', 'EC', 'oct', null, 5]),
  thumbprint: published('x5t', [null, 'abc', 5]),
  thumbprintS256: published('x5t#S256', [null, 'abc', 5]),
  certificates: published('x5c', [null, [], ['text'], 'text', [5]]),
  curve: published('crv', ['P-256', 'P-384', 'Ed25519', 'X25519', undefined, 5]),
  material: (draft) => {
    draft.published[draft.random.pick(['n', 'e', 'x', 'y', 'k'])] = draft.random.pick([undefined, null, '', 'AQAB', 5]);
  },
  noKids: (draft) => draft.keys.forEach((key) => delete key.kid),
  sameKid: (draft) => draft.keys.forEach((key) => { key.kid = draft.signer.jwk.kid; }),
  shuffled: (draft) => {
    draft.keySet = { keys: [...draft.keys].sort(() => draft.random.next() - 0.5) };
  },
  onlyThisKey: (draft) => {
    draft.keySet = { keys: [draft.published] };
  },
  everyAlgorithmStated: (draft) => draft.keys.forEach((key, index) => {
    key.alg = draft.random.pick([draft.pool[index]?.algorithm, 'RS256',
      undefined]);
  }),
  foreignMembers: (draft) => {
    draft.keySet = { keys: draft.random.pick<unknown>([[null, ...draft.keys], ['text', ...draft.keys], [[], ...draft.keys], [{},
      ...draft.keys], [5]]) };
  },
  noKeySet: (draft) => {
    draft.keySet = draft.random.pick<unknown>([{}, { keys: null }, { keys: {} }, { keys: [] }, { keys: 'text' }]);
  },
};

export const HEADER_CHANGES: Changes = {
  alg: header('alg', [undefined, null, 'none', 'None', 'rs256', 'RS256', 'HS256', 'ES256', 'ES256K', 'EdDSA', 'XX', '', 5, ['RS256']]),
  kid: header('kid', [undefined, null, 'other', '', 5, ['rsa'], 'p256', 'rsa-2']),
  noKid: header('kid', [undefined]),
  typ: header('typ', [undefined, null, 'JWT', 'at+jwt', 'x', 5]),
  cty: header('cty', [null, 'JWT', 'jwt', 'application/JWT', 'json', '', 5]),
  crit: header('crit', [null, [], ['b64'], ['exp'], ['b64', 'x'], 'b64', {}, [5], [null]]),
  b64: header('b64', [true, false, null, 'false', 0]),
  thumbprint: header('x5t', ['abc', 'other', 5, null]),
  thumbprintS256: header('x5t#S256', ['abc', 'other', 5, null]),
  zip: header('zip', ['DEF']),
  jwk: (draft) => {
    draft.header.jwk = draft.signer.jwk;
  },
  otherAlgorithm: (draft) => {
    draft.algorithm = draft.random.pick([draft.signer.algorithm, ...otherAlgorithms(draft.signer)]);
    draft.header.alg = draft.algorithm;
  },
  otherSigner: (draft) => {
    draft.signer = draft.random.pick(draft.pool);
  },
  text: (draft) => {
    const { alg, kid } = draft.header as { alg: string; kid: string };
    draft.headerText = draft.random.pick([
      `{"alg":"${alg}","alg":"${alg}","kid":"${kid}"}`, `{"alg":"${alg}" "kid":"${kid}",,}`, '[]', '"x"', '', ' ', 'null',
      `{"alg":"${alg}"`, `{"alg""${alg}"}`,
      ` {"alg" : "${alg}"} `, `{"alg":"${alg}"}x`, `{"\\u0061lg":"${alg}"}`,
    ]);
  },
};

/** The payload with something put into its text. */
function inserted(...texts: readonly string[]): (draft: Draft) => void {
  return (draft) => {
    const text = JSON.stringify(draft.claims);
    draft.payload = Buffer.from(draft.random.pick(texts).replace('@', () => text.slice(1, -1)));
  };
}

export const PAYLOAD_CHANGES: Changes = {
  duplicates: inserted('{@,"sub":"bob"}', '{@,"x":1,"x":1}', '{@,"x":{"a":1,"a":2}}', '{"\\u0073ub":"bob",@}', '{@,"x":[{"a":1,"a":1}]}'),
  lenient: inserted('{@,}', '{,@}', '{@,,"x" 1}', '{@ "x"::1}', '{@,"x":[1 2,,3]}', '{@,"x":[,]}', '{@,"x":007}', '{@,"x":-0}',
    '{@,"x":1.5e3}', '{@,"x":1e}',
    '{@,"x":.5}', '{@,"x":+1}', '{@,"x":"\\q"}', '{@,"x":"\\u12"}', '{@,"x":"\u0001"}', '{@,"x":"\\ud800"}', '{@,"x":"a\nb"}',
    '{@,"x":truefalse}', '{@,"x"}',
    '{@,"x":}', '{@,x:1}', "{@,'x':1}", '{@,"x":tru}', '{@,"x":NaN}', '{@}}', '{@} ', ' {@}', '{@}x', '{@}{}', '{@', '[{@}]', '"@"',
    '\ufeff{@}', '/**/{@}', '{@,"x":"é"}',
    '{@,"x":1.}', '{@,"x":--1}', '{@,5:1}', '{@,[]:1}', '{@,"x":1e400}', '{@,"x":"', '{@,"x":"\\', '{}', '', ' ', 'null', '5', '\u00a0{@}', '\f{@}'),
  numbers: (draft) => {
    const name = draft.random.pick(['exp', 'iat', 'nbf']);
    const value = draft.random.pick([
      `0${draft.now + 60}`, `${draft.now + 60}.9`, `${(draft.now + 60) / 1e9}e9`, '9223372036854775807', '9223372036854775808',
      '-9223372036854775808', '1e18', '-0', '1e400',
      '100000000000000000', '18446744073709551', '1E3', '-1.5', '9223372036854775', '123456789012345678901234567890', '1.7e9',
    ]);
    delete draft.claims[name];
    draft.payload = Buffer.from(`${JSON.stringify(draft.claims).slice(0, -1)},"${name}":${value}}`);
  },
  notUtf8: (draft) => {
    const bytes = Buffer.from(JSON.stringify({ ...draft.claims, x: 'AB' }));
    bytes[bytes.indexOf('AB')] = draft.random.pick([0xff, 0xc3, 0x80]);
    draft.payload = bytes;
  },
  deep: (draft) => {
    const depth = draft.random.pick([10, 990, 1100]);
    draft.payload = Buffer.from(`${JSON.stringify(draft.claims).slice(0, -1)},"x":${'['.repeat(depth)}${']'.repeat(depth)}}`);
  },
  nestedToken: (draft) => {
    const inner = draft.token();
    draft.headerText = JSON.stringify({ ...draft.header, cty: draft.random.pick(['JWT', 'jwt', 'application/jwt', 'JOSE']) });
    draft.payload = Buffer.from(inner);
  },
};

const finish = (...changes: readonly ((token: string) => string)[]) => (draft: Draft) => {
  draft.finish.push(draft.random.pick(changes));
};

export const TOKEN_CHANGES: Changes = {
  parts: finish((token) => `${token}.`, (token) => `${token}..`, (token) => `.${token}`, (token) => `${token}.x`,
    (token) => token.replace(/[^.]*$/, ''),
    (token) => token.replace(/\.[^.]*$/, ''), () => 'x', () => 'a.b.c', () => '..', (token) => `${token}.a.b`,
    (token) => token.replace(/\.[^.]*\./, '..')),
  signature: finish((token) => token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), (token) => token.slice(0, -4), (token) => `${token}AAAA`,
    (token) => token.replace(/[^.]*$/, 'AAAA'), (token) => token.replace(/[^.]*$/, (found) => found.toUpperCase()),
    (token) => token.replace(/[^.]*$/, '==')),
  encoding: finish((token) => `${token}=`, (token) => `${token}==`, (token) => token.replace('.', '=.'), (token) => token.replace('.', '~.'),
    (token) => token.replace(/-/g, '+').replace(/_/g, '/'), (token) => `${token}~`, (token) => `${token}A`, (token) => token.replace('.', 'é.'),
    (token) => token.replace('.', '%.'), (token) => token.replace('.', ' .'), (token) => `${token}!`),
};
