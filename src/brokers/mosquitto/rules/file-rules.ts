import { brokerSource, CONF_MANUAL, JWT_PAGE } from './sources';
import { RuleText } from '../../../rules/rule';

/*
 * Problems of files: what a parser meets in text written by hand, and what keeps our part from being merged into a file.
 */

/** A rule that only parsers and merges report. */
export interface FileRule extends RuleText {
  readonly check: () => void;
}

const fileRule = (text: RuleText): FileRule => ({ ...text, check: () => undefined });

export const MOSQUITTO_FILE_UNREADABLE = fileRule({
  id: 'MOSQUITTO_FILE_UNREADABLE',
  level: 'error',
  summary: 'Files are readable: strict JSON without comments, of the documented shape.',
  cause: 'The broker runs all the same, but knows no account, and nobody is authorized.',
  remedy: 'repair the file',
  source: brokerSource('plugins/dynamic-security/config.c'),
});

export const MOSQUITTO_FILE_UNKNOWN = fileRule({
  id: 'MOSQUITTO_FILE_UNKNOWN',
  level: 'warning',
  summary: 'Only jwt.json, mosquitto.conf and dynamic-security.json are read.',
  cause: 'A file with another name says nothing about tokens or rights that could be judged.',
  remedy: 'pass the file under the name that the broker knows it by',
  source: JWT_PAGE,
});

export const MOSQUITTO_VALUE_TYPE = fileRule({
  id: 'MOSQUITTO_VALUE_TYPE',
  level: 'error',
  summary: 'Every value has the type that its key demands.',
  cause: 'The token plugin does not load with a settings file that breaks its schema; dynamic security ignores such a value without a word.',
  remedy: 'write the value in the documented type',
  source: JWT_PAGE,
});

export const MOSQUITTO_KEY_UNKNOWN = fileRule({
  id: 'MOSQUITTO_KEY_UNKNOWN',
  level: 'warning',
  summary: 'Every key is one that the documentation knows.',
  cause: 'The published schema allows further keys, so that a mistyped one changes nothing and nobody notices.',
  remedy: 'correct the spelling or remove the key',
  source: JWT_PAGE,
});

export const MOSQUITTO_FORMAT_VERSION = fileRule({
  id: 'MOSQUITTO_FORMAT_VERSION',
  level: 'warning',
  summary: '`version` of jwt.json is 1.',
  cause: 'No other version of the format is documented.',
  remedy: 'write 1',
  source: JWT_PAGE,
});

export const MOSQUITTO_TOKEN_TYPE_HINT_SPELLING = fileRule({
  id: 'MOSQUITTO_TOKEN_TYPE_HINT_SPELLING',
  level: 'warning',
  summary: '`includeTokenTypeHint` is written with a capital H.',
  cause: 'The schema spells it with a capital H, the published examples do not; which one the plugin reads is not documented.',
  remedy: 'write `includeTokenTypeHint`, as the schema does',
  source: JWT_PAGE,
});

export const MOSQUITTO_ENTRY_IGNORED = fileRule({
  id: 'MOSQUITTO_ENTRY_IGNORED',
  level: 'warning',
  summary: 'Every entry of dynamic-security.json is one that the broker loads.',
  cause: 'The broker skips an entry without its name, a second entry of the same name and an access control entry of an unknown type, without a message.',
  remedy: 'complete or remove the entry',
  source: brokerSource('plugins/dynamic-security/roles.c'),
});

export const MOSQUITTO_CONF_LINE = fileRule({
  id: 'MOSQUITTO_CONF_LINE',
  level: 'error',
  summary: 'Every line of mosquitto.conf that concerns logins is one that the broker accepts.',
  cause: 'The broker exits with code 3 at the first line it cannot read.',
  remedy: 'correct or remove the line',
  source: brokerSource('src/conf.c'),
});

export const MOSQUITTO_CONF_NOT_READ = fileRule({
  id: 'MOSQUITTO_CONF_NOT_READ',
  level: 'warning',
  summary: 'Nothing outside the known options decides who logs in or what they may do.',
  cause: 'These options change logins or rights, or bring in other files, in ways that are not read here.',
  remedy: 'check by hand that they do not let anyone past the token plugin',
  source: CONF_MANUAL,
});

export const MOSQUITTO_CONF_OTHER_OPTIONS = fileRule({
  id: 'MOSQUITTO_CONF_OTHER_OPTIONS',
  level: 'warning',
  summary: 'Options without a bearing on tokens are kept but not judged.',
  cause: 'They belong to the rest of the broker: logging, persistence, bridges, TLS.',
  remedy: 'nothing, unless an option is misspelt',
  source: CONF_MANUAL,
});

export const MOSQUITTO_MERGE_MARKS = fileRule({
  id: 'MOSQUITTO_MERGE_MARKS',
  level: 'error',
  summary: 'The marks around our lines of mosquitto.conf stand once, in order.',
  cause: 'Without both marks nobody can tell which lines may be replaced.',
  remedy: 'restore the lines "# broker-oauth begin" and "# broker-oauth end", or remove both and what stands between them',
  source: 'docs/mosquitto.md',
});

export const MOSQUITTO_MERGE_CONFLICT = fileRule({
  id: 'MOSQUITTO_MERGE_CONFLICT',
  level: 'error',
  summary: 'No line of mosquitto.conf outside our marks says what our lines say.',
  cause: 'A second value stops the broker (exit code 3), a plugin loaded twice crashes it, and a plugin before ours answers first.',
  remedy: 'remove the line outside the marks',
  source: brokerSource('src/conf.c'),
});

export const MOSQUITTO_MERGE_NAME_TAKEN = fileRule({
  id: 'MOSQUITTO_MERGE_NAME_TAKEN',
  level: 'error',
  summary: 'A client, group or role of ours has a name that nothing else in the file has.',
  cause: 'The broker loads the first of two entries of one name and skips the other, and the one found is not ours to replace.',
  remedy: 'give ours another name, or remove the entry from the file (or begin its textdescription with "broker-oauth:" to hand it over)',
  source: brokerSource('plugins/dynamic-security/clients.c'),
});

export const MOSQUITTO_MERGE_REFERENCE = fileRule({
  id: 'MOSQUITTO_MERGE_REFERENCE',
  level: 'error',
  summary: 'Every role, client and group that our entries name exists in the merged file.',
  cause: 'The broker skips an unknown name without a message, and the right is missing.',
  remedy: 'add the entry to the file first, or correct the name',
  source: brokerSource('plugins/dynamic-security/rolelist.c'),
});

/** Every rule of this file. */
export const FILE_RULES: readonly FileRule[] = [
  MOSQUITTO_FILE_UNREADABLE, MOSQUITTO_FILE_UNKNOWN, MOSQUITTO_VALUE_TYPE, MOSQUITTO_KEY_UNKNOWN, MOSQUITTO_FORMAT_VERSION,
  MOSQUITTO_TOKEN_TYPE_HINT_SPELLING, MOSQUITTO_ENTRY_IGNORED, MOSQUITTO_CONF_LINE, MOSQUITTO_CONF_NOT_READ,
  MOSQUITTO_CONF_OTHER_OPTIONS, MOSQUITTO_MERGE_MARKS, MOSQUITTO_MERGE_CONFLICT, MOSQUITTO_MERGE_NAME_TAKEN, MOSQUITTO_MERGE_REFERENCE,
];
