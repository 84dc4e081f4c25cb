import { render } from '../../../../src/brokers/lavinmq/render';
import { caseOf } from '../../../../src/brokers/lavinmq/semantics/case-of';
import { nodeSettings } from '../../../../src/brokers/lavinmq/semantics/node-settings';
import { CLOUDAMQP_FILE, INI_FILE, LavinMqSettings } from '../../../../src/brokers/lavinmq/settings';
import { plainText } from '../../../../src/text/template';
import { UNKNOWN } from '../support/settings';

const SETTINGS: LavinMqSettings = { issuer: 'https://sso.example.com', resourceServerId: 'mq', audience: 'messaging' };

function cloudAmqp(settings: LavinMqSettings) {
  const [{ text }] = render(settings);
  return caseOf({ files: { [CLOUDAMQP_FILE]: plainText(text)! }, open: [], stated: {} });
}

test('the file of a node is the settings', () => {
  expect(caseOf({ files: { [INI_FILE]: '[main]\n' }, open: [], stated: {} })).toEqual({
    readings: [{ label: 'as written', parts: { settings: '[main]\n' } }], warnings: [],
  });
});

test.each([INI_FILE, CLOUDAMQP_FILE])('%s with values of apply is no case', (name) => {
  expect(() => caseOf({ files: { [name]: UNKNOWN }, open: [name], stated: {} })).toThrow(`${name} holds values that are known only at apply`);
});

test.each([
  [undefined, ['local', 'oauth']], [false, ['local', 'oauth']], [true, ['oauth']],
])('CloudAMQP with basic auth disabled %s: both ways of MQTT, backends %j', (disableBasicAuth, backends) => {
  const { readings, warnings } = cloudAmqp({ ...SETTINGS, cloudAmqp: { disableBasicAuth } });

  expect(readings.map(({ label }) => label)).toEqual(['[mqtt] permission_check_enabled = false', '[mqtt] permission_check_enabled = true']);
  expect(readings.map(({ parts }) => nodeSettings(parts.settings!))).toMatchObject([
    { backends, issuer: 'https://sso.example.com', resourceServerId: 'mq', expectedAudience: 'messaging', mqttChecksPermissions: false },
    { backends, issuer: 'https://sso.example.com', resourceServerId: 'mq', expectedAudience: 'messaging', mqttChecksPermissions: true },
  ]);
  expect(warnings.map(({ rule }) => rule)).toEqual(['LAVINMQ_CLOUDAMQP_ASSUMED']);
});

test('attributes that cannot be read are those of nobody', () => {
  const { readings, warnings } = caseOf({ files: { [CLOUDAMQP_FILE]: '{' }, open: [], stated: {} });

  expect(readings.map(({ parts }) => nodeSettings(parts.settings!).issuer)).toEqual([undefined, undefined]);
  expect(warnings).toHaveLength(2);
});

test('what is wrong with the attributes is a warning', () => {
  const { readings, warnings } = caseOf({ files: { [CLOUDAMQP_FILE]: '{"verify_aud":true,"colour":"red"}' }, open: [], stated: {} });

  expect(readings).toHaveLength(2);
  expect(warnings).toMatchObject([{ rule: expect.stringMatching(/^LAVINMQ_/), message: expect.stringContaining('colour') }, { rule: 'LAVINMQ_CLOUDAMQP_ASSUMED' }]);
});
