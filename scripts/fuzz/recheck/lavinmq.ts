import { hasAudience, isExpired, sameUrl, StrictToken } from './token';
import { PreviewCase } from '../../../src/preview/case';

/** What a recipient with LavinMQ's settings cannot accept. */
export function lavinMqFault({ header, claims }: StrictToken, { now, settings }: PreviewCase): string | undefined {
  if (header.alg !== 'RS256') {
    return 'alg is not RS256';
  }
  if (isExpired(claims, now)) {
    return 'it is expired';
  }
  if (typeof claims.nbf === 'number' && claims.nbf > now) {
    return 'it is not valid yet';
  }
  const { issuer, audience = undefined, resource_server_id: server, verify_aud: verifies = 'true' } = valuesOf(settings);
  if (issuer === undefined || !sameUrl(claims.iss, issuer)) {
    return 'the issuer is another';
  }
  const expected = audience || server;
  // Whatever is none of these words is off. Source: cloudamqp/lavinmq, src/lavinmq/config.cr.
  const isOff = !['true', 'yes', 'on', '1', 'y'].includes(verifies);
  return isOff || (expected !== undefined && hasAudience(claims, [expected])) ? undefined : 'the audience is another';
}

/** The last value of each key, whatever its section: the keys that matter are of one section each. */
function valuesOf(settings: PreviewCase['settings']): { readonly [name: string]: string | undefined } {
  if (typeof settings !== 'string') {
    return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name.replace('oauth.', ''), String(value).trim()]));
  }
  const values: { [name: string]: string } = {};
  let section = '';
  for (const line of settings.split(/\r\n|\n|\r/)) {
    section = /^\s*\[(.*)\]/s.exec(line)?.[1] ?? section;
    const entry = /^\s*([^=]+?)\s*=\s*(.*?)\s*$/s.exec(line);
    if (entry !== null && section.trim() === 'oauth') {
      values[entry[1]] = entry[2];
    }
  }
  return values;
}
