import {
  ACCESS_DEFAULT, ACCESS_DENIED, ACCESS_ENTRY_INVALID, ACCESS_RELEASE, ACCOUNT_UNKNOWN, ACCOUNTS_UNREADABLE, ACTION_TOPIC, BROKER_TOPIC,
  WILDCARD_SUBSCRIPTION,
} from './access-facts';
import { Entry, Role } from './account-roles';
import { Accounts, accountsOf, Defaults, GrantedRole } from './accounts';
import { Base } from './releases';
import { Actor, coversFilter, coversFilter20, Filter, filterOf, hasWildcard, isFilter, isShare, isTopic, matchesTopic, sameRoot } from './topics';
import { AskedAction, JsonMembers } from '../../../preview/case';
import { CASE_ACTION, CaseProblem, caseProblem } from '../../../preview/case-problem';
import { ActionVerdict } from '../../../preview/semantics';

/*
 * What a client may do. Sources: eclipse-mosquitto/mosquitto v2.1.2 src/plugin_acl_check.c and plugins/dynamic-security/acl.c;
 * v2.0.11 src/security.c and plugins/dynamic-security/acl.c.
 */

interface ActionKind {
  readonly pattern: string;
  readonly literal?: string;
  readonly defaults: keyof Defaults;
}

const KINDS: Readonly<Record<string, ActionKind>> = {
  publish: { pattern: 'publishClientSend', defaults: 'publishClientSend' },
  receive: { pattern: 'publishClientReceive', defaults: 'publishClientReceive' },
  subscribe: { pattern: 'subscribePattern', literal: 'subscribeLiteral', defaults: 'subscribe' },
  unsubscribe: { pattern: 'unsubscribePattern', literal: 'unsubscribeLiteral', defaults: 'unsubscribe' },
};
const NAMES = Object.keys(KINDS).join(', ');

/** Reads `publish:orders/new`, or an object; `share` names the group of a shared subscription. */
export function readAction(asked: string | AskedAction): AskedAction | CaseProblem {
  const colon = typeof asked === 'string' ? asked.indexOf(':') : 0;
  const action = typeof asked === 'string' ? { action: asked.slice(0, Math.max(colon, 0)), resource: asked.slice(colon + 1) } : asked;
  if (!Object.hasOwn(KINDS, action.action) || action.resource === undefined) {
    return caseProblem(CASE_ACTION, `an action of Mosquitto is one of ${NAMES}, a colon, and a topic or filter, such as publish:orders/new`);
  }
  if ('share' in action && action.share !== undefined) {
    return { action: action.action, resource: `$share/${action.share}/${action.resource}` };
  }
  return action;
}

const YES: ActionVerdict = { allowed: true, reason: null };
const no = (fact: { readonly rule: string }): ActionVerdict => ({ allowed: false, reason: fact.rule });
const open = (fact: { readonly rule: string }): ActionVerdict => ({ allowed: 'unknown', reason: fact.rule });

/** What the broker itself refuses; undefined where it asks the plugins. */
export function brokerRefusal({ action, resource }: AskedAction): ActionVerdict | undefined {
  const topic = resource as string;
  const isDelivery = KINDS[action].literal === undefined;
  if (isDelivery ? !isTopic(topic) : !isFilter(topic)) {
    return no(ACTION_TOPIC);
  }
  if (!isDelivery) {
    return undefined;
  }
  const isClosed = topic.startsWith('$share') || (action === 'publish' && topic.startsWith('$SYS') && !isBridgeState(topic));
  return isClosed ? no(BROKER_TOPIC) : undefined;
}

function isBridgeState(topic: string): boolean {
  return /^\$SYS\/broker\/connection\/[^/]*\/state$/.test(topic);
}

/** A subscription that the broker takes apart in vain, although it was granted. Which releases do is not known for all of 2.0. */
export function malformedShare({ resource }: AskedAction, bases: readonly Base[]): ActionVerdict | undefined {
  if (isShare(resource as string)) {
    return undefined;
  }
  return bases.every((base) => base.is21) ? no(ACTION_TOPIC) : open(ACCESS_RELEASE);
}

/** What dynamic security says, where the releases that may be meant agree. */
export function judgeAction(file: unknown, bases: readonly Base[], actor: Actor, action: AskedAction): ActionVerdict {
  const verdicts = bases.map((base) => judge(accountsOf(file, base), base, actor, action));
  const [first] = verdicts;
  if (verdicts.every(({ allowed }) => allowed === first.allowed)) {
    return first;
  }
  return open(ACCESS_RELEASE);
}

function judge(accounts: Accounts, base: Base, actor: Actor, { action, resource }: AskedAction): ActionVerdict {
  const account = actor.username === undefined ? undefined : accounts.find(actor.username);
  if (actor.username !== undefined && account === undefined) {
    return no(accounts.isReadable ? ACCOUNT_UNKNOWN : ACCOUNTS_UNREADABLE);
  }
  const kind = KINDS[action];
  const asked = filterOf(resource as string);
  for (const { role } of account?.roles ?? accounts.anonymousRoles) {
    const verdict = judgeRole(role, kind, asked, base, actor);
    if (verdict !== undefined) {
      return verdict;
    }
  }
  return accounts.defaults[kind.defaults] && !asked.text.startsWith('$CONTROL') ? YES : no(ACCESS_DEFAULT);
}

/** The first match decides; undefined where the role says nothing. */
function judgeRole(role: Role, kind: ActionKind, asked: Filter, base: Base, actor: Actor): ActionVerdict | undefined {
  if (kind.defaults === 'subscribe' && !role.allowsWildcards && hasWildcard(asked.text)) {
    return no(WILDCARD_SUBSCRIPTION);
  }
  const literal = kind.literal === undefined ? undefined : role.literals.get(kind.literal)!.get(asked.text);
  if (literal !== undefined) {
    return said(literal);
  }
  for (const entry of role.entries.get(kind.pattern)!) {
    if (base.is21 && !entry.filter.isValid && sameRoot(entry.filter, asked)) {
      // 2.1 denies where it meets what is wrong, which depends on the place; 2.0 goes on to the next entry.
      return open(ACCESS_ENTRY_INVALID);
    }
    if (matches(entry, kind, asked, base, actor)) {
      return said(entry);
    }
  }
  return undefined;
}

function matches({ filter }: Entry, kind: ActionKind, asked: Filter, base: Base, actor: Actor): boolean {
  if (kind.literal === undefined) {
    return filter.isValid && matchesTopic(filter, asked, base.is21 ? actor : undefined);
  }
  return base.is21 ? coversFilter(filter, asked, actor) : coversFilter20(filter, asked);
}

function said(entry: Entry): ActionVerdict {
  return entry.allow ? YES : no(ACCESS_DENIED);
}

/** The entries that bear on a client, in the order in which the broker asks them. */
export function permissionsOf(accounts: Accounts, username: string | undefined): readonly JsonMembers[] {
  const roles: readonly GrantedRole[] = username === undefined ? accounts.anonymousRoles : accounts.find(username)?.roles ?? [];
  return roles.flatMap(({ role, from }) => [...role.entries.values()].flat().map(({ acltype, filter, allow, priority }) =>
    ({ role: role.name, acltype, topic: filter.text, allow, priority, from })));
}
