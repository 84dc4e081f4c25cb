import { Finding, finding } from '../../rules/rule';
import { Merged } from '../broker-core';
import { BYTE_ORDER_MARK, IniLine, readIni } from './ini';
import { LONGEST_FILE } from './parse';
import { FILE_MISSING, FILE_TOO_LARGE, FILE_UNKNOWN, INI_SYNTAX } from './parse-rules';
import { INI_FILE, SettingFact, settingOf, SETTINGS } from './settings';

/** Settings that stay on the node as they are while we do not set them; every other known one is removed then. */
const KEPT_UNLESS_SET: readonly string[] = ['mqttPermissionCheckEnabled'];

/** Sections that hold our keys, in the order in which they are added. */
const SECTIONS: readonly string[] = [...new Set(SETTINGS.map((setting) => setting.section))];

type Ours = ReadonlyMap<SettingFact, string>;

/**
 * Puts our keys into the file that stands on the node.
 *
 * Our part is `[main] auth_backends`, every known key of `[oauth]`, and `[mqtt] permission_check_enabled` when it is set. A key keeps its
 * place: its last line, the one that counts, gets the value, earlier ones go. A new key follows the last one of its section.
 * All other bytes stay, sections and keys unknown to us among them.
 */
export function merge(name: string, existing: string | undefined, ours: string): Merged {
  if (name !== INI_FILE) {
    return { problem: finding(FILE_UNKNOWN, name, { message: 'is not a file on a LavinMQ node' }) };
  }
  if (existing === undefined) {
    return { problem: finding(FILE_MISSING, name, { message: 'does not exist on the node' }) };
  }
  if (existing.length > LONGEST_FILE) {
    return { problem: finding(FILE_TOO_LARGE, name, { message: `has ${existing.length} characters` }) };
  }
  const part = readOurs(ours);
  if ('rule' in part) {
    return { problem: part };
  }
  const lines = readIni(existing);
  const unreadable = firstUnreadable(lines);
  return unreadable === undefined ? { text: place(part, lines) } : { problem: unreadable };
}

/** Our part holds nothing but our keys; anything else means that a value has left its place. */
function readOurs(text: string): Ours | Finding {
  const part = new Map<SettingFact, string>();
  for (const line of readIni(text)) {
    if (line.kind === 'empty' || (line.kind === 'section' && SECTIONS.includes(line.section!))) {
      continue;
    }
    const setting = line.kind === 'entry' && line.section !== undefined ? settingOf(line.section, line.key) : undefined;
    if (setting === undefined || part.has(setting)) {
      return finding(INI_SYNTAX, `our part, line ${line.number}`, { message: 'is not one of our settings, each of which may stand once' });
    }
    part.set(setting, line.value);
  }
  return part;
}

/** A line that could mean anything. What only the broker dislikes, such as an unknown section, is kept. */
function firstUnreadable(lines: readonly IniLine[]): Finding | undefined {
  for (const line of lines) {
    if (line.kind === 'malformed') {
      return finding(INI_SYNTAX, `${INI_FILE} line ${line.number}`, { message: line.problem! });
    }
    if (line.kind === 'entry' && (line.section === undefined || line.section === '')) {
      return finding(INI_SYNTAX, `${INI_FILE} line ${line.number}`, { message: 'stands before any section', got: line.key });
    }
  }
  return undefined;
}

function place(ours: Ours, lines: readonly IniLine[]): string {
  const newline = lines.find((line) => line.raw.endsWith('\n'))?.raw.endsWith('\r\n') ? '\r\n' : '\n';
  const last = lastLineOfEachSetting(lines);
  const output = lines.map((line) => keptText(line, ours, last, newline));
  for (const section of SECTIONS) {
    const missing = [...ours].filter(([setting]) => setting.section === section && !last.has(setting));
    if (missing.length > 0) {
      insert(section, missing.map(([setting, value]) => entry(setting, value, newline)), lines, output, newline);
    }
  }
  return output.join('');
}

function lastLineOfEachSetting(lines: readonly IniLine[]): ReadonlyMap<SettingFact, IniLine> {
  const last = new Map<SettingFact, IniLine>();
  for (const line of lines) {
    const setting = settingAt(line);
    if (setting !== undefined) {
      last.set(setting, line);
    }
  }
  return last;
}

/** What becomes of a line: itself, our value in its place, or nothing. */
function keptText(line: IniLine, ours: Ours, last: ReadonlyMap<SettingFact, IniLine>, newline: string): string {
  const setting = settingAt(line);
  if (setting === undefined) {
    return line.raw;
  }
  const value = ours.get(setting);
  if (value === undefined) {
    return KEPT_UNLESS_SET.includes(setting.name) ? line.raw : '';
  }
  if (last.get(setting) !== line) {
    return '';
  }
  return line.value === value ? line.raw : entry(setting, value, /\r?\n$/.exec(line.raw)?.[0] ?? newline);
}

/** Adds entries after the last one of the section, after its header, or in a new section at the end. */
function insert(section: string, entries: readonly string[], lines: readonly IniLine[], output: string[], newline: string): void {
  let at = -1;
  lines.forEach((line, index) => {
    at = line.section === section && (line.kind === 'section' || line.kind === 'entry') ? index : at;
  });
  if (at < 0) {
    output.push(`${gapAfter(output.join(''), newline)}[${section}]${newline}${entries.join('')}`);
    return;
  }
  const ends = output[at] === '' || output[at].endsWith('\n');
  output[at] += (ends ? '' : newline) + entries.join('');
}

/** Ends the last line and leaves one line free, unless the file begins here or has one already. */
function gapAfter(text: string, newline: string): string {
  if (text === '' || text === BYTE_ORDER_MARK || /\n\r?\n$/.test(text)) {
    return '';
  }
  return text.endsWith('\n') ? newline : newline + newline;
}

function settingAt(line: IniLine): SettingFact | undefined {
  return line.kind === 'entry' && line.section !== undefined ? settingOf(line.section, line.key) : undefined;
}

function entry(setting: SettingFact, value: string, newline: string): string {
  return `${setting.key} =${value === '' ? '' : ` ${value}`}${newline}`;
}
