import * as fc from 'fast-check';
import { KafkaOperation, KafkaPatternType, KafkaPermissionType, KafkaResourceType, NativeAcl } from '../../../../src/brokers/aiven-kafka/acl';
import { renderSettings } from '../../../../src/brokers/aiven-kafka/render';
import { AivenKafkaSettings, AivenService, KafkaListener, normalizeSettings } from '../../../../src/brokers/aiven-kafka/settings';
import { Files } from '../../../../src/brokers/broker-core';
import { Finding } from '../../../../src/rules/rule';
import { plainText } from '../../../../src/text/template';

/** A value that only apply knows. */
export const UNKNOWN = '${TfToken[TOKEN.1]}';
/** A list that only apply knows. */
export const UNKNOWN_LIST = ['#{TfToken[TOKEN.2]}'];
/** A number that only apply knows, marked in its first bytes. */
export const UNKNOWN_NUMBER = Buffer.from('fdff000000000001', 'hex').readDoubleBE();

/** An entry that no rule objects to. */
export const WRITE_ORDERS: NativeAcl = {
  principal: 'User:orders',
  host: '*',
  resourceType: KafkaResourceType.TOPIC,
  resourceName: 'orders',
  patternType: KafkaPatternType.LITERAL,
  operation: KafkaOperation.WRITE,
  permissionType: KafkaPermissionType.ALLOW,
};

const COMMON = {
  jwksEndpointUrl: 'https://sso.example.com/realms/messaging/keys',
  issuer: 'https://sso.example.com/realms/messaging',
  audience: ['messaging'],
  nativeAcls: [],
  aivenAcls: [],
};

/** Settings of an Aiven service that no rule objects to at version 4.2. */
export const SERVICE: AivenKafkaSettings & { readonly target: AivenService } = { ...COMMON, target: { kind: 'aiven' } };

/** Settings of a broker that no rule objects to. */
export const LISTENER: AivenKafkaSettings & { readonly target: KafkaListener } = {
  ...COMMON,
  target: { kind: 'self-managed', listener: 'OAUTH', enabledMechanisms: ['OAUTHBEARER', 'SCRAM-SHA-512'] },
};

/** An Aiven service with other settings. */
export function service(settings: Partial<AivenService>, others: Partial<AivenKafkaSettings> = {}): AivenKafkaSettings {
  return { ...SERVICE, ...others, target: { ...SERVICE.target, ...settings } };
}

/** A broker with other settings. */
export function listener(settings: Partial<KafkaListener>, others: Partial<AivenKafkaSettings> = {}): AivenKafkaSettings {
  return { ...LISTENER, ...others, target: { ...LISTENER.target, ...settings } };
}

/** The rendered files as texts. */
export function rendered(settings: AivenKafkaSettings, version?: string): Files {
  return Object.fromEntries(renderSettings(settings, version).map(({ name, text }) => [name, plainText(text) ?? '(holes)']));
}

/** Rule and path of each finding. */
export function briefly(findings: readonly Finding[]): string[] {
  return findings.map((found) => `${found.rule} ${found.path}`);
}

/** Releases and prefixes on which rendering differs. */
export const anyVersion = fc.constantFrom(undefined, '3.9', '4.0', '4.1', '4.1.0', '4.1.2', '4.2', '4.4.0', '5');

/** A text on one line that Kafka's trimming leaves alone. */
const line = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 })
  .filter((text) => /^[^\x00-\x20\x7f]([^\x00-\x1f\x7f]*[^\x00-\x20\x7f])?$/.test(text) && !/\$\{/.test(text));
const audience = line.filter((text) => !text.includes(','));
const url = fc.stringMatching(/^https:\/\/[!-+\--~]{1,20}$/);
const flag = fc.boolean();
type Members = { readonly [name: string]: fc.Arbitrary<unknown> };
const optional = <T>(members: Members, required: Members = {}) =>
  fc.record({ ...members, ...required }, { requiredKeys: Object.keys(required) }) as fc.Arbitrary<T>;

const acl: fc.Arbitrary<NativeAcl> = fc.record({
  principal: line.map((text) => `User:${text}`),
  host: fc.constantFrom('*', '10.0.0.1', '::1'),
  resourceType: fc.constantFrom(KafkaResourceType.TOPIC, KafkaResourceType.GROUP, KafkaResourceType.TRANSACTIONAL_ID, KafkaResourceType.USER),
  resourceName: line,
  patternType: fc.constantFrom(...Object.values(KafkaPatternType)),
  operation: fc.constantFrom(...Object.values(KafkaOperation)),
  permissionType: fc.constantFrom(...Object.values(KafkaPermissionType)),
});
const cluster: NativeAcl = { ...WRITE_ORDERS, resourceType: KafkaResourceType.CLUSTER, resourceName: 'kafka-cluster', operation: KafkaOperation.DESCRIBE };

const common = {
  jwksEndpointUrl: url,
  issuer: line,
  audience: fc.array(audience, { maxLength: 3 }),
  subClaimName: line,
};
const acls = { nativeAcls: fc.array(fc.oneof(acl, fc.constant(cluster)), { maxLength: 4 }) };

const anyService: fc.Arbitrary<AivenService> = optional<AivenService>({
  plan: fc.constantFrom('business-4', 'inkless-1'),
  disabled: flag,
  certificate: flag,
  plain: flag,
  scramSha256: flag,
  scramSha512: flag,
  letsencryptSasl: flag,
  letsencryptSaslPrivatelink: flag,
  kafkaRest: flag,
  kafkaRestAuthorization: flag,
  schemaRegistry: flag,
  saslOauthbearerAllowedUrls: fc.array(url, { maxLength: 2 }),
}, { kind: fc.constant('aiven') });

const anyListener: fc.Arbitrary<KafkaListener> = optional<KafkaListener>({
  enabledMechanisms: fc.subarray(['OAUTHBEARER', 'PLAIN', 'SCRAM-SHA-512'], { minLength: 1 }),
  scopeClaimName: line,
  clockSkewSeconds: fc.nat(),
  jwksEndpointRefreshMs: fc.maxSafeNat(),
  jwksEndpointRetryBackoffMs: fc.nat(),
  jwksEndpointRetryBackoffMaxMs: fc.nat(),
  jwtValidatorClass: fc.constantFrom('com.example.Own', 'org.apache.kafka.common.security.oauthbearer.BrokerJwtValidator'),
  allowUnverifiedIssuer: flag,
  allowUnverifiedAudience: flag,
  connectionsMaxReauthMs: fc.nat(),
  allowedUrls: fc.array(url, { maxLength: 2 }),
}, { kind: fc.constant('self-managed'), listener: fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/) });

/** Settings of an Aiven service, sensible or not. */
export const anyServiceSettings: fc.Arbitrary<AivenKafkaSettings> = optional<AivenKafkaSettings>(common, {
  ...acls, target: anyService, aivenAcls: fc.constantFrom([], [{ username: 'orders', topic: 'orders*', permission: 'read' }]),
});

/** Settings of a broker, sensible or not. */
export const anyListenerSettings: fc.Arbitrary<AivenKafkaSettings> = optional<AivenKafkaSettings>(common, {
  ...acls, target: anyListener, aivenAcls: fc.constant([]),
});

export { normalizeSettings };
