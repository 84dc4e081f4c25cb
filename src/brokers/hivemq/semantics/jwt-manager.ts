import { JsonMembers } from '../../../preview/case';
import { CheckList } from '../../../preview/check';
import { excerpt } from '../../../preview/excerpt';
import { HiveMqExpGrace, HiveMqJwtAuthenticationManager, HiveMqJwtRealm } from '../settings';
import type { Attempt, Login } from './authentication';
import { judgeClaim, judgeExpiry, judgeNotBefore, judgeReserved } from './claims';
import { TOKEN_FORM, TOKEN_REALM } from './facts';
import { judgeIntrospection } from './introspection';
import { judgeSignature } from './signature';
import { memberOf, ReadToken } from './token';
import { Unknown } from './variables';

/*
 * Authentication by token. The order of the steps is that of the schema; that of the extension is not documented.
 */

/** Judges the token that stands in authentication-byte-secret, which is the MQTT password unless a step says otherwise. */
export function judgeToken(manager: HiveMqJwtAuthenticationManager, login: Login, checks: CheckList): Attempt {
  const realm = judgeRealm(manager.realm, login, checks);
  const token = judgeForm(login, checks);
  if (token === undefined) {
    return { expiresAt: null, disconnectsAt: null, refusal: 'either' };
  }
  const { expGrace, enableIntrospection, reservedClaims = {}, customClaims = [] } = manager.jwtValidation ?? {};
  const { input: { now, introspection }, variables } = login;
  judgeSignature(login.input, token, checks);
  judgeExpiry(token.claims, now, expGrace, checks);
  judgeNotBefore(token.claims, now, checks);
  judgeReserved(token.claims, reservedClaims, checks);
  customClaims.forEach((claim) => judgeClaim(token.claims, claim, variables, checks));
  if (realm !== undefined) {
    judgeIntrospection(enableIntrospection, realm, introspection, checks);
  }
  const expiresAt = expiryOf(token.claims);
  return { expiresAt, disconnectsAt: disconnectOf(expGrace, expiresAt), refusal: 'either' };
}

function judgeRealm(name: string, { config }: Login, checks: CheckList): HiveMqJwtRealm | undefined {
  const realm = config.realms.get(name);
  if (realm?.kind !== 'jwtRealm') {
    checks.unknown(TOKEN_REALM, `${excerpt(name)} is not the name of a jwt-realm`);
    return undefined;
  }
  const of = realm.of as HiveMqJwtRealm;
  if (!realm.enabled || of.configuration?.jwksEndpoint === undefined) {
    checks.unknown(TOKEN_REALM, `${excerpt(name)} ${realm.enabled ? 'has no jwks-endpoint' : 'is not enabled'}, and what a manager does with it is not documented`);
  } else {
    checks.pass(TOKEN_REALM, `${excerpt(name)} has a key set`);
  }
  return of;
}

function judgeForm({ variables }: Login, checks: CheckList): ReadToken | undefined {
  const secret = variables.get('authentication-byte-secret');
  if (secret instanceof Unknown) {
    checks.unknown(TOKEN_FORM, secret.why);
    return undefined;
  }
  const token = secret === undefined ? { problem: 'the client sends no password, where the token belongs' } : variables.read(secret);
  if ('problem' in token) {
    checks.fail(TOKEN_FORM, token.problem);
    return undefined;
  }
  if (token.doubt === undefined) {
    checks.pass(TOKEN_FORM, 'three parts with a JSON header and payload');
  } else {
    checks.unknown(TOKEN_FORM, `${token.doubt}, and whether the extension reads that is not documented`);
  }
  return token;
}

function expiryOf(claims: JsonMembers): number | null {
  const exp = memberOf(claims, 'exp');
  return typeof exp === 'number' && Number.isFinite(exp) ? exp : null;
}

/** Without exp-grace nothing is disconnected; whether it is at exp or behind the leeway, and the attribute's default, are not documented. */
function disconnectOf(grace: HiveMqExpGrace | undefined, expiresAt: number | null): number | 'unknown' | null {
  if (grace === undefined || grace.disconnectAfterExpiry === false) {
    return null;
  }
  return grace.disconnectAfterExpiry === true && grace.grace === 0 && expiresAt !== null ? expiresAt : 'unknown';
}
