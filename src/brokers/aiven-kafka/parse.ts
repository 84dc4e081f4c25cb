import { finding, Finding } from '../../rules/rule';
import { Files, Parsed } from '../broker-core';
import { ACL_COMMANDS, AIVEN_ACLS, AIVEN_USER_CONFIG, JVM_OPTIONS, LONGEST_FILE, SERVER_PROPERTIES } from './files';
import { parseJvmOptions } from './jvm-options';
import { parseAclCommands } from './parse-acls';
import { parseProperties } from './parse-properties';
import { FILE_NONE, FILE_TOO_LARGE, FILE_UNKNOWN, LISTENER_NONE, URL_NOT_ALLOWED } from './parse-rules';
import { parseAclDocument, parseUserConfig } from './parse-service';
import { KAFKA_RELEASES } from './releases';
import { AivenKafkaSettings, normalizeSettings } from './settings';

const KNOWN = [ACL_COMMANDS, AIVEN_ACLS, AIVEN_USER_CONFIG, JVM_OPTIONS, SERVER_PROPERTIES];

/**
 * Reads broker properties (`server.properties`, or the only file that ends in `.properties`) with their companions, or the documents of
 * an Aiven service. Settings come back in normal form.
 */
export function parseSettings(files: Files, version: string | undefined): Parsed<AivenKafkaSettings> {
  const findings: Finding[] = [];
  const texts = readable(files, findings);
  const settings = texts.has(AIVEN_USER_CONFIG) ? readService(texts, findings) : readBroker(texts, version, findings);
  const withoutTokens = findings.some((found) => found.rule === LISTENER_NONE.id);
  if (settings === undefined) {
    return withoutTokens ? { findings, withoutTokens } : { findings };
  }
  return { settings: normalizeSettings(settings, version), findings };
}

/** Files of a known name and a sane size. */
function readable(files: Files, findings: Finding[]): ReadonlyMap<string, string> {
  const properties = Object.keys(files).filter((name) => name.endsWith('.properties'));
  const texts = new Map<string, string>();
  for (const [name, text] of Object.entries(files)) {
    const key = properties.length === 1 && name === properties[0] ? SERVER_PROPERTIES : name;
    if (!KNOWN.includes(key)) {
      findings.push(finding(FILE_UNKNOWN, name, { message: 'is not read' }));
    } else if (text.length > LONGEST_FILE) {
      findings.push(finding(FILE_TOO_LARGE, name, { message: `has ${text.length} characters` }));
    } else {
      texts.set(key, text);
    }
  }
  if (!(SERVER_PROPERTIES in files) && !texts.has(SERVER_PROPERTIES) && !(AIVEN_USER_CONFIG in files)) {
    findings.push(finding(FILE_NONE, SERVER_PROPERTIES, { message: 'is missing' }));
  }
  return texts;
}

function readService(texts: ReadonlyMap<string, string>, findings: Finding[]): AivenKafkaSettings | undefined {
  const parsed = parseUserConfig(AIVEN_USER_CONFIG, texts.get(AIVEN_USER_CONFIG)!, findings);
  const acls = texts.get(AIVEN_ACLS);
  const entries = acls === undefined ? { nativeAcls: [], aivenAcls: [] } : parseAclDocument(AIVEN_ACLS, acls, findings);
  if (parsed === undefined) {
    return undefined;
  }
  const { service, ...settings } = parsed;
  return { target: service, ...settings, ...entries };
}

function readBroker(texts: ReadonlyMap<string, string>, version: string | undefined, findings: Finding[]): AivenKafkaSettings | undefined {
  const commands = texts.get(ACL_COMMANDS);
  const nativeAcls = commands === undefined ? [] : parseAclCommands(ACL_COMMANDS, commands, findings);
  const text = texts.get(SERVER_PROPERTIES);
  const parsed = text === undefined ? undefined : parseProperties(SERVER_PROPERTIES, text, version, findings);
  if (parsed?.listener === undefined) {
    return undefined;
  }
  const { listener, ...settings } = parsed;
  const options = texts.get(JVM_OPTIONS);
  const urls = options === undefined ? undefined : parseJvmOptions(options);
  const url = settings.jwksEndpointUrl;
  if (urls !== undefined && url !== undefined && !urls.includes(url) && KAFKA_RELEASES.isSince(version, '4.0.0') !== false) {
    findings.push(finding(URL_NOT_ALLOWED, JVM_OPTIONS, { message: 'does not list the key URL', got: url }));
  }
  const allowedUrls = urls?.filter((allowed) => allowed !== url);
  return { target: { ...listener, allowedUrls }, ...settings, nativeAcls, aivenAcls: [] };
}
