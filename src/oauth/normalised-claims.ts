import { splitScopes } from './scope-syntax';

/*
 * What the claims of an access token say, whatever the provider calls them. This is the provider's side: what a broker reads is that
 * broker's own semantics. Sources for each kind are in docs/identity-providers.md.
 */

/** How a kind of provider is called where tokens are read. */
export const CLAIM_KINDS = ['keycloak', 'okta', 'auth0', 'entra', 'uaa', 'generic'] as const;

/** One kind of provider. */
export type ClaimKind = typeof CLAIM_KINDS[number];

/** Claims as plain data. */
export type Claims = { readonly [name: string]: unknown };

/** The same facts of every provider's tokens. */
export interface NormalisedClaims {
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  readonly subject: string | null;
  readonly clientId: string | null;
  /** Whether an application got the token for itself. */
  readonly machine: boolean;
  readonly username: string | null;
  /** Claims that were left out, since they have no form that carries what they should. */
  readonly warnings: readonly ClaimWarning[];
}

/** A claim that was left out. */
export interface ClaimWarning {
  readonly rule: 'malformed-claim';
  readonly message: string;
}

interface ClaimPlan {
  readonly scopes: readonly string[];
  readonly clientId: readonly string[];
  readonly isMachine: (claims: Claims, clientId: string | null) => boolean;
  readonly machineName: readonly string[];
  readonly userName: readonly string[];
}

const PLANS: Readonly<Record<ClaimKind, ClaimPlan>> = {
  keycloak: {
    scopes: ['scope'],
    clientId: ['azp', 'client_id'],
    isMachine: ({ preferred_username: name }) => typeof name === 'string' && name.startsWith('service-account-'),
    machineName: ['preferred_username', 'sub'],
    userName: ['preferred_username', 'sub'],
  },
  okta: {
    scopes: ['scp'],
    clientId: ['cid'],
    isMachine: ({ uid }) => uid === undefined,
    machineName: ['sub'],
    userName: ['sub'],
  },
  auth0: {
    scopes: ['scope', 'permissions'],
    clientId: ['azp', 'client_id'],
    isMachine: ({ gty, sub }) => gty === 'client-credentials' || (typeof sub === 'string' && sub.endsWith('@clients')),
    machineName: ['sub'],
    userName: ['sub'],
  },
  entra: {
    scopes: ['scp', 'roles'],
    clientId: ['azp', 'appid'],
    isMachine: ({ idtyp, oid, sub }) => idtyp === 'app' || (isPresent(oid) && oid === sub),
    machineName: ['azp', 'appid'],
    userName: ['preferred_username', 'upn', 'unique_name', 'sub'],
  },
  uaa: {
    scopes: ['scope'],
    clientId: ['client_id', 'cid', 'azp'],
    isMachine: ({ grant_type: type }) => type === 'client_credentials',
    machineName: ['client_id'],
    userName: ['user_name', 'sub'],
  },
  generic: {
    scopes: ['scope', 'scp'],
    clientId: ['client_id', 'azp', 'cid'],
    isMachine: ({ sub }, clientId) => clientId !== null && sub === clientId,
    machineName: ['sub'],
    userName: ['preferred_username', 'sub'],
  },
};

/** Claims in which a kind of provider writes scopes, in the order in which they count. */
export function scopeClaimsOf(kind: ClaimKind): readonly string[] {
  return PLANS[kind].scopes;
}

/** Reads claims by the kind of provider that wrote them; `scopeClaims` replaces where its scopes are. */
export function normaliseClaims(claims: Claims, kind: ClaimKind, scopeClaims = PLANS[kind].scopes): NormalisedClaims {
  const plan = PLANS[kind];
  const warnings: ClaimWarning[] = [];
  const warn = (name: string, expects: string) => warnings.push({ rule: 'malformed-claim', message: `${name} is ${expects} and was left out` });
  const clientId = firstPresent(claims, plan.clientId);
  const machine = plan.isMachine(claims, clientId);
  return {
    scopes: [...new Set(scopeClaims.flatMap((name) => scopesIn(claims[name], () => warn(name, 'neither a text nor an array of texts'))))],
    audiences: audiencesIn(claims.aud, () => warn('aud', 'neither a text nor an array of texts')),
    subject: typeof claims.sub === 'string' ? claims.sub : null,
    clientId,
    machine,
    username: firstPresent(claims, machine ? plan.machineName : plan.userName),
    warnings,
  };
}

/** A text is split at blanks; members of an array are never split further. */
function scopesIn(value: unknown, malformed: () => void): readonly string[] {
  if (typeof value === 'string') {
    return splitScopes(value);
  }
  return textsIn(value, malformed);
}

function audiencesIn(value: unknown, malformed: () => void): readonly string[] {
  return typeof value === 'string' ? [value] : textsIn(value, malformed);
}

function textsIn(value: unknown, malformed: () => void): readonly string[] {
  if (value === undefined) {
    return [];
  }
  const texts: readonly string[] = Array.isArray(value) ? value.filter((member) => typeof member === 'string') : [];
  if (!Array.isArray(value) || texts.length !== value.length) {
    malformed();
  }
  return texts;
}

function firstPresent(claims: Claims, names: readonly string[]): string | null {
  const name = names.find((candidate) => isPresent(claims[candidate]));
  return name === undefined ? null : claims[name] as string;
}

function isPresent(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
