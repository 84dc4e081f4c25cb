import { audienceOfScope } from '../identity/fit/audience-rules';
import { demandedValues, IdentityDemand } from '../identity/identity-demand';
import { TokenProfile } from '../identity/token-profile';
import { JsonMembers } from '../preview/case';
import { isUnresolved, Value } from '../text/unresolved';

/** What an application's own token follows from. */
export interface TokenOwner {
  readonly profile: TokenProfile;
  readonly issuer: string;
  readonly clientId: string;
  readonly demands: readonly IdentityDemand[];
  /** The value of a claim in its tokens, where that is known. */
  readonly claimValue: (claim: string) => string | undefined;
}

/** A token as the identity provider would issue it, as far as that is known. */
export interface BuiltToken {
  readonly claims: JsonMembers;
  /** What was assumed, each as a part of a sentence. */
  readonly assumed: readonly string[];
}

/** Stands for a subject that the identity provider makes up. */
export const MADE_UP_SUBJECT = '00000000-0000-0000-0000-000000000000';

/** The header of the provider's tokens; no more is known of it than its algorithm, and that there is a `kid`. */
export function tokenHeader(profile: TokenProfile, kid: string | undefined): JsonMembers {
  return { alg: profile.defaultAlgorithm, kid: kid ?? 'preview' };
}

/** The claims that the provider writes into the application's token once everything is registered that brokers demand. */
export function applicationClaims(owner: TokenOwner, now: number, lifetimeSeconds: number): BuiltToken {
  const subject = owner.claimValue('sub');
  const scopes = demandedValues(owner.demands, 'scope');
  const claims = {
    iss: owner.issuer,
    sub: subject ?? MADE_UP_SUBJECT,
    ...audienceClaim(owner, scopes),
    ...namedClaims(owner),
    ...scopeClaims(owner.profile, scopes),
    iat: now,
    exp: now + lifetimeSeconds,
  };
  const assumed = [
    `it lives ${lifetimeSeconds} s`,
    ...(subject === undefined ? [`the provider makes up sub, for which ${MADE_UP_SUBJECT} stands`] : []),
    ...(owner.demands.length === 0 ? [] : ['everything that brokers demand for the application is registered']),
  ];
  return { claims, assumed };
}

/** One audience is a text, several are a list; UAA always writes a list. */
function audienceClaim({ profile, clientId, demands }: TokenOwner, scopes: readonly string[]): JsonMembers {
  const { issued, setBy, several } = profile.audience;
  if (setBy === 'scope-names') {
    const derived = scopes.map(audienceOfScope).filter((audience) => audience !== undefined);
    return { aud: [...new Set([clientId, ...derived])] };
  }
  const audiences = issued ?? demandedValues(demands, 'audience');
  const written = several === false ? audiences.slice(0, 1) : audiences;
  return written.length === 0 ? {} : { aud: written.length === 1 ? written[0] : [...written] };
}

/** Claims that say who the client is. */
function namedClaims({ profile, demands, claimValue }: TokenOwner): JsonMembers {
  const names = [profile.clientIdClaim, ...profile.clientIdAliases ?? [], profile.machineUsername?.claim, ...demandedValues(demands, 'claim')];
  return Object.fromEntries(names.flatMap((name) => {
    const value = name === undefined || name === 'sub' ? undefined : claimValue(name);
    return value === undefined ? [] : [[name, value]];
  }));
}

function scopeClaims({ scopeClaims: all }: TokenProfile, scopes: readonly string[]): JsonMembers {
  if (scopes.length === 0) {
    return {};
  }
  return Object.fromEntries(all.filter(({ tokens }) => tokens !== 'user')
    .map(({ name, shape }) => [name, shape === 'array' ? [...scopes] : scopes.join(' ')]));
}

/** Names of claims whose value is known only at apply. */
export function openClaims(claims: JsonMembers): readonly string[] {
  return Object.entries(claims).filter(([, value]) => isUnresolved(value as Value)).map(([name]) => name);
}
