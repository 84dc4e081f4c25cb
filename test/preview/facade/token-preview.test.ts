import { TokenPreview } from '../../../src/preview/facade/token-preview';
import { TokenPreviewCase } from '../../../src/preview/facade/token-preview-case';
import { PreviewDecision, PreviewKafkaTarget, PreviewOutcome, PreviewProtocol, PreviewSignature, PreviewVerdict } from '../../../src/preview/facade/vocabulary';
import { PreviewResult } from '../../../src/preview/result';

const NOW = 1_800_000_000;
const CLAIMS = { iss: 'https://sso.example.com', aud: 'messaging', sub: 'orders', iat: NOW, exp: NOW + 600, scope: 'write:%2F/orders tag:monitoring' };
const INI = '[main]\nauth_backends = local,oauth\n[oauth]\nissuer = https://sso.example.com\naudience = messaging\n';
const LAVINMQ: TokenPreviewCase = {
  broker: 'lavinmq',
  brokerVersion: '2.9.1',
  now: NOW,
  settings: INI,
  header: JSON.stringify({ alg: 'RS256', kid: 'k1' }),
  claims: JSON.stringify(CLAIMS),
  signature: PreviewSignature.VALID,
  can: ['write:%2F/orders', 'read:%2F/orders'],
};

const withClaims = (more: object): TokenPreviewCase => ({ ...LAVINMQ, claims: JSON.stringify({ ...CLAIMS, ...more }) });

test('an accepted client has a principal, rights and an end', () => {
  const preview = TokenPreview.preview(LAVINMQ);

  expect(preview.decision).toBe(PreviewDecision.ACCEPT);
  expect(preview.reason).toBeUndefined();
  expect(preview.loads).toBe(PreviewVerdict.YES);
  expect(preview.principal).toBe('orders');
  expect(preview.permissions).toEqual([{ vhost: '/', configure: '^$', read: '^$', write: '^orders$' }]);
  expect(preview.tags).toEqual(['monitoring']);
  expect(preview.actions).toEqual([
    { action: 'write', vhost: '/', resource: 'orders', allowed: PreviewVerdict.YES, reason: undefined },
    { action: 'read', vhost: '/', resource: 'orders', allowed: PreviewVerdict.NO, reason: 'LAVINMQ_PERMISSION' },
  ]);
  expect([preview.expiresAt, preview.disconnects, preview.disconnectsAt]).toEqual([NOW + 600, PreviewVerdict.YES, NOW + 600]);
  expect([preview.willPublished, preview.mqttClientId]).toEqual([undefined, undefined]);
  expect(preview.warnings).toEqual([]);
});

test('a refused client has none, and the first step that refuses is the reason', () => {
  const preview = TokenPreview.preview(withClaims({ exp: NOW - 1 }));

  expect(preview.decision).toBe(PreviewDecision.REJECT);
  expect(preview.reason).toBe('LAVINMQ_TOKEN_EXPIRY');
  expect([preview.principal, preview.permissions, preview.tags, preview.expiresAt, preview.disconnectsAt]).toEqual(Array(5).fill(undefined));
  expect(preview.disconnects).toBe(PreviewVerdict.NO);
  expect(preview.actions.map(({ allowed }) => allowed)).toEqual([PreviewVerdict.NO, PreviewVerdict.NO]);
  expect(preview.checks.find(({ rule }) => rule === 'LAVINMQ_TOKEN_EXPIRY')).toEqual({
    rule: 'LAVINMQ_TOKEN_EXPIRY',
    outcome: PreviewOutcome.FAIL,
    detail: expect.stringContaining(String(NOW - 1)),
    source: 'cloudamqp/lavinmq, src/lavinmq/auth/jwt/token_verifier.cr',
  });
});

test('an open decision says so, and leaves rights open', () => {
  const preview = TokenPreview.preview({ ...LAVINMQ, brokerVersion: '2.9', header: undefined, claims: undefined, username: 'bob', password: 'secret' });

  expect([preview.decision, preview.reason]).toEqual([PreviewDecision.UNDETERMINED, 'LAVINMQ_LOCAL_BACKEND']);
  expect(preview.checks.pop()?.outcome).toBe(PreviewOutcome.UNKNOWN);
  expect(preview.actions.map(({ allowed }) => allowed)).toEqual([PreviewVerdict.UNKNOWN, PreviewVerdict.UNKNOWN]);
  expect(preview.principal).toBe('bob');
});

test.each([
  ['a key that the token names', '{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"k1","n":"AQAB","e":"AQAB"}],"more":1}', 'pass'],
  ['no key at all', '{"keys":[]}', 'fail'],
  ['a document without keys', '{}', 'fail'],
  ['a key set that cannot be had', '{"reachable":false,"at":"start"}', 'fail'],
])('a key set is judged as it is served: %s', (_name, jwks, outcome) => {
  const preview = TokenPreview.preview({
    ...LAVINMQ, jwks, jwksMaxAge: 60, discovery: '{"issuer":"https://sso.example.com","jwks_uri":"https://sso.example.com/keys"}',
  });

  expect(preview.checks.filter(({ rule }) => ['LAVINMQ_KEYS', 'LAVINMQ_TOKEN_KEY'].includes(rule)).pop()?.outcome).toBe(outcome);
});

test('MQTT tells of the will and warns', () => {
  const preview = TokenPreview.preview({ ...LAVINMQ, protocol: PreviewProtocol.MQTT, mqttClientId: 'c1', can: [] });

  expect(preview.mqttClientId).toBe('c1');
  expect(preview.willPublished).toBe(PreviewVerdict.YES);
  expect(preview.warnings).toEqual([{ rule: 'LAVINMQ_MQTT_UNRESTRICTED', message: expect.stringContaining('permission_check_enabled') }]);
});

test('people and programs get the whole', () => {
  const preview = TokenPreview.preview({ ...LAVINMQ, id: 'seven' });
  const result = JSON.parse(preview.toJson()) as PreviewResult;

  expect(preview.explanation()).toContain('seven: LavinMQ 2.9.1 lets the client in.');
  expect(preview.explanation()).toContain('no      read "/" "orders" (LAVINMQ_PERMISSION)');
  expect(result).toMatchObject({ id: 'seven', broker: 'lavinmq', decision: 'accept', reason: null, principal: 'orders' });
});

test('a case as JSON text gives the same as the struct', () => {
  const { header, claims, ...rest } = LAVINMQ;
  const text = JSON.stringify({ ...rest, token: { header: JSON.parse(header!), claims: JSON.parse(claims!) } });

  expect(TokenPreview.previewJson(text).toJson()).toBe(TokenPreview.preview(LAVINMQ).toJson());
});

test('every member of the struct reaches the case', () => {
  const hivemq = TokenPreview.preview({ broker: 'hivemq', now: NOW, settings: 'no xml', fileRealm: '<x/>', allowAllExtension: false, token: 'x' });
  const mosquitto = TokenPreview.preview({
    broker: 'mosquitto', brokerVersion: '2.1', now: NOW, dynamicSecurity: '{"clients":[{"username":"bob"}]}', plugins: ['dynamic-security'],
    allowAnonymous: true, authenticatedAs: 'bob', mqttClientId: 'c', can: ['publish:a'],
  });
  const kafka = TokenPreview.preview({
    broker: 'aiven-kafka', brokerVersion: '4.2', now: NOW, authenticatedAs: 'orders', target: PreviewKafkaTarget.SELF_MANAGED,
    settings: '{"jwks_url":"https://sso.example.com/keys","expected_issuer":"i","expected_audience":"a"}',
    acls: [{ principal: 'User:*', resource_type: 'Topic', resource_name: 'orders', pattern_type: 'LITERAL', operation: 'Read', permission_type: 'ALLOW' }],
    can: ['Read:Topic:orders'],
  });

  expect([hivemq.decision, hivemq.loads, hivemq.reason]).toEqual([PreviewDecision.REJECT, PreviewVerdict.NO, 'HIVEMQ_SETTINGS_LOAD']);
  expect([mosquitto.decision, mosquitto.principal, mosquitto.actions[0].reason]).toEqual([PreviewDecision.ACCEPT, 'bob', 'MOSQUITTO_ACCESS_DEFAULT']);
  expect([kafka.decision, kafka.principal, kafka.actions[0].allowed]).toEqual([PreviewDecision.ACCEPT, 'User:orders', PreviewVerdict.YES]);
  expect(kafka.permissions).toHaveLength(1);
});

test('values of permissions are texts, and what does not apply is left out', () => {
  const { permissions } = TokenPreview.preview({
    broker: 'mosquitto', brokerVersion: '2.1', now: NOW, authenticatedAs: 'bob',
    dynamicSecurity: JSON.stringify({
      clients: [{ username: 'bob', roles: [{ rolename: 'r' }] }],
      roles: [{ rolename: 'r', acls: [{ acltype: 'publishClientSend', topic: 'a', allow: true, priority: 3 }] }],
    }),
  });

  expect(permissions).toEqual([{ role: 'r', acltype: 'publishClientSend', topic: 'a', allow: 'true', priority: '3', from: 'client' }]);
});

test('what stands around the broker is given as JSON text', () => {
  const revoked = TokenPreview.preview({
    broker: 'mosquitto', brokerVersion: '3.3', now: NOW, header: '{"alg":"RS256","kid":"k"}', claims: JSON.stringify(CLAIMS), signature: PreviewSignature.VALID,
    settings: JSON.stringify({
      version: 1, algorithm: 'RS256', mode: 'jwks',
      options: {
        modes: { jwks: { uri: 'https://sso.example.com/keys' } }, common: { issuer: 'https://sso.example.com' },
        revocation: { introspection: { uri: 'https://sso.example.com/introspect', clientId: 'mosquitto', clientSecret: { env: 'SECRET' } } },
      },
    }),
    introspection: '{"status":200,"body":{"active":false}}',
    discovery: '{"issuer":"https://sso.example.com"}',
    jwks: '{"keys":[]}',
    jwksMaxAge: 60,
    revocation: '{"reachable":false}',
  });

  expect(revoked.decision).toBe(PreviewDecision.REJECT);
});

test.each<[string, TokenPreviewCase, string]>([
  ['an unknown broker', { ...LAVINMQ, broker: 'rabbit' },
    'broker "rabbit" is none of lavinmq, hivemq, mosquitto, aiven-kafka; name one of the brokers that the message lists [PREVIEW_CASE_BROKER]'],
  ['claims that are no JSON', { ...LAVINMQ, claims: '{"sub": secret}' }, 'claims is no JSON; correct the JSON [PREVIEW_CASE_JSON]'],
  ['claims that are no object', { ...LAVINMQ, claims: '[]' }, 'claims is no JSON object; compare with the published schema of cases [PREVIEW_CASE_SHAPE]'],
  ['a header without claims', { ...LAVINMQ, claims: undefined },
    'claims are missing: a token has both; compare with the published schema of cases [PREVIEW_CASE_SHAPE]'],
  ['claims without a header', { ...LAVINMQ, header: undefined },
    'header is missing: a token has both; compare with the published schema of cases [PREVIEW_CASE_SHAPE]'],
  ['two tokens', { ...LAVINMQ, token: 'ey.x.y' },
    'token stands beside header or claims, and only one of them can be meant; compare with the published schema of cases [PREVIEW_CASE_SHAPE]'],
  ['an action that the broker does not know', { ...LAVINMQ, can: ['fly:high'] }, '[PREVIEW_CASE_ACTION]'],
  ['a time that is none', { ...LAVINMQ, now: 'today' as unknown as number }, '[PREVIEW_CASE_SHAPE]'],
  ['no settings', { ...LAVINMQ, settings: undefined }, 'settings are missing'],
  ['an endpoint that is no JSON', { ...LAVINMQ, introspection: 'x' }, 'introspection is no JSON'],
])('%s is an error that says what to do', (_name, input, message) => {
  expect(() => TokenPreview.preview(input)).toThrow(expect.objectContaining({
    name: 'BrokerOAuthValidationError',
    message: expect.stringContaining(message),
  }));
  expect(() => TokenPreview.preview(input)).toThrow(/^1 problem found:\n {2}TokenPreview: /);
});

test.each(['{', '[]', '{"broker":"lavinmq"}'])('JSON text that is no case is an error: %s', (text) => {
  expect(() => TokenPreview.previewJson(text)).toThrow(/\[PREVIEW_CASE_(JSON|SHAPE)\]/);
});

test('a compact token is judged as it is, without a word on its signature', () => {
  const segments = [{ alg: 'none' }, CLAIMS].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const preview = TokenPreview.preview({ ...LAVINMQ, header: undefined, claims: undefined, token: `${segments.join('.')}.` });

  expect([preview.decision, preview.reason]).toEqual([PreviewDecision.REJECT, 'LAVINMQ_TOKEN_ALGORITHM']);
  expect(preview.toJson()).not.toContain(segments[1]);
});
