import { KafkaListener } from './settings';

/*
 * The broker's own names of the settings.
 * Sources: apache/kafka BrokerSecurityConfigs.java and SaslConfigs.java; aiven/go-api-schemas service_types.yml.
 */

/** A setting of the listener that is written as one property. */
export interface ListenerProperty {
  readonly prop: keyof KafkaListener;
  /** Key without listener and mechanism. */
  readonly key: string;
  readonly type: 'text' | 'number' | 'boolean';
  /** Largest value of Kafka's number type that JavaScript holds exactly. */
  readonly most?: number;
  /** First release that knows the key. */
  readonly since?: string;
  /** Whether Kafka looks for the key without the mechanism in its prefix; with it, the line is ignored. */
  readonly withoutMechanism?: boolean;
}

const OAUTH = 'sasl.oauthbearer.';
const INT = 2 ** 31 - 1;
const LONG = Number.MAX_SAFE_INTEGER;

export const JWKS_URL_KEY = `${OAUTH}jwks.endpoint.url`;
export const ISSUER_KEY = `${OAUTH}expected.issuer`;
export const AUDIENCE_KEY = `${OAUTH}expected.audience`;
export const SUB_CLAIM_KEY = `${OAUTH}sub.claim.name`;
export const VALIDATOR_CLASS_KEY = `${OAUTH}jwt.validator.class`;
export const HANDLER_KEY = 'sasl.server.callback.handler.class';
export const JAAS_KEY = 'sasl.jaas.config';
export const MECHANISMS_KEY = 'sasl.enabled.mechanisms';

/** Optional properties of a listener, in the order they are written. */
export const LISTENER_PROPERTIES: readonly ListenerProperty[] = [
  { prop: 'scopeClaimName', key: `${OAUTH}scope.claim.name`, type: 'text' },
  { prop: 'clockSkewSeconds', key: `${OAUTH}clock.skew.seconds`, type: 'number', most: INT },
  { prop: 'jwksEndpointRefreshMs', key: `${OAUTH}jwks.endpoint.refresh.ms`, type: 'number', most: LONG },
  { prop: 'jwksEndpointRetryBackoffMs', key: `${OAUTH}jwks.endpoint.retry.backoff.ms`, type: 'number', most: LONG },
  { prop: 'jwksEndpointRetryBackoffMaxMs', key: `${OAUTH}jwks.endpoint.retry.backoff.max.ms`, type: 'number', most: LONG },
  // ConfigurationUtils.getConfiguredInstance; run with 4.1.1, where a key with the mechanism leaves tokens unverified.
  { prop: 'jwtValidatorClass', key: VALIDATOR_CLASS_KEY, type: 'text', since: '4.1.0', withoutMechanism: true },
  { prop: 'allowUnverifiedIssuer', key: `${OAUTH}allow.unverified.issuer`, type: 'boolean', since: '4.4.0' },
  { prop: 'allowUnverifiedAudience', key: `${OAUTH}allow.unverified.audience`, type: 'boolean', since: '4.4.0' },
  { prop: 'connectionsMaxReauthMs', key: 'connections.max.reauth.ms', type: 'number', most: LONG },
];

/** Every key below `listener.name.<listener>.` that is ours. */
export const OUR_KEYS: readonly string[] = [
  MECHANISMS_KEY,
  ...[HANDLER_KEY, JAAS_KEY, JWKS_URL_KEY, ISSUER_KEY, AUDIENCE_KEY, SUB_CLAIM_KEY].map(ofMechanism),
  ...LISTENER_PROPERTIES.map(({ key, withoutMechanism }) => (withoutMechanism === true ? key : ofMechanism(key))),
];

function ofMechanism(key: string): string {
  return `oauthbearer.${key}`;
}

/** Key prefix of a listener; Kafka looks for it in lower case. */
export function listenerPrefix(listener: string): string {
  return `listener.name.${listener.toLowerCase()}.`;
}

/** Key prefix of the mechanism OAUTHBEARER of a listener. */
export function mechanismPrefix(listener: string): string {
  return listenerPrefix(listener) + ofMechanism('');
}

/** Where a property of a listener is written. */
export function propertyKey(listener: string, { key, withoutMechanism }: ListenerProperty): string {
  return (withoutMechanism === true ? listenerPrefix(listener) : mechanismPrefix(listener)) + key;
}

/** Whether a property of a broker is one that this library writes for the listener. */
export function isOurKey(listener: string, key: string): boolean {
  const prefix = listenerPrefix(listener);
  return key.startsWith(prefix) && OUR_KEYS.includes(key.slice(prefix.length));
}

export const LOGIN_MODULE = 'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule';
/** Written for every listener: the module's options concern clients, tokens are checked by the callback handler. */
export const JAAS_CONFIG = `${LOGIN_MODULE} required ;`;
/** In every release since 3.9; without it the broker falls back to a validator for tests that checks no signature. */
export const VALIDATOR_HANDLER = 'org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler';
/** The class's place before it moved; gone in 4.0. */
export const MOVED_VALIDATOR_HANDLER = 'org.apache.kafka.common.security.oauthbearer.secured.OAuthBearerValidatorCallbackHandler';
/** System property with the URLs that a broker may fetch keys from; empty means none from 4.0 on. */
export const ALLOWED_URLS_PROPERTY = 'org.apache.kafka.sasl.oauthbearer.allowed.urls';

/** Members of `kafka_user_config` that are booleans: path and setting. */
export const SERVICE_SWITCHES = [
  { prop: 'certificate', path: ['kafka_authentication_methods', 'certificate'] },
  { prop: 'plain', path: ['kafka_sasl_mechanisms', 'plain'] },
  { prop: 'scramSha256', path: ['kafka_sasl_mechanisms', 'scram_sha_256'] },
  { prop: 'scramSha512', path: ['kafka_sasl_mechanisms', 'scram_sha_512'] },
  { prop: 'letsencryptSasl', path: ['letsencrypt_sasl'] },
  { prop: 'letsencryptSaslPrivatelink', path: ['letsencrypt_sasl_privatelink'] },
  { prop: 'kafkaRest', path: ['kafka_rest'] },
  { prop: 'kafkaRestAuthorization', path: ['kafka_rest_authorization'] },
  { prop: 'schemaRegistry', path: ['schema_registry'] },
] as const;

/** The four fields of `kafka_user_config.kafka`. */
export const FIELD = {
  jwksEndpointUrl: 'sasl_oauthbearer_jwks_endpoint_url',
  issuer: 'sasl_oauthbearer_expected_issuer',
  audience: 'sasl_oauthbearer_expected_audience',
  subClaimName: 'sasl_oauthbearer_sub_claim_name',
} as const;

/** Most characters of each field (service_types.yml). */
export const JWKS_URL_LENGTH = 2048;
export const FIELD_LENGTH = 128;
