import { AccessControlEntry, NodeSettings } from './node-settings';

/*
 * Which topics a user name may use, as Mosquitto's dynamic security plugin decides: roles by priority, then entries by priority, the
 * first match counts, and without a match the answer is no (plugins/dynamic-security of eclipse-mosquitto v2.1.2).
 */

/** What a client wants to do with a topic or topic filter. */
export type Event = 'publishClientSend' | 'publishClientReceive' | 'subscribe';

/** Whether the user may do it. */
export function mayAccess(settings: NodeSettings, username: string, clientId: string, event: Event, topic: string): boolean {
  const account = settings.accounts.find((candidate) => candidate.username === username);
  const roles = [...account?.roles ?? []].sort((a, b) => (b.priority ?? -1) - (a.priority ?? -1));
  for (const role of roles) {
    const decision = decide(settings.roles.get(role.rolename) ?? [], event, topic, { '%u': username, '%c': clientId });
    if (decision !== undefined) {
      return decision;
    }
  }
  return false;
}

function decide(acls: readonly AccessControlEntry[], event: Event, topic: string, names: Readonly<Record<string, string>>): boolean | undefined {
  const literal = acls.find((acl) => event === 'subscribe' && acl.acltype === 'subscribeLiteral' && acl.topic === topic);
  if (literal !== undefined) {
    return literal.allow === true;
  }
  const type = event === 'subscribe' ? 'subscribePattern' : event;
  return [...acls]
    .filter((acl) => acl.acltype === type && covers(fill(acl.topic, names), topic))
    .sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0))
    .map((acl) => acl.allow === true)[0];
}

function fill(filter: string, names: Readonly<Record<string, string>>): string {
  return filter.split('/').map((level) => names[level] ?? level).join('/');
}

/** Whether a filter covers a topic, or every topic of another filter. */
export function covers(filter: string, topic: string): boolean {
  const wanted = topic.split('/');
  const levels = filter.split('/');
  if (topic.startsWith('$') && (levels[0] === '#' || levels[0] === '+')) {
    return false;
  }
  for (let at = 0; at < levels.length; at++) {
    if (levels[at] === '#') {
      return true;
    }
    if (at >= wanted.length || wanted[at] === '#' || (levels[at] !== '+' && levels[at] !== wanted[at])) {
      return false;
    }
  }
  return levels.length === wanted.length;
}
