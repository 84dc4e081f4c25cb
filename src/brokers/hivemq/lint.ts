import { BrokerLint, FileVerdict, LintRefusal } from '../broker-lint';
import { HIVEMQ } from './core';
import { FILE_REALM_FILE } from './files';
import { kindOf } from './parse';
import { HIVEMQ_VERSION_ERA } from './rules/broker-rules';
import { HIVEMQ_FILE_REALM_UNREAD } from './rules/file-realm-rules';
import { HIVEMQ_SCHEMA_INVALID, HIVEMQ_XML_UNREADABLE } from './rules/parse-rules';
import { schemaProblems } from './schema/validate';
import { HIVEMQ_SEMANTICS } from './semantics';
import { nodeFileRealm } from './semantics/node-settings';
import { parseXml } from './xml/tree';
import { finding } from '../../rules/rule';

/** How the extension's files are judged: valid by the vendor's schema of 4.36.0, whatever else the rules say. */
export const HIVEMQ_LINT: BrokerLint = {
  core: HIVEMQ,
  semantics: HIVEMQ_SEMANTICS,
  grammar: [],
  unread: [],
  fileOf: (path, names) => names.find((name) => (name === FILE_REALM_FILE) === path.startsWith('fileRealm')),
  // A file realm on its own is read by a configuration that was not given; a configuration has the name of its era.
  concerns: ({ rule }, names, version) => {
    const isAlone = names.every((name) => name === FILE_REALM_FILE);
    return !(rule === HIVEMQ_FILE_REALM_UNREAD.id && isAlone) && !(rule === HIVEMQ_VERSION_ERA.id && version === undefined);
  },
  judgeFile: judgeBySchema,
  // What the extension does with a file that does not fit its schema is not documented; what is not read here is not known.
  loads: (name, { files, findings, valid, previewed }) => {
    if (!valid || findings.some(({ rule }) => rule === HIVEMQ_XML_UNREADABLE.id)) {
      return 'unknown';
    }
    return name === FILE_REALM_FILE ? fileRealmLoads(files[name]) : previewed(files);
  },
};

function judgeBySchema(name: string, text: string): FileVerdict {
  const document = parseXml(text, { allButEntities: true });
  if (document.root === undefined) {
    if (document.refused === true) {
      throw new LintRefusal(name, document.problem);
    }
    return { valid: false, problem: finding(HIVEMQ_XML_UNREADABLE, name, { message: document.problem }) };
  }
  const [first] = schemaProblems(document.root, kindOf(name)!.root);
  return first === undefined ? { valid: true }
    : { valid: false, problem: finding(HIVEMQ_SCHEMA_INVALID, `${name}:${first.line} ${first.path}`, { message: first.message }) };
}

function fileRealmLoads(text: string) {
  const { problem, misfit } = nodeFileRealm(text);
  return problem === undefined && misfit === undefined ? true : 'unknown';
}

