/*
 * The INI dialect of LavinMQ, which is that of Crystal's standard library (crystal-lang/crystal, src/ini.cr):
 * comments are whole lines, there is no quoting, a repeated section continues and a repeated key wins.
 * Lines keep their bytes, so that a file can be written back unchanged.
 */

/** What a line is. `blanks` is a line of blanks only, at which the broker's parser stops with an error. */
export type IniLineKind = 'empty' | 'blanks' | 'comment' | 'section' | 'entry' | 'malformed';

/** One line of a file. */
export interface IniLine {
  readonly kind: IniLineKind;
  /** The whole line with its line ending. */
  readonly raw: string;
  /** Counted from one. */
  readonly number: number;
  /** The section that the line opens or belongs to; undefined before the first. */
  readonly section: string | undefined;
  /** Key and value of an entry, trimmed as the broker trims them. */
  readonly key: string;
  readonly value: string;
  /** What is wrong with a malformed line. */
  readonly problem?: string;
}

/** What some editors put before the first line. */
export const BYTE_ORDER_MARK = '\ufeff';

const LEADING_BLANKS = /^[\t-\r ]*/;
/** What Crystal's `Char#whitespace?` accepts. */
const BLANKS_AT_ENDS = /^[\t-\r\p{Z}]+|[\t-\r\p{Z}]+$/gu;

/** Whether the text begins with a byte order mark. */
export function hasByteOrderMark(text: string): boolean {
  return text.startsWith(BYTE_ORDER_MARK);
}

/** Trims a key, a value or a list's member as the broker does. */
export function trimIni(text: string): string {
  return text.replace(BLANKS_AT_ENDS, '');
}

/** Reads every line of a file; a byte order mark stays in the first line's bytes and is not looked at. */
export function readIni(text: string): readonly IniLine[] {
  const lines: IniLine[] = [];
  let section: string | undefined;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline + 1;
    const line = readLine(text.slice(start, end), lines.length + 1, section);
    if (line.kind === 'section') {
      section = line.section;
    }
    lines.push(line);
    start = end;
  }
  return lines;
}

function readLine(raw: string, number: number, section: string | undefined): IniLine {
  const content = (number === 1 && hasByteOrderMark(raw) ? raw.slice(1) : raw).replace(/\r?\n$/, '');
  const line = (kind: IniLineKind, more: Partial<IniLine> = {}): IniLine => ({ kind, raw, number, section, key: '', value: '', ...more });
  if (content === '') {
    return line('empty');
  }
  const offset = LEADING_BLANKS.exec(content)![0].length;
  switch (content.charAt(offset)) {
    case '':
      return line('blanks');
    case '#':
    case ';':
      return line('comment');
    case '[':
      return readHeader(content, offset, line);
    default:
      return readEntry(content, line);
  }
}

type LineMaker = (kind: IniLineKind, more?: Partial<IniLine>) => IniLine;

function readHeader(content: string, offset: number, line: LineMaker): IniLine {
  const end = content.indexOf(']', offset);
  if (end < 0) {
    return line('malformed', { problem: 'opens a section without a closing bracket' });
  }
  if (end !== content.length - 1) {
    return line('malformed', { problem: 'has text or blanks after the section\'s closing bracket' });
  }
  return line('section', { section: content.slice(offset + 1, end) });
}

function readEntry(content: string, line: LineMaker): IniLine {
  const equals = content.indexOf('=');
  if (equals < 0) {
    return line('malformed', { problem: 'is neither a comment nor a section nor "key = value"' });
  }
  return line('entry', { key: trimIni(content.slice(0, equals)), value: trimIni(content.slice(equals + 1)) });
}
