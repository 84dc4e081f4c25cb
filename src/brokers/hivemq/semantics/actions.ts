import { ACTION_TOPIC } from './facts';
import { judge, ReadAction, Rights } from './permissions';
import { isPlainFilter, isTopicToPublish, shareOf } from './topic-filters';
import { AskedAction } from '../../../preview/case';
import { CASE_ACTION, CaseProblem, caseProblem } from '../../../preview/case-problem';
import { ActionVerdict } from '../../../preview/semantics';

/*
 * What a client asks to do: publish to a topic or subscribe to a filter.
 */

const ACTIONS: readonly string[] = ['publish', 'subscribe'];

/** Reads `publish:orders/new`, which is QoS 0 and not retained, or an object. */
export function readAction(asked: string | AskedAction): AskedAction | CaseProblem {
  const colon = typeof asked === 'string' ? asked.indexOf(':') : -1;
  const action = typeof asked === 'string' ? { action: asked.slice(0, Math.max(colon, 0)), resource: asked.slice(colon + 1) } : asked;
  const problem = problemOf(action);
  return problem === undefined ? action : caseProblem(CASE_ACTION, problem);
}

function problemOf({ action, resource, vhost, host, share }: AskedAction): string | undefined {
  if (!ACTIONS.includes(action) || resource === undefined) {
    return 'an action of HiveMQ is publish or subscribe with a topic or filter as its resource, such as publish:orders/new';
  }
  if (vhost !== undefined || host !== undefined) {
    return 'HiveMQ knows neither vhost nor host';
  }
  if (action === 'publish') {
    return share === undefined ? undefined : 'only subscriptions have a share';
  }
  return share !== undefined && resource.startsWith('$share/') ? 'the group stands in share and in the resource; give it once' : undefined;
}

/** Judges an action of a client with these rights. */
export function judgeAction(rights: Rights, asked: AskedAction): ActionVerdict {
  const action = actionOf(asked);
  return action === undefined ? { allowed: false, reason: ACTION_TOPIC.rule } : judge(rights, action);
}

/** The action as it is compared; undefined where the broker ends the connection over its topic. */
function actionOf({ action, resource = '', qos = 0, retain = false, share }: AskedAction): ReadAction | undefined {
  if (action === 'publish') {
    return isTopicToPublish(resource) ? { activity: 'PUBLISH', topic: resource, qos, retain, share: undefined } : undefined;
  }
  const shared = share === undefined ? shareOf(resource) : { group: share, filter: resource };
  if (shared === undefined) {
    return isPlainFilter(resource) && !resource.startsWith('$share/') ? subscription(resource, qos, undefined) : undefined;
  }
  const isNamed = shared.group !== '' && !/[+#/\0]/.test(shared.group);
  return isNamed && isPlainFilter(shared.filter) ? subscription(shared.filter, qos, shared.group) : undefined;
}

function subscription(topic: string, qos: number, share: string | undefined): ReadAction {
  return { activity: 'SUBSCRIBE', topic, qos, retain: false, share };
}
