import { fact } from './facts';
import { CheckFact } from '../../../preview/check';
import { PreviewWarning } from '../../../preview/result';
import { brokerSource } from '../rules/sources';

/*
 * Grounds on which actions are refused, and what is worth knowing beside the decision.
 */

const ACL = brokerSource('plugins/dynamic-security/acl.c');

export const ACTION_TOPIC = fact('ACTION_TOPIC', 'the topic or filter itself',
  'give a topic without wildcards, or a filter with + and # alone in their level and # last; the broker ends the connection otherwise',
  `MQTT 5.0 section 4.7; ${brokerSource('libcommon/topic_common.c')}`);
export const BROKER_TOPIC = fact('BROKER_TOPIC', 'topics that the broker keeps for itself',
  'publish elsewhere: $SYS is open for bridge states only, and $share for subscriptions only', brokerSource('src/plugin_acl_check.c'));
export const ACCOUNT_UNKNOWN = fact('ACCOUNT_UNKNOWN', 'the account of the user name',
  'add a client with this user name to dynamic security; defaultACLAccess does not apply to unknown names', ACL);
export const ACCOUNTS_UNREADABLE = fact('ACCOUNTS_UNREADABLE', 'dynamic-security.json',
  'repair the file: the broker runs with it, and nobody is authorized', brokerSource('plugins/dynamic-security/config.c'));
export const ACCESS_DENIED = fact('ACCESS_DENIED', 'the access control entries of the roles',
  'remove the entry that denies, or give an allowing one to a role that comes before it', ACL);
export const ACCESS_DEFAULT = fact('ACCESS_DEFAULT', 'defaultACLAccess, since no entry matches',
  'give the client a role whose entry covers the topic; a default never opens $CONTROL', ACL);
export const WILDCARD_SUBSCRIPTION = fact('WILDCARD_SUBSCRIPTION', 'allowwildcardsubs of the roles',
  'subscribe without + and #, or remove allowwildcardsubs: false from the role', ACL);
export const ACCESS_ENTRY_INVALID = fact('ACCESS_ENTRY_INVALID', 'an access control entry whose topic is no filter',
  'correct the topic of the entry; smoke test: try the action at MQTT 5 with QoS 1', ACL);
export const ACCESS_RELEASE = fact('ACCESS_RELEASE', 'what releases that may be meant disagree on',
  'name the open-source release that the broker is built on as the version; smoke test: try the action at MQTT 5 with QoS 1', ACL);
export const ACCESS_OTHER_PLUGIN = fact('ACCESS_OTHER_PLUGIN', 'a plugin that is not known here',
  'find out what the plugin allows; smoke test: try the action at MQTT 5 with QoS 1', brokerSource('src/plugin_acl_check.c'));
export const ACCESS_NOT_GIVEN = fact('ACCESS_NOT_GIVEN', 'dynamic-security.json, which is not given', 'give the file',
  brokerSource('plugins/dynamic-security/config.c'));

/** Every ground of refusal. */
export const ACCESS_FACTS: readonly CheckFact[] = [
  ACTION_TOPIC, BROKER_TOPIC, ACCOUNT_UNKNOWN, ACCOUNTS_UNREADABLE, ACCESS_DENIED, ACCESS_DEFAULT, WILDCARD_SUBSCRIPTION,
  ACCESS_ENTRY_INVALID, ACCESS_RELEASE, ACCESS_OTHER_PLUGIN, ACCESS_NOT_GIVEN,
];

const warning = (name: string, message: string): PreviewWarning => ({ rule: `MOSQUITTO_${name}`, message });

export const NAME_CONFLICT = (what: string): PreviewWarning => warning('NAME_CONFLICT',
  `the ${what} differs from the claim it is matched with: the vendor's page says that the client is refused, the vendor's blog that the name is ` +
  'replaced by the claim; the page is followed. A client that sends the claim\'s value satisfies both');
export const NAME_UNBOUND = warning('NAME_UNBOUND',
  'the user name is not tied to the token: whoever holds any valid token can take any account; set matchUsernameToSubject');
export const EVERYTHING_ALLOWED = warning('EVERYTHING_ALLOWED',
  'no plugin judges actions, so that every client that is let in may do everything; load dynamic security');
export const UNKNOWN_ACCOUNT = warning('ACCOUNT_UNKNOWN', 'dynamic security does not know the user name: the client connects and may do nothing');
export const UNREADABLE_ACCOUNTS = warning('ACCOUNTS_UNREADABLE', 'dynamic-security.json cannot be read: the client connects and may do nothing');
export const DEFAULTS_APPLY = (kinds: readonly string[]): PreviewWarning => warning('DEFAULTS_APPLY',
  `where no role decides, defaultACLAccess allows ${kinds.join(', ')} (never on $CONTROL)`);
export const NOT_ENFORCED = (what: string): PreviewWarning => warning('NOT_ENFORCED',
  `${what} of the account has no effect, since another plugin than dynamic security lets the client in; remove the account's roles instead`);
export const BASE_ASSUMED = warning('BASE_ASSUMED',
  'which open-source release Pro Mosquitto is built on is not stated; rights are judged by the rules of 2.1, whose options its documents use');
export const BASE_UNKNOWN = warning('BASE_UNKNOWN',
  'which open-source release Pro Mosquitto 2.9 is built on is not stated; what 2.0 and 2.1 disagree on is unknown');
export const SETTING_UNSUPPORTED = (names: readonly string[]): PreviewWarning => warning('SETTING_UNSUPPORTED',
  `${names.join(', ')}: the token plugin of this release does not know the setting and makes no such check`);
export const ISSUER_PATTERN = warning('ISSUER_PATTERN',
  'iss matches a pattern of issuers, which the vendor\'s page allows in one place and denies in another; list every issuer in full');
