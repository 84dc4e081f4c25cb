import { isUnresolved } from '../../text/unresolved';
import { Accepted, RequirementNames, TokenRequirements } from '../requirements';
import { TokenNeeds } from '../token-needs';
import { LAVINMQ_RELEASES } from './releases';
import { TYPED_CLAIMS } from './rules/claim-rules';
import { DEFAULTS, expectedAudience, LavinMqSettings, scopePrefixOf, verifiesAudience } from './settings';

/** The settings behind the demands, as the broker's file names them. */
export const REQUIREMENT_NAMES: RequirementNames = {
  issuer: 'issuer',
  audience: 'audience',
  keys: 'issuer',
  principal: 'preferred_username_claims',
};

/** How to move without locking anyone out. The broker knows one issuer at a time, so there is no way for that and for its keys. */
export const OVERLAP_STEPS: { readonly [what: string]: readonly string[] | undefined } = {
  audience: [
    'have the identity provider put the old and the new audience into every token (an array in aud), and wait until older tokens have expired',
    'change audience here and restart the broker',
    'have the identity provider leave the old audience out',
    'where the identity provider can issue one audience only: turn verify_aud off first, ' +
      'which lets in every token of the issuer, and on again at the end',
  ],
  claim: [
    'have the identity provider issue every right under the old and the new prefix or claim, and wait until older tokens have expired',
    'change the setting here and restart the broker',
    'have the identity provider leave the old form out',
  ],
};

/**
 * What tokens must be under these settings.
 *
 * Besides issuer and audience, which decide the login, two demands stand under the names of their settings although they only decide
 * rights, since a token that loses its rights is as good as locked out: `scope_prefix` is the pattern that scopes must match, and
 * `additional_scopes_keys` lists the places where scopes are read, of which none may go.
 */
export function requirements(settings: LavinMqSettings): TokenRequirements {
  const issuer = comparableIssuer(settings.issuer ?? '');
  return {
    issuer: settings.issuer === undefined ? 'none' : [{ kind: 'exact', value: issuer }],
    audience: acceptedAudience(settings),
    keys: [`${issuer}/.well-known/openid-configuration`],
    claims: {
      scope_prefix: [{ kind: 'pattern', value: `${scopePrefixOf(settings) ?? ''}*` }],
      additional_scopes_keys: scopePlaces(settings).map((value) => ({ kind: 'exact', value })),
    },
    principal: settings.preferredUsernameClaims ?? DEFAULTS.preferredUsernameClaims,
  };
}

/** What the broker needs from the identity provider. */
export function needs(settings: LavinMqSettings, version: string | undefined): TokenNeeds {
  const readable = (settings.additionalScopesKeys ?? []).filter((key) => !TYPED_CLAIMS.includes(key));
  const roles = rolesClaim(settings);
  const audience = verifiesAudience(settings) ? expectedAudience(settings) : undefined;
  const takesKeysWithoutAlg = LAVINMQ_RELEASES.isSince(version, '2.9.1');
  return {
    scopes: {
      claims: [...roles, 'scope', ...readable],
      arrayReadIn: [...roles, ...readable],
      arrayRejectsTokenIn: ['scope'],
    },
    introspection: undefined,
    algorithms: ['RS256'],
    plainHttp: settings.cloudAmqp === undefined ? 'unwise' : 'refused',
    issuerComparison: 'one-trailing-slash',
    issuer: settings.issuer,
    audiences: audience === undefined ? [] : [audience],
    allAudiences: false,
    principal: {
      claim: (settings.preferredUsernameClaims ?? DEFAULTS.preferredUsernameClaims)[0],
      use: 'the user name in logs and in the check of the user_id property of published messages',
      maxLength: undefined,
      pattern: undefined,
      patternText: undefined,
      decidesRights: false,
    },
    keyNeedsAlg: takesKeysWithoutAlg === undefined ? undefined : !takesKeysWithoutAlg,
    keyNeedsUse: true,
    keySource: 'discovery',
    keyCache: { seconds: settings.jwksCacheTtlSeconds ?? DEFAULTS.jwksCacheTtlSeconds, refetchesUnknownKeys: false },
  };
}

/** The broker drops one slash at the end on both sides. Source: cloudamqp/lavinmq, src/lavinmq/auth/jwt/token_verifier.cr. */
function comparableIssuer(issuer: string): string {
  return !isUnresolved(issuer) && issuer.endsWith('/') ? issuer.slice(0, -1) : issuer;
}

function acceptedAudience(settings: LavinMqSettings): Accepted {
  if (!verifiesAudience(settings)) {
    return 'any';
  }
  const expected = expectedAudience(settings);
  return expected === undefined ? 'none' : [{ kind: 'exact', value: expected }];
}

function scopePlaces(settings: LavinMqSettings): readonly string[] {
  const member = settings.resourceServerId === undefined ? '' : `, in objects only ${settings.resourceServerId}`;
  return [...rolesClaim(settings), 'scope', ...(settings.additionalScopesKeys ?? []).map((key) => `${key}${member}`)];
}

function rolesClaim(settings: LavinMqSettings): readonly string[] {
  return settings.resourceServerId === undefined ? [] : [`resource_access.${settings.resourceServerId}.roles`];
}
