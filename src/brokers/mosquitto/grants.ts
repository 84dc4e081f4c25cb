import { Condition } from '../../rules/condition';
import { Finding, finding, Precondition } from '../../rules/rule';
import { byCodePoint, canonicalJson } from '../../text/canonical';
import { isKnown, isUnresolvedText } from '../../text/unresolved';
import { DestinationMatch, GrantConsumeOptions, GrantOptions, GrantPublishOptions } from '../grant';
import { MosquittoAccess } from './access';
import {
  MOSQUITTO_GRANT_CONTRADICTION, MOSQUITTO_GRANT_OPTION, MOSQUITTO_GRANT_PREFIX, MOSQUITTO_GRANT_WIDER, MOSQUITTO_GRANT_WILDCARD,
} from './grant-rules';
import { FileRule } from './rules/file-rules';
import { AccessControlEntry, DynamicSecurityClient, DynamicSecurityRole } from './settings';
import { LITERAL_TOPIC, TOPIC_FILTER } from './topic';

/** What a common grant comes to on Mosquitto. */
export interface GrantPlan {
  /** The rights; empty when the grant cannot be made. */
  readonly accesses: readonly MosquittoAccess[];
  /** The real extent where that is more than was asked. */
  readonly wider?: string;
  readonly problems: readonly Finding[];
  /** What a destination known only at apply must be then. */
  readonly preconditions: readonly Precondition[];
}

/** Everything that an application needs to publish to a topic. */
export function planPublish(destination: string, options: GrantPublishOptions): GrantPlan {
  const found = filterOf(destination, options);
  const problems = [...found.problems, ...unknownOptions(options, ['vhost', 'protocol', 'retained'])];
  const accesses = found.filter === undefined ? [] : [MosquittoAccess.publish(found.filter)];
  return { accesses, wider: found.wider, problems, preconditions: found.preconditions };
}

/**
 * Everything that an application needs to consume from a topic.
 *
 * @param receiveByDefault whether `defaultACLAccess` lets clients receive; it never covers topics below `$CONTROL`
 */
export function planConsume(destination: string, options: GrantConsumeOptions, receiveByDefault: boolean): GrantPlan {
  const found = filterOf(destination, options);
  const problems = [...found.problems, ...unknownOptions(options, ['vhost', 'protocol', 'declare']), ...groupProblems(options)];
  if (found.filter === undefined || problems.some((problem) => problem.rule === MOSQUITTO_GRANT_OPTION.id)) {
    return { accesses: [], wider: found.wider, problems, preconditions: [] };
  }
  const receives = receiveByDefault && isKnown(found.filter) && !found.filter.startsWith('$CONTROL');
  const accesses = [
    MosquittoAccess.subscribe(found.filter),
    ...(options.shared === true ? [MosquittoAccess.subscribe(`$share/${options.group ?? '+'}/${found.filter}`)] : []),
    ...(receives ? [] : [MosquittoAccess.receive(found.filter)]),
  ];
  return { accesses, wider: found.wider, problems, preconditions: found.preconditions };
}

interface Found {
  readonly filter?: string;
  readonly wider?: string;
  readonly problems: readonly Finding[];
  readonly preconditions: readonly Precondition[];
}

function filterOf(destination: string, options: GrantOptions): Found {
  switch (options.match ?? DestinationMatch.LITERAL) {
    case DestinationMatch.PATTERN: return checked(destination, TOPIC_FILTER);
    case DestinationMatch.PREFIX: return prefix(destination, options.acceptWider === true);
    default: return checked(destination, LITERAL_TOPIC);
  }
}

function checked(destination: string, condition: Condition): Found {
  if (isUnresolvedText(destination)) {
    const { id: rule, remedy } = MOSQUITTO_GRANT_WILDCARD;
    return { filter: destination, problems: [], preconditions: [{ rule, path: 'destination', value: destination, condition, remedy }] };
  }
  return condition.test(destination)
    ? { filter: destination, problems: [], preconditions: [] }
    : refused(MOSQUITTO_GRANT_WILDCARD, `must be ${condition.expects}`, destination);
}

function prefix(destination: string, acceptWider: boolean): Found {
  if (isUnresolvedText(destination)) {
    return refused(MOSQUITTO_GRANT_PREFIX, 'is known only at apply, but a filter is made of it now');
  }
  const literal = checked(destination, LITERAL_TOPIC);
  if (literal.filter === undefined) {
    return literal;
  }
  if (!destination.endsWith('/')) {
    return refused(MOSQUITTO_GRANT_PREFIX, 'must end in a slash', destination);
  }
  const wider = `${destination}#, which covers ${destination.slice(0, -1)} too`;
  const message = `is not set, and the right would be wider than asked: ${wider}`;
  return { filter: `${destination}#`, wider, problems: acceptWider ? [] : [finding(MOSQUITTO_GRANT_WIDER, 'acceptWider', { message })], preconditions: [] };
}

function refused(rule: FileRule, message: string, got?: string): Found {
  return { problems: [finding(rule, 'destination', { message, got })], preconditions: [] };
}

function unknownOptions(options: object, names: readonly string[]): readonly Finding[] {
  return Object.entries(options).filter(([name, value]) => names.includes(name) && value !== undefined)
    .map(([name, value]) => finding(MOSQUITTO_GRANT_OPTION, name, { message: 'cannot be honoured by Mosquitto', got: value }));
}

function groupProblems({ shared, group }: GrantConsumeOptions): readonly Finding[] {
  if (group === undefined) {
    return [];
  }
  if (shared !== true) {
    return [finding(MOSQUITTO_GRANT_OPTION, 'group', { message: 'has a meaning with shared: true only', got: group })];
  }
  // A share name has at least one character, and none of these (MQTT 5.0 section 4.8.2).
  return isKnown(group) && /^[^/+#]+$/.test(group) ? [] : [finding(MOSQUITTO_GRANT_OPTION, 'group', { message: 'must be known, not empty and without / + #' })];
}

/** One application with its rights, in the order in which they were granted. */
export interface GrantedApplication {
  readonly clientId: string;
  /** The value of the claim that is matched with the user name; undefined when nobody knows it. */
  readonly username: string | undefined;
  readonly accesses: readonly MosquittoAccess[];
}

/** The account and role of every application. One without a known user name gets none: another rule refuses it. */
export function accountsOf(applications: readonly GrantedApplication[]): {
  readonly clients: readonly DynamicSecurityClient[];
  readonly roles: readonly DynamicSecurityRole[];
} {
  const clients = applications.flatMap(({ clientId, username }): readonly DynamicSecurityClient[] =>
    (username === undefined ? [] : [{ username, textname: clientId, roles: [{ rolename: roleName(clientId) }] }]));
  const roles = applications.map(({ clientId, accesses }): DynamicSecurityRole =>
    ({ rolename: roleName(clientId), textname: clientId, acls: entriesOf(accesses) }));
  return { clients, roles };
}

/** The name of an application's own role. */
export function roleName(clientId: string): string {
  return `application ${clientId}`;
}

/** The same right asked for twice is one right. */
function unique(accesses: readonly MosquittoAccess[]): readonly MosquittoAccess[] {
  return [...new Map(accesses.map((access) => [JSON.stringify(access._entry()), access])).values()];
}

/** Entries that only allow are sorted, so that the same grants in another order restart no node; beside one that denies, order may decide. */
function entriesOf(accesses: readonly MosquittoAccess[]): readonly AccessControlEntry[] {
  const entries = unique(accesses).map((access) => access._entry());
  return entries.every(({ allow }) => allow) ? entries.sort((a, b) => byCodePoint(canonicalJson(a), canonicalJson(b))) : entries;
}

/** What is wrong with the rights of the applications. */
export function judgeGrants(applications: readonly GrantedApplication[]): readonly Finding[] {
  return applications.flatMap(({ clientId, accesses }) => {
    const first = new Map<string, MosquittoAccess>();
    return unique(accesses).flatMap((access) => {
      const key = JSON.stringify([access.aclType, access.topic]);
      const other = first.get(key);
      if (other === undefined) {
        first.set(key, access);
        return [];
      }
      return [finding(MOSQUITTO_GRANT_CONTRADICTION, `grants[${clientId}]`, { message: `has both "${other}" and "${access}"` })];
    });
  });
}
