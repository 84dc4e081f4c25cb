import { oneOf } from '../../../rules/condition';
import { isUnresolvedText } from '../../../text/unresolved';
import { baseOf } from '../releases';
import { AccessControlEntry, ACL_TYPES, DynamicSecurityRole, DynamicSecuritySettings } from '../settings';
import { hasIdlePlaceholder, TOPIC_FILTER } from '../topic';
import { reportTwice } from './account-rules';
import { accountRule, entriesIn, MosquittoRule, Placed } from './rule-kinds';
import { brokerSource } from './sources';

/*
 * Rules on roles and their access control entries.
 */

const ROLES_SOURCE = brokerSource('plugins/dynamic-security/roles.c');
const CHECK_SOURCE = brokerSource('plugins/dynamic-security/acl.c');

function eachEntry(accounts: DynamicSecuritySettings, visit: (acl: AccessControlEntry, path: string) => void): void {
  entriesOf(entriesIn(accounts, 'roles'), visit);
}

/** Only ours: that others reach such topics is their business. */
function eachOwnEntry(accounts: DynamicSecuritySettings, visit: (acl: AccessControlEntry, path: string) => void): void {
  entriesOf(entriesIn({ ...accounts, unmanaged: undefined }, 'roles'), visit);
}

function entriesOf(roles: readonly Placed<DynamicSecurityRole>[], visit: (acl: AccessControlEntry, path: string) => void): void {
  roles.forEach(({ entry, path }) => entry.acls.forEach((acl, index) => visit(acl, `${path}.acls[${index}]`)));
}

export const MOSQUITTO_ACL_TYPE = accountRule({
  id: 'MOSQUITTO_ACL_TYPE',
  level: 'error',
  summary: 'Every access control entry has one of the six types.',
  cause: 'The broker ignores another type without a message; `subscribe` and `unsubscribe` are types of `defaultACLAccess` only.',
  remedy: 'use subscribePattern or subscribeLiteral, unsubscribePattern or unsubscribeLiteral',
  source: ROLES_SOURCE,
}, (accounts, report) => eachEntry(accounts, (acl, path) => {
  // The broker compares types without regard to case.
  const spelled = ACL_TYPES.find((type) => type.toLowerCase() === acl.acltype.toLowerCase()) ?? acl.acltype;
  report.value(`${path}.acltype`, spelled, oneOf(ACL_TYPES));
}));

export const MOSQUITTO_TOPIC_FILTER = accountRule({
  id: 'MOSQUITTO_TOPIC_FILTER',
  level: 'error',
  summary: 'Every topic is a valid MQTT topic filter.',
  cause: 'The broker drops an entry without a topic, and an invalid filter matches nothing.',
  remedy: 'put + and # alone in their level, and # last',
  source: `MQTT 5.0 section 4.7; ${brokerSource('libcommon/topic_common.c')}`,
}, (accounts, report) => eachEntry(accounts, (acl, path) => report.value(`${path}.topic`, acl.topic, TOPIC_FILTER)));

export const MOSQUITTO_ACL_TWICE = accountRule({
  id: 'MOSQUITTO_ACL_TWICE',
  level: 'error',
  summary: 'A role has one entry for a type and topic.',
  cause: 'Some releases keep the first of two (2.0.22, 2.1.2), others the one with the higher priority (2.0.11), so that the right depends on the release.',
  remedy: 'leave one of the two',
  source: ROLES_SOURCE,
}, (accounts, report) => entriesIn(accounts, 'roles').forEach(({ entry, path }) => {
  const keys = entry.acls.map((acl) => `${acl.acltype.toLowerCase()} ${acl.topic}`);
  reportTwice(keys, (index) => `${path}.acls[${index}].topic`, report);
}));

export const MOSQUITTO_PLACEHOLDER = accountRule({
  id: 'MOSQUITTO_PLACEHOLDER',
  level: 'warning',
  summary: '%u and %c stand alone in a level, and not in a literal type.',
  cause: 'Anywhere else they are taken as text, and the entry matches no topic that was meant.',
  remedy: 'give the placeholder a level of its own in a pattern type',
  source: CHECK_SOURCE,
}, (accounts, report) => eachEntry(accounts, (acl, path) => {
  if (isUnresolvedText(acl.topic)) {
    report.deferred(`${path}.topic`);
  } else if (hasIdlePlaceholder(acl)) {
    report.broken(`${path}.topic`, { message: 'has a placeholder that is taken as text', got: acl.topic });
  }
}));

export const MOSQUITTO_WIDE_PATTERN = accountRule({
  id: 'MOSQUITTO_WIDE_PATTERN',
  level: 'warning',
  summary: 'A subscription pattern does not cover the broker\'s own topics by accident.',
  cause: 'Up to Mosquitto 2.0 `subscribePattern #` covers $SYS, $CONTROL and $share too; from 2.1 on each needs an entry of its own.',
  remedy: 'name the first level, or name a version from 2.1 on',
  source: CHECK_SOURCE,
}, (accounts, report, { version }) => eachOwnEntry(accounts, (acl, path) => {
  const pattern = acl.acltype.toLowerCase() === 'subscribepattern' && acl.allow && baseOf(version) !== '2.1';
  if (pattern && isUnresolvedText(acl.topic)) {
    report.deferred(`${path}.topic`);
  } else if (pattern && acl.topic === '#') {
    report.broken(`${path}.topic`, { message: 'may cover topics that begin with $', got: acl.topic });
  }
}));

export const MOSQUITTO_CONTROL_TOPIC = accountRule({
  id: 'MOSQUITTO_CONTROL_TOPIC',
  level: 'warning',
  summary: 'No application reaches the control topics.',
  cause: 'Whoever may publish to $CONTROL changes accounts and rights, those of `admin` too.',
  remedy: 'leave control topics to `admin`',
  source: brokerSource('plugins/dynamic-security/control.c'),
}, (accounts, report) => eachOwnEntry(accounts, (acl, path) => {
  if (acl.allow && isUnresolvedText(acl.topic)) {
    report.deferred(`${path}.topic`);
  } else if (acl.allow && /^\$CONTROL(\/|$)/.test(acl.topic)) {
    report.broken(`${path}.topic`, { message: 'opens the control API', got: acl.topic });
  }
}));

export const MOSQUITTO_PUBLISH_REFUSED = accountRule({
  id: 'MOSQUITTO_PUBLISH_REFUSED',
  level: 'warning',
  summary: 'A right to publish is one that the broker can honour.',
  cause: 'The broker itself refuses to publish below $SYS (but for $SYS/broker/connection/+/state) and $share, whatever a role says.',
  remedy: 'remove the entry',
  source: brokerSource('src/plugin_acl_check.c'),
}, (accounts, report) => eachEntry(accounts, (acl, path) => {
  const publishes = acl.allow && acl.acltype.toLowerCase() === 'publishclientsend';
  if (publishes && isUnresolvedText(acl.topic)) {
    report.deferred(`${path}.topic`);
  } else if (publishes && /^\$(SYS|share)(\/|$)/.test(acl.topic) && !/^\$SYS\/broker\/connection\/[^/]+\/state$/.test(acl.topic)) {
    report.broken(`${path}.topic`, { message: 'is never open for publishing', got: acl.topic });
  }
}));

export const MOSQUITTO_DEFAULT_ACCESS = accountRule({
  id: 'MOSQUITTO_DEFAULT_ACCESS',
  level: 'warning',
  summary: 'What no role allows is denied.',
  cause: 'With `publishClientSend` or `subscribe` on by default every account may publish or subscribe to every topic that no role denies.',
  remedy: 'leave both off and grant what is needed',
  source: brokerSource('plugins/dynamic-security/default_acl.c'),
}, (accounts, report) => {
  for (const key of ['publishClientSend', 'subscribe'] as const) {
    if (accounts.defaultAclAccess?.[key] === true) {
      report.broken(`dynamicSecurity.defaultAclAccess.${key}`, { message: 'is on for every account' });
    }
  }
});

/** Every rule of this file. */
export const ROLE_RULES: readonly MosquittoRule[] = [
  MOSQUITTO_ACL_TYPE, MOSQUITTO_TOPIC_FILTER, MOSQUITTO_ACL_TWICE, MOSQUITTO_PLACEHOLDER, MOSQUITTO_WIDE_PATTERN, MOSQUITTO_CONTROL_TOPIC,
  MOSQUITTO_PUBLISH_REFUSED, MOSQUITTO_DEFAULT_ACCESS,
];
