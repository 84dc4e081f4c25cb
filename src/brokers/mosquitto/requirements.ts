import { isUnresolvedList } from '../../text/unresolved';
import { Accepted, Matcher, RequirementNames, TokenRequirements } from '../requirements';
import { TokenNeeds } from '../token-needs';
import { isPattern } from './rules/claim-rules';
import { JwtCommon, JwtSettings, MosquittoSettings, ValueSource } from './settings';

/** Names of the settings behind the demands. */
export const REQUIREMENT_NAMES: RequirementNames = {
  issuer: 'issuer',
  audience: 'audience',
  keys: 'modes',
  principal: 'matchUsernameToSubject',
};

/*
 * `issuers` and `audiences` came between Pro 3.0 and 3.3 (docs.cedalo.com, "JWT Authentication" 3.0 and 3.3). Keys overlap in the key set
 * of the identity provider; two sets at once do not exist.
 */
export const OVERLAP_STEPS: { readonly [what: string]: readonly string[] | undefined } = {
  issuer: ['List the old and the new issuer in `issuers`, without `issuer`.', 'Have every application fetch tokens of the new issuer.', 'Remove the old issuer.'],
  audience: ['List the old and the new audience in `audiences`, without `audience`.', 'Have every application fetch tokens for the new audience.', 'Remove the old audience.'],
};

const NOTHING: TokenRequirements = { issuer: 'any', audience: 'any', keys: [], claims: {}, principal: [] };

/** What tokens must be under the settings. */
export function requirements({ jwt }: MosquittoSettings): TokenRequirements {
  if (jwt === undefined) {
    return NOTHING;
  }
  const { common } = jwt;
  return {
    issuer: accepted(common.issuer, common.issuers, common.validateIssuerAgainstEnvs),
    audience: accepted(common.audience, common.audiences, common.validateAudienceAgainstEnvs, true),
    keys: keysOf(jwt),
    claims: claimsOf(jwt),
    principal: principalClaims(common),
  };
}

/** What the broker needs from the identity provider under the settings. */
export function needs({ jwt }: MosquittoSettings): TokenNeeds {
  const common = jwt?.common ?? {};
  const audiences = [...(common.audience === undefined ? [] : [common.audience]), ...common.audiences ?? []];
  const introspection = jwt?.revocation?.introspection;
  const cache = jwt?.modes.jwks?.cache;
  return {
    // Rights come from dynamic security; the plugin reads no scopes (docs.cedalo.com, "JWT Authentication", Limitations).
    scopes: undefined,
    introspection: introspection && { caller: introspection.clientId?.plain },
    algorithms: jwt === undefined ? [] : [jwt.algorithm],
    plainHttp: 'unwise',
    issuerComparison: common.issuer === undefined && common.issuers?.some(isPattern) ? 'pattern' : 'exact',
    issuer: common.issuer ?? onlyMember(common.issuers),
    audiences,
    allAudiences: false,
    principal: principalNeed(common),
    keyNeedsAlg: undefined,
    keyNeedsUse: undefined,
    keySource: jwt?.mode === 'jwks' && jwt.modes.jwks?.uri !== undefined ? 'jwks-uri' : 'local',
    ...(cache?.enabled === true ? { keyCache: { seconds: (cache.ttlMs ?? 60000) / 1000, refetchesUnknownKeys: undefined } } : {}),
    audiencesArePatterns: audiences.some(isPattern),
  };
}

type Values = readonly string[] | undefined;

/** The one member of a list; undefined where there are several, or where only Terraform knows how many. */
export function onlyMember(list: Values): string | undefined {
  return list?.length === 1 && !isUnresolvedList(list) ? list[0] : undefined;
}

function accepted(one: string | undefined, several: Values, variables: Values, patterns = false): Accepted {
  const matchers = [
    // `issuer` is compared as plain text, everything else may be a pattern.
    ...(one === undefined ? [] : [patterns ? matcher(one) : { kind: 'exact', value: one } as const]),
    ...(several ?? []).map(matcher),
    ...(variables ?? []).map((name): Matcher => ({ kind: 'pattern', value: `variable ${name}` })),
  ];
  return matchers.length === 0 ? 'any' : matchers;
}

function matcher(value: string): Matcher {
  return { kind: isPattern(value) ? 'pattern' : 'exact', value };
}

function keysOf({ mode, modes }: JwtSettings): readonly string[] {
  if (mode === 'local') {
    return modes.local === undefined ? [] : [`local ${sourceText(modes.local)}`];
  }
  const jwks = modes.jwks;
  return [jwks?.uri, jwks?.filePath && `file ${jwks.filePath}`].filter((key): key is string => key !== undefined);
}

function sourceText(source: ValueSource): string {
  return source.env !== undefined ? `variable ${source.env}` : source.filePath !== undefined ? `file ${source.filePath}` : String(source.plain);
}

/** What must hold besides issuer, audience and keys. */
function claimsOf({ algorithm, common, revocation }: JwtSettings): { readonly [claim: string]: Accepted } {
  const must = (value: string): Accepted => [{ kind: 'exact', value }];
  const asked = revocation?.introspection?.uri ?? revocation?.plain?.uri;
  return {
    alg: must(algorithm),
    ...(common.validateExpiration === false ? {} : { exp: must('in the future') }),
    ...(common.matchClientIdToSubject === true ? { sub: must('the MQTT client id') } : {}),
    ...(common.matchClientIdToClaim === undefined ? {} : { [common.matchClientIdToClaim]: must('the MQTT client id') }),
    ...(asked === undefined ? {} : { 'not revoked at': must(asked) }),
  };
}

function principalClaims(common: JwtCommon): readonly string[] {
  return [
    ...(common.matchUsernameToSubject === true ? ['sub'] : []),
    ...(common.matchUsernameToClaim === undefined ? [] : [common.matchUsernameToClaim]),
  ];
}

function principalNeed(common: JwtCommon): TokenNeeds['principal'] {
  const claim = common.matchUsernameToSubject === true ? 'sub' : common.matchUsernameToClaim;
  return claim === undefined ? undefined : {
    claim,
    use: 'the MQTT user name, and with it a dynamic security account',
    // An MQTT user name is at most 65535 bytes (MQTT 5.0 section 1.5.4).
    maxLength: 65535,
    pattern: undefined,
    patternText: undefined,
  };
}
