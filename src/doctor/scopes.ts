import { Findings } from './finding';
import { isStringOrUri } from './token';
import { CLAIM_MALFORMED, SCOPE_LIST, SCOPE_MISSING, SCOPE_TOKEN_SYNTAX, TOKEN_URIS } from './token-rules';
import { SCOPE_NAME, SCOPE_NAME_UNWISE } from './vendor-rules';
import { auth0Profile, entraProfile, keycloakProfile, oidcProfile, oktaProfile, uaaProfile } from '../identity/profiles';
import { EntraTokenVersion } from '../identity/provider-kind';
import { IDENTITY_SCOPE_TOKEN, SCOPE_LIMIT_RULES } from '../identity/scope-limits';
import { ScopeLimits } from '../identity/token-profile';
import { ClaimKind, NormalisedClaims } from '../oauth/normalised-claims';
import { SCOPE_TOKEN } from '../oauth/scope-syntax';
import { evaluate } from '../rules/rule';
import { show } from '../text/show';

const LIMITS: Readonly<Record<ClaimKind, ScopeLimits>> = {
  keycloak: keycloakProfile({}).scopeLimits,
  okta: oktaProfile({}).scopeLimits,
  auth0: auth0Profile({}).scopeLimits,
  entra: entraProfile({ tokenVersion: EntraTokenVersion.V2 }).scopeLimits,
  uaa: uaaProfile().scopeLimits,
  generic: oidcProfile({}).scopeLimits,
};

/** The syntax of RFC 6749 is judged by a rule of its own. */
const VENDOR_NAME_RULES = SCOPE_LIMIT_RULES.filter((rule) => rule !== IDENTITY_SCOPE_TOKEN);

/** Judges the names of required scopes: their syntax, and what the vendor makes of them. */
export function judgeScopeNames(findings: Findings, scopes: readonly string[], kind: ClaimKind): void {
  const wrong = scopes.filter((scope) => !SCOPE_TOKEN.test(scope));
  if (wrong.length > 0) {
    findings.broken(SCOPE_TOKEN_SYNTAX, `required ${wrong.map(show).join(', ')} cannot be a scope`);
  }
  const named = evaluate(VENDOR_NAME_RULES, { limits: LIMITS[kind], scopes });
  for (const found of named.findings) {
    findings.broken(found.level === 'error' ? SCOPE_NAME : SCOPE_NAME_UNWISE, `${found.path} ${found.message}`);
  }
}

/** Judges the way in which required scopes were written as one text; returns them. */
export function readScopeList(findings: Findings, text: string): readonly string[] {
  const scopes = text.split(' ');
  if (scopes.includes('')) {
    findings.broken(SCOPE_LIST, `the list of scopes ${text === '' ? 'is empty' : 'has a blank too many'}`);
  }
  return scopes.filter((scope) => scope !== '');
}

/** Judges expected audiences by themselves. */
export function judgeAudienceNames(findings: Findings, audiences: readonly string[]): void {
  const wrong = audiences.filter((audience) => !isStringOrUri(audience));
  if (wrong.length > 0) {
    findings.broken(TOKEN_URIS, `the expected ${wrong.map(show).join(', ')} ${wrong.length === 1 ? 'has a colon and is no URI' : 'have a colon and are no URIs'}`);
  }
}

/** Judges what a token or an answer of introspection says of scopes. */
export function judgeGranted(findings: Findings, what: string, { scopes, warnings }: NormalisedClaims, required: readonly string[]): void {
  for (const { message } of warnings.filter((warning) => !warning.message.startsWith('aud '))) {
    findings.broken(CLAIM_MALFORMED, message);
  }
  const wrong = scopes.filter((scope) => !SCOPE_TOKEN.test(scope));
  if (wrong.length > 0) {
    findings.broken(SCOPE_TOKEN_SYNTAX, `${what} has ${wrong.map(show).join(', ')}, which is no scope`);
  }
  const missing = required.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0) {
    findings.broken(SCOPE_MISSING, `${what} lacks ${missing.map(show).join(', ')}`);
  }
}
