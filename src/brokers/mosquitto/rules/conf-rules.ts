import { allOf, matches, TRIMMED_LINE, wholeNumber } from '../../../rules/condition';
import { ConfListener, ConfPlugin, ConfSettings, pluginChain, pluginFile } from '../settings';
import { atMostBytes } from '../topic';
import { confRule, MosquittoRule } from './rule-kinds';
import { brokerSource, CONF_MANUAL, JWT_PAGE } from './sources';

/*
 * Rules on our lines of mosquitto.conf.
 */

/** U+FFFE and U+FFFF of every plane. */
const PLANE_ENDS = Array.from({ length: 17 }, (_, plane) => String.fromCodePoint(plane * 0x10000 + 0xfffe, plane * 0x10000 + 0xffff)).join('');
/** The broker stops at a line that mosquitto_validate_utf8 refuses, or that is longer. */
const READABLE = allOf([
  matches(`^[^\\x00-\\x1f\\x7f-\\x9f\ufdd0-\ufdef${PLANE_ENDS}]*$`, 'text without control characters and characters that Unicode reserves'),
  atMostBytes(65535),
]);
const LINE_VALUE = allOf([matches('[^\\s]', 'a text that is not blank'), TRIMMED_LINE, READABLE]);
const WORD = allOf([matches('^[^\\s#]\\S*$', 'one word without blanks'), READABLE]);
const ABSOLUTE_PATH = allOf([matches('^(/|[A-Za-z]:[\\\\/])', 'an absolute path'), TRIMMED_LINE]);

/** What each listener asks, and what a broker without listeners of ours asks. */
export function chainsOf(conf: ConfSettings): readonly (readonly ConfPlugin[])[] {
  const listeners: readonly (ConfListener | undefined)[] = conf.listeners.length === 0 ? [undefined] : conf.listeners;
  return listeners.map((listener) => pluginChain(conf, listener));
}

/** Whether the plugin decides by dynamic security; the cluster plugin brings it along. */
export function decidesAccounts(plugin: ConfPlugin): boolean {
  return plugin.kind === 'dynamic-security' || plugin.kind === 'high-availability';
}

export const MOSQUITTO_CONF_VALUE = confRule({
  id: 'MOSQUITTO_CONF_VALUE',
  level: 'error',
  summary: 'Every value of mosquitto.conf fits into its line.',
  cause: 'The format has no quoting: a line break would start an option of its own, and blanks at the ends are dropped. The broker stops at ' +
    'control characters, at characters that Unicode reserves, and at more than 65535 bytes.',
  remedy: 'remove line breaks, control characters and blanks at the ends; names and addresses are one word',
  source: brokerSource('src/conf.c'),
}, (conf, report) => {
  report.value('conf.persistenceLocation', conf.persistenceLocation, LINE_VALUE);
  conf.plugins.forEach((plugin, index) => {
    const path = `conf.plugins[${index}]`;
    report.value(`${path}.path`, plugin.path, LINE_VALUE);
    report.value(`${path}.name`, plugin.name, WORD);
    report.value(`${path}.configFile`, plugin.configFile, LINE_VALUE);
    for (const [key, value] of Object.entries(plugin.options ?? {})) {
      if (!/^[A-Za-z0-9_]+$/.test(key) || key === 'config_file') {
        report.broken(`${path}.options`, { message: 'has a key that is no option name (letters, digits, underscores; config_file has its own setting)', got: key });
      }
      report.value(`${path}.options.${key}`, value, LINE_VALUE);
    }
  });
  conf.listeners.forEach((listener, index) => {
    report.value(`conf.listeners[${index}].address`, listener.address, WORD);
    (listener.plugins ?? []).forEach((name, place) => report.value(`conf.listeners[${index}].plugins[${place}]`, name, WORD));
  });
});

export const MOSQUITTO_LISTENER = confRule({
  id: 'MOSQUITTO_LISTENER',
  level: 'error',
  summary: 'Every listener has a port of its own, from 1 to 65535.',
  cause: 'The broker does not start with another one, nor when a port is taken.',
  remedy: 'give each listener its own port',
  source: CONF_MANUAL,
}, (conf, report) => conf.listeners.forEach((listener, index) => {
  const path = `conf.listeners[${index}].port`;
  report.value(path, listener.port, wholeNumber(1, 65535));
  const earlier = conf.listeners.slice(0, index).some((other) => other.port === listener.port && other.address === listener.address);
  if (earlier) {
    report.broken(path, { message: 'is the port of an earlier listener', got: listener.port });
  }
}));

export const MOSQUITTO_TOKEN_PLUGIN = confRule({
  id: 'MOSQUITTO_TOKEN_PLUGIN',
  level: 'error',
  summary: 'The token plugin is loaded.',
  cause: 'Without it nothing reads jwt.json, and tokens are compared with stored passwords.',
  remedy: 'load cedalo_jwt_auth.so',
  source: JWT_PAGE,
}, (conf, report, { settings }) => {
  if (settings.jwt !== undefined && !chainsOf(conf).some((chain) => chain.some((plugin) => plugin.kind === 'token'))) {
    report.broken('conf.plugins', { message: 'do not load cedalo_jwt_auth.so for any listener' });
  }
});

export const MOSQUITTO_PLUGIN_ORDER = confRule({
  id: 'MOSQUITTO_PLUGIN_ORDER',
  level: 'error',
  summary: 'The token plugin comes first.',
  cause: 'Plugins are asked in order and the first answer counts: dynamic security would compare the token with the stored password of the ' +
    'account and refuse it, or, where none is stored, let another plugin decide who the client is.',
  remedy: 'list the token plugin before every other one (plugins of all listeners come before those that a listener uses)',
  source: `${brokerSource('src/plugin_basic_auth.c')}; plugins/dynamic-security/auth.c`,
}, (conf, report) => {
  const wrong = chainsOf(conf).find((chain) => chain.findIndex((plugin) => plugin.kind === 'token') > 0);
  if (wrong !== undefined) {
    report.broken('conf.plugins', { message: 'have the token plugin behind another one', got: wrong.map((plugin) => pluginFile(plugin.path)).join(', ') });
  }
});

export const MOSQUITTO_AUTHORIZATION = confRule({
  id: 'MOSQUITTO_AUTHORIZATION',
  level: 'error',
  summary: 'Wherever tokens log in, dynamic security decides what they may do.',
  cause: 'Without a plugin for authorization the broker allows everything to everybody whose token is valid.',
  remedy: 'load mosquitto_dynamic_security.so behind the token plugin',
  source: brokerSource('src/plugin_acl_check.c'),
}, (conf, report) => {
  const open = chainsOf(conf).some((chain) => chain.some((plugin) => plugin.kind === 'token') && !chain.some(decidesAccounts));
  if (open) {
    report.broken('conf.plugins', { message: 'have the token plugin without dynamic security' });
  }
});

export const MOSQUITTO_DYNAMIC_SECURITY_FILE = confRule({
  id: 'MOSQUITTO_DYNAMIC_SECURITY_FILE',
  level: 'error',
  summary: 'The dynamic security plugin names its file by an absolute path.',
  cause: 'Without the option the plugin is inactive while the broker runs on, and `allow_anonymous` alone governs.',
  remedy: 'set `configFile` to the absolute path of dynamic-security.json',
  source: brokerSource('plugins/dynamic-security/plugin.c'),
}, (conf, report) => conf.plugins.forEach((plugin, index) => {
  const path = `conf.plugins[${index}].configFile`;
  if (plugin.kind === 'dynamic-security' && plugin.configFile === undefined) {
    report.broken(path, { message: 'is missing' });
  } else if (plugin.kind === 'dynamic-security') {
    report.value(path, plugin.configFile, ABSOLUTE_PATH);
  }
}));

export const MOSQUITTO_PLUGIN_TWICE = confRule({
  id: 'MOSQUITTO_PLUGIN_TWICE',
  level: 'error',
  summary: 'Every plugin is loaded once, under a name of its own.',
  cause: 'The broker stops with dynamic security loaded twice (2.0.11 runs and crashes when it stops).',
  remedy: 'remove the second line; load by name to use a plugin on several listeners',
  source: CONF_MANUAL,
}, (conf, report) => conf.plugins.forEach((plugin, index) => {
  const earlier = conf.plugins.slice(0, index);
  if (earlier.some((other) => pluginFile(other.path) === pluginFile(plugin.path) || (plugin.name !== undefined && other.name === plugin.name))) {
    report.broken(`conf.plugins[${index}]`, { message: 'has the file or the name of an earlier plugin', got: plugin.path });
  }
}));

export const MOSQUITTO_PLUGIN_USE = confRule({
  id: 'MOSQUITTO_PLUGIN_USE',
  level: 'error',
  summary: 'A listener uses plugins that are loaded by name.',
  cause: 'The broker exits with code 3 at a name it does not know.',
  remedy: 'give the plugin a `name`, or correct the one used',
  source: brokerSource('src/conf.c'),
}, (conf, report) => conf.listeners.forEach((listener, index) => (listener.plugins ?? []).forEach((name, place) => {
  if (!conf.plugins.some((plugin) => plugin.name === name)) {
    report.broken(`conf.listeners[${index}].plugins[${place}]`, { message: 'is not the name of a plugin', got: name });
  }
})));

export const MOSQUITTO_PLUGIN_PATH_BLANK = confRule({
  id: 'MOSQUITTO_PLUGIN_PATH_BLANK',
  level: 'warning',
  summary: 'The path of a plugin has no blank.',
  cause: 'Some releases take such a path only up to the blank (2.1.0), and the broker does not start.',
  remedy: 'move the plugin to a path without blanks',
  source: brokerSource('ChangeLog.txt'),
}, (conf, report) => conf.plugins.forEach((plugin, index) => report.value(`conf.plugins[${index}].path`, plugin.path, matches('^\\S*$', 'a path without blanks'))));

export const MOSQUITTO_ANONYMOUS = confRule({
  id: 'MOSQUITTO_ANONYMOUS',
  level: 'warning',
  summary: 'Clients without a user name are refused.',
  cause: '`allow_anonymous true` lets in whoever sends neither name nor token, with the rights of `anonymousGroup`.',
  remedy: 'set `allowAnonymous` to false',
  source: CONF_MANUAL,
}, (conf, report) => {
  if (conf.allowAnonymous === true) {
    report.broken('conf.allowAnonymous', { message: 'is on' });
  }
});

export const MOSQUITTO_PASSWORD_LOGINS = confRule({
  id: 'MOSQUITTO_PASSWORD_LOGINS',
  level: 'warning',
  summary: 'Accounts with passwords have a listener without the token plugin.',
  cause: 'Whether the token plugin refuses a password or passes it on is not documented. If it refuses, `admin` and with it the control API ' +
    'and the platform are locked out.',
  remedy: 'add a listener that uses dynamic security alone (plugins loaded by name, Mosquitto 2.1), or try a password login on a test broker and acknowledge',
  source: `${JWT_PAGE} (does not say)`,
}, (conf, report) => {
  const chains = chainsOf(conf);
  const behindTokens = chains.some((chain) => chain.some((plugin) => plugin.kind === 'token'));
  const withPasswords = chains.some((chain) => chain.some(decidesAccounts) && !chain.some((plugin) => plugin.kind === 'token'));
  if (behindTokens && !withPasswords) {
    report.broken('conf.plugins', { message: 'put the token plugin before every listener' });
  }
});

export const MOSQUITTO_TOKEN_FILE_NAME = confRule({
  id: 'MOSQUITTO_TOKEN_FILE_NAME',
  level: 'warning',
  summary: 'The token plugin\'s settings file is a name within `persistence_location`.',
  cause: 'The documentation names the file relative to that directory; what becomes of a path is not said.',
  remedy: 'give the file name alone and set `persistenceLocation`',
  source: JWT_PAGE,
}, (conf, report) => conf.plugins.forEach((plugin, index) => {
  if (plugin.kind === 'token') {
    report.value(`conf.plugins[${index}].configFile`, plugin.configFile, matches('^[^/\\\\]*$', 'a file name without a directory'));
  }
}));

/** Every rule of this file. */
export const CONF_RULES: readonly MosquittoRule[] = [
  MOSQUITTO_CONF_VALUE, MOSQUITTO_LISTENER, MOSQUITTO_TOKEN_PLUGIN, MOSQUITTO_PLUGIN_ORDER, MOSQUITTO_AUTHORIZATION,
  MOSQUITTO_DYNAMIC_SECURITY_FILE, MOSQUITTO_PLUGIN_TWICE, MOSQUITTO_PLUGIN_USE, MOSQUITTO_PLUGIN_PATH_BLANK, MOSQUITTO_ANONYMOUS,
  MOSQUITTO_PASSWORD_LOGINS, MOSQUITTO_TOKEN_FILE_NAME,
];
