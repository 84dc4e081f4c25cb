import { Encoding } from '../../text/template';

/*
 * Words of a POSIX shell command, as far as a list of commands needs them: quoting, no expansion.
 * Source: pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html, section 2.2
 */

/** One command: its words, or what in it is beyond a list of plain commands. */
export interface ShellCommand {
  readonly line: number;
  readonly words: readonly string[];
  /** A character that means something to a shell besides quoting; undefined when the command is plain. */
  readonly special: string | undefined;
}

/** One word between single quotes, in which nothing is special to a shell. */
export const SHELL_WORD: Encoding = {
  encode: (value) => `'${String(value).replace(/'/g, '\'\\\'\'')}'`,
  hcl: (reference) => `format("'%s'", replace(${reference}, "'", "'\\\\''"))`,
};

/** The parameters that a script was called with. */
export const SCRIPT_PARAMETERS = '"$@"';

// The alternatives cannot overlap, so scanning is linear.
const PIECES = new RegExp([
  '\'(?<single>[^\']*)\'',
  '(?<parameters>"\\$@")',
  '"(?<double>(?:[^"\\\\$`]|\\\\[^])*)"',
  '\\\\(?<continued>\\r?\\n)',
  '\\\\(?<escaped>[^])',
  '(?<![^\\s])(?<comment>#[^\\n]*)',
  '(?<end>\\n)',
  '(?<blank>\\s+?)',
  '(?<bare>[^\\s\'"\\\\$`;&|<>()]+)',
  '(?<special>[^])',
].join('|'), 'g');

/** Splits a text into commands, one a line unless quotes or a backslash continue it. */
export function readCommands(text: string): readonly ShellCommand[] {
  const commands: ShellCommand[] = [];
  let words: string[] = [];
  let word: string | undefined;
  let special: string | undefined;
  let line = 1;
  let first: number | undefined;
  for (const { 0: whole, groups } of `${text}\n`.matchAll(PIECES)) {
    const piece = wordPiece(groups!);
    if (piece !== undefined) {
      word = (word ?? '') + piece;
      first ??= line;
    } else if (groups!.special !== undefined) {
      special ??= groups!.special;
      first ??= line;
    } else if (word !== undefined && (groups!.blank ?? groups!.end) !== undefined) {
      words.push(word);
      word = undefined;
    }
    if (groups!.end !== undefined && first !== undefined) {
      commands.push({ line: first, words, special });
      [words, special, first] = [[], undefined, undefined];
    }
    line += whole.split('\n').length - 1;
  }
  return commands;
}

/** What a piece adds to the word it stands in; undefined when it is no part of a word. */
function wordPiece(piece: { readonly [name: string]: string | undefined }): string | undefined {
  const double = piece.double?.replace(/\\([\\"$`])/g, '$1');
  return piece.single ?? piece.parameters ?? double ?? piece.escaped ?? piece.bare;
}
