import * as fc from 'fast-check';
import { ACCOUNTS, anySettings, CONF, JWT, LIST_TOKEN, TOKEN } from './samples';
import { filesOf } from './texts';
import { parse } from '../../../src/brokers/mosquitto/parse';
import { render } from '../../../src/brokers/mosquitto/render';
import { CONF_VALUE } from '../../../src/brokers/mosquitto/render-conf';
import { JSON_VALUE } from '../../../src/text/template';

describe('rendering Mosquitto files', () => {
  test('jwt.json has the keys of the schema in their order', () => {
    expect(filesOf(render({ jwt: JWT }))['jwt.json']).toBe(`{
  "version": 1,
  "algorithm": "RS256",
  "mode": "jwks",
  "options": {
    "lazyConnect": true,
    "modes": {
      "jwks": {
        "uri": "https://sso.example.com/keys",
        "cache": {
          "enabled": true
        }
      }
    },
    "common": {
      "issuer": "https://sso.example.com",
      "audience": "messaging",
      "matchUsernameToSubject": true
    }
  }
}
`);
  });

  test('a value from a variable or a file is an object, one in the file itself a bare string', () => {
    const text = filesOf(render({
      jwt: {
        ...JWT,
        revocation: { introspection: { uri: 'https://i', clientId: { plain: 'broker' }, clientSecret: { env: 'SECRET' } } },
      },
    }))['jwt.json'];
    expect(JSON.parse(text).options.revocation).toEqual({ introspection: { uri: 'https://i', clientId: 'broker', clientSecret: { env: 'SECRET' } } });
  });

  test('mosquitto.conf has our lines between marks, plugins in order, options behind their plugin', () => {
    expect(filesOf(render({ conf: { ...CONF, plugins: [...CONF.plugins, { kind: 'other', path: '/x.so', options: { b: '2', a: '1' } }] } }))['mosquitto.conf'])
      .toBe(`# broker-oauth begin
persistence_location /mosquitto/data
allow_anonymous false
plugin_load tokens /usr/lib/cedalo_jwt_auth.so
plugin_load accounts /usr/lib/mosquitto_dynamic_security.so
plugin_opt_config_file /mosquitto/data/dynamic-security.json
plugin /x.so
plugin_opt_a 1
plugin_opt_b 2
listener 1883
plugin_use tokens
plugin_use accounts
listener 1884 127.0.0.1
plugin_use accounts
# broker-oauth end
`);
  });

  test('entries of dynamic-security.json bear the mark, have no password, and others are left out', () => {
    const written = JSON.parse(filesOf(render({ dynamicSecurity: ACCOUNTS }))['dynamic-security.json']);
    expect(written.clients).toEqual([{ username: 'orders-service', textname: 'orders', textdescription: 'broker-oauth:', roles: [{ rolename: 'orders' }] }]);
    expect(Object.keys(written)).toEqual(['defaultACLAccess', 'clients', 'groups', 'roles']);
    expect(written.roles.map((role: { textdescription: string }) => role.textdescription)).toEqual(['broker-oauth:', 'broker-oauth: everyone']);
  });

  test('values known only at apply become places that encode them', () => {
    const files = render({
      jwt: { ...JWT, common: { issuer: TOKEN, audiences: LIST_TOKEN, issuers: ['a', TOKEN] } },
      conf: { ...CONF, persistenceLocation: TOKEN, listeners: [] },
      dynamicSecurity: { clients: [{ username: TOKEN, roles: [], textdescription: TOKEN }], groups: [], roles: [] },
    });
    const holes = files.map((file) => file.text.filter((place) => typeof place !== 'string'));
    expect(holes).toEqual([
      [{ value: TOKEN, encoding: JSON_VALUE }, { value: TOKEN, encoding: JSON_VALUE }, { value: LIST_TOKEN, encoding: JSON_VALUE }],
      [{ value: TOKEN, encoding: CONF_VALUE }],
      [{ value: TOKEN, encoding: JSON_VALUE }, { value: `broker-oauth: ${TOKEN}`, encoding: JSON_VALUE }],
    ]);
  });

  test('a value of mosquitto.conf cannot start a line of its own', () => {
    expect(CONF_VALUE.encode('/data\r\nallow_anonymous true')).toBe('/data allow_anonymous true');
    expect(CONF_VALUE.hcl('local.a')).toBe('replace(local.a, "/[\\\\r\\\\n]+/", " ")');
  });

  test('the same settings give the same bytes', () => {
    const settings = { jwt: JWT, conf: CONF, dynamicSecurity: ACCOUNTS };
    expect(render(settings)).toEqual(render(settings));
  });
});

describe('parsing what was rendered', () => {
  test('gives the settings back, whatever they are', () => {
    fc.assert(fc.property(anySettings, (settings) => {
      expect(parse(filesOf(render(settings)))).toEqual({ settings, findings: [] });
    }), { numRuns: 300 });
  });
});
