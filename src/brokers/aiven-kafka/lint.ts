import { Files } from '../broker-core';
import { BrokerLint } from '../broker-lint';
import { AIVEN_KAFKA } from './core';
import { ACL_COMMANDS, AIVEN_ACLS, AIVEN_USER_CONFIG, JVM_OPTIONS, SERVER_PROPERTIES } from './files';
import { ACL_COMMAND, FILE_TOO_LARGE, JSON_SYNTAX, PROPERTIES_SYNTAX, VALUE_TYPE } from './parse-rules';
import { scanProperties } from './properties';
import { KAFKA_SEMANTICS } from './semantics';
import { readProperties } from './semantics/listener-properties';
import { OAUTHBEARER } from './settings';
import {
  AUDIENCE_KEY, HANDLER_KEY, ISSUER_KEY, JAAS_KEY, JWKS_URL_KEY, listenerPrefix, LOGIN_MODULE, mechanismPrefix, MECHANISMS_KEY, SUB_CLAIM_KEY,
  VALIDATOR_HANDLER,
} from './vocabulary';

/** How a broker's properties, or the documents of an Aiven service, are judged. */
export const KAFKA_LINT: BrokerLint = {
  core: AIVEN_KAFKA,
  semantics: KAFKA_SEMANTICS,
  grammar: [PROPERTIES_SYNTAX, VALUE_TYPE, JSON_SYNTAX, ACL_COMMAND],
  unread: [FILE_TOO_LARGE],
  prepared,
  fileOf: (path, names) => names.find((name) => (/^(?:nativeAcls|aivenAcls)/.test(path) ? ACL_FILES : SETTINGS_FILES).includes(name)),
  // Entries are made one by one and keep no broker from starting.
  loads: (name, { files, valid, previewed }) => (SETTINGS_FILES.includes(name) || name === JVM_OPTIONS ? previewed(files) : valid ? true : 'unknown'),
};

const ACL_FILES: readonly string[] = [AIVEN_ACLS, ACL_COMMANDS];
const SETTINGS_FILES: readonly string[] = [SERVER_PROPERTIES, AIVEN_USER_CONFIG];

function prepared(files: Files): Files {
  const { [SERVER_PROPERTIES]: properties, [AIVEN_ACLS]: acls } = files;
  return {
    ...files,
    ...(properties === undefined ? {} : { [SERVER_PROPERTIES]: withListener(properties) }),
    ...(acls === undefined ? {} : { [AIVEN_ACLS]: asDocument(acls), [AIVEN_USER_CONFIG]: files[AIVEN_USER_CONFIG] ?? '{}' }),
  };
}

/** A list of entries as the API's document has it. */
function asDocument(acls: string): string {
  return /^\ufeff?[ \t\r\n]*\[/.test(acls) ? `{"kafka_acl": ${acls.replace(/^\ufeff/, '')}}` : acls;
}

const PIECE = 'piece';
const BARE_KEYS: readonly string[] = [JWKS_URL_KEY, ISSUER_KEY, AUDIENCE_KEY, SUB_CLAIM_KEY];

/** A piece of a file, which names no listener, is judged as if it were that of one that takes tokens. */
function withListener(text: string): string {
  const { entries, malformedAt } = scanProperties(text);
  const properties = new Map(entries.map(({ key, value }) => [key, value]));
  const isPiece = malformedAt === undefined && !properties.has('listeners') && !properties.has(MECHANISMS_KEY)
    && readProperties(properties).listeners.length === 0 && BARE_KEYS.some((key) => properties.has(key));
  return !isPiece ? text : [
    text.replace(/\\$/, ''),
    `${listenerPrefix(PIECE)}${MECHANISMS_KEY}=${OAUTHBEARER}`,
    `${mechanismPrefix(PIECE)}${HANDLER_KEY}=${properties.get(HANDLER_KEY) ?? VALIDATOR_HANDLER}`,
    `${mechanismPrefix(PIECE)}${JAAS_KEY}=${LOGIN_MODULE} required ;`,
    '',
  ].join('\n');
}
