import { finding } from '../../rules/rule';
import { Merged } from '../broker-core';
import { ConfLine, confLines } from './parse-conf';
import { FileRule, MOSQUITTO_MERGE_CONFLICT, MOSQUITTO_MERGE_MARKS } from './rules/file-rules';
import { CONF_BEGIN, CONF_END, CONF_FILE, pluginFile, pluginKind } from './settings';

/**
 * Puts our lines between their marks; every other byte stays.
 *
 * In a file without marks they go to the end, or before the first plugin of the file, since plugins answer in the order of their lines
 * (mosquitto.conf(5), `plugin`).
 */
export function mergeConf(existing: string | undefined, ours: string): Merged {
  if (existing === undefined || existing === '') {
    return { text: ours };
  }
  const place = placeOf(existing);
  if (place === undefined) {
    return problem(MOSQUITTO_MERGE_MARKS, CONF_FILE, 'has one mark without the other, twice, or in the wrong order');
  }
  const before = existing.slice(0, place.start);
  const after = existing.slice(place.end);
  const conflict = conflictOf(confLines(ours), confLines(before), linesBehind(existing, place.end));
  if (conflict !== undefined) {
    return problem(MOSQUITTO_MERGE_CONFLICT, `${CONF_FILE} line ${conflict.number} ${conflict.key}`, conflict.message);
  }
  const lineBreak = before === '' || before.endsWith('\n') ? '' : '\n';
  return { text: before + lineBreak + ours + after };
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Where our lines stand or shall stand; undefined when the marks are damaged. */
function placeOf(text: string): Place | undefined {
  const begins = [...text.matchAll(lineOf(CONF_BEGIN))];
  const ends = [...text.matchAll(lineOf(CONF_END))];
  if (begins.length === 0 && ends.length === 0) {
    return newPlace(text);
  }
  if (begins.length !== 1 || ends.length !== 1 || begins[0].index > ends[0].index) {
    return undefined;
  }
  return { start: begins[0].index, end: ends[0].index + ends[0][0].length };
}

function lineOf(mark: string): RegExp {
  return new RegExp(`^${mark}[ \\t]*\\r?(?:\\n|(?![^]))`, 'gm');
}

function newPlace(text: string): Place {
  const first = confLines(text).find(isPlugin);
  if (first === undefined) {
    return { start: text.length, end: text.length };
  }
  const start = text.split('\n').slice(0, first.number - 1).reduce((length, line) => length + line.length + 1, 0);
  return { start, end: start };
}

interface Conflict {
  readonly number: number;
  readonly key: string;
  readonly message: string;
}

/** The lines behind a place, numbered as in the whole text. */
function linesBehind(text: string, place: number): readonly ConfLine[] {
  const offset = text.slice(0, place).split('\n').length - 1;
  return confLines(text.slice(place)).map((line) => ({ ...line, number: line.number + offset }));
}

/** The first foreign line that cannot stand beside ours. */
function conflictOf(ours: readonly ConfLine[], earlier: readonly ConfLine[], later: readonly ConfLine[]): Conflict | undefined {
  for (const line of [...earlier, ...later]) {
    const message = sameThing(ours, line) ?? (earlier.includes(line) ? tooEarly(ours, line) : taken(ours, line, later));
    if (message !== undefined) {
      return { number: line.number, key: line.key, message };
    }
  }
  return undefined;
}

function sameThing(ours: readonly ConfLine[], line: ConfLine): string | undefined {
  if (line.key === 'per_listener_settings' && line.value?.toLowerCase() !== 'false' && line.value !== '0') {
    return 'would make our plugin lines belong to one listener only; remove it';
  }
  if (['persistence_location', 'allow_anonymous'].includes(line.key) && ours.some((own) => own.key === line.key)) {
    return 'is set by our lines too; remove one of the two';
  }
  if (line.key === 'listener' && ours.some((own) => own.key === 'listener' && portOf(own) === portOf(line))) {
    return `opens the port ${portOf(line)}, which our lines open too; remove one of the two`;
  }
  if (isPlugin(line) && ours.some((own) => isPlugin(own) && fileOf(own) === fileOf(line))) {
    return `loads ${fileOf(line)}, which our lines load too; loading it twice crashes the broker, so remove one of the two`;
  }
  return undefined;
}

function tooEarly(ours: readonly ConfLine[], line: ConfLine): string | undefined {
  const token = ours.some((own) => isPlugin(own) && pluginKind(fileOf(own)) === 'token');
  return isPlugin(line) && token ? 'loads a plugin that would answer before the token plugin; move it behind our lines' : undefined;
}

/** A line right behind ours may be taken for an option of our last plugin or listener. */
function taken(ours: readonly ConfLine[], line: ConfLine, later: readonly ConfLine[]): string | undefined {
  if (line !== later[0]) {
    return undefined;
  }
  if (/^(plugin|auth)_opt_/.test(line.key)) {
    return 'stands behind our lines and would be taken for an option of our last plugin; move it behind the plugin it belongs to';
  }
  return ours.some((own) => own.key === 'listener') && line.key !== 'listener'
    ? 'stands behind a listener of ours and would be taken for one of its options; leave listeners to the file itself, or move our lines to its end'
    : undefined;
}

function isPlugin(line: ConfLine): boolean {
  return ['plugin', 'global_plugin', 'auth_plugin', 'plugin_load'].includes(line.key);
}

function fileOf(line: ConfLine): string {
  const value = line.value ?? '';
  return pluginFile(line.key === 'plugin_load' ? value.replace(/^\S+ +/, '') : value);
}

function portOf(line: ConfLine): string {
  return (line.value ?? '').split(' ')[0];
}

function problem(rule: FileRule, path: string, message: string): Merged {
  return { problem: finding(rule, path, { message }) };
}
