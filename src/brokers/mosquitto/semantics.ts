import { brokerRefusal, judgeAction, malformedShare, permissionsOf, readAction } from './semantics/access';
import { ACCESS_DEFAULT, ACCESS_FACTS, ACCESS_NOT_GIVEN, ACCESS_OTHER_PLUGIN, ACCOUNT_UNKNOWN, ACCOUNTS_UNREADABLE } from './semantics/access-facts';
import { accountsOf, Defaults } from './semantics/accounts';
import { caseOf } from './semantics/case-of';
import { AUTHENTICATED, LOGIN_FACTS } from './semantics/facts';
import { Admission, DYNAMIC_SECURITY, judgeLogin, pluginsOf, TOKEN } from './semantics/login';
import {
  BASE_ASSUMED, BASE_UNKNOWN, defaultsApply, EVERYTHING_ALLOWED, notEnforced, UNKNOWN_ACCOUNT, UNREADABLE_ACCOUNTS, USERNAME_UNBOUND,
} from './semantics/preview-rules';
import { Base, factsOf, PREVIEW_CHANGES, PREVIEW_RELEASES, ReleaseFacts } from './semantics/releases';
import { readPlan } from './semantics/token-plan';
import { NO_SESSION } from './semantics/token-plugin';
import { AskedAction, PreviewCase } from '../../preview/case';
import { CheckList } from '../../preview/check';
import { PreviewWarning } from '../../preview/result';
import { ActionVerdict, BrokerSemantics, Outcome } from '../../preview/semantics';

/** How Pro Mosquitto judges tokens, and Mosquitto's dynamic security actions. */
export const MOSQUITTO_SEMANTICS: BrokerSemantics = {
  kind: 'mosquitto',
  title: 'Pro Mosquitto',
  releases: PREVIEW_RELEASES,
  changes: PREVIEW_CHANGES,
  judgesWithoutSettings: true,
  facts: [...LOGIN_FACTS, ...ACCESS_FACTS],
  readAction,
  caseOf,
  evaluate,
};

/** One client and what stands around it. */
interface Session {
  readonly input: PreviewCase;
  readonly plugins: readonly string[];
  readonly release: ReleaseFacts;
  readonly username: string | undefined;
  /** Which of the plugins that are known has let the client in. */
  readonly by: Admission['by'];
}

function evaluate(input: PreviewCase, name: string): Outcome {
  const [plugins, release, checks] = [pluginsOf(input), factsOf(name), new CheckList()];
  if (input.authenticatedAs !== undefined) {
    checks.pass(AUTHENTICATED, 'has let the client in');
    return admitted(checks, { input, plugins, release, username: input.authenticatedAs, by: undefined }, BEFOREHAND);
  }
  const admission = judgeLogin(checks, input, plugins, release);
  const session: Session = { input, plugins, release, username: input.username, by: admission.by };
  return admitted(checks, session, admission);
}

type Admitted = Pick<Admission, 'loads' | 'session' | 'warnings'>;

const BEFOREHAND: Admitted = { loads: true, session: NO_SESSION, warnings: [] };

/** What would apply if the login went through. */
function admitted(checks: CheckList, session: Session, { loads, session: { expiresAt, disconnectsAt, willPublished }, warnings }: Admitted): Outcome {
  const { input, plugins, release, username } = session;
  const hasAccounts = plugins.includes(DYNAMIC_SECURITY) && input.dynamicSecurity !== undefined;
  return {
    loads,
    checks,
    principal: username ?? null,
    mqttClientId: input.mqttClientId ?? null,
    permissions: hasAccounts ? permissionsOf(accountsOf(input.dynamicSecurity, newest(release)), username) : null,
    tags: null,
    expiresAt,
    disconnectsAt,
    willPublished,
    warnings: checks.failed ? warnings : [...warnings, ...warningsOf(session)],
    can: (action) => may(session, action),
  };
}

function newest({ bases }: ReleaseFacts): Base {
  return bases[bases.length - 1];
}

/** The rules at which dynamic security leaves the answer to the next plugin. */
const DEFERRING: readonly (string | null)[] = [ACCOUNT_UNKNOWN.rule, ACCOUNTS_UNREADABLE.rule, ACCESS_DEFAULT.rule];

/** All that judge actions are asked in order; with none everything is allowed. Source: v2.1.2 src/plugin_acl_check.c. */
function may(session: Session, action: AskedAction): ActionVerdict {
  const refusal = brokerRefusal(action);
  if (refusal !== undefined) {
    return refusal;
  }
  const verdict = askPlugins(session, action);
  return verdict.allowed === true ? malformedShare(action, session.release.bases) ?? verdict : verdict;
}

function askPlugins({ input, plugins, release, username }: Session, action: AskedAction): ActionVerdict {
  const judges = plugins.filter((plugin) => plugin !== TOKEN);
  if (judges.length === 0) {
    return { allowed: true, reason: null };
  }
  if (judges[0] !== DYNAMIC_SECURITY) {
    return { allowed: 'unknown', reason: ACCESS_OTHER_PLUGIN.rule };
  }
  if (input.dynamicSecurity === undefined) {
    return { allowed: 'unknown', reason: ACCESS_NOT_GIVEN.rule };
  }
  const verdict = judgeAction(input.dynamicSecurity, release.bases, { username, clientId: input.mqttClientId }, action);
  const isLeftOpen = judges.length > 1 && DEFERRING.includes(verdict.reason);
  return isLeftOpen ? { allowed: 'unknown', reason: ACCESS_OTHER_PLUGIN.rule } : verdict;
}

function warningsOf(session: Session): readonly PreviewWarning[] {
  const { input, plugins, release, by } = session;
  if (!plugins.includes(DYNAMIC_SECURITY)) {
    return plugins.every((plugin) => plugin === TOKEN) ? [EVERYTHING_ALLOWED] : [];
  }
  return [
    ...(by === TOKEN && !isNameBound(input, release) ? [USERNAME_UNBOUND] : []),
    ...(input.dynamicSecurity === undefined ? [] : accountWarnings(session)),
    ...(release.isPro ? [release.bases.length > 1 ? BASE_UNKNOWN : BASE_ASSUMED] : []),
  ];
}

function isNameBound({ settings }: PreviewCase, { laterClaims }: ReleaseFacts): boolean {
  const claims = readPlan(settings).plan?.claims;
  return claims === undefined || claims.usernameIsSubject || (laterClaims !== false && claims.later.usernameClaim !== undefined);
}

const DEFAULT_NAMES: readonly (keyof Defaults)[] = ['publishClientSend', 'publishClientReceive', 'subscribe', 'unsubscribe'];

function accountWarnings({ input, release, username, by }: Session): readonly PreviewWarning[] {
  const accounts = accountsOf(input.dynamicSecurity, newest(release));
  const account = username === undefined ? undefined : accounts.find(username);
  if (!accounts.isReadable) {
    return [UNREADABLE_ACCOUNTS];
  }
  if (username !== undefined && account === undefined) {
    return [UNKNOWN_ACCOUNT];
  }
  const open = DEFAULT_NAMES.filter((name) => accounts.defaults[name]);
  const isElsewhere = by !== DYNAMIC_SECURITY && account !== undefined;
  return [
    ...(isElsewhere && account.disabled ? [notEnforced('"disabled"')] : []),
    ...(isElsewhere && account.clientId !== undefined && account.clientId !== input.mqttClientId ? [notEnforced('the client id')] : []),
    ...(open.length > 0 ? [defaultsApply(open)] : []),
  ];
}
