import { isExpired, StrictToken } from './token';
import { PreviewCase } from '../../../src/preview/case';

/** Known to work with the extension, and those that nobody has tried, which are never accepted for certain. */
const ALGORITHMS = ['RS256', 'ES256'];

/** What a recipient with the settings of the extension cannot accept. */
export function hiveMqFault({ header, claims }: StrictToken, { now, settings }: PreviewCase): string | undefined {
  if (!ALGORITHMS.includes(header.alg as string)) {
    return 'alg is neither RS256 nor ES256';
  }
  if (typeof settings !== 'string' || !isPlain(settings)) {
    return undefined;
  }
  const one = (name: string) => new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*)</${name}>`).exec(settings)?.[1];
  if (isExpired(claims, now, Number(one('exp-grace') ?? 0))) {
    return 'it is expired';
  }
  const [audience, issuers, subject] = [one('aud'), one('iss'), one('sub')];
  if (audience !== undefined && claims.aud !== audience.trim()) {
    return 'the audience is another';
  }
  if (issuers !== undefined && !issuers.split(/\s+/).includes(String(claims.iss))) {
    return 'the issuer is another';
  }
  if (subject !== undefined && claims.sub !== subject.trim()) {
    return 'the subject is another';
  }
  return scopesFault(settings, claims);
}

function scopesFault(settings: string, claims: StrictToken['claims']): string | undefined {
  const [, attributes, listed] = /<scope(\s[^>]*)?>([^<]*)<\/scope>/.exec(settings) ?? [];
  if (listed === undefined) {
    return undefined;
  }
  const claim = claims[/alt="([^"]*)"/.exec(attributes ?? '')?.[1] ?? 'scope'];
  const held = Array.isArray(claim) ? claim as readonly unknown[] : String(claim).split(' ');
  return listed.trim().split(/\s+/).every((scope) => held.includes(scope)) ? undefined : 'a scope is missing';
}

/** One manager of tokens and nothing that would need a real reader of XML; everything else is read by the product alone. */
function isPlain(settings: string): boolean {
  return settings.split('<jwt-authentication-manager>').length === 2 && !/[&]|<!|<\?|authentication-preprocessor/.test(settings);
}

/** Whether somebody may be let in without a token. */
export function hasOtherManagers({ settings }: PreviewCase): boolean {
  return typeof settings === 'string' && /<(?!jwt-)[a-z-]*authentication-manager/.test(settings);
}
