import { FitSubject, nameOf, placeOf } from './fit-subject';
import { PrincipalNeed } from '../../brokers/token-needs';
import { allOf, Condition, matches, maxLength } from '../../rules/condition';
import { Rule } from '../../rules/rule';

const MACHINE_SUBJECT: Readonly<Record<string, string>> = {
  'uuid': 'a UUID that the provider makes up',
  'object-id': 'the object id of the service principal',
  'unknown': 'not known for this kind of provider',
};

/** What is said of the claim when nobody knows its value. */
function describeClaim(subject: FitSubject, claim: string): string {
  const meaning = claim === 'sub' ? MACHINE_SUBJECT[subject.provider.profile.machineSubject] : undefined;
  return meaning ?? 'not known to hold anything that is known of the application';
}

export const IDENTITY_PRINCIPAL_UNKNOWN: Rule<FitSubject> = {
  id: 'IDENTITY_PRINCIPAL_UNKNOWN',
  level: 'error',
  summary: 'The name under which a broker keeps the rights of an application is known.',
  cause: 'Rights would hang on a name that the tokens of the application do not carry, so it has none.',
  remedy: 'set `subject` of the application to the value its tokens carry, or let the broker name principals by a claim that holds the client id',
  source: 'keycloak/keycloak SubMapper.java; learn.microsoft.com/entra/identity-platform/access-token-claims-reference: sub, oid',
  check: (subject, report) => {
    const { principal } = subject.needs;
    if (principal === undefined || principal.decidesRights === false) {
      return;
    }
    subject.applications.forEach((application, index) => {
      if (application.principal === undefined) {
        const message = `has no known value of claim ${principal.claim}, which is ${describeClaim(subject, principal.claim)}; the broker needs it as ${principal.use}`;
        report.broken(placeOf(application, index), { message });
      }
    });
  },
};

export const IDENTITY_SUBJECT_NOT_A_NAME: Rule<FitSubject> = {
  id: 'IDENTITY_SUBJECT_NOT_A_NAME',
  level: 'warning',
  summary: 'A broker that names principals by `sub` gets names that people know.',
  cause: 'At this provider `sub` of an application is an identifier made up by the provider, and it changes when the client is made anew.',
  remedy: 'let the broker name principals by the claim that holds the client id, or acknowledge and use the identifiers as names',
  source: 'keycloak/keycloak SubMapper.java, ServiceAccountConstants.java; learn.microsoft.com/entra/identity-platform/access-token-claims-reference: sub, oid',
  check: (subject, report) => {
    const { machineSubject, clientIdClaim } = subject.provider.profile;
    const { principal } = subject.needs;
    if (principal?.claim !== 'sub' || principal.decidesRights === false || !['uuid', 'object-id'].includes(machineSubject)) {
      return;
    }
    // Whoever states the subject of every application has met the identifiers; one that is missing is an error of its own.
    if (subject.applications.length > 0) {
      return;
    }
    const instead = clientIdClaim === undefined ? '' : `; the client id is in claim ${clientIdClaim}`;
    report.broken(nameOf(subject, 'principal'), { message: `is sub, which is ${MACHINE_SUBJECT[machineSubject]}${instead}` });
  },
};

function conditionOf(need: PrincipalNeed): Condition | undefined {
  const conditions = [
    ...(need.maxLength === undefined ? [] : [maxLength(need.maxLength)]),
    ...(need.pattern === undefined ? [] : [matches(need.pattern, need.patternText ?? `a text that matches ${need.pattern}`)]),
  ];
  return conditions.length === 0 ? undefined : allOf(conditions);
}

export const IDENTITY_PRINCIPAL_NAME: Rule<FitSubject> = {
  id: 'IDENTITY_PRINCIPAL_NAME',
  level: 'error',
  summary: 'The name of a principal fits where the broker keeps rights.',
  cause: 'The broker or its service refuses a name that is too long or has other characters, so no right can be written down for it.',
  remedy: 'name principals by another claim, or use the broker\'s kind of rights that takes such names (native ACLs on Aiven)',
  source: 'aiven.io/docs/products/kafka/concepts/acl; cedalo.com/docs: dynamic security',
  check: (subject, report) => {
    const { principal } = subject.needs;
    const condition = principal === undefined ? undefined : conditionOf(principal);
    if (condition !== undefined) {
      subject.applications.forEach((application, index) => report.value(placeOf(application, index), application.principal, condition));
    }
  },
};

/** Principals must have names that are known and fit. */
export const FIT_PRINCIPAL_RULES: readonly Rule<FitSubject>[] = [
  IDENTITY_PRINCIPAL_UNKNOWN,
  IDENTITY_SUBJECT_NOT_A_NAME,
  IDENTITY_PRINCIPAL_NAME,
];
