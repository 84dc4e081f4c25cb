import { MOSQUITTO } from '../../../src/brokers/mosquitto/core';
import { knowledgeOf } from '../../../src/restart/engine/knowledge';

const OURS = { 'mosquitto.conf': '# broker-oauth begin\nplugin /usr/lib/cedalo_jwt_auth.so\n# broker-oauth end\n' };
const judged = (plugins: readonly string[]) => knowledgeOf(MOSQUITTO, '3.3', [], { plugins }).judge(OURS).map(({ rule }) => rule);

test.each([
  ['dynamic security that lines of others load', ['token', 'dynamic-security'], false],
  ['the cluster plugin that lines of others load', ['token', 'high-availability'], false],
  ['nothing but the token plugin', ['token'], true],
  ['another plugin', ['token', 'other.so'], true],
])('rendered files are judged with %s', (_, plugins, broken) => {
  expect(judged(plugins).includes('MOSQUITTO_AUTHORIZATION')).toBe(broken);
});

test('plugins that the files name themselves are not counted twice', () => {
  const { settings } = MOSQUITTO.parse(OURS, '3.3');
  expect(MOSQUITTO.withStated!(settings!, { plugins: ['token'] })).toBe(settings);
});
