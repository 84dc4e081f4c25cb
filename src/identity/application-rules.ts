import { demandedValues, IdentityDemand } from './identity-demand';
import { machineSubjectOf } from './principal';
import { GUID } from './profiles';
import { ProviderModel } from './provider-model';
import { SCOPE_LIMIT_RULES } from './scope-limits';
import { TokenProfile } from './token-profile';
import { allOf, matches, NOT_BLANK } from '../rules/condition';
import { Reporter, Rule } from '../rules/rule';
import { show } from '../text/show';
import { isUnresolvedText } from '../text/unresolved';

/** What the rules on an application judge. */
export interface ApplicationSubject {
  readonly provider: ProviderModel;
  /** Left out where the provider makes it up. */
  readonly clientId: string | undefined;
  /** The subject that the user stated of an application that exists. */
  readonly subject: string | undefined;
  readonly demands: readonly IdentityDemand[];
  /** What `sub` holds in the tokens of users who log in through the client; left out where none do. */
  readonly userSubject?: UserSubjectKind;
  /** The applications at the same provider whose rights hang on `sub`. */
  readonly principals?: readonly SubjectPrincipal[];
}

/** What `sub` holds in the tokens of users. */
export type UserSubjectKind = NonNullable<TokenProfile['userSubject']> | 'unknown';

/** An application whose rights hang on `sub`. */
export interface SubjectPrincipal {
  readonly path: string;
  readonly subject: string;
}

// RFC 6749 appendix A.1: client-id = *VSCHAR
const CLIENT_ID = allOf([NOT_BLANK, matches('^[\\x20-\\x7e]*$', 'printable ASCII')]);

export const IDENTITY_CLIENT_ID: Rule<ApplicationSubject> = {
  id: 'IDENTITY_CLIENT_ID',
  level: 'error',
  summary: 'A client id is printable ASCII and not blank.',
  cause: 'No provider has a client with such an id, so the rights are granted to nobody.',
  remedy: 'copy the client id from the provider',
  source: 'RFC 6749 appendix A.1',
  check: ({ clientId }, report) => report.value('clientId', clientId, CLIENT_ID),
};

export const IDENTITY_CLIENT_ID_FORM: Rule<ApplicationSubject> = {
  id: 'IDENTITY_CLIENT_ID_FORM',
  level: 'error',
  summary: 'A client id has the form that the provider gives its ids.',
  cause: 'The text is some other name of the client, which tokens do not carry, so the rights are granted to nobody.',
  remedy: 'use the id that token requests send as client_id',
  source: 'learn.microsoft.com/entra/identity-platform/access-token-claims-reference: azp, appid; cloudfoundry/uaa client endpoints',
  check: ({ clientId, provider }, report) => {
    const { clientIds } = provider.profile;
    if (clientIds !== undefined) {
      report.value('clientId', clientId, matches(clientIds.pattern, clientIds.expects));
    }
  },
};

export const IDENTITY_SUBJECT_BLANK: Rule<ApplicationSubject> = {
  id: 'IDENTITY_SUBJECT_BLANK',
  level: 'error',
  summary: 'A subject that is given is not blank.',
  cause: 'No token has an empty `sub`, so the rights are granted to nobody.',
  remedy: 'copy `sub` from a token of the application, or leave it out',
  source: 'RFC 7519 section 4.1.2',
  check: ({ subject }, report) => report.value('subject', subject, NOT_BLANK),
};

const IS_GUID = matches(GUID.pattern, GUID.expects);

export const IDENTITY_SUBJECT_FORM: Rule<ApplicationSubject> = {
  id: 'IDENTITY_SUBJECT_FORM',
  level: 'warning',
  summary: 'A subject that is given looks like those of the provider\'s applications.',
  cause: 'Unless somebody configured another `sub`, tokens do not carry the text. Keycloak puts `service-account-<client id>` into preferred_username, not into sub.',
  remedy: 'copy `sub` from a token of the application, or acknowledge that the provider is configured to write this one',
  source: 'keycloak/keycloak SubMapper.java, ServiceAccountConstants.java; auth0.com/docs/secure/tokens/access-tokens/access-token-profiles',
  check: (application, report) => {
    const { subject, provider } = application;
    if (subject === undefined || application.clientId === undefined) {
      return;
    }
    const usual = machineSubjectOf(provider.profile, application.clientId);
    if (subject === usual) {
      return;
    }
    if (usual !== undefined) {
      judgeUsual(subject, usual, report);
    } else if (provider.profile.machineSubject !== 'unknown') {
      report.value('subject', subject, IS_GUID);
    }
  },
};

function judgeUsual(subject: string, usual: string, report: Reporter): void {
  if (isUnresolvedText(subject) || isUnresolvedText(usual)) {
    report.deferred('subject');
  } else {
    report.broken('subject', { message: `is usually ${usual} for this client`, got: subject });
  }
}

/** The audiences that each broker takes, by its path. */
function audiencesByBroker(demands: readonly IdentityDemand[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const demand of demands.filter(({ kind }) => kind === 'audience')) {
    found.set(demand.broker, (found.get(demand.broker) ?? new Set()).add(demand.value));
  }
  return found;
}

/** Whether one audience satisfies every broker: undefined when that is known only at apply. */
function oneAudienceServesAll(demands: readonly IdentityDemand[]): boolean | undefined {
  const brokers = [...audiencesByBroker(demands).values()];
  const values = demandedValues(demands, 'audience');
  if (brokers.length < 2 || values.some((value) => brokers.every((taken) => taken.has(value)))) {
    return true;
  }
  return values.some(isUnresolvedText) ? undefined : false;
}

function judgeAudiences(application: ApplicationSubject, report: Reporter): void {
  const fits = oneAudienceServesAll(application.demands);
  if (fits === undefined) {
    report.deferred('audience');
  } else if (!fits) {
    const got = demandedValues(application.demands, 'audience').join(', ');
    report.broken('audience', { message: 'must be one that all brokers of the application take, since a token of this provider has one', got });
  }
}

export const IDENTITY_APPLICATION_ONE_AUDIENCE: Rule<ApplicationSubject> = {
  id: 'IDENTITY_APPLICATION_ONE_AUDIENCE',
  level: 'error',
  summary: 'An application whose authorization server issues one audience uses brokers that all take it.',
  cause: 'Every token of the server has the same audience, so all brokers but one refuse the application.',
  remedy: 'let the brokers take the same audience, or use one authorization server for each',
  source: 'developer.okta.com/docs/reference/api/authorization-servers: audiences',
  check: (application, report) => {
    const { setBy, several } = application.provider.profile.audience;
    if (several === false && setBy === 'server') {
      judgeAudiences(application, report);
    }
  },
};

export const IDENTITY_APPLICATION_TOKENS_APART: Rule<ApplicationSubject> = {
  id: 'IDENTITY_APPLICATION_TOKENS_APART',
  level: 'warning',
  summary: 'An application whose tokens have one audience uses brokers that all take it.',
  cause: 'The application must request a token for each broker and must not mix them up.',
  remedy: 'let the brokers take the same audience, or acknowledge that the application keeps the tokens apart',
  source: 'auth0.com/docs/secure/tokens/access-tokens; learn.microsoft.com/entra/identity-platform/access-token-claims-reference: aud',
  check: (application, report) => {
    const { setBy, several } = application.provider.profile.audience;
    if (several === false && setBy !== 'server') {
      judgeAudiences(application, report);
    }
  },
};

const OTHERS_MAY_CHOOSE: Readonly<Partial<Record<UserSubjectKind, string>>> = {
  'login-name': 'is the login name of users, which',
  'unknown': 'may be chosen by users and',
};

export const IDENTITY_SUBJECT_OF_USERS: Rule<ApplicationSubject> = {
  id: 'IDENTITY_SUBJECT_OF_USERS',
  level: 'warning',
  summary: 'No user can get a token whose `sub` is that of an application with rights.',
  cause: 'A broker that keeps rights under `sub` cannot tell the two apart, so such a user has the rights of the application.',
  remedy: 'let the broker name principals by the claim that holds the client id, let `sub` of users be their id (`userSubject`), or make sure ' +
    'that nobody can have such a login name and acknowledge',
  source: 'RFC 9068 section 5; developer.okta.com/docs/concepts/oauth-claims: sub',
  check: ({ userSubject, principals = [] }, report) => {
    const how = userSubject === undefined ? undefined : OTHERS_MAY_CHOOSE[userSubject];
    if (how !== undefined) {
      principals.forEach(({ path, subject }) => {
        const name = isUnresolvedText(subject) ? 'the one that is known at apply' : show(subject);
        report.broken('sub', { message: `${how} can equal ${name}, under which ${path} has rights` });
      });
    }
  },
};

const APPLICATION_SCOPE_RULES: readonly Rule<ApplicationSubject>[] = SCOPE_LIMIT_RULES.map((rule) => ({
  ...rule,
  check: ({ provider, demands }, report) =>
    rule.check({ limits: provider.profile.scopeLimits, scopes: demandedValues(demands, 'scope') }, report),
}));

/** The rules on applications, those on their scopes included. */
export const APPLICATION_RULES: readonly Rule<ApplicationSubject>[] = [
  IDENTITY_CLIENT_ID,
  IDENTITY_CLIENT_ID_FORM,
  IDENTITY_SUBJECT_BLANK,
  IDENTITY_SUBJECT_FORM,
  IDENTITY_APPLICATION_ONE_AUDIENCE,
  IDENTITY_APPLICATION_TOKENS_APART,
  IDENTITY_SUBJECT_OF_USERS,
  ...APPLICATION_SCOPE_RULES,
];
