import { equalTexts, FitSubject } from './fit-subject';
import { originOf } from '../../oauth/issuer';
import { Reporter, Rule } from '../../rules/rule';
import { isUnresolvedText } from '../../text/unresolved';

const KEYCLOAK_NOTES = 'www.keycloak.org/docs/latest/upgrading: migrating to 26.6.2';

export const IDENTITY_INTROSPECTION_MISSING: Rule<FitSubject> = {
  id: 'IDENTITY_INTROSPECTION_MISSING',
  level: 'error',
  summary: 'A broker that introspects has an endpoint to ask.',
  cause: 'Auth0 and Entra have no introspection endpoint; the broker gets no answer and refuses every token.',
  remedy: 'turn introspection off in the broker, or use a provider that has it',
  source: 'RFC 7662 section 2; auth0.com/docs/get-started/applications/configure-applications-with-oidc-discovery; learn.microsoft.com/entra/identity-platform/v2-protocols-oidc',
  check: (subject, report) => {
    const { profile, introspectionEndpoint } = subject.provider;
    if (subject.needs.introspection !== undefined && (profile.introspection === 'none' || introspectionEndpoint === undefined)) {
      report.broken('introspection', { message: 'is demanded, and this identity provider has no introspection endpoint' });
    }
  },
};

/** Whether the introspecting client is among the audiences of the tokens; undefined when that is known only at apply. */
function callerInAudience(subject: FitSubject): boolean | undefined {
  const caller = subject.needs.introspection?.caller;
  if (caller === undefined) {
    return undefined;
  }
  const { audiences, allAudiences } = subject.needs;
  const everyToken = allAudiences || audiences.length === 1;
  const issued = (subject.provider.profile.audience.issued ?? []).map((audience) => equalTexts(caller, audience));
  const demanded = audiences.map((audience) => equalTexts(caller, audience));
  if (issued.includes(true) || (everyToken && demanded.includes(true))) {
    return true;
  }
  // One of several audiences may or may not be in the token at hand.
  const open = [...issued, ...demanded].some((answer) => answer !== false);
  return open || isUnresolvedText(caller) ? undefined : false;
}

function judgeCaller(subject: FitSubject, report: Reporter): void {
  const fits = callerInAudience(subject);
  if (fits === undefined) {
    report.deferred('introspection');
  } else if (!fits) {
    const got = subject.needs.introspection?.caller;
    report.broken('introspection', { message: 'is asked by a client that is not among the audiences of the tokens', got });
  }
}

export const IDENTITY_INTROSPECTION_CALLER: Rule<FitSubject> = {
  id: 'IDENTITY_INTROSPECTION_CALLER',
  level: 'error',
  summary: 'The client that introspects is an audience of the tokens, where the provider demands that.',
  cause: 'Keycloak from 26.6.2 answers `{"active":false}` to any other client, so the broker refuses every token.',
  remedy: 'introspect as the client that is the audience, or add a second audience mapper and list its value in `audiences` of the provider construct',
  source: KEYCLOAK_NOTES,
  check: (subject, report) => {
    if (subject.needs.introspection !== undefined && subject.provider.profile.introspection === 'caller-in-audience') {
      judgeCaller(subject, report);
    }
  },
};

export const IDENTITY_INTROSPECTION_CALLER_UNSURE: Rule<FitSubject> = {
  id: 'IDENTITY_INTROSPECTION_CALLER_UNSURE',
  level: 'warning',
  summary: 'The client that introspects is an audience of the tokens, where the provider may demand that.',
  cause: 'Whether any client may introspect depends on the provider\'s version: Keycloak from 26.6.2 answers `{"active":false}` to clients outside the audience.',
  remedy: 'introspect as the client that is the audience, or state `version` of the provider',
  source: KEYCLOAK_NOTES,
  check: (subject, report) => {
    if (subject.needs.introspection !== undefined && subject.provider.profile.introspection === 'unknown') {
      judgeCaller(subject, report);
    }
  },
};

export const IDENTITY_INTROSPECTION_HOST: Rule<FitSubject> = {
  id: 'IDENTITY_INTROSPECTION_HOST',
  level: 'warning',
  summary: 'The broker introspects under the host that the issuer names, where the provider compares the two.',
  cause: 'Keycloak without a fixed `hostname` takes its issuer from the request, so tokens issued under another host name are inactive.',
  remedy: 'set `hostname` in Keycloak and acknowledge, or introspect under the issuer\'s host',
  source: 'keycloak/keycloak AccessTokenIntrospectionProvider.java; www.keycloak.org/server/hostname',
  check: (subject, report) => {
    const { profile, issuer, introspectionEndpoint } = subject.provider;
    if (subject.needs.introspection === undefined || profile.introspectionComparesHost !== true || introspectionEndpoint === undefined) {
      return;
    }
    if (introspectionEndpoint.startsWith(`${issuer}/`)) {
      return;
    }
    if (isUnresolvedText(issuer) || isUnresolvedText(introspectionEndpoint)) {
      report.deferred('introspection');
    } else if (originOf(issuer) !== originOf(introspectionEndpoint)) {
      report.broken('introspection', { message: `goes to ${originOf(introspectionEndpoint)}, while tokens name ${originOf(issuer)}` });
    }
  },
};

/** Introspection must be there, allowed and truthful. */
export const FIT_INTROSPECTION_RULES: readonly Rule<FitSubject>[] = [
  IDENTITY_INTROSPECTION_MISSING,
  IDENTITY_INTROSPECTION_CALLER,
  IDENTITY_INTROSPECTION_CALLER_UNSURE,
  IDENTITY_INTROSPECTION_HOST,
];
