import { FitSubject, nameOf } from './fit-subject';
import { Reporter, Rule } from '../../rules/rule';
import { isUnresolvedNumber } from '../../text/unresolved';

/** Whether the algorithms of both sides meet. */
function algorithmFit(subject: FitSubject): 'good' | 'never' | 'not-by-default' {
  const { needs, provider: { profile } } = subject;
  const accepted = (algorithm: string) => needs.algorithms.includes(algorithm) && (isLocal(subject) || !algorithm.startsWith('HS'));
  if (needs.algorithms.length === 0 && !profile.defaultAlgorithm.startsWith('HS')) {
    return 'good';
  }
  if (accepted(profile.defaultAlgorithm)) {
    return 'good';
  }
  return profile.algorithms.some(accepted) ? 'not-by-default' : 'never';
}

function isLocal(subject: FitSubject): boolean {
  return subject.needs.keySource === 'local';
}

function describeAlgorithms(subject: FitSubject): string {
  const { algorithms } = subject.needs;
  const accepted = isLocal(subject) ? algorithms : algorithms.filter((algorithm) => !algorithm.startsWith('HS'));
  return accepted.join(', ') || 'an algorithm whose key is public';
}

export const IDENTITY_ALGORITHM_REFUSED: Rule<FitSubject> = {
  id: 'IDENTITY_ALGORITHM_REFUSED',
  level: 'error',
  summary: 'Tokens are signed with an algorithm that the broker accepts and can verify.',
  cause: 'The broker refuses the signature of every token. HS* signs with a shared secret, which no key set holds.',
  remedy: 'set the signing algorithm of the API or client at the provider, and the broker\'s where it has a choice',
  source: 'RFC 7515 section 4.1.1; RFC 9068 section 4',
  check: (subject, report) => {
    if (algorithmFit(subject) === 'never') {
      const { algorithms } = subject.provider.profile;
      report.broken('identityProvider', { message: `signs with ${algorithms.join(' or ')}, while the broker needs ${describeAlgorithms(subject)}` });
    }
  },
};

export const IDENTITY_ALGORITHM_DEFAULT: Rule<FitSubject> = {
  id: 'IDENTITY_ALGORITHM_DEFAULT',
  level: 'warning',
  summary: 'The algorithm that signs when nobody chooses one is one the broker accepts.',
  cause: 'An Auth0 API created through the Management API signs with HS256 unless it is told otherwise; no key set verifies that.',
  remedy: 'set `signing_alg` of the API to RS256, and `signingAlgorithm` of the provider construct to say so',
  source: 'auth0.com/docs/api/management/v2: resource servers, signing_alg',
  check: (subject, report) => {
    if (algorithmFit(subject) === 'not-by-default') {
      const { defaultAlgorithm } = subject.provider.profile;
      report.broken('identityProvider', { message: `signs with ${defaultAlgorithm} by default, while the broker needs ${describeAlgorithms(subject)}` });
    }
  },
};

type KeyPart = { readonly need: boolean | undefined; readonly named: boolean | undefined; readonly member: string };

/** Judges one member of keys; what either side leaves open stays open. */
function judgeKeys(subject: FitSubject, part: KeyPart, report: Reporter): void {
  if (isLocal(subject) || part.need === false || part.named === true || (part.need === undefined && part.named === undefined)) {
    return;
  }
  if (part.need === true && part.named === false) {
    report.broken('identityProvider', { message: `publishes keys without \`${part.member}\`, and this version of the broker drops those` });
  } else {
    report.deferred('identityProvider');
  }
}

export const IDENTITY_KEYS_WITHOUT_ALG: Rule<FitSubject> = {
  id: 'IDENTITY_KEYS_WITHOUT_ALG',
  level: 'error',
  summary: 'The broker takes the provider\'s keys although they do not name an algorithm.',
  cause: 'The broker drops such keys and ends up with none, so it refuses every token: LavinMQ before 2.9.1 does so with the keys of Entra.',
  remedy: 'use a version of the broker that takes them (LavinMQ 2.9.1)',
  source: 'cloudamqp/lavinmq pull request 2124; RFC 7517 section 4.4',
  check: (subject, report) =>
    judgeKeys(subject, { need: subject.needs.keyNeedsAlg, named: subject.provider.profile.keysNameAlg, member: 'alg' }, report),
};

export const IDENTITY_KEYS_WITHOUT_USE: Rule<FitSubject> = {
  id: 'IDENTITY_KEYS_WITHOUT_USE',
  level: 'error',
  summary: 'The broker takes the provider\'s keys although they do not name their use.',
  cause: 'The broker drops such keys and ends up with none, so it refuses every token.',
  remedy: 'publish the keys with `use` set to sig',
  source: 'cloudamqp/lavinmq src/lavinmq/auth/jwt/jwks_fetcher.cr; RFC 7517 section 4.2',
  check: (subject, report) =>
    judgeKeys(subject, { need: subject.needs.keyNeedsUse, named: subject.provider.profile.keysNameUse, member: 'use' }, report),
};

const DAY_SECONDS = 86400;

export const IDENTITY_KEY_CACHE_LONG: Rule<FitSubject> = {
  id: 'IDENTITY_KEY_CACHE_LONG',
  level: 'warning',
  summary: 'A broker that does not fetch keys again for an unknown one fetches them at least daily.',
  cause: 'Providers change their keys on their own; until the broker fetches again it refuses every token signed with a new key.',
  remedy: 'keep keys for a day at most',
  source: 'learn.microsoft.com/entra/identity-platform/access-tokens: signing key rollover; developer.okta.com/docs/reference/api/oidc: keys',
  check: (subject, report) => {
    const cache = subject.needs.keyCache;
    if (cache === undefined || cache.refetchesUnknownKeys === true) {
      return;
    }
    if (isUnresolvedNumber(cache.seconds)) {
      report.deferred(nameOf(subject, 'keys'));
    } else if (cache.seconds > DAY_SECONDS) {
      report.broken(nameOf(subject, 'keys'), { message: `keeps keys longer than ${DAY_SECONDS} seconds`, got: cache.seconds });
    }
  },
};

/** The broker must find, take and keep up with the keys that sign. */
export const FIT_KEY_RULES: readonly Rule<FitSubject>[] = [
  IDENTITY_ALGORITHM_REFUSED,
  IDENTITY_ALGORITHM_DEFAULT,
  IDENTITY_KEYS_WITHOUT_ALG,
  IDENTITY_KEYS_WITHOUT_USE,
  IDENTITY_KEY_CACHE_LONG,
];
