import { JsonNode } from './json-text';

/** A change of one stretch of a text. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A text with changes that do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort((a, b) => a.start - b.start);
  let at = 0;
  const parts = ordered.flatMap((edit) => {
    const kept = text.slice(at, edit.start);
    at = edit.end;
    return [kept, edit.text];
  });
  return [...parts, text.slice(at)].join('');
}

/** An element of an object or array: what becomes of it. */
export interface Element {
  readonly start: number;
  readonly end: number;
  /** New text; undefined keeps every byte, null takes the element out. */
  readonly replacement?: string | null;
}

const STEP = '  ';

/**
 * Changes an object or array element by element.
 *
 * Elements that stay keep their bytes and the blanks before them; a comma goes or comes only beside an element that goes or comes.
 */
export function editSequence(text: string, node: JsonNode, elements: readonly Element[], added: readonly string[]): readonly Edit[] {
  const kept = elements.filter((element) => element.replacement !== null);
  if (kept.length === elements.length && added.length === 0) {
    return elements.flatMap(({ start, end, replacement }) => (typeof replacement === 'string' ? [{ start, end, text: replacement }] : []));
  }
  const last = elements.length - 1;
  const pieces = elements.map(({ start, end, replacement }, index) => {
    const before = text.slice(index === 0 ? node.start + 1 : text.indexOf(',', elements[index - 1].end) + 1, start);
    // The blanks behind the last element stand before the closing bracket, whatever comes to be last.
    const behind = index === last ? '' : text.slice(end, text.indexOf(',', end));
    return { before, replacement, text: before + (replacement ?? text.slice(start, end)) + behind };
  });
  const indent = indentAt(text, node.start);
  const lead = last < 0 || (!pieces[0].before.includes('\n') && text.includes('\n')) ? `\n${indent}${STEP}` : pieces[0].before;
  const closing = last < 0 ? `\n${indent}` : text.slice(elements[last].end, node.end - 1);
  const parts = [
    ...pieces.filter((piece) => piece.replacement !== null).map((piece) => piece.text),
    ...added.map((body) => lead + reindent(body, lead)),
  ];
  return [{ start: node.start + 1, end: node.end - 1, text: parts.length === 0 ? '' : parts.join(',') + closing }];
}

/** A text whose further lines begin with the indentation that follows the last line break of `lead`. */
export function reindent(body: string, lead: string): string {
  const indent = /\n([ \t]*)$/.exec(lead)?.[1] ?? '';
  return body.split('\n').map((line, index) => (index === 0 ? line : indent + line)).join('\n');
}

/** The blanks before a place, back to the line break; empty when something else stands there. */
export function leadOf(text: string, at: number): string {
  return /(?:\n[ \t]*)?$/.exec(text.slice(0, at))?.[0] ?? '';
}

function indentAt(text: string, at: number): string {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}
