import { Findings } from './finding';
import { TOKEN_LEEWAY, TOKEN_NUMBERS, TOKEN_TIME } from './token-rules';
import { Claims } from '../oauth/normalised-claims';

/** When times are judged; not at all where `now` is undefined. */
export interface Clock {
  readonly now: number | undefined;
  readonly leewaySeconds: number;
}

/** Usually no more than a few minutes, says RFC 7519. */
const LONGEST_LEEWAY = 300;

/** Judges that a token is valid at the time. */
export function judgeTimes(findings: Findings, claims: Claims, { now, leewaySeconds }: Clock): void {
  const wrong = ['exp', 'nbf', 'iat'].filter((name) => Object.hasOwn(claims, name) && typeof claims[name] !== 'number');
  if (wrong.length > 0) {
    findings.broken(TOKEN_NUMBERS, `${wrong.join(' and ')} ${wrong.length === 1 ? 'is no number' : 'are no numbers'}`);
  }
  if (now === undefined) {
    return;
  }
  if (leewaySeconds > LONGEST_LEEWAY) {
    findings.broken(TOKEN_LEEWAY, `the leeway is ${leewaySeconds} s`);
  }
  const { exp, nbf } = claims;
  if (typeof exp === 'number' && now >= exp + leewaySeconds) {
    findings.broken(TOKEN_TIME, `the token expired at ${exp}, now is ${now}`);
  }
  if (typeof nbf === 'number' && now < nbf - leewaySeconds) {
    findings.broken(TOKEN_TIME, `the token is valid from ${nbf} on, now is ${now}`);
  }
}
