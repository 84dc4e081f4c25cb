import { Encoding } from '../../text/template';
import { Value } from '../../text/unresolved';

/*
 * The .properties format as Kafka reads it: Utils.loadProps hands the file to java.util.Properties.load, which takes it for
 * ISO-8859-1. The scanner follows the class's own line reader, so that what it sees is what the broker sees.
 * Source: docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/Properties.html
 */

/** One key with its value, and where its logical line stands in the text. */
export interface PropertyEntry {
  readonly key: string;
  readonly value: string;
  /** Offset of the first character of the logical line. */
  readonly start: number;
  /** Offset behind its line end. */
  readonly end: number;
  /** Whether the line is written in ASCII, so that the broker reads what was meant. */
  readonly ascii: boolean;
}

/** What a properties file holds. */
export interface PropertiesText {
  readonly entries: readonly PropertyEntry[];
  /** Offset of a `\u` without four hexadecimal digits: Java refuses the whole file. */
  readonly malformedAt: number | undefined;
  /** Whether the text ends in a backslash that joins what comes next to its last line. */
  readonly openEnded: boolean;
}

interface LogicalLine {
  readonly content: string;
  readonly start: number;
  readonly end: number;
  readonly openEnded: boolean;
}

/** Reads every entry of a properties file, in order, repeated keys included. */
export function scanProperties(text: string): PropertiesText {
  const entries: PropertyEntry[] = [];
  let openEnded = false;
  let at = 0;
  for (;;) {
    const line = readLogicalLine(text, at);
    if (line === undefined) {
      return { entries, malformedAt: undefined, openEnded };
    }
    const [rawKey, rawValue] = splitKey(line.content);
    const [key, value] = [unescapeProperty(rawKey), unescapeProperty(rawValue)];
    if (key === undefined || value === undefined) {
      return { entries, malformedAt: line.start, openEnded };
    }
    entries.push({ key, value, start: line.start, end: line.end, ascii: /^[\x00-\x7f]*$/.test(line.content) });
    openEnded = line.openEnded;
    at = line.end;
  }
}

/** Follows `Properties.LineReader.readLine`: comments, blank lines, continuation lines. */
function readLogicalLine(text: string, from: number): LogicalLine | undefined {
  // Natural lines that go on are put together only once, or a line of many would take the square of their number.
  const earlier: string[] = [];
  const whole = (last: string) => earlier.join('') + last;
  let content = '';
  let isEmpty = true;
  let isEmptySoFar = true;
  let start = from;
  let skipBlanks = true;
  let continued = false;
  let escaped = false;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    const lineEnd = character === '\n' || character === '\r';
    if (skipBlanks) {
      if (isBlank(character) || (!continued && lineEnd)) {
        start = lineEnd ? at + 1 : start;
        continue;
      }
      skipBlanks = false;
      continued = false;
    }
    if (isEmpty && (character === '#' || character === '!')) {
      at = endOfNaturalLine(text, at) - 1;
      start = at + 1;
      skipBlanks = true;
      continue;
    }
    if (!lineEnd) {
      content += character;
      isEmpty = false;
      escaped = character === '\\' ? !escaped : false;
      continue;
    }
    const next = character === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1;
    if (escaped) {
      earlier.push(content.slice(0, -1));
      content = '';
      isEmpty = isEmptySoFar && earlier[earlier.length - 1] === '';
      isEmptySoFar = isEmpty;
      if (next >= text.length) {
        // Java sees the end only when it looks for more, and it does not look between CR and LF.
        return isEmpty && next - at > 1 ? undefined : { content: whole(''), start, end: next, openEnded: true };
      }
      [skipBlanks, continued, escaped] = [true, true, false];
      at = next - 1;
    } else if (isEmpty) {
      skipBlanks = true;
      start = next;
    } else {
      return { content: whole(content), start, end: next, openEnded: false };
    }
  }
  if (isEmpty) {
    return undefined;
  }
  return { content: whole(escaped ? content.slice(0, -1) : content), start, end: text.length, openEnded: escaped || continued };
}

function endOfNaturalLine(text: string, from: number): number {
  const found = text.slice(from).search(/[\n\r]/);
  return found < 0 ? text.length : from + found + 1;
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\f';
}

/** Follows `Properties.load0`: the key ends at the first bare `=`, `:` or blank. */
function splitKey(line: string): readonly [string, string] {
  const match = /^((?:[^\\=: \t\f]|\\[^]?)*)[ \t\f]*[=:]?[ \t\f]*([^]*)$/.exec(line)!;
  return [match[1], match[2]];
}

const DECODED: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

/** Undoes the escapes of keys and values; undefined where Java refuses the file. */
function unescapeProperty(raw: string): string | undefined {
  if (/(?:^|[^\\])(?:\\\\)*\\u(?![0-9a-fA-F]{4})/.test(raw)) {
    return undefined;
  }
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|([^]?))/g, (_whole, code: string | undefined, character: string) =>
    code === undefined ? DECODED[character] ?? character : String.fromCharCode(parseInt(code, 16)));
}

const ENCODED: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\f': '\\f' };

function escapeProperty(text: string): string {
  return text
    .replace(/[\\\t\n\r\f]/g, (character) => ENCODED[character])
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/^ /, '\\ ');
}

/**
 * A property's value; a list is joined by commas, as Kafka's type LIST is written.
 *
 * Terraform has no function that yields a character's code, so a value known only at apply must be printable ASCII; rules see to it.
 */
export const PROPERTY_VALUE: Encoding = {
  encode: (value) => escapeProperty(plainValue(value)),
  hcl: (reference) => escapeInTerraform(reference),
};

/** A list property whose members are known only at apply. */
export const PROPERTY_LIST: Encoding = {
  encode: PROPERTY_VALUE.encode,
  hcl: (reference) => escapeInTerraform(`join(",", ${reference})`),
};

function plainValue(value: Value): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}

function escapeInTerraform(expression: string): string {
  const escapes = [['\\\\', '\\\\\\\\'], ['\\n', '\\\\n'], ['\\r', '\\\\r'], ['\\t', '\\\\t'], ['\\u000c', '\\\\f'], ['/^ /', '\\\\ ']];
  return escapes.reduce((inner, [from, to]) => `replace(${inner}, "${from}", "${to}")`, expression);
}
