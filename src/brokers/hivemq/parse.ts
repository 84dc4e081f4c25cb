import { Finding, finding } from '../../rules/rule';
import { Files, Parsed } from '../broker-core';
import { CONFIG_FILE, FILE_REALM_FILE, OLD_CONFIG_FILE, schemaOf } from './files';
import { COMPLAINTS, HIVEMQ_FILE_UNKNOWN, HIVEMQ_SCHEMA_LOCATION, HIVEMQ_XML_UNREADABLE } from './rules/parse-rules';
import { CONFIG_ROOT, CONFIG_SHAPE } from './schema/config-shapes';
import { FILE_REALM_ROOT, FILE_REALM_SHAPE } from './schema/file-realm-shapes';
import { ElementReader } from './schema/read';
import { Shape } from './schema/shape';
import { HiveMqConfig, HiveMqFileRealmDocument, HiveMqSettings } from './settings';
import { readsConfigXml } from './version';
import { parseXml, XmlElement } from './xml/tree';

interface Kind {
  readonly root: string;
  readonly shape: Shape;
}

const CONFIG: Kind = { root: CONFIG_ROOT, shape: CONFIG_SHAPE };
const FILE_REALM: Kind = { root: FILE_REALM_ROOT, shape: FILE_REALM_SHAPE };
/** Most problems of one file that are told, so that a large file of another kind costs no memory. */
const MOST_COMPLAINTS = 1000;
const ROOT_ATTRIBUTES = ['xmlns:xsi', 'xsi:noNamespaceSchemaLocation', 'version'];

/** What the file of a name is; undefined for names that the extension does not have. */
export function kindOf(name: string): Kind | undefined {
  if (name === FILE_REALM_FILE) {
    return FILE_REALM;
  }
  return name === CONFIG_FILE || name === OLD_CONFIG_FILE ? CONFIG : undefined;
}

/** Reads the extension's files; what is not understood is a finding. */
export function parseHiveMq(files: Files, version: string | undefined): Parsed<HiveMqSettings> {
  const findings: Finding[] = [];
  const names = Object.keys(files).sort();
  names.forEach((name) => checkName(name, names, version, findings));
  const configName = preferred(names, version);
  const config = configName === undefined ? {} : readFile(configName, files[configName], findings);
  const fileRealm = files[FILE_REALM_FILE] === undefined ? undefined : readFile(FILE_REALM_FILE, files[FILE_REALM_FILE], findings);
  if (config === undefined || (files[FILE_REALM_FILE] !== undefined && fileRealm === undefined)) {
    return { findings };
  }
  const realm = fileRealm === undefined ? {} : { fileRealm: fileRealm as HiveMqFileRealmDocument };
  return { settings: { config: config as HiveMqConfig, ...realm }, findings };
}

function preferred(names: readonly string[], version: string | undefined): string | undefined {
  const order = readsConfigXml(version) === false ? [OLD_CONFIG_FILE, CONFIG_FILE] : [CONFIG_FILE, OLD_CONFIG_FILE];
  return order.find((name) => names.includes(name));
}

function checkName(name: string, names: readonly string[], version: string | undefined, findings: Finding[]): void {
  if (kindOf(name) === undefined) {
    findings.push(finding(HIVEMQ_FILE_UNKNOWN, name, { message: 'is not a file of the extension' }));
    return;
  }
  const current = readsConfigXml(version);
  const ignored = (name === OLD_CONFIG_FILE && current === true) || (name === CONFIG_FILE && current === false);
  if (ignored) {
    findings.push(finding(HIVEMQ_FILE_UNKNOWN, name, { message: `is not read by HiveMQ ${version}` }));
  } else if (name === OLD_CONFIG_FILE && names.includes(CONFIG_FILE)) {
    findings.push(finding(HIVEMQ_FILE_UNKNOWN, name, { message: `stands beside ${CONFIG_FILE}, and only one of them is read` }));
  }
}

function readFile(name: string, text: string, findings: Finding[]): object | undefined {
  const kind = kindOf(name)!;
  const { root, problem } = parseXml(text);
  if (root === undefined) {
    findings.push(finding(HIVEMQ_XML_UNREADABLE, name, { message: problem }));
    return undefined;
  }
  if (root.name !== kind.root) {
    findings.push(finding(HIVEMQ_FILE_UNKNOWN, `${name}:${root.line}`, { message: `must begin with the element ${kind.root}`, got: root.name }));
    return undefined;
  }
  checkRoot(name, root, findings);
  let count = 0;
  const reader = new ElementReader((complaint, at, path, message, got) => {
    count += 1;
    if (count <= MOST_COMPLAINTS) {
      const told = count < MOST_COMPLAINTS ? { message, got } : { message: 'and what comes behind it has more problems than are told' };
      findings.push(finding(COMPLAINTS[complaint], `${name}:${at.line} ${path}`, told));
    }
  }, text);
  return reader.read(kind.shape, root, root.name, ROOT_ATTRIBUTES);
}

function checkRoot(name: string, root: XmlElement, findings: Finding[]): void {
  const wanted: readonly (readonly [string, string])[] = [['xsi:noNamespaceSchemaLocation', schemaOf(name)], ['version', '1']];
  for (const [attribute, value] of wanted) {
    const found = root.attributes.find((one) => one.name === attribute);
    if (found !== undefined && found.value !== value) {
      const path = `${name}:${root.line} ${root.name}/@${attribute}`;
      findings.push(finding(HIVEMQ_SCHEMA_LOCATION, path, { message: `must be "${value}"`, got: found.value }));
    }
  }
}
