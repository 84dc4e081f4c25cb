import { caseOf } from '../../../../src/brokers/mosquitto/semantics/case-of';
import { ConfPlugin, MosquittoSettings } from '../../../../src/brokers/mosquitto/settings';
import { statedOf } from '../../../../src/brokers/mosquitto/stated';

const FILES = { 'jwt.json': '{}', 'dynamic-security.json': '{"clients":[]}', 'mosquitto.conf': 'x' };

test('settings, accounts and the plugins in order are the case', () => {
  expect(caseOf({ files: FILES, open: [], stated: { plugins: ['token', 'dynamic-security'], allowAnonymous: false } })).toEqual({
    readings: [{
      label: 'as written',
      parts: { settings: '{}', dynamicSecurity: '{"clients":[]}', plugins: ['token', 'dynamic-security'], allowAnonymous: false },
    }],
    warnings: [],
  });
});

test('accounts with values of apply are left open, settings with such are an error', () => {
  const { readings, warnings } = caseOf({ files: { 'jwt.json': '{}' }, open: ['dynamic-security.json', 'mosquitto.conf'], stated: {} });

  expect(readings[0].parts.dynamicSecurity).toBeUndefined();
  expect(warnings.map(({ rule }) => rule)).toEqual(['PREVIEW_RIGHTS_AT_APPLY']);
  expect(() => caseOf({ files: {}, open: ['jwt.json'], stated: {} })).toThrow('jwt.json holds values that are known only at apply');
});

const TOKEN: ConfPlugin = { kind: 'token', path: '/usr/lib/cedalo_jwt_auth.so' };
const ACCOUNTS: ConfPlugin = { kind: 'dynamic-security', path: '/usr/lib/mosquitto_dynamic_security.so' };

test.each<[string, MosquittoSettings, object]>([
  ['nothing', {}, {}],
  ['plugins for every listener', { conf: { plugins: [TOKEN, ACCOUNTS], listeners: [] } }, { plugins: ['token', 'dynamic-security'] }],
  ['anonymous clients', { conf: { allowAnonymous: true, plugins: [], listeners: [] } }, { plugins: [], allowAnonymous: true }],
  ['the listener that takes tokens', {
    conf: {
      plugins: [{ ...TOKEN, name: 't' }, { ...ACCOUNTS, name: 'a' }],
      listeners: [{ port: 1883, plugins: ['a'] }, { port: 8883, plugins: ['a', 't'] }],
    },
  }, { plugins: ['dynamic-security', 'token'] }],
  ['the first listener where none takes tokens', {
    conf: { plugins: [{ ...ACCOUNTS, name: 'a' }], listeners: [{ port: 1883, plugins: ['a'] }, { port: 8883 }] },
  }, { plugins: ['dynamic-security'] }],
  ['plugins of lines that are not ours', { conf: { plugins: [TOKEN], listeners: [], unmanagedPlugins: [ACCOUNTS] } }, { plugins: ['token', 'dynamic-security'] }],
  ['other plugins by their files, each once', {
    conf: { plugins: [TOKEN, { kind: 'other', path: '/opt/a.so' }, { kind: 'other', path: 'C:\\b.dll' }, { kind: 'other', path: '/x/a.so' }], listeners: [] },
  }, { plugins: ['token', 'a.so', 'b.dll'] }],
  ['a plugin whose path is known only at apply', { conf: { plugins: [{ kind: 'other', path: '${TfToken[TOKEN.1]}/x' }], listeners: [] } }, { plugins: ['other'] }],
  ['entries of the nodes', {
    dynamicSecurity: {
      clients: [], groups: [], roles: [],
      unmanaged: { clients: [{ username: 'admin', roles: [] }], groups: [{ groupname: 'g', roles: [], clients: [] }], roles: [{ rolename: 'r', acls: [] }] },
    },
  }, { unseen: ['role r', 'group g'] }],
  ['clients of the nodes alone', {
    dynamicSecurity: { clients: [], groups: [], roles: [], unmanaged: { clients: [{ username: 'admin', roles: [] }], groups: [], roles: [] } },
  }, {}],
])('settings state %s', (_name, settings, stated) => {
  expect(statedOf(settings)).toEqual(stated);
});
