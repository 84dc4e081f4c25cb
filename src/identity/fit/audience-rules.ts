import { Condition, everyMember, matches } from '../../rules/condition';
import { Reporter, Rule } from '../../rules/rule';
import { hclString } from '../../text/hcl';
import { show } from '../../text/show';
import { isUnresolved, isUnresolvedList, isUnresolvedText } from '../../text/unresolved';
import { AudienceProfile } from '../token-profile';
import { equalTexts, FitApplication, FitSubject, nameOf, placeOf } from './fit-subject';

const AUDIENCE_CLAIM = 'RFC 7519 section 4.1.3; RFC 9068 section 4';

/** Whether two lists share a text: undefined when that is known only at apply. */
function overlap(some: readonly string[], others: readonly string[]): boolean | undefined {
  const answers = some.flatMap((one) => others.map((other) => equalTexts(one, other)));
  if (answers.includes(true)) {
    return true;
  }
  return answers.includes(undefined) ? undefined : false;
}

/** Whether every text of one list is in the other. */
function covered(some: readonly string[], others: readonly string[]): boolean | undefined {
  const answers = some.map((one) => overlap([one], others));
  if (answers.includes(false)) {
    return false;
  }
  return answers.includes(undefined) ? undefined : true;
}

function audiencesOf(subject: FitSubject): readonly string[] {
  return subject.needs.audiencesArePatterns === true ? [] : subject.needs.audiences;
}

export const IDENTITY_AUDIENCE_VALUE: Rule<FitSubject> = {
  id: 'IDENTITY_AUDIENCE_VALUE',
  level: 'error',
  summary: 'The audience is one that the provider can issue.',
  cause: 'Tokens carry another audience, so the broker refuses every one. Entra writes the API\'s client id into version 2 tokens, whatever was asked for.',
  remedy: 'use the value that the provider issues for this API or authorization server',
  source: 'learn.microsoft.com/entra/identity-platform/access-token-claims-reference: aud; auth0.com/docs/api/management/v2: resource servers; ' +
    'developer.okta.com/docs/reference/api/authorization-servers',
  check: (subject, report) => {
    const { values } = subject.provider.profile.audience;
    if (values === undefined) {
      return;
    }
    const [path, demanded, condition] = [nameOf(subject, 'audience'), audiencesOf(subject), matches(values.pattern, values.expects)];
    if (isUnresolvedList(demanded)) {
      report.value(path, demanded, everyMember(condition));
    } else {
      demanded.forEach((audience) => report.value(path, audience, condition));
    }
  },
};

export const IDENTITY_AUDIENCE_NOT_ISSUED: Rule<FitSubject> = {
  id: 'IDENTITY_AUDIENCE_NOT_ISSUED',
  level: 'error',
  summary: 'The audience that the broker demands is among those the provider is said to issue.',
  cause: 'The broker refuses every token whose `aud` does not have its audience.',
  remedy: 'make both values the same, or add the audience at the provider and to the construct',
  source: AUDIENCE_CLAIM,
  check: (subject, report) => {
    const { issued } = subject.provider.profile.audience;
    const demanded = audiencesOf(subject);
    if (issued === undefined || demanded.length === 0) {
      return;
    }
    const fits = subject.needs.allAudiences ? covered(demanded, issued) : overlap(demanded, issued);
    const path = nameOf(subject, 'audience');
    if (fits === false) {
      report.broken(path, { message: `must be among the audiences that tokens carry (${issued.map(show).join(', ') || 'none'})`, got: demanded.join(', ') });
    } else if (fits === undefined) {
      demandAtApply(report, path, { demanded, issued, all: subject.needs.allAudiences });
    }
  },
};

type Lists = { readonly demanded: readonly string[]; readonly issued: readonly string[]; readonly all: boolean };

/** Terraform compares when one side is known; a list may be one value that is known only at apply. */
function demandAtApply(report: Reporter, path: string, { demanded, issued, all }: Lists): void {
  if (!isUnresolved(issued)) {
    report.value(path, demanded, listCondition(issued, all ? 'be-among' : 'share'));
  } else if (!isUnresolved(demanded)) {
    report.value(path, issued, listCondition(demanded, all ? 'have-all' : 'share'));
  } else {
    report.deferred(path);
  }
}

type Listing = { readonly expects: string; readonly test: (value: readonly string[]) => boolean; readonly hcl: (reference: string) => string };

function listCondition(known: readonly string[], how: 'share' | 'be-among' | 'have-all'): Condition {
  const list = `[${known.map(hclString).join(', ')}]`;
  const shown = known.map(show).join(', ');
  const listings: Readonly<Record<typeof how, Listing>> = {
    'share': {
      expects: `a list that has one of ${shown}`,
      test: (value) => value.some((member) => known.includes(member)),
      hcl: (reference) => `length(setintersection(${reference}, ${list})) > 0`,
    },
    'be-among': {
      expects: `a list of nothing but ${shown}`,
      test: (value) => value.every((member) => known.includes(member)),
      hcl: (reference) => `length(setsubtract(${reference}, ${list})) == 0`,
    },
    'have-all': {
      expects: `a list that has all of ${shown}`,
      test: (value) => known.every((member) => value.includes(member)),
      hcl: (reference) => `length(setsubtract(${list}, ${reference})) == 0`,
    },
  };
  const { expects, test, hcl } = listings[how];
  return { expects, hcl, test: (value) => Array.isArray(value) && test(value) };
}

const WHO_ADDS: Readonly<Record<AudienceProfile['setBy'], string>> = {
  'mapper': 'only an audience mapper adds it to tokens',
  'server': 'only the authorization server adds it to tokens',
  'request': 'tokens have it only when the token request names it',
  'registration': 'only the API\'s registration adds it to tokens',
  'scope-names': 'only scopes whose name begins with it and a dot add it to tokens',
  'unknown': 'nobody is said to add it to tokens',
};

export const IDENTITY_AUDIENCE_BY_NOBODY: Rule<FitSubject> = {
  id: 'IDENTITY_AUDIENCE_BY_NOBODY',
  level: 'warning',
  summary: 'Somebody adds the audience that the broker demands.',
  cause: 'This provider issues tokens without the audience unless somebody asks for it, and the broker refuses those.',
  remedy: 'add it at the provider or to the token request, and say so in the provider construct (`audiences` or `audience`) or acknowledge',
  source: 'keycloak/keycloak docs con-audience.adoc; auth0.com/docs/get-started/apis/api-settings',
  check: (subject, report) => {
    const { audience } = subject.provider.profile;
    if (audience.issued !== undefined || audience.present !== false || subject.needs.audiences.length === 0) {
      return;
    }
    report.broken(nameOf(subject, 'audience'), { message: `is demanded, and ${WHO_ADDS[audience.setBy]}` });
  },
};

export const IDENTITY_AUDIENCE_SEVERAL: Rule<FitSubject> = {
  id: 'IDENTITY_AUDIENCE_SEVERAL',
  level: 'error',
  summary: 'No more audiences are demanded of one token than the provider writes into one.',
  cause: 'The provider issues one audience a token, so no token satisfies the broker.',
  remedy: 'demand one audience; one value can serve all brokers',
  source: 'developer.okta.com/docs/reference/api/authorization-servers: audiences; auth0.com/docs/secure/tokens/access-tokens; learn.microsoft.com/entra/identity-platform/access-token-claims-reference: aud',
  check: (subject, report) => {
    const { needs, provider } = subject;
    if (provider.profile.audience.several === false && needs.allAudiences && new Set(needs.audiences).size > 1) {
      report.broken(nameOf(subject, 'audience'), { message: 'demands several audiences of each token, and tokens of this provider have one', got: needs.audiences.join(', ') });
    }
  },
};

/** The audience that UAA derives from a scope: what stands before its last dot. */
export function audienceOfScope(scope: string): string | undefined {
  const dot = scope.lastIndexOf('.');
  return dot <= 0 || dot === scope.length - 1 || scope === 'uaa.none' ? undefined : scope.slice(0, dot);
}

/** The audiences of an application's tokens where scopes make them: its own id and what its scopes yield. */
function audiencesFromScopes(application: FitApplication): readonly string[] {
  const derived = (application.scopes ?? []).map(audienceOfScope).filter((audience): audience is string => audience !== undefined);
  return [application.clientId, ...derived];
}

export const IDENTITY_AUDIENCE_FROM_SCOPES: Rule<FitSubject> = {
  id: 'IDENTITY_AUDIENCE_FROM_SCOPES',
  level: 'error',
  summary: 'Where scopes make the audience, an application has a scope that makes the one demanded.',
  cause: 'UAA takes what stands before the last dot of each scope as audience, so a dot in the name of a queue or topic yields another one.',
  remedy: 'give the application one more scope named `<audience>.<word>` without further dots, or demand no audience',
  source: 'cloudfoundry/uaa UaaAuthorizationRequestManager.getResourceIds',
  check: (subject, report) => {
    if (subject.provider.profile.audience.setBy === 'scope-names') {
      subject.applications.forEach((application, index) => judgeScopes(subject, application, placeOf(application, index), report));
    }
  },
};

function judgeScopes(subject: FitSubject, application: FitApplication, place: string, report: Reporter): void {
  const demanded = audiencesOf(subject);
  if (application.scopes === undefined || demanded.length === 0) {
    return;
  }
  const made = audiencesFromScopes(application);
  const fits = application.scopes.some(isUnresolvedText) && overlap(demanded, made) !== true ? undefined : overlap(demanded, made);
  if (fits === undefined) {
    report.deferred(place);
  } else if (!fits) {
    const [has, wants] = [made, demanded].map((list) => list.map(show).join(', '));
    report.broken(place, { message: `gets tokens for ${has}, while the broker demands ${wants}` });
  }
}

/** The audience that the broker demands must get into tokens. */
export const FIT_AUDIENCE_RULES: readonly Rule<FitSubject>[] = [
  IDENTITY_AUDIENCE_VALUE,
  IDENTITY_AUDIENCE_NOT_ISSUED,
  IDENTITY_AUDIENCE_BY_NOBODY,
  IDENTITY_AUDIENCE_SEVERAL,
  IDENTITY_AUDIENCE_FROM_SCOPES,
];
