import * as fc from 'fast-check';
import { anyCloudAmqpSettings, anySettings, GOOD, UNKNOWN, UNKNOWN_LIST } from './support/settings';
import { parse } from '../../../src/brokers/lavinmq/parse';
import { render } from '../../../src/brokers/lavinmq/render';
import { LavinMqSettings, normalize, SETTINGS } from '../../../src/brokers/lavinmq/settings';
import { fillTemplate, plainText } from '../../../src/text/template';
import { HOSTILE } from '../../support/hostile';

function text(settings: LavinMqSettings): string {
  return plainText(render(settings)[0].text)!;
}

function readBack(settings: LavinMqSettings) {
  const [file] = render(settings);
  return parse({ [file.name]: plainText(file.text)! });
}

test('renders every setting in a fixed order', () => {
  const all: LavinMqSettings = {
    mgmtScopes: ['openid', 'profile'],
    mgmtBaseUrl: 'https://mq.example.com',
    clientId: 'ui',
    jwksCacheTtlSeconds: 600,
    scopePrefix: 'mq.',
    additionalScopesKeys: ['permissions', 'roles'],
    preferredUsernameClaims: ['azp'],
    verifyAud: true,
    ...GOOD,
  };
  expect(render(all)[0].name).toBe('lavinmq.ini');
  expect(text(all)).toBe([
    '[main]', 'auth_backends = local,oauth', '',
    '[mqtt]', 'permission_check_enabled = true', '',
    '[oauth]', 'issuer = https://sso.example.com/realms/messaging', 'resource_server_id = lavinmq', 'audience = messaging',
    'verify_aud = true', 'preferred_username_claims = azp', 'additional_scopes_keys = permissions,roles', 'scope_prefix = mq.',
    'jwks_cache_ttl = 600', 'client_id = ui', 'mgmt_base_url = https://mq.example.com', 'mgmt_scopes = openid profile', '',
  ].join('\n'));
});

test('an empty scope prefix is written, an empty list is not', () => {
  expect(text({ scopePrefix: '', additionalScopesKeys: [] })).toBe('[oauth]\nscope_prefix =\n');
});

test('an explicit default stays explicit', () => {
  expect(text({ verifyAud: true, jwksCacheTtlSeconds: 3600 })).toBe('[oauth]\nverify_aud = true\njwks_cache_ttl = 3600\n');
});

test('a value known only at apply becomes a hole that cannot leave its line', () => {
  const filled = fillTemplate(render({ issuer: UNKNOWN, preferredUsernameClaims: UNKNOWN_LIST, mgmtScopes: ['openid', UNKNOWN] })[0].text,
    (hole) => `<${hole.encoding.hcl('x')}>`);
  const control = '\\\\x00-\\\\x1f\\\\x7f\u0085\u2028\u2029';
  expect(filled).toBe([
    '[oauth]',
    `issuer = <regex("^[^${control}]*$", x)>`,
    `preferred_username_claims = <join(",", [for member in x : regex("^[^,${control}]*$", member)])>`,
    `mgmt_scopes = <join(" ", [for member in x : regex("^[^ ${control}]*$", member)])>`,
    '',
  ].join('\n'));
});

test('CloudAMQP gets the attributes of its resource, verify_aud always among them', () => {
  const settings = { issuer: 'https://a', resourceServerId: 'mq', additionalScopesKeys: ['roles'], cloudAmqp: { disableBasicAuth: false } };
  expect(render(settings)[0].name).toBe('cloudamqp_oauth2_configuration.json');
  expect(text(settings)).toBe('{\n  "resource_server_id": "mq",\n  "issuer": "https://a",\n  "additional_scopes_key": ["roles"],\n' +
    '  "verify_aud": true,\n  "disable_basic_auth": false\n}\n');
});

test('what is rendered is read back', () => {
  fc.assert(fc.property(anySettings, (settings) => {
    expect(readBack(settings)).toEqual({ settings: normalize(settings), findings: [] });
  }));
});

test('what is rendered for CloudAMQP is read back', () => {
  fc.assert(fc.property(anyCloudAmqpSettings, (settings) => {
    expect(readBack(settings)).toEqual({ settings: normalize(settings), findings: [] });
  }));
});

describe.each(Object.entries(HOSTILE))('the hostile text "%s"', (_name, hostile) => {
  test.each(SETTINGS.filter((setting) => setting.type === 'text'))('sets nothing else as $key', ({ name, section, key }) => {
    const lines = text({ [name]: hostile }).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe(`[${section}]`);
    expect(lines[1].startsWith(`${key} =`)).toBe(true);
    expect(lines[1]).not.toMatch(/[\x00-\x1f\x7f\u0085\u2028\u2029]/);
  });

  test('sets nothing else in a list', () => {
    expect(text({ additionalScopesKeys: [hostile] }).split('\n')).toHaveLength(3);
  });

  test('survives CloudAMQP unchanged', () => {
    expect(JSON.parse(text({ audience: hostile, cloudAmqp: {} }))).toEqual({ audience: hostile, verify_aud: true });
  });
});
