import { visible } from '../../text/visible';
import { Progress } from '../engine/ports';

/** One line for people: position, node, phase, text, and how long it took. */
export function lineOf(progress: Progress, withTime = true, rest?: number): string {
  const position = progress.position === undefined ? '' : `[${progress.position}/${progress.of}] `;
  const place = progress.node === undefined ? '' : `${progress.node} ${progress.phase ?? ''}: `;
  const label = progress.event === 'problem' && progress.node === undefined ? 'problem: ' : progress.event === 'notice' ? 'notice: ' : '';
  const times = [
    ...withTime && progress.elapsedSeconds !== undefined ? [`${progress.elapsedSeconds.toFixed(1)} s`] : [],
    ...rest === undefined ? [] : [toGo(rest)],
  ];
  return `${position}${place}${label}${progress.text}${times.length === 0 ? '' : ` (${times.join('; ')})`}`;
}

/** How long it is expected to take, as nobody knows it better. */
export function toGo(seconds: number): string {
  return `about ${seconds < 100 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`} to go`;
}

/**
 * A text, which may be of others, as lines that have no effect on a terminal.
 *
 * Lines after the first are indented, so that none of them looks like one of ours.
 */
export function shownLines(text: string): readonly string[] {
  return text.trimEnd().split(/\r?\n/).map((line, index) => `${index === 0 ? '' : '    '}${visible(line)}`);
}

/** As much of a text as fits into the columns of a terminal. */
export function fit(text: string, columns: number): string {
  let used = 0;
  let kept = '';
  for (const character of text) {
    used += widthOf(character);
    if (used > columns) {
      break;
    }
    kept += character;
  }
  return kept;
}

/** Columns that a text takes at most: a character beyond ASCII may be a wide one. */
export function widthOf(text: string): number {
  return Array.from(text).reduce((width, character) => width + (character < '\u007f' ? 1 : 2), 0);
}
