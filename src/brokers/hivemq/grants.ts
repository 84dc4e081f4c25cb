import { Finding, finding } from '../../rules/rule';
import { isUnresolvedText } from '../../text/unresolved';
import { DestinationMatch, GrantConsumeOptions, GrantOptions, GrantPublishOptions } from '../grant';
import { HiveMqAccess } from './access';
import { HIVEMQ_GRANT_DESTINATION, HIVEMQ_GRANT_OPTION, HIVEMQ_GRANT_WIDER } from './grant-rules';
import { HiveMqMqttRole, HiveMqMqttUser, HiveMqPermission, HiveMqRetain, HiveMqSharedSubscription } from './settings';
import { LITERAL_TOPIC } from './topics';

/** What a common grant comes to on HiveMQ. */
export interface GrantPlan {
  /** The right; undefined when there are problems. */
  readonly access?: HiveMqAccess;
  /** The real extent where that is more than was asked. */
  readonly wider?: string;
  /** A literal destination that is known only at apply. */
  readonly literal?: string;
  readonly problems: readonly Finding[];
}

/** Publishing to a topic: every QoS, retained only when asked for. */
export function planPublish(destination: string, options: GrantPublishOptions): GrantPlan {
  const retain = options.retained === true ? HiveMqRetain.ALL : HiveMqRetain.NOT_RETAINED;
  return plan(destination, options, refuse(options, ['vhost', 'protocol']), (filter) => HiveMqAccess.publish(filter, { retain }));
}

/** Subscribing to a topic, shared only when asked for. */
export function planConsume(destination: string, options: GrantConsumeOptions): GrantPlan {
  const shared = options.shared === true;
  const problems = [...refuse(options, ['vhost', 'protocol', 'declare'])];
  if (options.group !== undefined && !shared) {
    problems.push(finding(HIVEMQ_GRANT_OPTION, 'group', { message: 'is the group of a shared subscription, and `shared` is not set' }));
  }
  const sharing = shared ? { sharedSubscription: HiveMqSharedSubscription.ALL, sharedGroup: options.group ?? '#' } : {};
  return plan(destination, options, problems, (filter) => HiveMqAccess.subscribe(filter, sharing));
}

function plan(destination: string, options: GrantOptions, unknown: readonly Finding[], access: (filter: string) => HiveMqAccess): GrantPlan {
  const meant = filterOf(destination, options);
  const problems = [...unknown, ...meant.problems];
  if (meant.wider !== undefined && options.acceptWider !== true) {
    const message = `is not set, and the right would be wider than asked: ${meant.wider}`;
    problems.push(finding(HIVEMQ_GRANT_WIDER, 'acceptWider', { message }));
  }
  return problems.length > 0 ? { problems } : { access: access(meant.filter), wider: meant.wider, literal: meant.literal, problems };
}

interface Meant {
  readonly filter: string;
  readonly wider?: string;
  readonly literal?: string;
  readonly problems: readonly Finding[];
}

function filterOf(destination: string, { match }: GrantOptions): Meant {
  if (destination === '' && match !== DestinationMatch.PREFIX) {
    return refused('is empty');
  }
  if (match === DestinationMatch.PATTERN) {
    return { filter: destination, problems: [] };
  }
  if (isUnresolvedText(destination)) {
    return match === DestinationMatch.PREFIX
      ? refused('is known only at apply, so no filter can be made of it as a prefix')
      : { filter: destination, literal: destination, problems: [] };
  }
  if (!LITERAL_TOPIC.test(destination)) {
    return refused(`must be ${LITERAL_TOPIC.expects}`, destination);
  }
  return match === DestinationMatch.PREFIX ? prefixOf(destination) : { filter: destination, problems: [] };
}

function refused(message: string, got?: string): Meant {
  return { filter: '#', problems: [finding(HIVEMQ_GRANT_DESTINATION, 'destination', { message, got })] };
}

/** The narrowest filter that reaches every topic with the prefix. */
function prefixOf(prefix: string): Meant {
  if (prefix === '') {
    return { filter: '#', problems: [] };
  }
  const levels = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  const filter = `${levels}#`;
  if (levels === prefix) {
    return { filter, wider: `${JSON.stringify(filter)} matches the topic ${JSON.stringify(prefix.slice(0, -1))} too`, problems: [] };
  }
  return { filter, wider: `${JSON.stringify(filter)}, whatever the rest of the level is`, problems: [] };
}

function refuse(options: object, names: readonly string[]): readonly Finding[] {
  return Object.entries(options)
    .filter(([name, value]) => names.includes(name) && value !== undefined)
    .map(([name, value]) => finding(HIVEMQ_GRANT_OPTION, name, { message: 'cannot be honoured by HiveMQ', got: value }));
}

/** Adds permissions to a user, or a user with them; what is there already is not repeated. */
export function withUser(users: readonly HiveMqMqttUser[], name: string, permissions: readonly HiveMqPermission[]): readonly HiveMqMqttUser[] {
  const user = users.find((one) => one.name === name) ?? { name };
  const joined = { ...user, permissions: join(user.permissions ?? [], permissions) };
  return users.some((one) => one.name === name) ? users.map((one) => (one === user ? joined : one)) : [...users, joined];
}

/** Adds permissions to a role, or a role with them; what is there already is not repeated. */
export function withRole(roles: readonly HiveMqMqttRole[], id: string, permissions: readonly HiveMqPermission[]): readonly HiveMqMqttRole[] {
  const role = roles.find((one) => one.id === id) ?? { id };
  const joined = { ...role, permissions: join(role.permissions ?? [], permissions) };
  return roles.some((one) => one.id === id) ? roles.map((one) => (one === role ? joined : one)) : [...roles, joined];
}

function join(some: readonly HiveMqPermission[], others: readonly HiveMqPermission[]): HiveMqPermission[] {
  const all = [...some, ...others];
  const key = (permission: HiveMqPermission) => JSON.stringify(Object.entries(permission).sort(([a], [b]) => (a < b ? -1 : 1)));
  return all.filter((permission, index) => all.findIndex((other) => key(other) === key(permission)) === index);
}
