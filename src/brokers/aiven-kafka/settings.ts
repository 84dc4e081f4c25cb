import { aivenAclKey, AivenAcl, asSet, nativeAclKey, NativeAcl } from './acl';
import { mayAcceptForgedTokens } from './releases';

/** The claim that names the principal unless another is set (`sasl.oauthbearer.sub.claim.name`). */
export const DEFAULT_SUB_CLAIM = 'sub';
/** The SASL mechanism of RFC 7628 as Kafka names it. */
export const OAUTHBEARER = 'OAUTHBEARER';
/** The validator that checks signature, issuer, audience and times in every release that has it (4.1.0 and later). */
export const BROKER_JWT_VALIDATOR = 'org.apache.kafka.common.security.oauthbearer.BrokerJwtValidator';

/** OAuth 2.0 settings of a Kafka, without `sasl.oauthbearer.` in their names, and the rights of its principals. */
export interface AivenKafkaSettings {
  readonly target: AivenService | KafkaListener;
  /** `sasl.oauthbearer.jwks.endpoint.url`. */
  readonly jwksEndpointUrl?: string;
  /** `sasl.oauthbearer.expected.issuer`. */
  readonly issuer?: string;
  /** `sasl.oauthbearer.expected.audience`. */
  readonly audience?: readonly string[];
  /** `sasl.oauthbearer.sub.claim.name`. */
  readonly subClaimName?: string;
  readonly nativeAcls: readonly NativeAcl[];
  /** Aiven only. */
  readonly aivenAcls: readonly AivenAcl[];
}

/** Settings of an Aiven service beside the four OAuth fields, by their path in `kafka_user_config`. */
export interface AivenService {
  readonly kind: 'aiven';
  /** Plan of the service. It is no part of the settings that travel, so reading them back never gives it. */
  readonly plan?: string;
  /** OAuth is turned off as far as Terraform can: `kafka_authentication_methods.sasl` becomes false, the fields stay. */
  readonly disabled?: boolean;
  /** `kafka_authentication_methods.certificate`. */
  readonly certificate?: boolean;
  /** `kafka_sasl_mechanisms.plain`. */
  readonly plain?: boolean;
  /** `kafka_sasl_mechanisms.scram_sha_256`. */
  readonly scramSha256?: boolean;
  /** `kafka_sasl_mechanisms.scram_sha_512`. */
  readonly scramSha512?: boolean;
  /** `letsencrypt_sasl`. */
  readonly letsencryptSasl?: boolean;
  /** `letsencrypt_sasl_privatelink`. */
  readonly letsencryptSaslPrivatelink?: boolean;
  /** `kafka_rest`. */
  readonly kafkaRest?: boolean;
  /** `kafka_rest_authorization`. */
  readonly kafkaRestAuthorization?: boolean;
  /** `schema_registry`. */
  readonly schemaRegistry?: boolean;
  /** `sasl_oauthbearer_allowed_urls`. */
  readonly saslOauthbearerAllowedUrls?: readonly string[];
}

/** Settings of one SASL listener of a self-managed Kafka. */
export interface KafkaListener {
  readonly kind: 'self-managed';
  /** Name of the listener, in capitals as Kafka normalizes it. */
  readonly listener: string;
  /** `sasl.enabled.mechanisms` of the listener. */
  readonly enabledMechanisms?: readonly string[];
  /** `sasl.oauthbearer.scope.claim.name`. */
  readonly scopeClaimName?: string;
  /** `sasl.oauthbearer.clock.skew.seconds`. */
  readonly clockSkewSeconds?: number;
  /** `sasl.oauthbearer.jwks.endpoint.refresh.ms`. */
  readonly jwksEndpointRefreshMs?: number;
  /** `sasl.oauthbearer.jwks.endpoint.retry.backoff.ms`. */
  readonly jwksEndpointRetryBackoffMs?: number;
  /** `sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms`. */
  readonly jwksEndpointRetryBackoffMaxMs?: number;
  /** `sasl.oauthbearer.jwt.validator.class`, since 4.1. */
  readonly jwtValidatorClass?: string;
  /** `sasl.oauthbearer.allow.unverified.issuer`, since 4.4. */
  readonly allowUnverifiedIssuer?: boolean;
  /** `sasl.oauthbearer.allow.unverified.audience`, since 4.4. */
  readonly allowUnverifiedAudience?: boolean;
  /** `connections.max.reauth.ms` of the mechanism. */
  readonly connectionsMaxReauthMs?: number;
  /** URLs allowed besides the key URL by the system property `org.apache.kafka.sasl.oauthbearer.allowed.urls`. */
  readonly allowedUrls?: readonly string[];
}

/**
 * The settings in the one form that reading rendered files gives back.
 *
 * Defaults that are written out are filled in (`sub`, the mechanism OAUTHBEARER), defaults that are left out are absent, an empty list
 * is absent, the listener is in capitals, the validator that version 4.1 needs anyway is absent, the key URL is not repeated among the
 * allowed ones, entries are a sorted set, the plan of an Aiven service is absent.
 */
export function normalizeSettings(settings: AivenKafkaSettings, version: string | undefined): AivenKafkaSettings {
  return withoutAbsent({
    ...settings,
    target: settings.target.kind === 'aiven' ? normalizeService(settings.target) : normalizeListener(settings.target, settings.jwksEndpointUrl, version),
    audience: present(settings.audience),
    subClaimName: settings.subClaimName ?? DEFAULT_SUB_CLAIM,
    nativeAcls: asSet(settings.nativeAcls, nativeAclKey),
    aivenAcls: settings.target.kind === 'aiven' ? asSet(settings.aivenAcls, aivenAclKey) : [],
  });
}

function normalizeService(service: AivenService): AivenService {
  return withoutAbsent({
    ...service,
    plan: undefined,
    disabled: service.disabled === true ? true : undefined,
    saslOauthbearerAllowedUrls: present(service.saslOauthbearerAllowedUrls),
  });
}

function normalizeListener(listener: KafkaListener, keyUrl: string | undefined, version: string | undefined): KafkaListener {
  const impliedValidator = mayAcceptForgedTokens(version) && listener.jwtValidatorClass === BROKER_JWT_VALIDATOR;
  return withoutAbsent({
    ...listener,
    listener: listener.listener.toUpperCase(),
    enabledMechanisms: mechanismsOf(listener),
    jwtValidatorClass: impliedValidator ? undefined : listener.jwtValidatorClass,
    allowedUrls: present(listener.allowedUrls?.filter((url) => url !== keyUrl)),
  });
}

/** The SASL mechanisms of a listener. */
export function mechanismsOf(listener: KafkaListener): readonly string[] {
  return listener.enabledMechanisms ?? [OAUTHBEARER];
}

function present<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

/** The object without members that are undefined. */
export function withoutAbsent<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
