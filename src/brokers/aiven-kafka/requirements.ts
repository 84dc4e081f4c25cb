import { Accepted, RequirementNames, TokenRequirements } from '../requirements';
import { TokenNeeds } from '../token-needs';
import { USER_PREFIX } from './acl';
import { KAFKA_RELEASES } from './releases';
import { AivenKafkaSettings, DEFAULT_SUB_CLAIM, KafkaListener } from './settings';

export const REQUIREMENT_NAMES: RequirementNames = {
  issuer: 'issuer',
  audience: 'audience',
  keys: 'jwksEndpointUrl',
  principal: 'subClaimName',
};

/**
 * Only audiences can overlap: Kafka takes one issuer, one key URL and one subject claim.
 *
 * Source: Aiven's advice for a change of OIDC settings, aiven.io/docs/products/kafka/howto/enable-oidc; ConfigDef.java.
 */
export const OVERLAP_STEPS: { readonly [what: string]: readonly string[] | undefined } = {
  audience: [
    'Expect the old and the new audience and roll all brokers.',
    'Let the identity provider issue tokens for the new audience and wait until the last old token has expired.',
    'Expect the new audience alone and roll all brokers again.',
  ],
  key: [
    'Let the new key URL serve the keys of both, so that tokens signed with either verify.',
    'Change the key URL and roll all brokers.',
    'Drop the old keys when the last token signed with them has expired.',
  ],
};

/** What tokens must be under the settings (BrokerJwtValidator.java). */
export function tokenRequirements(settings: AivenKafkaSettings, version: string | undefined): TokenRequirements {
  const keys = settings.jwksEndpointUrl === undefined ? [] : [settings.jwksEndpointUrl];
  const principal = [settings.subClaimName ?? DEFAULT_SUB_CLAIM];
  if (settings.target.kind === 'aiven' && settings.target.disabled === true) {
    return { issuer: 'none', audience: 'none', keys, claims: {}, principal };
  }
  return {
    issuer: settings.issuer === undefined ? 'any' : [{ kind: 'exact', value: settings.issuer }],
    audience: audienceDemand(settings, version),
    keys,
    claims: {},
    principal,
  };
}

/** Without an expected audience a token that carries one is refused, unless a 4.4 broker is told not to look. */
function audienceDemand(settings: AivenKafkaSettings, version: string | undefined): Accepted {
  const expected = settings.audience ?? [];
  if (expected.length > 0) {
    return expected.map((value) => ({ kind: 'exact' as const, value }));
  }
  const optedOut = settings.target.kind === 'self-managed' && settings.target.allowUnverifiedAudience === true;
  return optedOut && KAFKA_RELEASES.isSince(version, '4.4.0') === true ? 'any' : 'none';
}

/**
 * Every signing algorithm for which a public key set can hold a key; only `none` is excluded (jose4j's list, AlgorithmConstraints).
 *
 * HS256 to HS512 verify only against a key set that publishes the secret, so they are left out.
 */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

const DEFAULT_REFRESH_SECONDS = 3600;
const LONGEST_PRINCIPAL = 256;
const LONGEST_USERNAME = 64;

/** What the broker needs from the identity provider. Scopes play no part: only the principal's name decides rights. */
export function tokenNeeds(settings: AivenKafkaSettings): TokenNeeds {
  const { target } = settings;
  return {
    scopes: undefined,
    introspection: undefined,
    algorithms: ALGORITHMS,
    plainHttp: target.kind === 'aiven' ? 'refused' : 'unwise',
    issuerComparison: 'exact',
    issuer: settings.issuer,
    audiences: settings.audience ?? [],
    allAudiences: false,
    principal: {
      claim: settings.subClaimName ?? DEFAULT_SUB_CLAIM,
      ...principalLimits(settings),
    },
    keyNeedsAlg: false,
    keyNeedsUse: false,
    keySource: target.kind === 'self-managed' && settings.jwksEndpointUrl?.startsWith('file:') === true ? 'local' : 'jwks-uri',
    keyCache: { seconds: target.kind === 'aiven' ? DEFAULT_REFRESH_SECONDS : refreshSeconds(target), refetchesUnknownKeys: true },
  };
}

function refreshSeconds(listener: KafkaListener): number {
  return listener.jwksEndpointRefreshMs === undefined ? DEFAULT_REFRESH_SECONDS : Math.ceil(listener.jwksEndpointRefreshMs / 1000);
}

function principalLimits(settings: AivenKafkaSettings) {
  if (settings.aivenAcls.length > 0) {
    return {
      use: 'the user name of an Aiven ACL',
      maxLength: LONGEST_USERNAME,
      pattern: '^[-._A-Za-z0-9]+$',
      patternText: 'letters, digits, ".", "_" and "-"',
    };
  }
  const maxLength = settings.target.kind === 'aiven' ? LONGEST_PRINCIPAL - USER_PREFIX.length : undefined;
  return { use: 'the principal "User:<name>" of an ACL', maxLength, pattern: '^[^*]*$', patternText: 'any characters but "*"' };
}
