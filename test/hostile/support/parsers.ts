import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { readIni } from '../../../src/brokers/lavinmq/ini';
import { confLines } from '../../../src/brokers/mosquitto/parse-conf';
import { temporaryFolder } from '../../support/folders';

/*
 * Native files as trees, read by the parser that the broker itself has: JSON.parse, the JDK's XML parser and java.util.Properties, the
 * java launcher, a POSIX shell. LavinMQ's and Mosquitto's own readers are imitated; real-lavinmq.test.ts and real-mosquitto.test.ts hold
 * the imitations against the brokers.
 */

/** A native file. */
export interface Document {
  readonly name: string;
  readonly text: string;
}

/** Whether a Java runtime is on PATH. */
export const HAS_JAVA = spawnSync('java', ['-version'], { stdio: 'ignore' }).status === 0;

/** Reads every document, equal ones once and those of Java in one run. */
export function parseAll(documents: readonly Document[]): readonly unknown[] {
  const different = new Map(documents.map((document) => [keyOf(document), document]));
  const byJava = parseByJava([...different.values()]);
  const trees = new Map([...different].map(([key, document], index) => [key, byJava.get(index) ?? parseHere(document)]));
  return documents.map((document) => trees.get(keyOf(document)));
}

function keyOf({ name, text }: Document): string {
  return `${name}\n${text}`;
}

function parseHere({ name, text }: Document): unknown {
  switch (name) {
    case 'lavinmq.ini': return iniTree(text);
    case 'mosquitto.conf': return confLines(text).map(({ key, value }) => [key, value]);
    case 'kafka-acls.txt': return shellTree(text);
    case 'kafka-jvm.options': return launcherTree(text);
    default: return JSON.parse(text);
  }
}

/** Entries by section; a line that the broker's parser stops at is an error. */
function iniTree(text: string): unknown {
  return readIni(text).filter(({ kind }) => kind !== 'empty').map(({ kind, section, key, value, raw }) => {
    if (kind !== 'entry' && kind !== 'section') {
      throw new Error(`the line ${JSON.stringify(raw)} is ${kind}`);
    }
    return kind === 'section' ? ['section', section] : [section, key, value];
  });
}

/** The arguments of every command, as a shell hands them to a program. */
function shellTree(text: string): unknown {
  const folder = temporaryFolder();
  fs.writeFileSync(path.join(folder, 'kafka-acls.sh'), '#!/bin/sh\nprintf "%s\\000" "$@" end-of-command >> "$RECORD"\n', { mode: 0o755 });
  fs.writeFileSync(path.join(folder, 'commands'), text);
  const record = path.join(folder, 'record');
  execFileSync('sh', [path.join(folder, 'commands'), '--from-caller'], { cwd: folder, env: { PATH: `${folder}:${process.env.PATH}`, RECORD: record } });
  const commands = fs.readFileSync(record, 'utf8').split('\0end-of-command\0').slice(0, -1);
  return commands.map((command) => command.split('\0'));
}

/** The system properties that the java launcher takes from an argument file. */
function launcherTree(text: string): unknown {
  const file = path.join(temporaryFolder(), 'options');
  fs.writeFileSync(file, text);
  const { stderr, status } = spawnSync('java', [`@${file}`, '-XshowSettings:properties', '-version'], { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`the launcher refused the file: ${stderr.slice(0, 500)}`);
  }
  return stderr.split('\n').filter((line) => /org\.apache\.kafka/.test(line)).map((line) => line.trim());
}

const OF_JAVA = /\.(xml|properties)$/;

/** Kafka trims what its types STRING and LIST read (org.apache.kafka.common.config.ConfigDef, parseType). */
const KAFKA_TRIMS = /^[\x00-\x20]+|[\x00-\x20]+$/g;

function parseByJava(documents: readonly Document[]): ReadonlyMap<number, unknown> {
  const mine = documents.flatMap((document, index) => (OF_JAVA.test(document.name) ? [{ ...document, index }] : []));
  if (mine.length === 0) {
    return new Map();
  }
  const folder = temporaryFolder();
  // The broker reads properties as ISO-8859-1, so whatever is not ASCII would come back changed.
  mine.forEach(({ index, name, text }) => fs.writeFileSync(path.join(folder, `${index}${path.extname(name)}`), text));
  const printed = execFileSync('java', [path.join(__dirname, 'RealParsers.java'), folder], { encoding: 'utf8', maxBuffer: 1e9 });
  return new Map(printed.trim().split('\n').map((line): [number, unknown] => {
    const tree: unknown = JSON.parse(line.slice(line.indexOf(' ') + 1));
    if (typeof tree === 'string') {
      throw new Error(tree);
    }
    return [parseInt(line, 10), Array.isArray(tree) ? tree : trimmed(tree as Record<string, string>)];
  }));
}

function trimmed(properties: Record<string, string>): unknown {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, value.replace(KAFKA_TRIMS, '')]));
}
