import { GOOD, GOOD_CLOUDAMQP, UNKNOWN, UNKNOWN_LIST, UNKNOWN_NUMBER } from './support/settings';
import { LAVINMQ_GRANT_RULES } from '../../../src/brokers/lavinmq/grant-rules';
import { LAVINMQ_PARSE_RULES } from '../../../src/brokers/lavinmq/parse-rules';
import { LAVINMQ_RULES } from '../../../src/brokers/lavinmq/rules';
import { LavinMqSettings } from '../../../src/brokers/lavinmq/settings';
import { evaluate } from '../../../src/rules/rule';

function judge(rule: string, settings: LavinMqSettings, version: string | undefined = '2.9.1') {
  const subject = { settings, version, acknowledged: [] };
  const { findings, preconditions, deferred } = evaluate(LAVINMQ_RULES.filter((candidate) => candidate.id === rule), subject);
  return {
    findings: findings.map((found) => `${found.path} ${found.message}`),
    later: [...preconditions.map((found) => `precondition ${found.path}`), ...deferred.map((found) => `deferred ${found.path}`)],
  };
}

function broken(rule: string, settings: LavinMqSettings, version?: string) {
  return judge(rule, settings, version).findings;
}

function later(rule: string, settings: LavinMqSettings, version?: string) {
  const { findings, later: postponed } = judge(rule, settings, version);
  expect(findings).toEqual([]);
  return postponed;
}

const { issuer: _issuer, ...NO_ISSUER } = GOOD;
const { audience: _audience, resourceServerId: _id, ...NO_AUDIENCE } = GOOD;
const NOT_TEXT = 'must be one line without control characters, without blanks at its ends, which the broker cuts off, without a leading quote, ' +
  'which the broker takes as part of the value, without ";" or "#" at its start or after a blank, which the broker takes as part of the value';

test('good settings break no rule', () => {
  expect(evaluate(LAVINMQ_RULES, { settings: GOOD, version: '2.7.0', acknowledged: [] })).toEqual({ findings: [], preconditions: [], deferred: [] });
});

test('good CloudAMQP settings meet only the warning about RabbitMQ plans', () => {
  const { findings, ...rest } = evaluate(LAVINMQ_RULES, { settings: GOOD_CLOUDAMQP, version: undefined, acknowledged: [] });
  expect(findings.map((found) => found.rule)).toEqual(['LAVINMQ_CLOUDAMQP_RABBITMQ_ONLY']);
  expect(rest).toEqual({ preconditions: [], deferred: [] });
});

test('ids are unique', () => {
  const ids = [...LAVINMQ_RULES, ...LAVINMQ_PARSE_RULES, ...LAVINMQ_GRANT_RULES].map((rule) => rule.id);
  expect(new Set(ids).size).toBe(ids.length);
});

describe('LAVINMQ_ISSUER_REQUIRED', () => {
  test('an issuer is demanded', () => {
    expect(broken('LAVINMQ_ISSUER_REQUIRED', NO_ISSUER)).toEqual(['issuer is missing']);
    expect(broken('LAVINMQ_ISSUER_REQUIRED', { ...GOOD, issuer: '' })).toEqual(['issuer is missing']);
    expect(broken('LAVINMQ_ISSUER_REQUIRED', GOOD)).toEqual([]);
  });
  test('one known only at apply is there', () => {
    expect(later('LAVINMQ_ISSUER_REQUIRED', { ...GOOD, issuer: UNKNOWN })).toEqual([]);
  });
});

describe('LAVINMQ_ISSUER_SYNTAX', () => {
  test.each(['sso.example.com', 'https://', 'https://sso.example.com?a=b', 'https://sso.example.com/a#b', 'ftp://sso.example.com', 'https://a b'])('%j is refused', (issuer) => {
    expect(broken('LAVINMQ_ISSUER_SYNTAX', { ...GOOD, issuer })).toEqual([
      `issuer must be an absolute http or https URL without query and fragment, got ${JSON.stringify(issuer)}`,
    ]);
  });
  test.each(['https://sso.example.com', 'https://sso.example.com/', 'http://127.0.0.1:8080/realms/a'])('%j passes', (issuer) => {
    expect(broken('LAVINMQ_ISSUER_SYNTAX', { ...GOOD, issuer })).toEqual([]);
  });
  test('one known only at apply is judged there', () => {
    expect(later('LAVINMQ_ISSUER_SYNTAX', { ...GOOD, issuer: UNKNOWN })).toEqual(['precondition issuer']);
  });
});

describe('LAVINMQ_AUDIENCE_REQUIRED', () => {
  const missing = ['audience is missing, and so is resourceServerId, while verifyAud is on: no token would be accepted'];
  test('with the check on, audience or resource server id is demanded', () => {
    expect(broken('LAVINMQ_AUDIENCE_REQUIRED', NO_AUDIENCE)).toEqual(missing);
    expect(broken('LAVINMQ_AUDIENCE_REQUIRED', { ...NO_AUDIENCE, verifyAud: true })).toEqual(missing);
    expect(broken('LAVINMQ_AUDIENCE_REQUIRED', { ...NO_AUDIENCE, verifyAud: false })).toEqual([]);
    expect(broken('LAVINMQ_AUDIENCE_REQUIRED', { ...NO_AUDIENCE, resourceServerId: 'mq' })).toEqual([]);
    expect(broken('LAVINMQ_AUDIENCE_REQUIRED', { ...NO_AUDIENCE, audience: 'mq' })).toEqual([]);
  });
  test('one known only at apply is there', () => {
    expect(later('LAVINMQ_AUDIENCE_REQUIRED', { ...NO_AUDIENCE, audience: UNKNOWN })).toEqual([]);
  });
});

describe('LAVINMQ_EMPTY_VALUE', () => {
  test('empty texts are refused', () => {
    expect(broken('LAVINMQ_EMPTY_VALUE', { ...GOOD, audience: '', resourceServerId: '', clientId: '' })).toEqual([
      'audience must be not empty; leave the setting out instead, got ""',
      'resourceServerId must be not empty; leave the setting out instead, got ""',
      'clientId must be not empty; leave the setting out instead, got ""',
    ]);
    expect(broken('LAVINMQ_EMPTY_VALUE', { ...GOOD, scopePrefix: '' })).toEqual([]);
  });
  test('one known only at apply is judged there', () => {
    expect(later('LAVINMQ_EMPTY_VALUE', { ...GOOD, audience: UNKNOWN })).toEqual(['precondition audience']);
  });
});

describe('LAVINMQ_VERIFY_AUD_OFF', () => {
  test('turning the check off is told', () => {
    expect(broken('LAVINMQ_VERIFY_AUD_OFF', { ...GOOD, verifyAud: false })).toEqual(['verifyAud is off: tokens meant for other services are accepted, got false']);
    expect(broken('LAVINMQ_VERIFY_AUD_OFF', GOOD)).toEqual([]);
  });
  test('an audience known only at apply does not matter', () => {
    expect(later('LAVINMQ_VERIFY_AUD_OFF', { ...GOOD, audience: UNKNOWN })).toEqual([]);
  });
});

describe('LAVINMQ_JWKS_CACHE_TTL', () => {
  test.each([0, -1, 0.5, 2147483648, NaN])('%p is refused', (jwksCacheTtlSeconds) => {
    expect(broken('LAVINMQ_JWKS_CACHE_TTL', { ...GOOD, jwksCacheTtlSeconds })).toEqual([
      `jwksCacheTtlSeconds must be a whole number from 1 to 2147483647, got ${JSON.stringify(jwksCacheTtlSeconds)}`,
    ]);
  });
  test.each([1, 3600, 2147483647])('%p passes', (jwksCacheTtlSeconds) => {
    expect(broken('LAVINMQ_JWKS_CACHE_TTL', { ...GOOD, jwksCacheTtlSeconds })).toEqual([]);
  });
  test('one known only at apply is judged there', () => {
    expect(later('LAVINMQ_JWKS_CACHE_TTL', { ...GOOD, jwksCacheTtlSeconds: UNKNOWN_NUMBER })).toEqual(['precondition jwksCacheTtlSeconds']);
  });
});

describe('LAVINMQ_OAUTH_BACKEND', () => {
  test('the backend is demanded on self-hosted nodes', () => {
    expect(broken('LAVINMQ_OAUTH_BACKEND', { ...GOOD, authBackends: undefined })).toEqual(['authBackends must contain oauth, got ["local"]']);
    expect(broken('LAVINMQ_OAUTH_BACKEND', { ...GOOD, authBackends: ['local'] })).toEqual(['authBackends must contain oauth, got ["local"]']);
    expect(broken('LAVINMQ_OAUTH_BACKEND', GOOD)).toEqual([]);
    expect(broken('LAVINMQ_OAUTH_BACKEND', GOOD_CLOUDAMQP)).toEqual([]);
  });
  test('a list known only at apply waits for the engine', () => {
    expect(later('LAVINMQ_OAUTH_BACKEND', { ...GOOD, authBackends: UNKNOWN_LIST })).toEqual(['deferred authBackends']);
  });
});

describe('LAVINMQ_AUTH_BACKEND_UNKNOWN', () => {
  test('other backends are refused', () => {
    expect(broken('LAVINMQ_AUTH_BACKEND_UNKNOWN', { ...GOOD, authBackends: ['oauth', 'ldap', ''] })).toEqual([
      'authBackends must hold only local and oauth, got "ldap"', 'authBackends must hold only local and oauth, got ""',
    ]);
    expect(broken('LAVINMQ_AUTH_BACKEND_UNKNOWN', GOOD)).toEqual([]);
  });
  test('a member known only at apply waits for the engine', () => {
    expect(later('LAVINMQ_AUTH_BACKEND_UNKNOWN', { ...GOOD, authBackends: ['oauth', UNKNOWN] })).toEqual(['deferred authBackends']);
  });
});

describe('LAVINMQ_NO_LOCAL_LOGIN', () => {
  test('tokens as the only way in are told', () => {
    expect(broken('LAVINMQ_NO_LOCAL_LOGIN', { ...GOOD, authBackends: ['oauth'] })).toEqual(['authBackends leaves no way in besides tokens, got ["oauth"]']);
    expect(broken('LAVINMQ_NO_LOCAL_LOGIN', { ...GOOD_CLOUDAMQP, cloudAmqp: { disableBasicAuth: true } })).toEqual([
      'target.disableBasicAuth leaves no way in besides tokens, got true',
    ]);
    expect(broken('LAVINMQ_NO_LOCAL_LOGIN', GOOD)).toEqual([]);
    expect(broken('LAVINMQ_NO_LOCAL_LOGIN', { ...GOOD_CLOUDAMQP, cloudAmqp: { disableBasicAuth: false } })).toEqual([]);
  });
  test('a list known only at apply waits for the engine', () => {
    expect(later('LAVINMQ_NO_LOCAL_LOGIN', { ...GOOD, authBackends: UNKNOWN_LIST })).toEqual(['deferred authBackends']);
  });
});

describe('LAVINMQ_USERNAME_CLAIMS', () => {
  test('one claim that can name the user is demanded', () => {
    expect(broken('LAVINMQ_USERNAME_CLAIMS', { ...GOOD, preferredUsernameClaims: [] })).toEqual(['preferredUsernameClaims holds no claim that can name the user, got []']);
    expect(broken('LAVINMQ_USERNAME_CLAIMS', { ...GOOD, preferredUsernameClaims: ['aud', 'scope'] })).toEqual([
      'preferredUsernameClaims holds no claim that can name the user, got ["aud","scope"]',
    ]);
    expect(broken('LAVINMQ_USERNAME_CLAIMS', { ...GOOD, preferredUsernameClaims: ['aud', 'azp'] })).toEqual([]);
  });
  test.each([[undefined], [['sub']], [['iss']], [['sub', UNKNOWN]], [['aud', UNKNOWN, 'azp']]])('%j can name the user', (preferredUsernameClaims) => {
    expect(judge('LAVINMQ_USERNAME_CLAIMS', { ...GOOD, preferredUsernameClaims })).toEqual({ findings: [], later: [] });
  });
  test('a claim known only at apply waits for the engine', () => {
    expect(later('LAVINMQ_USERNAME_CLAIMS', { ...GOOD, preferredUsernameClaims: ['aud', UNKNOWN] })).toEqual(['deferred preferredUsernameClaims']);
    expect(later('LAVINMQ_USERNAME_CLAIMS', { ...GOOD, preferredUsernameClaims: UNKNOWN_LIST })).toEqual(['deferred preferredUsernameClaims']);
  });
});

describe('LAVINMQ_USERNAME_CLAIM_UNREADABLE', () => {
  test.each(['exp', 'iat', 'nbf', 'aud', 'scope', 'resource_access'])('%s never names the user', (claim) => {
    expect(broken('LAVINMQ_USERNAME_CLAIM_UNREADABLE', { ...GOOD, preferredUsernameClaims: [claim] })).toHaveLength(1);
    expect(broken('LAVINMQ_USERNAME_CLAIMS', { ...GOOD, preferredUsernameClaims: [claim] })).toHaveLength(1);
  });
  test('a claim that never names the user is told', () => {
    expect(broken('LAVINMQ_USERNAME_CLAIM_UNREADABLE', { ...GOOD, preferredUsernameClaims: ['exp', 'sub', 'iss'] })).toEqual([
      'preferredUsernameClaims names a claim that is never taken as the user name, got "exp"',
    ]);
    expect(broken('LAVINMQ_USERNAME_CLAIM_UNREADABLE', { ...GOOD, preferredUsernameClaims: ['azp'] })).toEqual([]);
  });
  test('a claim known only at apply waits for the engine', () => {
    expect(later('LAVINMQ_USERNAME_CLAIM_UNREADABLE', { ...GOOD, preferredUsernameClaims: ['sub', UNKNOWN] })).toEqual(['deferred preferredUsernameClaims']);
  });
});

describe('LAVINMQ_SCOPES_KEY_UNREACHABLE', () => {
  test.each([
    ['scope', 'names a claim that is not read this way'],
    ['resource_access', 'names a claim that is not read this way'],
    ['realm_access.roles', 'is a path, but keys are names of top-level claims'],
    ['realm_access', 'has its roles under "roles", and only the member "lavinmq" is entered while resourceServerId is set'],
  ])('%s is told', (key, message) => {
    expect(broken('LAVINMQ_SCOPES_KEY_UNREACHABLE', { ...GOOD, additionalScopesKeys: [key] })).toEqual([`additionalScopesKeys ${message}, got ${JSON.stringify(key)}`]);
  });
  test.each(['scope', 'sub', 'aud', 'iss', 'resource_access', 'exp', 'iat', 'nbf', 'realm_access.x', 'resource_access.x', 'authorization.x', 'realm_access'])(
    '%s cannot be reached', (key) => {
      expect(broken('LAVINMQ_SCOPES_KEY_UNREACHABLE', { ...GOOD, additionalScopesKeys: [key] })).toHaveLength(1);
    });
  test.each(['authorization', 'realm_accessx', 'permissions.x'])('%s can be reached', (key) => {
    expect(broken('LAVINMQ_SCOPES_KEY_UNREACHABLE', { ...GOOD, additionalScopesKeys: [key] })).toEqual([]);
  });
  test('under a resource server named roles, or one that only apply knows, realm_access is not objected to', () => {
    for (const resourceServerId of ['roles', UNKNOWN]) {
      expect(broken('LAVINMQ_SCOPES_KEY_UNREACHABLE', { ...GOOD, resourceServerId, additionalScopesKeys: ['realm_access'] })).toEqual([]);
    }
  });
  test('claims that are read pass', () => {
    expect(broken('LAVINMQ_SCOPES_KEY_UNREACHABLE', { ...GOOD, additionalScopesKeys: ['permissions', 'https://example.com/roles'] })).toEqual([]);
    expect(broken('LAVINMQ_SCOPES_KEY_UNREACHABLE', { ...GOOD, resourceServerId: undefined, additionalScopesKeys: ['realm_access'] })).toEqual([]);
  });
  test('a claim known only at apply waits for the engine', () => {
    expect(later('LAVINMQ_SCOPES_KEY_UNREACHABLE', { ...GOOD, additionalScopesKeys: [UNKNOWN] })).toEqual(['deferred additionalScopesKeys']);
  });
});

describe('LAVINMQ_SCOPE_PREFIX', () => {
  test('a prefix that no scope can begin with is refused', () => {
    const allowed = 'printable ASCII without blanks, quotes and backslashes, as RFC 6749 section 3.3 allows in scopes';
    expect(broken('LAVINMQ_SCOPE_PREFIX', { ...GOOD, scopePrefix: 'my mq.' })).toEqual([`scopePrefix must be ${allowed}, got "my mq."`]);
    expect(broken('LAVINMQ_SCOPE_PREFIX', { ...GOOD, resourceServerId: 'müller' })).toEqual([`resourceServerId must be ${allowed}, got "müller"`]);
  });
  test('a resource server id that is no prefix may hold anything', () => {
    expect(broken('LAVINMQ_SCOPE_PREFIX', { ...GOOD, resourceServerId: 'müller', scopePrefix: '' })).toEqual([]);
    expect(broken('LAVINMQ_SCOPE_PREFIX', GOOD)).toEqual([]);
  });
  test('one known only at apply is judged there', () => {
    expect(later('LAVINMQ_SCOPE_PREFIX', { ...GOOD, resourceServerId: UNKNOWN })).toEqual(['precondition resourceServerId']);
  });
});

describe('LAVINMQ_INI_VALUE', () => {
  test.each(['a\nb', ' a', 'a\u00a0', '"a"', 'a ;b', '#a', 'a\u2028b'])('%j is refused', (audience) => {
    expect(broken('LAVINMQ_INI_VALUE', { ...GOOD, audience })).toEqual([`audience ${NOT_TEXT}, got ${JSON.stringify(audience).replace('\u2028', '\\u2028')}`]);
  });
  test.each(['a;b#c', 'api://1234', 'it\'s', 'a=b'])('%j passes', (audience) => {
    expect(broken('LAVINMQ_INI_VALUE', { ...GOOD, audience })).toEqual([]);
  });
  test('one known only at apply is judged there', () => {
    expect(later('LAVINMQ_INI_VALUE', { ...GOOD, scopePrefix: UNKNOWN })).toEqual(['precondition scopePrefix']);
  });
});

describe('LAVINMQ_LIST_MEMBER', () => {
  test.each(['', 'a,b', ' a', 'a\n'])('%j is refused', (member) => {
    expect(broken('LAVINMQ_LIST_MEMBER', { ...GOOD, additionalScopesKeys: ['ok', member] })).toEqual([
      `additionalScopesKeys ${NOT_TEXT}, not empty and without commas, which separate the members, got ${JSON.stringify(member)}`,
    ]);
  });
  test('other members pass', () => {
    expect(broken('LAVINMQ_LIST_MEMBER', { ...GOOD, additionalScopesKeys: ['https://example.com/roles', 'a b'] })).toEqual([]);
  });
  test('members and lists known only at apply are judged there', () => {
    expect(later('LAVINMQ_LIST_MEMBER', { ...GOOD, preferredUsernameClaims: ['sub', UNKNOWN], additionalScopesKeys: UNKNOWN_LIST })).toEqual([
      'precondition preferredUsernameClaims', 'precondition additionalScopesKeys',
    ]);
  });
});

describe('LAVINMQ_EMPTY_LIST', () => {
  test('lists that cannot be written empty are refused', () => {
    expect(broken('LAVINMQ_EMPTY_LIST', { ...GOOD, authBackends: [], mgmtScopes: [] })).toEqual(['authBackends is empty, got []', 'mgmtScopes is empty, got []']);
    expect(broken('LAVINMQ_EMPTY_LIST', { ...GOOD, additionalScopesKeys: [] })).toEqual([]);
  });
  test('a list known only at apply waits for the engine', () => {
    expect(later('LAVINMQ_EMPTY_LIST', { ...GOOD, mgmtScopes: UNKNOWN_LIST })).toEqual(['deferred mgmtScopes']);
  });
});

describe('LAVINMQ_MGMT_SCOPES', () => {
  test('each member is one scope', () => {
    expect(broken('LAVINMQ_MGMT_SCOPES', { ...GOOD, mgmtScopes: ['openid profile', '', 'email'] })).toEqual([
      'mgmtScopes must be one scope of printable ASCII without blanks, quotes and backslashes (RFC 6749 section 3.3), got "openid profile"',
      'mgmtScopes must be one scope of printable ASCII without blanks, quotes and backslashes (RFC 6749 section 3.3), got ""',
    ]);
    expect(broken('LAVINMQ_MGMT_SCOPES', { ...GOOD, mgmtScopes: ['openid'] })).toEqual([]);
  });
  test('a member known only at apply is judged there', () => {
    expect(later('LAVINMQ_MGMT_SCOPES', { ...GOOD, mgmtScopes: [UNKNOWN] })).toEqual(['precondition mgmtScopes']);
  });
});

describe('LAVINMQ_VERSION_TOO_OLD', () => {
  test('releases before 2.7.0 are refused', () => {
    expect(broken('LAVINMQ_VERSION_TOO_OLD', GOOD, '2.6.11')).toEqual(['brokerVersion must be 2.7.0 or later, got "2.6.11"']);
    expect(broken('LAVINMQ_VERSION_TOO_OLD', GOOD, '2.7')).toEqual([]);
  });
  test('settings known only at apply do not matter', () => {
    expect(later('LAVINMQ_VERSION_TOO_OLD', { ...GOOD, issuer: UNKNOWN }, '2.9')).toEqual([]);
  });
});

describe('LAVINMQ_VERSION_NEWER', () => {
  test('releases that are not known are told', () => {
    expect(broken('LAVINMQ_VERSION_NEWER', GOOD, '2.10.0')).toEqual(['brokerVersion is newer than 2.9.1, got "2.10.0"']);
    expect(broken('LAVINMQ_VERSION_NEWER', GOOD, '2.9')).toEqual([]);
  });
  test('settings known only at apply do not matter', () => {
    expect(later('LAVINMQ_VERSION_NEWER', { ...GOOD, issuer: UNKNOWN }, '2.9.1')).toEqual([]);
  });
});

describe('settings that came with a later release', () => {
  const ui = { ...GOOD, clientId: 'ui', mgmtScopes: ['openid'] };
  test('are refused where the release ignores them', () => {
    expect(broken('LAVINMQ_SETTING_TOO_NEW', ui, '2.8.2')).toEqual([
      'clientId ([oauth] client_id) exists since 2.9.0, the broker is 2.8.2', 'mgmtScopes ([oauth] mgmt_scopes) exists since 2.9.1, the broker is 2.8.2',
    ]);
    expect(broken('LAVINMQ_SETTING_TOO_NEW', ui, '2.9.1')).toEqual([]);
    expect(broken('LAVINMQ_SETTING_TOO_NEW', ui, '2.10')).toEqual([]);
  });
  test('are told where the version leaves it open', () => {
    expect(broken('LAVINMQ_SETTING_MAYBE_TOO_NEW', ui, '2.9')).toEqual(['mgmtScopes ([oauth] mgmt_scopes) exists since 2.9.1, the broker is 2.9']);
    expect(broken('LAVINMQ_SETTING_MAYBE_TOO_NEW', ui, '2')).toEqual([
      'clientId ([oauth] client_id) exists since 2.9.0, the broker is 2', 'mgmtScopes ([oauth] mgmt_scopes) exists since 2.9.1, the broker is 2',
    ]);
    expect(broken('LAVINMQ_SETTING_MAYBE_TOO_NEW', ui, '2.9.1')).toEqual([]);
  });
  test('count when known only at apply', () => {
    expect(broken('LAVINMQ_SETTING_TOO_NEW', { ...GOOD, clientId: UNKNOWN }, '2.8')).toEqual(['clientId ([oauth] client_id) exists since 2.9.0, the broker is 2.8']);
    expect(broken('LAVINMQ_SETTING_MAYBE_TOO_NEW', { ...GOOD, mgmtScopes: [UNKNOWN] }, '2.9')).toEqual([
      'mgmtScopes ([oauth] mgmt_scopes) exists since 2.9.1, the broker is 2.9',
    ]);
  });
});

describe('LAVINMQ_SSO_INCOMPLETE', () => {
  test('half of the settings of the UI are told', () => {
    expect(broken('LAVINMQ_SSO_INCOMPLETE', { ...GOOD, clientId: 'ui' })).toEqual(['mgmtBaseUrl is missing while other settings of login to the management UI are given']);
    expect(broken('LAVINMQ_SSO_INCOMPLETE', { ...GOOD, mgmtScopes: ['openid'] })).toEqual([
      'clientId is missing while other settings of login to the management UI are given',
      'mgmtBaseUrl is missing while other settings of login to the management UI are given',
    ]);
    expect(broken('LAVINMQ_SSO_INCOMPLETE', { ...GOOD, mgmtBaseUrl: 'https://mq.example.com' })).toEqual([
      'clientId is missing while other settings of login to the management UI are given',
    ]);
    expect(broken('LAVINMQ_SSO_INCOMPLETE', { ...GOOD, clientId: 'ui', mgmtBaseUrl: 'https://mq.example.com' })).toEqual([]);
    expect(broken('LAVINMQ_SSO_INCOMPLETE', { ...GOOD_CLOUDAMQP, clientId: 'ui' })).toEqual([]);
  });
  test('values known only at apply are there', () => {
    expect(later('LAVINMQ_SSO_INCOMPLETE', { ...GOOD, clientId: UNKNOWN, mgmtBaseUrl: UNKNOWN })).toEqual([]);
  });
});

describe('LAVINMQ_MGMT_BASE_URL', () => {
  test.each(['http://mq.example.com', 'https://', 'mq.example.com', 'http://localhost.example.com', 'https://a?b'])('%j is refused', (mgmtBaseUrl) => {
    expect(broken('LAVINMQ_MGMT_BASE_URL', { ...GOOD, mgmtBaseUrl })).toEqual([
      `mgmtBaseUrl must be an https URL, or an http URL with host localhost, 127.0.0.1 or [::1], got ${JSON.stringify(mgmtBaseUrl)}`,
    ]);
  });
  test.each(['https://mq.example.com/ui', 'http://localhost:15672', 'http://[::1]', 'http://127.0.0.1:15672/'])('%j passes', (mgmtBaseUrl) => {
    expect(broken('LAVINMQ_MGMT_BASE_URL', { ...GOOD, mgmtBaseUrl })).toEqual([]);
  });
  test('one known only at apply is judged there', () => {
    expect(later('LAVINMQ_MGMT_BASE_URL', { ...GOOD, mgmtBaseUrl: UNKNOWN })).toEqual(['precondition mgmtBaseUrl']);
  });
});

describe('LAVINMQ_MQTT_UNRESTRICTED', () => {
  test('MQTT beyond scopes is told on self-hosted nodes', () => {
    expect(broken('LAVINMQ_MQTT_UNRESTRICTED', { ...GOOD, mqttPermissionCheckEnabled: undefined })).toEqual([
      'mqttPermissionCheckEnabled is not set, and off by default: scopes do not limit what tokens may do over MQTT',
    ]);
    expect(broken('LAVINMQ_MQTT_UNRESTRICTED', { ...GOOD, mqttPermissionCheckEnabled: false })).toEqual([
      'mqttPermissionCheckEnabled is off: scopes do not limit what tokens may do over MQTT',
    ]);
    expect(broken('LAVINMQ_MQTT_UNRESTRICTED', GOOD)).toEqual([]);
    expect(broken('LAVINMQ_MQTT_UNRESTRICTED', GOOD_CLOUDAMQP)).toEqual([]);
  });
  test('values known only at apply do not matter', () => {
    expect(later('LAVINMQ_MQTT_UNRESTRICTED', { ...GOOD, issuer: UNKNOWN })).toEqual([]);
  });
});

describe('LAVINMQ_CLOUDAMQP_RABBITMQ_ONLY', () => {
  test('the target is told', () => {
    expect(broken('LAVINMQ_CLOUDAMQP_RABBITMQ_ONLY', GOOD_CLOUDAMQP)).toEqual(['target is CloudAMQP, whose OAuth 2.0 resource is documented for RabbitMQ plans only']);
    expect(broken('LAVINMQ_CLOUDAMQP_RABBITMQ_ONLY', GOOD)).toEqual([]);
  });
  test('values known only at apply do not matter', () => {
    expect(later('LAVINMQ_CLOUDAMQP_RABBITMQ_ONLY', { ...GOOD, issuer: UNKNOWN })).toEqual([]);
  });
});

describe('LAVINMQ_ISSUER_HTTPS', () => {
  test('CloudAMQP takes https only', () => {
    expect(broken('LAVINMQ_ISSUER_HTTPS', { ...GOOD_CLOUDAMQP, issuer: 'http://idp' })).toEqual(['issuer must be a URL that starts with https://, got "http://idp"']);
    expect(broken('LAVINMQ_ISSUER_HTTPS', GOOD_CLOUDAMQP)).toEqual([]);
    expect(broken('LAVINMQ_ISSUER_HTTPS', { ...GOOD, issuer: 'http://idp' })).toEqual([]);
  });
  test('one known only at apply is judged there', () => {
    expect(later('LAVINMQ_ISSUER_HTTPS', { ...GOOD_CLOUDAMQP, issuer: UNKNOWN })).toEqual(['precondition issuer']);
  });
});

describe('LAVINMQ_CLOUDAMQP_UNSUPPORTED', () => {
  test('settings without an attribute are refused', () => {
    const settings = { ...GOOD_CLOUDAMQP, authBackends: ['oauth'], mqttPermissionCheckEnabled: true, jwksCacheTtlSeconds: 60, mgmtBaseUrl: 'https://a', scopePrefix: '' };
    expect(broken('LAVINMQ_CLOUDAMQP_UNSUPPORTED', settings)).toEqual([
      'authBackends has no attribute in cloudamqp_oauth2_configuration, got ["oauth"]',
      'mqttPermissionCheckEnabled has no attribute in cloudamqp_oauth2_configuration, got true',
      'jwksCacheTtlSeconds has no attribute in cloudamqp_oauth2_configuration, got 60',
      'mgmtBaseUrl has no attribute in cloudamqp_oauth2_configuration, got "https://a"',
      'scopePrefix is empty, and the provider leaves empty texts out of its request, got ""',
    ]);
    expect(broken('LAVINMQ_CLOUDAMQP_UNSUPPORTED', { ...GOOD_CLOUDAMQP, clientId: 'ui', mgmtScopes: ['openid'], scopePrefix: 'mq.' })).toEqual([]);
    expect(broken('LAVINMQ_CLOUDAMQP_UNSUPPORTED', GOOD)).toEqual([]);
  });
  test('a value known only at apply cannot be expressed either', () => {
    expect(broken('LAVINMQ_CLOUDAMQP_UNSUPPORTED', { ...GOOD_CLOUDAMQP, mgmtBaseUrl: UNKNOWN })).toEqual([
      'mgmtBaseUrl has no attribute in cloudamqp_oauth2_configuration, got "${TfToken[TOKEN.1]}"',
    ]);
  });
});

describe('LAVINMQ_CLOUDAMQP_RESOURCE_SERVER_ID', () => {
  test('the resource demands it', () => {
    expect(broken('LAVINMQ_CLOUDAMQP_RESOURCE_SERVER_ID', { ...GOOD_CLOUDAMQP, resourceServerId: undefined })).toEqual(['resourceServerId is missing']);
    expect(broken('LAVINMQ_CLOUDAMQP_RESOURCE_SERVER_ID', GOOD_CLOUDAMQP)).toEqual([]);
    expect(broken('LAVINMQ_CLOUDAMQP_RESOURCE_SERVER_ID', NO_AUDIENCE)).toEqual([]);
  });
  test('one known only at apply is there', () => {
    expect(later('LAVINMQ_CLOUDAMQP_RESOURCE_SERVER_ID', { ...GOOD_CLOUDAMQP, resourceServerId: UNKNOWN })).toEqual([]);
  });
});

test('an empty issuer is missing, and not of the wrong form besides', () => {
  const found = [GOOD, GOOD_CLOUDAMQP].map((settings) => evaluate(LAVINMQ_RULES, { settings: { ...settings, issuer: '' }, version: undefined, acknowledged: [] })
    .findings.map(({ rule }) => rule).filter((rule) => rule.includes('ISSUER')));

  expect(found).toEqual([['LAVINMQ_ISSUER_REQUIRED'], ['LAVINMQ_ISSUER_REQUIRED']]);
});

test.each([[[]], [['ldap']]])('without the oauth backend %j nothing is said of logins that are left', (authBackends) => {
  expect(judge('LAVINMQ_NO_LOCAL_LOGIN', { ...GOOD, authBackends })).toEqual({ findings: [], later: [] });
});

test('a list known only at apply is judged there as a whole', () => {
  expect(later('LAVINMQ_LIST_MEMBER', { ...GOOD, additionalScopesKeys: UNKNOWN_LIST })).toEqual(['precondition additionalScopesKeys']);
  expect(later('LAVINMQ_MGMT_SCOPES', { ...GOOD, mgmtScopes: UNKNOWN_LIST })).toEqual(['precondition mgmtScopes']);
});
