import * as fc from 'fast-check';
import { LavinMqSettings } from '../../../../src/brokers/lavinmq/settings';
import { Finding } from '../../../../src/rules/rule';

/** A value that only apply knows. */
export const UNKNOWN = '${TfToken[TOKEN.1]}';
/** A list that only apply knows. */
export const UNKNOWN_LIST = ['#{TfToken[TOKEN.2]}'];

/** A number that only apply knows, marked in its first bytes. */
export const UNKNOWN_NUMBER = Buffer.from('fdff000000000001', 'hex').readDoubleBE();

/** Self-hosted settings that no rule objects to. */
export const GOOD: LavinMqSettings = {
  authBackends: ['local', 'oauth'],
  mqttPermissionCheckEnabled: true,
  issuer: 'https://sso.example.com/realms/messaging',
  resourceServerId: 'lavinmq',
  audience: 'messaging',
};

/** CloudAMQP settings to which only the rule about RabbitMQ plans objects. */
export const GOOD_CLOUDAMQP: LavinMqSettings = {
  issuer: 'https://sso.example.com/realms/messaging',
  resourceServerId: 'lavinmq',
  audience: 'messaging',
  cloudAmqp: {},
};

/** Rule and path of each finding. */
export function briefly(findings: readonly Finding[]): string[] {
  return findings.map((found) => `${found.rule} ${found.path}`);
}

const name = fc.stringMatching(/^[A-Za-z0-9._:/-]{1,12}$/);
const list = fc.array(name, { minLength: 1, maxLength: 3 });
/** Any text of one line that the broker neither trims nor people misread. */
const line = fc.string({ unit: 'grapheme', maxLength: 20 })
  .filter((text) => /^([^\s\p{Z}"'\p{Cc}]([^\p{Cc}\u2028\u2029]*[^\s\p{Z}\p{Cc}])?)?$/u.test(text) && !/(^|[\s\p{Z}])[;#]/u.test(text));

const shared = {
  issuer: line.filter((text) => text !== ''),
  resourceServerId: line.filter((text) => text !== ''),
  audience: line.filter((text) => text !== ''),
  verifyAud: fc.boolean(),
  preferredUsernameClaims: list,
  additionalScopesKeys: fc.array(name, { maxLength: 3 }),
  clientId: line.filter((text) => text !== ''),
  mgmtScopes: list,
};

/** Settings that the broker's file can hold. */
export const anySettings: fc.Arbitrary<LavinMqSettings> = fc.record({
  ...shared,
  authBackends: fc.subarray(['local', 'oauth'], { minLength: 1 }),
  mqttPermissionCheckEnabled: fc.boolean(),
  scopePrefix: line,
  jwksCacheTtlSeconds: fc.integer({ min: 1, max: 2147483647 }),
  mgmtBaseUrl: line.filter((text) => text !== ''),
}, { requiredKeys: [] });

/** Settings that the CloudAMQP resource can hold. */
export const anyCloudAmqpSettings: fc.Arbitrary<LavinMqSettings> = fc.record({
  ...shared,
  scopePrefix: line,
  cloudAmqp: fc.record({ disableBasicAuth: fc.boolean() }, { requiredKeys: [] }),
}, { requiredKeys: ['cloudAmqp'] });
