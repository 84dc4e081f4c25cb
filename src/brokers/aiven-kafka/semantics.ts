import { USER_PREFIX } from './acl';
import { javaTrim } from './kafka-text';
import { KAFKA_RELEASES } from './releases';
import { aclsOf } from './semantics/acl-entries';
import { KafkaAction, kafkaAction, readAction } from './semantics/actions';
import { AIVEN_AUTHORIZER, Authorizer, entriesOf, judgeAction, standardAuthorizer } from './semantics/authorizer';
import { Bearer, judgeBearer } from './semantics/bearer';
import { BrokerSettings, brokerSettings } from './semantics/broker-settings';
import { caseOf } from './semantics/case-of';
import { judgeClaims } from './semantics/claims';
import { KAFKA_FACTS, LOGIN_EARLIER, LOGIN_TOKEN, SASL_MESSAGE, SESSION_LENGTH } from './semantics/facts';
import { judgeAuthorizationId, judgeMessage } from './semantics/sasl-message';
import { judgeSession } from './semantics/session';
import { judgeSignatures } from './semantics/signature';
import { Start, startOf, Target } from './semantics/start';
import { judgeKeySet, judgeMechanism, judgeStart, judgeValidator } from './semantics/start-checks';
import { openCompact, openGiven } from './semantics/token';
import { judgeUnverified } from './semantics/unverified';
import { since } from './semantics/validator';
import { PreviewCase } from '../../preview/case';
import { CheckList } from '../../preview/check';
import { PreviewWarning, Verdict } from '../../preview/result';
import { BrokerSemantics, Outcome, outcomeOf } from '../../preview/semantics';

/** How Apache Kafka 3.9 to 4.4, at Aiven or self-managed, judges tokens. */
export const KAFKA_SEMANTICS: BrokerSemantics = {
  kind: 'aiven-kafka',
  title: 'Apache Kafka (Aiven or self-managed)',
  releases: KAFKA_RELEASES,
  // 3.9.1: allowed URLs. 4.0.0: none by default. 4.1.0: the client's validator, until 4.1.2. 4.2.0: audience lists, session length.
  // 4.4.0: issuer and audience demanded.
  changes: ['3.9.1', '4.0.0', '4.1.0', '4.1.2', '4.2.0', '4.4.0'],
  facts: KAFKA_FACTS,
  readAction,
  caseOf,
  evaluate,
};

/** One login under way. */
interface Login {
  readonly input: PreviewCase;
  readonly release: string;
  readonly target: Target;
  readonly settings: BrokerSettings;
  readonly start: Start;
  readonly loads: Verdict;
  readonly checks: CheckList;
  readonly warnings: PreviewWarning[];
}

function evaluate(input: PreviewCase, release: string): Outcome {
  const settings = brokerSettings(input);
  const target = input.target ?? 'aiven';
  const start = startOf(settings, release, target);
  const checks = new CheckList();
  const loads = judgeStart(start, checks) === true ? judgeKeySet(start, settings, input, checks) : start.loads;
  const login = { input, release, target, settings, start, loads, checks, warnings: [...settings.warnings] };
  return checks.failed || start.loads !== true ? nobody(login) : admit(login);
}

/** Who the client is cannot be told: it is refused, or may do what nobody knows. */
function nobody({ loads, checks, warnings }: Login): Outcome {
  return outcomeOf(checks, { loads, warnings, can: () => ({ allowed: 'unknown', reason: checks.reason }) });
}

function admit(login: Login): Outcome {
  const { input, checks } = login;
  if (input.authenticatedAs !== undefined) {
    checks.pass(LOGIN_EARLIER, 'the case says that the client is in');
    return rightsOf(login, input.authenticatedAs, null, null);
  }
  if (!judgeMechanism(login.settings, login.target, checks)) {
    return nobody(login);
  }
  const bearer = judgeToken(login);
  if (bearer === undefined || !judgeAuthorizationId(input.username, bearer.subject, checks)) {
    return nobody(login);
  }
  const disconnectsAt = judgeSession(bearer, login.start.typed.maxReauthMs, input.now, login.release, checks);
  if (disconnectsAt === undefined) {
    return nobody(login);
  }
  const expiresAt = Number(bearer.expiryMillis) / 1000;
  if (expiresAt <= input.now) {
    login.warnings.push({ rule: SESSION_LENGTH.rule, message: 'exp has passed: the client is let in, and cut off at its next request' });
  }
  return rightsOf(login, bearer.subject, expiresAt, disconnectsAt);
}

/** Who the token says the client is; undefined where it is refused or nobody can tell. */
function judgeToken(login: Login): Bearer | undefined {
  const { input, start, release, checks } = login;
  const token = typeof input.token === 'string' ? trimmedToken(input.token, login.warnings) : input.token;
  if (token === undefined || token === '') {
    checks.fail(LOGIN_TOKEN, 'the client sends none');
    return undefined;
  }
  if (typeof token === 'string' && !judgeMessage(token, start.typed.maxReceiveSize, checks)) {
    return undefined;
  }
  if (!judgeValidator(start, release, checks, login.warnings)) {
    return undefined;
  }
  if (start.validator === 'client') {
    return judgeUnverified(token, { urlAlphabet: since(release, '4.2.0') }, start.demands, checks);
  }
  const contents = typeof token === 'string' ? openCompact(token, checks) : openGiven(token, checks);
  const verified = contents !== undefined && judgeSignatures(contents, input, release, checks)
    && judgeClaims(contents.claims, start.demands, input.now, checks);
  return verified ? judgeBearer(contents.claims, start.demands, checks) : undefined;
}

/** The validator trims the token; a message that carries it with blanks at its end does not get that far. */
function trimmedToken(token: string, warnings: PreviewWarning[]): string {
  const trimmed = javaTrim(token);
  if (trimmed !== token) {
    warnings.push({ rule: SASL_MESSAGE.rule, message: 'the token has blanks around it and was judged without them; a client that sends them is refused' });
  }
  return trimmed;
}

function rightsOf(
  { input, target, start, loads, checks, warnings }: Login, subject: string, expiresAt: number | null, disconnectsAt: Outcome['disconnectsAt'],
): Outcome {
  const principal = USER_PREFIX + subject;
  const acls = aclsOf(input);
  const { superUsers, allowEveryone } = start.typed;
  const authorizer: Authorizer = target === 'aiven' ? AIVEN_AUTHORIZER : standardAuthorizer(superUsers, allowEveryone);
  return outcomeOf(checks, {
    loads,
    warnings,
    expiresAt,
    disconnectsAt,
    principal,
    permissions: acls === undefined ? null : entriesOf(authorizer, acls, principal).map(({ given }) => given),
    // What is asked here has gone through readAction, so it can be read again.
    can: (asked) => judgeAction(authorizer, acls, principal, kafkaAction(asked) as KafkaAction),
  });
}
