import * as fc from 'fast-check';
import { briefly, UNKNOWN } from './support/settings';
import { parse } from '../../../src/brokers/lavinmq/parse';
import { describeFinding } from '../../../src/rules/rule';

function ini(text: string) {
  const { settings, findings } = parse({ 'lavinmq.ini': text });
  return { settings, findings: briefly(findings) };
}

test('reads what people write', () => {
  expect(ini([
    '; the broker of the shop', '[main]', 'data_dir = /var/lib/lavinmq', 'auth_backends = local , oauth', '',
    '[http]', 'port = 15672', '', '[sni:mq.example.com]', 'tls_cert = /etc/ssl/mq.pem', '',
    '[mqtt]', 'permission_check_enabled = YES', '',
    '[oauth]', 'issuer=https://sso.example.com/', 'verify_aud = Off', 'preferred_username_claims = azp,, sub', 'jwks_cache_ttl = +060',
    'mgmt_scopes = openid \t profile', 'scope_prefix =', '',
  ].join('\r\n'))).toEqual({
    settings: {
      authBackends: ['local', 'oauth'],
      mqttPermissionCheckEnabled: true,
      issuer: 'https://sso.example.com/',
      verifyAud: false,
      preferredUsernameClaims: ['azp', '', 'sub'],
      jwksCacheTtlSeconds: 60,
      mgmtScopes: ['openid', 'profile'],
      scopePrefix: '',
    },
    findings: [],
  });
});

test('the last of repeated keys counts, across repeated sections', () => {
  expect(ini('[oauth]\naudience = a\n[main]\n[oauth]\naudience = b\n')).toEqual({
    settings: { audience: 'b' },
    findings: ['LAVINMQ_INI_REPEATED_KEY line 5'],
  });
});

test.each([
  ['preferred_username_claims =', { preferredUsernameClaims: [''] }],
  ['additional_scopes_keys =', {}],
  ['mgmt_scopes =', { mgmtScopes: [''] }],
  ['audience =', { audience: '' }],
])('an empty "%s" means what the broker makes of it', (line, settings) => {
  expect(ini(`[oauth]\n${line}\n`)).toEqual({ settings, findings: [] });
});

test.each([
  ['text without a key', '[main]\nhello\n', ['LAVINMQ_INI_SYNTAX line 2']],
  ['an open section', '[main\n', ['LAVINMQ_INI_SYNTAX line 1']],
  ['blanks behind a section', '[main] \n', ['LAVINMQ_INI_SYNTAX line 1']],
  ['a line of blanks', '[main]\n  \n', ['LAVINMQ_INI_SYNTAX line 2']],
  ['a key before any section', 'issuer = x\n[oauth]\n', ['LAVINMQ_INI_SYNTAX line 1']],
  ['a key in the section without a name', '[]\nissuer = x\n', ['LAVINMQ_INI_SYNTAX line 2']],
  ['a byte order mark', '\ufeff[main]\n', ['LAVINMQ_INI_SYNTAX line 1']],
])('%s is a file that the broker cannot read', (_name, text, findings) => {
  expect(ini(text)).toEqual({ settings: undefined, findings });
});

test.each([
  ['an unknown section', '[oauth2]\n', {}, ['LAVINMQ_INI_UNKNOWN_SECTION line 1']],
  ['a section with blanks in its name', '[ oauth ]\n', {}, ['LAVINMQ_INI_UNKNOWN_SECTION line 1']],
  ['the section that was replaced', '[replication]\n', {}, ['LAVINMQ_INI_UNKNOWN_SECTION line 1']],
  ['a key of RabbitMQ', '[oauth]\nscope_aliases = a\n', {}, ['LAVINMQ_INI_UNKNOWN_KEY line 2']],
  ['a key in capitals', '[oauth]\nIssuer = a\n', {}, ['LAVINMQ_INI_UNKNOWN_KEY line 2']],
  ['auth_backends in the wrong section', '[oauth]\nauth_backends = oauth\n', {}, ['LAVINMQ_INI_UNKNOWN_KEY line 2']],
  ['issuer in the wrong section', '[main]\nissuer = a\n', {}, ['LAVINMQ_INI_UNKNOWN_KEY line 2']],
  ['an unknown truth', '[oauth]\nverify_aud = enabled\n', { verifyAud: false }, ['LAVINMQ_INI_BOOLEAN [oauth] verify_aud (line 2)']],
  ['a comment behind a truth', '[oauth]\nverify_aud = true ; note\n', { verifyAud: false }, ['LAVINMQ_INI_BOOLEAN [oauth] verify_aud (line 2)']],
  ['a comment behind a text', '[oauth]\naudience = a # note\n', { audience: 'a # note' }, ['LAVINMQ_INI_MISLEADING_VALUE [oauth] audience (line 2)']],
  ['quotes', '[oauth]\naudience = "a"\n', { audience: '"a"' }, ['LAVINMQ_INI_MISLEADING_VALUE [oauth] audience (line 2)']],
  ['a comment behind a list', '[main]\nauth_backends = oauth ;x\n', { authBackends: ['oauth ;x'] }, ['LAVINMQ_INI_MISLEADING_VALUE [main] auth_backends (line 2)']],
  ['seconds with a unit', '[oauth]\njwks_cache_ttl = 60s\n', {}, ['LAVINMQ_INI_NUMBER [oauth] jwks_cache_ttl (line 2)']],
  ['a fraction', '[oauth]\njwks_cache_ttl = 60.0\n', {}, ['LAVINMQ_INI_NUMBER [oauth] jwks_cache_ttl (line 2)']],
  ['negative zero', '[oauth]\njwks_cache_ttl = -0\n', { jwksCacheTtlSeconds: 0 }, []],
])('%s is told', (_name, text, settings, findings) => {
  expect(ini(text)).toEqual({ settings, findings });
});

test('a misplaced key is told its place', () => {
  expect(describeFinding(parse({ 'lavinmq.ini': '[main]\nissuer = a\n' }).findings[0])).toBe(
    'line 2 stands in [main], where the broker ignores it; it is [oauth] issuer, got "issuer"; ' +
    'correct the name, move the key to its section or remove it [LAVINMQ_INI_UNKNOWN_KEY]');
});

test.each([
  [{}, ['LAVINMQ_FILE_MISSING lavinmq.ini']],
  [{ 'rabbitmq.conf': '' }, ['LAVINMQ_FILE_UNKNOWN rabbitmq.conf', 'LAVINMQ_FILE_MISSING lavinmq.ini']],
  [{ 'lavinmq.ini': 'x'.repeat(1_000_001) }, ['LAVINMQ_FILE_TOO_LARGE lavinmq.ini']],
  [{ 'cloudamqp_oauth2_configuration.json': '[1' }, ['LAVINMQ_CLOUDAMQP_JSON cloudamqp_oauth2_configuration.json']],
  [{ 'cloudamqp_oauth2_configuration.json': '[]' }, ['LAVINMQ_CLOUDAMQP_JSON cloudamqp_oauth2_configuration.json']],
  [{ 'cloudamqp_oauth2_configuration.json': `${'['.repeat(500_000)}` }, ['LAVINMQ_CLOUDAMQP_JSON cloudamqp_oauth2_configuration.json']],
])('files that cannot be read give findings only (%#)', (files, findings) => {
  const parsed = parse(files as any);
  expect(parsed.settings).toBeUndefined();
  expect(briefly(parsed.findings)).toEqual(findings);
});

test('attributes of CloudAMQP are read, and what LavinMQ has no setting for is told', () => {
  const parsed = parse({
    'cloudamqp_oauth2_configuration.json': JSON.stringify({
      issuer: 'https://a', scope_aliases: { a: 'b' }, audience: 7, oauth_scopes: ['openid'], additional_scopes_key: ['roles'], disable_basic_auth: true,
    }),
  });
  expect(parsed.settings).toEqual({
    issuer: 'https://a', mgmtScopes: ['openid'], additionalScopesKeys: ['roles'], verifyAud: false, cloudAmqp: { disableBasicAuth: true },
  });
  expect(briefly(parsed.findings)).toEqual([
    'LAVINMQ_CLOUDAMQP_ATTRIBUTE scope_aliases', 'LAVINMQ_CLOUDAMQP_ATTRIBUTE audience', 'LAVINMQ_CLOUDAMQP_VERIFY_AUD verify_aud',
  ]);
});

test('the broker\'s own file counts where both are given', () => {
  const parsed = parse({ 'lavinmq.ini': '[oauth]\naudience = a\n', 'cloudamqp_oauth2_configuration.json': '{}' });
  expect(parsed.settings).toEqual({ audience: 'a' });
  expect(briefly(parsed.findings)).toEqual(['LAVINMQ_FILE_UNKNOWN cloudamqp_oauth2_configuration.json']);
});

test('a place that is filled at apply is read like any text', () => {
  expect(ini(`[oauth]\nissuer = ${UNKNOWN}\n`).settings).toEqual({ issuer: UNKNOWN });
});

test('no text makes it throw', () => {
  const piece = fc.constantFrom('[oauth]', '[main]', '[', ']', '=', 'verify_aud', 'jwks_cache_ttl', 'issuer', '\n', '\r', ' ', ';', '\ufeff', '{', '"', '\\u0000');
  fc.assert(fc.property(fc.array(piece).map((pieces) => pieces.join('')), (text) => {
    for (const name of ['lavinmq.ini', 'cloudamqp_oauth2_configuration.json']) {
      const { settings, findings } = parse({ [name]: text });
      expect(settings !== undefined || findings.length > 0).toBe(true);
    }
  }));
});

