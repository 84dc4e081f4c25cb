import { demandEqual, equalTexts, FitSubject, nameOf } from './fit-subject';
import { differByTrailingSlash, DISCOVERY_PATH, discoveryUrlOf } from '../../oauth/issuer';
import { HTTPS_URL } from '../../rules/condition';
import { Reporter, Rule } from '../../rules/rule';
import { isUnresolvedText } from '../../text/unresolved';

const COMPARISON = 'RFC 8414 section 4; RFC 7519 section 4.1.1';

/** What is wrong between the issuer that a broker demands and the one that tokens carry. */
type Mismatch = { readonly kind: 'none' | 'slash' | 'other' | 'at-apply' } | { readonly kind: 'lookalike'; readonly means: string };

function mismatch(subject: FitSubject): Mismatch {
  const { needs, provider } = subject;
  if (needs.issuer === undefined || needs.issuerComparison === 'pattern') {
    return { kind: 'none' };
  }
  const equal = equalTexts(needs.issuer, provider.issuer);
  if (equal !== false) {
    return { kind: equal === undefined ? 'at-apply' : 'none' };
  }
  if (differByTrailingSlash(needs.issuer, provider.issuer)) {
    return { kind: needs.issuerComparison === 'exact' ? 'slash' : 'none' };
  }
  const taken = provider.lookalikes.find(({ issuer }) => !isUnresolvedText(issuer) && sameButSlash(issuer, needs.issuer as string));
  return taken === undefined ? { kind: 'other' } : { kind: 'lookalike', means: taken.means };
}

function sameButSlash(one: string, other: string): boolean {
  return one === other || differByTrailingSlash(one, other);
}

export const IDENTITY_ISSUER_SLASH_DIFFERS: Rule<FitSubject> = {
  id: 'IDENTITY_ISSUER_SLASH_DIFFERS',
  level: 'error',
  summary: 'The issuer that the broker demands has a slash at its end exactly where the provider\'s tokens have one.',
  cause: 'The broker compares `iss` to the character and refuses every token.',
  remedy: 'write the issuer as tokens carry it; Auth0\'s end in a slash, most others do not',
  source: `${COMPARISON}; auth0.com/docs/secure/tokens/json-web-tokens/json-web-token-claims`,
  check: (subject, report) => {
    if (mismatch(subject).kind === 'slash') {
      report.broken(nameOf(subject, 'issuer'), { message: `differs from ${subject.provider.issuer} by the slash at its end`, got: subject.needs.issuer });
    }
  },
};

export const IDENTITY_ISSUER_LOOKALIKE: Rule<FitSubject> = {
  id: 'IDENTITY_ISSUER_LOOKALIKE',
  level: 'error',
  summary: 'The issuer that the broker demands is not one of the texts that are easily taken for it.',
  cause: 'Issuer, audience and key set follow from each other; with another form of the issuer the broker refuses every token.',
  remedy: 'use the issuer of the identity provider construct',
  source: 'learn.microsoft.com/entra/identity-platform/access-tokens; developer.okta.com/docs/concepts/auth-servers; docs.cloudfoundry.org/api/uaa',
  check: (subject, report) => {
    const found = mismatch(subject);
    if (found.kind === 'lookalike') {
      const message = `is ${found.means}; tokens carry ${subject.provider.issuer}`;
      report.broken(nameOf(subject, 'issuer'), { message, got: subject.needs.issuer });
    }
  },
};

export const IDENTITY_ISSUER_DIFFERS: Rule<FitSubject> = {
  id: 'IDENTITY_ISSUER_DIFFERS',
  level: 'error',
  summary: 'The broker demands the issuer that the provider\'s tokens carry.',
  cause: 'The broker refuses every token of this provider.',
  remedy: 'leave the issuer to the identity provider construct, or name the provider that issues the tokens',
  source: COMPARISON,
  check: (subject, report) => {
    const { needs, provider } = subject;
    const found = mismatch(subject);
    if (found.kind === 'other') {
      report.broken(nameOf(subject, 'issuer'), { message: `must be ${provider.issuer}`, got: needs.issuer });
    } else if (found.kind === 'at-apply' && needs.issuerComparison === 'exact') {
      demandEqual(report, nameOf(subject, 'issuer'), needs.issuer as string, provider.issuer);
    } else if (found.kind === 'at-apply') {
      report.deferred(nameOf(subject, 'issuer'));
    }
  },
};

function judgeScheme(subject: FitSubject, report: Reporter): void {
  const { provider, needs } = subject;
  report.value('identityProvider.issuer', provider.issuer, HTTPS_URL);
  report.value('identityProvider.jwksUri', provider.jwksUri, HTTPS_URL);
  if (needs.introspection !== undefined) {
    report.value('identityProvider.introspectionEndpoint', provider.introspectionEndpoint, HTTPS_URL);
  }
}

export const IDENTITY_HTTP_REFUSED: Rule<FitSubject> = {
  id: 'IDENTITY_HTTP_REFUSED',
  level: 'error',
  summary: 'A service that demands https gets https.',
  cause: 'CloudAMQP and Aiven refuse issuers and key sets over plain http.',
  remedy: 'serve the identity provider over https',
  source: 'www.cloudamqp.com/docs/lavinmq_oauth2.html; aiven.io/docs/products/kafka/howto/enable-oidc',
  check: (subject, report) => {
    if (subject.needs.plainHttp === 'refused') {
      judgeScheme(subject, report);
    }
  },
};

export const IDENTITY_HTTP_UNWISE: Rule<FitSubject> = {
  id: 'IDENTITY_HTTP_UNWISE',
  level: 'warning',
  summary: 'Keys come over https.',
  cause: 'Whoever sits between broker and provider can hand the broker keys of their own and sign any token.',
  remedy: 'serve the identity provider over https; plain http is for tests on one machine',
  source: 'RFC 8414 sections 2 and 6; OpenID Connect Discovery 1.0 section 3',
  check: (subject, report) => {
    if (subject.needs.plainHttp === 'unwise') {
      judgeScheme(subject, report);
    }
  },
};

/** Where the discovery document stands, against where a broker looks that knows the issuer alone. */
function discoveryGap(subject: FitSubject): 'none' | 'query' | 'elsewhere' | 'at-apply' {
  const { issuer, discoveryUrl } = subject.provider;
  if (subject.needs.keySource !== 'discovery' || discoveryUrl === undefined || discoveryUrl === `${issuer}${DISCOVERY_PATH}`) {
    return 'none';
  }
  if (discoveryUrl.includes('?')) {
    return 'query';
  }
  const derived = discoveryUrlOf(issuer);
  if (derived === undefined || isUnresolvedText(discoveryUrl)) {
    return 'at-apply';
  }
  return derived === discoveryUrl ? 'none' : 'elsewhere';
}

export const IDENTITY_KEYS_BEHIND_QUERY: Rule<FitSubject> = {
  id: 'IDENTITY_KEYS_BEHIND_QUERY',
  level: 'error',
  summary: 'A broker that finds keys by the issuer alone finds the keys that sign.',
  cause: 'Keys of an Entra API with a custom signing key are served only with the query `?appid=<client id>`, which the broker cannot add.',
  remedy: 'do without the custom signing key, or use a broker that is told the URL of the key set',
  source: 'learn.microsoft.com/entra/identity-platform/access-tokens; cloudamqp/lavinmq src/lavinmq/auth/jwt/jwks_fetcher.cr',
  check: (subject, report) => {
    if (discoveryGap(subject) === 'query') {
      report.broken('identityProvider', { message: 'publishes the keys only behind a query, and the broker looks under the issuer alone' });
    }
  },
};

export const IDENTITY_DISCOVERY_ELSEWHERE: Rule<FitSubject> = {
  id: 'IDENTITY_DISCOVERY_ELSEWHERE',
  level: 'warning',
  summary: 'The discovery document stands where the broker looks for it: under the issuer.',
  cause: 'The provider documents another place, as Entra does for version 1 tokens; a broker that finds no document, or one with another issuer, has no keys.',
  remedy: 'ask for version 2 tokens, or prove with a real token that the broker finds the keys, then acknowledge',
  source: 'OpenID Connect Discovery 1.0 section 4; learn.microsoft.com/entra/identity-platform/v2-protocols-oidc',
  check: (subject, report) => {
    const gap = discoveryGap(subject);
    if (gap === 'at-apply') {
      report.deferred('identityProvider');
    } else if (gap === 'elsewhere') {
      const { issuer, discoveryUrl } = subject.provider;
      report.broken('identityProvider', { message: `has its discovery document at ${discoveryUrl}, and the broker looks under ${issuer}` });
    }
  },
};

/** Issuer, scheme and place of the discovery document must be what the broker expects. */
export const FIT_ISSUER_RULES: readonly Rule<FitSubject>[] = [
  IDENTITY_ISSUER_SLASH_DIFFERS,
  IDENTITY_ISSUER_LOOKALIKE,
  IDENTITY_ISSUER_DIFFERS,
  IDENTITY_HTTP_REFUSED,
  IDENTITY_HTTP_UNWISE,
  IDENTITY_KEYS_BEHIND_QUERY,
  IDENTITY_DISCOVERY_ELSEWHERE,
];
