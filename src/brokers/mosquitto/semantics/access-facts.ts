import { ground } from './facts';
import { CheckFact } from '../../../preview/check';
import { brokerSource } from '../rules/sources';

/*
 * Grounds on which actions are refused.
 */

const ACL = brokerSource('plugins/dynamic-security/acl.c');

export const ACTION_TOPIC = ground('ACTION_TOPIC', 'the topic or filter itself',
  'give a topic without wildcards, or a filter with + and # alone in their level and # last; the broker ends the connection otherwise',
  `MQTT 5.0 section 4.7; ${brokerSource('libcommon/topic_common.c')}`);
export const BROKER_TOPIC = ground('BROKER_TOPIC', 'topics that the broker keeps for itself',
  'publish elsewhere: $SYS is open for bridge states only, and $share for subscriptions only', brokerSource('src/plugin_acl_check.c'));
export const ACCOUNT_UNKNOWN = ground('ACCOUNT_UNKNOWN', 'the account of the user name',
  'add a client with this user name to dynamic security; defaultACLAccess does not apply to unknown names', ACL);
export const ACCOUNTS_UNREADABLE = ground('ACCOUNTS_UNREADABLE', 'dynamic-security.json',
  'repair the file: the broker runs with it, and nobody is authorized', brokerSource('plugins/dynamic-security/config.c'));
export const ACCESS_DENIED = ground('ACCESS_DENIED', 'the access control entries of the roles',
  'remove the entry that denies, or give an allowing one to a role that comes before it', ACL);
export const ACCESS_DEFAULT = ground('ACCESS_DEFAULT', 'defaultACLAccess, since no entry matches',
  'give the client a role whose entry covers the topic; a default never opens $CONTROL', ACL);
export const WILDCARD_SUBSCRIPTION = ground('WILDCARD_SUBSCRIPTION', 'allowwildcardsubs of the roles',
  'subscribe without + and #, or remove allowwildcardsubs: false from the role', ACL);
export const ACCESS_ENTRY_INVALID = ground('ACCESS_ENTRY_INVALID', 'an access control entry whose topic is no filter',
  'correct the topic of the entry; smoke test: try the action at MQTT 5 with QoS 1', ACL);
export const ACCESS_RELEASE = ground('ACCESS_RELEASE', 'what releases that may be meant disagree on',
  'name the open-source release that the broker is built on as the version; smoke test: try the action at MQTT 5 with QoS 1', ACL);
export const ACCESS_OTHER_PLUGIN = ground('ACCESS_OTHER_PLUGIN', 'a plugin that is not known here',
  'find out what the plugin allows; smoke test: try the action at MQTT 5 with QoS 1', brokerSource('src/plugin_acl_check.c'));
export const ACCESS_NOT_GIVEN = ground('ACCESS_NOT_GIVEN', 'dynamic-security.json, which is not given', 'give the file',
  brokerSource('plugins/dynamic-security/config.c'));

/** Every ground of refusal. */
export const ACCESS_FACTS: readonly CheckFact[] = [
  ACTION_TOPIC, BROKER_TOPIC, ACCOUNT_UNKNOWN, ACCOUNTS_UNREADABLE, ACCESS_DENIED, ACCESS_DEFAULT, WILDCARD_SUBSCRIPTION,
  ACCESS_ENTRY_INVALID, ACCESS_RELEASE, ACCESS_OTHER_PLUGIN, ACCESS_NOT_GIVEN,
];
