import { isExpired, Members, StrictToken } from './token';
import { PreviewCase } from '../../../src/preview/case';

/** What a recipient with the token plugin's settings cannot accept. */
export function mosquittoFault({ header, claims }: StrictToken, { now, settings, username, mqttClientId }: PreviewCase): string | undefined {
  const read = objectOf(settings);
  if (read === undefined) {
    return 'jwt.json is no JSON object';
  }
  if (typeof read.algorithm !== 'string' || header.alg !== read.algorithm) {
    return 'alg is another';
  }
  const common = objectOf(objectOf(read.options)?.common) ?? {};
  if (common.validateExpiration !== false && isExpired(claims, now)) {
    return 'it is expired';
  }
  if (typeof common.issuer === 'string' && claims.iss !== common.issuer && common.issuers === undefined) {
    return 'the issuer is another';
  }
  if (common.matchUsernameToSubject === true && claims.sub !== username) {
    return 'the user name is not the subject';
  }
  return common.matchClientIdToSubject === true && claims.sub !== mqttClientId ? 'the client id is not the subject' : undefined;
}

/** Whether somebody may be let in by something other than a token: accounts with passwords, or without any name. */
export function hasOtherWays({ dynamicSecurity, allowAnonymous, plugins }: PreviewCase): boolean {
  return dynamicSecurity !== undefined || allowAnonymous === true || plugins?.every((plugin) => plugin === 'token') === false;
}

function objectOf(value: unknown): Members | undefined {
  if (typeof value === 'string') {
    try {
      return objectOf(JSON.parse(value));
    } catch {
      return undefined;
    }
  }
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value as Members : undefined;
}
