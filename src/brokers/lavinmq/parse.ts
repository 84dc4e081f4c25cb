import { Finding, finding, RuleText } from '../../rules/rule';
import { Files, Parsed } from '../broker-core';
import { parseCloudAmqp } from './cloud-amqp';
import { looksCommented } from './conditions';
import { hasByteOrderMark, IniLine, readIni, trimIni } from './ini';
import {
  FILE_MISSING, FILE_TOO_LARGE, FILE_UNKNOWN, INI_BOOLEAN, INI_MISLEADING_VALUE, INI_NUMBER, INI_REPEATED_KEY, INI_SYNTAX,
  INI_UNKNOWN_KEY, INI_UNKNOWN_SECTION,
} from './parse-rules';
import { CLOUDAMQP_FILE, INI_FILE, LavinMqSettings, nativeName, normalize, SettingFact, settingOf, SETTINGS } from './settings';

/** Longest file that is read. */
export const LONGEST_FILE = 1_000_000;

/** Sections of LavinMQ 2.7.0 to 2.9.1; `http` is an old name of `mgmt`. Source: src/lavinmq/config/options.cr and config.cr. */
const SECTIONS = ['main', 'amqp', 'mqtt', 'mgmt', 'experimental', 'clustering', 'oauth', 'http'];

const TRUE_WORDS = ['1', 'true', 'yes', 'on', 'y'];
const FALSE_WORDS = ['0', 'false', 'no', 'off', 'n'];

/** Reads `lavinmq.ini` or the attributes of the CloudAMQP resource. Never throws. */
export function parse(files: Files): Parsed<LavinMqSettings> {
  const strangers = Object.keys(files).filter((name) => name !== INI_FILE && name !== CLOUDAMQP_FILE)
    .map((name) => finding(FILE_UNKNOWN, name, { message: 'is not read' }));
  const name = INI_FILE in files ? INI_FILE : CLOUDAMQP_FILE;
  const text = files[name];
  if (text === undefined) {
    return { findings: [...strangers, finding(FILE_MISSING, INI_FILE, { message: 'is missing' })] };
  }
  if (text.length > LONGEST_FILE) {
    return { findings: [...strangers, finding(FILE_TOO_LARGE, name, { message: `has ${text.length} characters` })] };
  }
  if (INI_FILE in files && CLOUDAMQP_FILE in files) {
    strangers.push(finding(FILE_UNKNOWN, CLOUDAMQP_FILE, { message: `is not read beside ${INI_FILE}` }));
  }
  const parsed = name === INI_FILE ? parseIni(text) : parseCloudAmqp(text);
  return { ...parsed, findings: [...strangers, ...parsed.findings] };
}

function parseIni(text: string): Parsed<LavinMqSettings> {
  const lines = readIni(text);
  const findings: Finding[] = hasByteOrderMark(text)
    ? [finding(INI_SYNTAX, 'line 1', { message: 'begins with a byte order mark, which the broker does not skip' })]
    : [];
  for (const line of lines) {
    checkLine(line, findings);
  }
  const values = effectiveValues(lines, findings);
  if (findings.some((found) => found.rule === INI_SYNTAX.id)) {
    return { findings };
  }
  const settings: Record<string, unknown> = {};
  for (const [setting, line] of values) {
    settings[setting.name] = readValue(setting, line, findings);
  }
  return { settings: normalize(settings), findings };
}

/** What is wrong with a line on its own. */
function checkLine(line: IniLine, findings: Finding[]): void {
  const report = (rule: RuleText, message: string, got?: string) => findings.push(finding(rule, place(line), { message, got }));
  if (line.kind === 'malformed') {
    report(INI_SYNTAX, line.problem!);
  } else if (line.kind === 'blanks') {
    report(INI_SYNTAX, 'holds blanks only, at which the broker\'s parser fails; empty the line');
  } else if (line.kind === 'section' && !isKnownSection(line.section!)) {
    report(INI_UNKNOWN_SECTION, 'opens a section that the broker does not know', line.section);
  } else if (line.kind === 'entry' && (line.section === undefined || line.section === '')) {
    report(INI_SYNTAX, 'stands before any section', line.key);
  } else if (line.kind === 'entry') {
    checkKey(line, report);
  }
}

function checkKey(line: IniLine, report: (rule: RuleText, message: string, got?: string) => void): void {
  if (settingOf(line.section!, line.key) !== undefined) {
    return;
  }
  const home = SETTINGS.find((setting) => setting.key === line.key);
  if (home !== undefined) {
    report(INI_UNKNOWN_KEY, `stands in [${line.section}], where the broker ignores it; it is ${nativeName(home)}`, line.key);
  } else if (line.section === 'oauth') {
    report(INI_UNKNOWN_KEY, 'is no key of [oauth]', line.key);
  }
}

function isKnownSection(name: string): boolean {
  return name === '' || SECTIONS.includes(name) || name.startsWith('sni:');
}

/** The line that counts for each of our settings: the last. */
function effectiveValues(lines: readonly IniLine[], findings: Finding[]): ReadonlyMap<SettingFact, IniLine> {
  const values = new Map<SettingFact, IniLine>();
  for (const line of lines) {
    const setting = line.kind === 'entry' && line.section !== undefined ? settingOf(line.section, line.key) : undefined;
    if (setting === undefined) {
      continue;
    }
    const earlier = values.get(setting);
    if (earlier !== undefined) {
      findings.push(finding(INI_REPEATED_KEY, place(line), { message: `repeats ${nativeName(setting)} of line ${earlier.number}` }));
    }
    values.set(setting, line);
  }
  return values;
}

function readValue(setting: SettingFact, line: IniLine, findings: Finding[]): unknown {
  const { value } = line;
  const report = (rule: RuleText, message: string) =>
    findings.push(finding(rule, `${nativeName(setting)} (${place(line)})`, { message, got: value }));
  if (setting.type === 'boolean') {
    return readBoolean(value, report);
  }
  if (setting.type === 'seconds') {
    return readSeconds(value, report);
  }
  if (looksCommented(value) || /^["']/.test(value)) {
    report(INI_MISLEADING_VALUE, 'has quotes around it or a comment behind it, which become part of the value');
  }
  if (setting.type === 'list') {
    return value === '' ? emptyList(setting) : value.split(',').map(trimIni);
  }
  return setting.type === 'words' ? value.split(/[\t-\r ]+/) : value;
}

/** An empty text is a list of one empty name: that names nothing, but it stops the broker as a backend and lets no user in. */
function emptyList(setting: SettingFact): readonly string[] {
  return setting.name === 'additionalScopesKeys' ? [] : [''];
}

function readBoolean(value: string, report: (rule: RuleText, message: string) => void): boolean {
  const word = value.toLowerCase();
  if (!TRUE_WORDS.includes(word) && !FALSE_WORDS.includes(word)) {
    report(INI_BOOLEAN, 'is neither true nor false, so the broker takes it for false');
  }
  return TRUE_WORDS.includes(word);
}

function readSeconds(value: string, report: (rule: RuleText, message: string) => void): number | undefined {
  if (!/^[+-]?\d{1,10}$/.test(value)) {
    report(INI_NUMBER, 'is not a whole number');
    return undefined;
  }
  // The negative zero that "-0" would give is not a value of its own to the broker.
  return Number(value) || 0;
}

function place(line: IniLine): string {
  return `line ${line.number}`;
}
