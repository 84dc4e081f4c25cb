import { PreviewWarning } from '../../../preview/result';
import { RuleText } from '../../../rules/rule';
import { brokerSource, JWT_PAGE } from '../rules/sources';

/*
 * What is worth knowing beside the decision. Ids of rules on settings stand where the preview meets the same thing.
 */

const ACL = brokerSource('plugins/dynamic-security/acl.c');

const NAME_CONFLICT_RULE: RuleText = {
  id: 'MOSQUITTO_NAME_CONFLICT',
  level: 'warning',
  summary: 'The user name and the client id are those of the claims that they are matched with.',
  cause: 'The vendor\'s page says that the client is refused, the vendor\'s blog that the name is replaced by the claim; the page is followed.',
  remedy: 'have the client send the claim\'s value, which satisfies both',
  source: `${JWT_PAGE}; cedalo.com, "Using JWT for the Mosquitto MQTT Broker Authentication"`,
};

const EVERYTHING_ALLOWED_RULE: RuleText = {
  id: 'MOSQUITTO_EVERYTHING_ALLOWED',
  level: 'warning',
  summary: 'A plugin judges what clients do.',
  cause: 'The token plugin judges logins alone; without dynamic security every client that is let in may do everything.',
  remedy: 'load dynamic security behind the token plugin',
  source: brokerSource('src/plugin_acl_check.c'),
};

const ACCOUNT_UNKNOWN_RULE: RuleText = {
  id: 'MOSQUITTO_ACCOUNT_UNKNOWN',
  level: 'warning',
  summary: 'Dynamic security knows the user name.',
  cause: 'The client connects and may do nothing; defaults do not apply to unknown names.',
  remedy: 'add a client with this user name',
  source: ACL,
};

const ACCOUNTS_UNREADABLE_RULE: RuleText = {
  id: 'MOSQUITTO_ACCOUNTS_UNREADABLE',
  level: 'warning',
  summary: 'The broker can read dynamic-security.json.',
  cause: 'The broker runs all the same: the client connects and may do nothing.',
  remedy: 'repair the file',
  source: brokerSource('plugins/dynamic-security/config.c'),
};

const DEFAULTS_APPLY_RULE: RuleText = {
  id: 'MOSQUITTO_DEFAULTS_APPLY',
  level: 'warning',
  summary: 'What no role allows is denied.',
  cause: 'Where no role decides, `defaultACLAccess` does, except on $CONTROL; the permissions shown do not hold it.',
  remedy: 'leave the default off, or count with it',
  source: ACL,
};

const BASE_RULE: RuleText = {
  id: 'MOSQUITTO_BASE_NOT_STATED',
  level: 'warning',
  summary: 'The open-source release that Pro Mosquitto is built on is known.',
  cause: 'No document states it. Rights of 3.x are judged as those of 2.1, whose options its documents use; of 2.9 what 2.0 and 2.1 disagree on is unknown.',
  remedy: 'name 2.0 or 2.1 as the version where the base is known',
  source: 'docs.cedalo.com, pages of Pro Mosquitto 3.x on plugins, roles and clusters',
};

/** Rules of the preview alone. */
export const MOSQUITTO_PREVIEW_RULES: readonly RuleText[] = [
  NAME_CONFLICT_RULE, EVERYTHING_ALLOWED_RULE, ACCOUNT_UNKNOWN_RULE, ACCOUNTS_UNREADABLE_RULE, DEFAULTS_APPLY_RULE, BASE_RULE,
];

const told = (rule: RuleText, message: string): PreviewWarning => ({ rule: rule.id, message });

export const nameConflict = (what: string): PreviewWarning =>
  told(NAME_CONFLICT_RULE, `the ${what} differs from the claim it is matched with: the vendor's page says that the client is refused, the blog that the name is replaced`);
export const EVERYTHING_ALLOWED = told(EVERYTHING_ALLOWED_RULE, 'no plugin judges actions: every client that is let in may do everything');
export const UNKNOWN_ACCOUNT = told(ACCOUNT_UNKNOWN_RULE, 'dynamic security does not know the user name: the client connects and may do nothing');
export const UNREADABLE_ACCOUNTS = told(ACCOUNTS_UNREADABLE_RULE, 'dynamic-security.json cannot be read: the client connects and may do nothing');
export const defaultsApply = (kinds: readonly string[]): PreviewWarning =>
  told(DEFAULTS_APPLY_RULE, `where no role decides, defaultACLAccess allows ${kinds.join(', ')}, except on $CONTROL`);
export const BASE_ASSUMED = told(BASE_RULE, 'rights are judged by the rules of open-source 2.1, on which Pro Mosquitto 3.x seems to be built');
export const BASE_UNKNOWN = told(BASE_RULE, 'what open-source 2.0 and 2.1 disagree on is unknown for Pro Mosquitto 2.9');

export const USERNAME_UNBOUND: PreviewWarning = {
  rule: 'MOSQUITTO_USERNAME_UNBOUND',
  message: 'the user name is not tied to the token: whoever holds any valid token can take any account; set matchUsernameToSubject',
};
export const notEnforced = (what: string): PreviewWarning => ({
  rule: 'MOSQUITTO_NOT_ENFORCED',
  message: `${what} of the account has no effect, since another plugin than dynamic security lets the client in; remove the account's roles instead`,
});
export const settingUnsupported = (names: readonly string[]): PreviewWarning => ({
  rule: 'MOSQUITTO_SETTING_UNSUPPORTED',
  message: `${names.join(', ')}: the token plugin of this release does not know the setting and makes no such check`,
});
export const ISSUER_PATTERN: PreviewWarning = {
  rule: 'MOSQUITTO_ISSUER_PATTERN',
  message: 'iss matches a pattern of issuers, which the vendor\'s page allows in one place and denies in another; list every issuer in full',
};
