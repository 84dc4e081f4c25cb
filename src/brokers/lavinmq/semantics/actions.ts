import { HTTP_MANAGEMENT, HTTP_VHOST_ENTRY, MQTT_OTHER_VHOST, PERMISSION, VHOST_ENTRY } from './facts';
import { allows, Permissions, Verb } from './permissions';
import { AskedAction } from '../../../preview/case';
import { CASE_ACTION, CaseProblem, caseProblem } from '../../../preview/case-problem';
import { ActionVerdict } from '../../../preview/semantics';

/*
 * What a client asks to do: configure, read or write a resource of a virtual host.
 */

const VERBS: readonly string[] = ['configure', 'read', 'write'];
const DEFAULT_VHOST = '/';

/** Reads `write:%2F/queue`, or an object; the default virtual host stands where an object names none. */
export function readAction(asked: string | AskedAction): AskedAction | CaseProblem {
  if (typeof asked !== 'string') {
    return asked.resource === undefined || !VERBS.includes(asked.action)
      ? caseProblem(CASE_ACTION, 'an action of LavinMQ has configure, read or write as its action, and a resource')
      : { ...asked, vhost: asked.vhost ?? DEFAULT_VHOST };
  }
  const parts = /^(configure|read|write):([^/]*)\/(.*)/s.exec(asked);
  const vhost = parts === null ? undefined : percentDecode(parts[2]);
  if (parts === null || vhost === undefined) {
    return caseProblem(CASE_ACTION, `${JSON.stringify(asked.slice(0, 80))} is not configure, read or write, a colon, ` +
      'the percent-encoded virtual host, a slash and the resource, such as write:%2F/orders');
  }
  return { action: parts[1], vhost, resource: parts[3] };
}

function percentDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const YES: ActionVerdict = { allowed: true, reason: null };
const no = (rule: string): ActionVerdict => ({ allowed: false, reason: rule });

/** Source: cloudamqp/lavinmq, src/lavinmq/amqp/client.cr. */
export function judgeAmqp(permissions: Permissions, { action, vhost, resource }: AskedAction): ActionVerdict {
  const entry = permissions.find(vhost!);
  if (entry === undefined) {
    return no(VHOST_ENTRY.rule);
  }
  return allows(entry, action as Verb, resource!) ? YES : no(PERMISSION.rule);
}

const MANAGEMENT_TAGS = ['administrator', 'monitoring', 'policymaker', 'management'];

/** The API asks for a tag and an entry of the very virtual host before it looks at patterns. Source: src/lavinmq/http/controller.cr. */
export function judgeHttp(permissions: Permissions, tags: readonly string[], action: AskedAction): ActionVerdict {
  if (!tags.some((tag) => MANAGEMENT_TAGS.includes(tag))) {
    return no(HTTP_MANAGEMENT.rule);
  }
  if (!tags.includes('administrator') && permissions.exact(action.vhost!) === undefined) {
    return no(HTTP_VHOST_ENTRY.rule);
  }
  return judgeAmqp(permissions, action);
}

/** A client is on one virtual host, and with the check of permissions off it may read and write there. Source: src/lavinmq/mqtt/client.cr. */
export function judgeMqtt(permissions: Permissions, checksPermissions: boolean, connectedTo: string, action: AskedAction): ActionVerdict {
  if (action.vhost !== connectedTo) {
    return no(MQTT_OTHER_VHOST.rule);
  }
  return !checksPermissions && action.action !== 'configure' ? YES : judgeAmqp(permissions, action);
}
