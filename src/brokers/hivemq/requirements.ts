import { isUnresolvedList, isUnresolvedText } from '../../text/unresolved';
import { Accepted, Matcher, RequirementNames, TokenRequirements } from '../requirements';
import { TokenNeeds } from '../token-needs';
import { copiedClaimsOf, JwtManager, jwtManagersOf, pipelinesOf } from './model';
import { placeholdersOf } from './schema/patterns';
import { HiveMqClaim, HiveMqSettings } from './settings';

const NOTHING: TokenRequirements = { issuer: 'any', audience: 'any', keys: [], claims: {}, principal: [] };

/** Names of the settings behind the demands. */
export const HIVEMQ_REQUIREMENT_NAMES: RequirementNames = {
  issuer: 'reserved-claims/iss', audience: 'reserved-claims/aud', keys: 'jwks-endpoint', principal: 'authorization-key',
};

const CHAIN_STEPS = [
  'Add a second jwt-realm or JWT manager with the new value, in a chain with the old one (strategy UNKNOWN_KEY_OR_WRONG_SECRET), and roll it out.',
  'Prove with a token of each kind that both get in.',
  'Move the applications to the new tokens.',
  'Take the old manager out of the chain and roll that out.',
];

/** How to move without a lockout: issuers are a list, everything else needs a chain of two managers. */
export const HIVEMQ_OVERLAP_STEPS: { readonly [what: string]: readonly string[] | undefined } = {
  issuer: [
    'List the old and the new issuer in iss and roll it out; a new key set needs a second realm and a chain.',
    'Move the applications.',
    'Take the old issuer out.',
  ],
  audience: CHAIN_STEPS,
  key: CHAIN_STEPS,
  claim: CHAIN_STEPS,
};

/** What tokens of MQTT clients must be. One manager's demands are told plainly, those of several by pipeline. */
export function requirementsOf(settings: HiveMqSettings): TokenRequirements {
  const managers = jwtManagersOf(settings.config, 'listenerPipeline');
  if (managers.length === 0) {
    return NOTHING;
  }
  const all = managers.map(requirementsOfManager);
  return {
    issuer: union(all.map((one) => one.issuer)),
    audience: union(all.map((one) => one.audience)),
    keys: [...new Set(all.flatMap((one) => one.keys))].sort(),
    claims: all.length === 1 ? all[0].claims : Object.assign({}, ...all.map((one, index) => labelled(one, managers[index]))),
    principal: principalsOf(settings),
  };
}

function requirementsOfManager({ of, realm }: JwtManager): TokenRequirements {
  const reserved = of.jwtValidation?.reservedClaims;
  const jwks = realm?.configuration?.jwksEndpoint;
  const scopes = (reserved?.scope?.scopes ?? []).map((scope) => [`${reserved?.scope?.alt ?? 'scope'} with ${scope}`, [exact(scope)]]);
  const sub = reserved?.sub === undefined ? [] : [['sub', [matcherOf(reserved.sub)]]];
  return {
    issuer: reserved?.iss === undefined || reserved.iss.length === 0 ? 'any' : reserved.iss.map(exact),
    audience: reserved?.aud === undefined ? 'any' : [exact(reserved.aud)],
    keys: jwks === undefined ? [] : [jwks],
    claims: Object.fromEntries([...scopes, ...sub, ...claimEntries(of.jwtValidation?.customClaims ?? [])]),
    principal: [],
  };
}

/**
 * One claim demanded twice needs both values, so the second demand gets an entry of its own.
 *
 * A file that does not fit the schema may lack a name or a value; the parser says so, and nobody knows what is demanded then.
 */
function claimEntries(listed: readonly Partial<HiveMqClaim>[]): readonly (readonly [string, readonly Matcher[]])[] {
  const claims = listed.filter((claim): claim is HiveMqClaim => claim.name !== undefined && claim.value !== undefined);
  return claims.map(({ name, value }, index) => {
    const again = claims.slice(0, index).some((earlier) => earlier.name === name);
    return [again ? `${name} (${value})` : name, [matcherOf(value)]];
  });
}

/** Demands of one of several managers, under a name that tells the pipeline and the place in it. */
function labelled(one: TokenRequirements, manager: JwtManager): TokenRequirements['claims'] {
  const label = `${'listener' in manager.pipeline.of ? manager.pipeline.of.listener : ''} ${manager.of.realm}`;
  const entries = Object.entries({ ...one.claims, iss: one.issuer, aud: one.audience }).filter(([, accepted]) => accepted !== 'any');
  return Object.fromEntries(entries.map(([claim, accepted]) => [`${label}: ${claim}`, accepted]));
}

function union(all: readonly Accepted[]): Accepted {
  if (all.includes('any')) {
    return 'any';
  }
  const matchers = all.flatMap((one) => (typeof one === 'string' ? [] : one));
  return matchers.filter((matcher, index) => matchers.findIndex(({ value }) => value === matcher.value) === index);
}

function exact(value: string): Matcher {
  return { kind: 'exact', value };
}

/** A value with a variable of the extension is another value for every client. */
function matcherOf(value: string): Matcher {
  const isPattern = !isUnresolvedText(value) && placeholdersOf(value).some((name) => !name.startsWith('ENV:'));
  return { kind: isPattern ? 'pattern' : 'exact', value };
}

/** Claims that lead to rights: to the user first, then to roles. */
function principalsOf(settings: HiveMqSettings): readonly string[] {
  const copied = pipelinesOf(settings.config).filter((pipeline) => pipeline.kind === 'listenerPipeline').flatMap(copiedClaimsOf);
  const to = (variable: string) => copied.filter((one) => one.variable === variable).map((one) => one.claim);
  return [...new Set([...to('authorization-key'), ...to('authorization-role-key')])];
}

/** Issuers of which one must be in the tokens of MQTT clients; a list that is known only at apply counts as none. */
export function issuersOf(settings: HiveMqSettings): readonly string[] {
  return jwtManagersOf(settings.config, 'listenerPipeline')
    .map(({ of }) => of.jwtValidation?.reservedClaims?.iss ?? [])
    .filter((issuers) => !isUnresolvedList(issuers))
    .flat();
}

/** What the extension needs from the identity provider, for MQTT clients. */
export function needsOf(settings: HiveMqSettings): TokenNeeds {
  const managers = jwtManagersOf(settings.config, 'listenerPipeline');
  const reserved = managers.flatMap(({ of }) => (of.jwtValidation?.reservedClaims === undefined ? [] : [of.jwtValidation.reservedClaims]));
  const scopes = reserved.flatMap(({ scope }) => (scope === undefined || scope.scopes.length === 0 ? [] : [scope]));
  const claims = [...new Set(scopes.map((scope) => scope.alt ?? 'scope'))];
  return {
    // An array is documented for the claim that `alt` names (Okta's scp); of `scope` itself nothing is said.
    scopes: claims.length === 0 ? undefined : { claims, arrayReadIn: claims.filter((claim) => claim !== 'scope'), arrayRejectsTokenIn: [] },
    introspection: introspectionOf(managers),
    // RS256 and ES256 are the ones seen working; the whole list is not documented.
    algorithms: ['RS256', 'ES256'],
    plainHttp: 'unwise',
    issuerComparison: 'exact',
    issuer: issuersOf(settings)[0],
    audiences: [...new Set(reserved.flatMap(({ aud }) => (aud === undefined ? [] : [aud])))],
    allAudiences: false,
    principal: principalNeed(settings),
    keyNeedsAlg: undefined,
    keyNeedsUse: undefined,
  };
}

function introspectionOf(managers: readonly JwtManager[]): TokenNeeds['introspection'] {
  const asking = managers.find(({ of }) => of.jwtValidation?.enableIntrospection?.enabled === true);
  if (asking === undefined) {
    return undefined;
  }
  const caller = asking.realm?.configuration?.simpleAuth?.username;
  return { caller: caller === undefined || isUnresolvedText(caller) ? undefined : caller };
}

function principalNeed(settings: HiveMqSettings): TokenNeeds['principal'] {
  const [claim] = pipelinesOf(settings.config)
    .filter((pipeline) => pipeline.kind === 'listenerPipeline')
    .flatMap(copiedClaimsOf)
    .filter((copied) => copied.variable === 'authorization-key');
  if (claim === undefined) {
    return undefined;
  }
  return { claim: claim.claim, use: 'the name of a user in the file realm', maxLength: undefined, pattern: undefined, patternText: undefined };
}
