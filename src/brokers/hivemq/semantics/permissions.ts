import { JsonMembers } from '../../../preview/case';
import { ActionVerdict } from '../../../preview/semantics';
import { HiveMqPermission } from '../settings';
import { PERMISSION, PERMISSION_DEFAULT, PERMISSION_OPEN } from './facts';
import { compileFilter, Filter, filterMatches, isFilter, mayCover } from './topic-filters';

/*
 * How the broker core judges an action by a list of permissions.
 * Source: hivemq/hivemq-community-edition, src/main/java/com/hivemq/mqtt/handler/publish/DefaultPermissionsEvaluator.java.
 */

/** An action as permissions are compared with it. */
export interface ReadAction {
  readonly activity: 'PUBLISH' | 'SUBSCRIBE';
  readonly topic: string;
  readonly qos: number;
  readonly retain: boolean;
  /** Group of a shared subscription; undefined for other subscriptions. */
  readonly share: string | undefined;
}

/** One permission of a client. */
export interface Permission {
  /** As a result shows it. */
  readonly shown: JsonMembers;
  /** Undefined where the topic is not known. */
  readonly filter: Filter | undefined;
  /** How the topic begins in any case, up to what is not known of it. */
  readonly beginning: string;
  /** Why it may not be what it seems; undefined where it is. */
  readonly doubt: string | undefined;
}

/** What a client may do. */
export interface Rights {
  readonly permissions: readonly Permission[];
  /** Why there may be more permissions than these; undefined where there are none. */
  readonly open: string | undefined;
}

/** What a manager that allows everything grants. Source: HiveMQ blog, "Integrating HiveMQ with Okta". */
export const EVERYTHING: Permission = permissionOf(
  { topic: '#', activity: 'ALL', qos: 'ALL', retain: 'ALL', sharedSubscription: 'ALL', sharedGroup: '#' } as HiveMqPermission, 'allow-all', undefined,
);

/** A permission of the file realm, for a client of this id; undefined where the id is not known. */
export function permissionOf(of: HiveMqPermission, from: string, clientId: string | undefined): Permission {
  const { activity, qos, retain, sharedSubscription, sharedGroup } = of;
  const { topic, doubt } = fillTopic(of.topic, clientId);
  return {
    shown: { topic, activity, qos, retain: retain ?? 'NOT_RETAINED', sharedSubscription: sharedSubscription ?? 'NOT_SHARED', sharedGroup: sharedGroup ?? '', from },
    filter: doubt === undefined && of.topic.trim() === of.topic ? compileFilter(topic) : undefined,
    beginning: of.topic.trim() === of.topic ? of.topic.split('${')[0] : '',
    doubt: doubt ?? doubtOf(of.topic, topic) ?? (isGroup(sharedGroup ?? '') ? undefined : 'its shared group is none that the broker takes'),
  };
}

function doubtOf(written: string, topic: string): string | undefined {
  if (written.trim() !== written) {
    return 'whether blanks at the ends of its topic count is not documented';
  }
  return isFilter(topic) ? undefined : 'its topic is no topic filter';
}

/** Whether the extension SDK takes it. Source: hivemq/hivemq-community-edition, TopicPermissionBuilderImpl.java. */
function isGroup(group: string): boolean {
  return group === '#' || !/[#+/]/.test(group);
}

/** Whether the topic depends on the client. */
export function hasPlaceholder({ topic }: HiveMqPermission): boolean {
  return topic.includes('${');
}

const CLIENT_ID = '${mqtt-clientid}';

function fillTopic(topic: string, clientId: string | undefined): { readonly topic: string; readonly doubt: string | undefined } {
  if (!topic.includes('${')) {
    return { topic, doubt: undefined };
  }
  const pieces = topic.split(CLIENT_ID);
  if (pieces.some((piece) => piece.includes('${'))) {
    return { topic, doubt: 'whether the placeholder in its topic is replaced is not documented' };
  }
  if (clientId === undefined) {
    return { topic, doubt: 'its topic needs the client id, which is not in the case' };
  }
  return { topic: pieces.join(clientId), doubt: /[+#]|\$\{/.test(clientId) ? 'whether wildcards of a client id count in its topic is not documented' : undefined };
}

const QOS: { readonly [name: string]: readonly number[] | undefined } = {
  ZERO: [0], ONE: [1], TWO: [2], ZERO_ONE: [0, 1], ZERO_TWO: [0, 2], ONE_TWO: [1, 2], ALL: [0, 1, 2],
};

/** The first permission that covers the action decides, and all of them allow. */
export function judge({ permissions, open }: Rights, action: ReadAction): ActionVerdict {
  let doubtful = open !== undefined;
  for (const permission of permissions) {
    const covers = coversAction(permission, action);
    if (covers === true && permission.doubt === undefined) {
      return { allowed: true, reason: null };
    }
    doubtful ||= covers !== false;
  }
  if (doubtful) {
    return { allowed: 'unknown', reason: PERMISSION_OPEN.rule };
  }
  return permissions.length === 0 ? { allowed: 'unknown', reason: PERMISSION_DEFAULT.rule } : { allowed: false, reason: PERMISSION.rule };
}

function coversAction({ shown, filter, beginning, doubt }: Permission, action: ReadAction): boolean | 'unknown' {
  if (!(shown.activity === 'ALL' || shown.activity === action.activity) || QOS[String(shown.qos)]?.includes(action.qos) !== true) {
    return false;
  }
  const kind = action.activity === 'PUBLISH' ? coversRetain(shown, action) : coversShare(shown, action);
  if (kind === false || filter === undefined) {
    return kind && mayCover(beginning, action.topic) && 'unknown';
  }
  return filterMatches(filter, action.topic) ? (doubt === undefined ? kind : 'unknown') : false;
}

/** RETAINED is for retained messages only. */
function coversRetain({ retain }: JsonMembers, action: ReadAction): boolean {
  return retain === 'ALL' || retain === (action.retain ? 'RETAINED' : 'NOT_RETAINED');
}

/** SHARED is for shared subscriptions only; what an empty group stands for is not documented, nor what becomes of an impossible one. */
function coversShare({ sharedSubscription, sharedGroup }: JsonMembers, { share }: ReadAction): boolean | 'unknown' {
  if (share === undefined || sharedSubscription === 'NOT_SHARED') {
    return share === undefined && sharedSubscription !== 'SHARED';
  }
  const group = String(sharedGroup);
  if (group === '' || group.includes('${') || !isGroup(group)) {
    return 'unknown';
  }
  return group === '#' || group === share;
}
