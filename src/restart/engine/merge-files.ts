import { Finding, finding } from '../../rules/rule';
import { RESTART_RULES } from '../rules';
import { Knowledge } from './knowledge';

/** How our part gets into a file. */
export interface MergeOptions {
  /** Our text becomes the whole file. */
  readonly replaceWholeFile: boolean;
  /** What others keep in the file may go. */
  readonly mayLose: boolean;
}

/** The text that a file should have, or why it cannot be made. */
export type MergedFile = { readonly text: string; readonly problem?: undefined } | { readonly text?: undefined; readonly problem: Finding };

/** What a file should hold, given what stands there. Merging the result again gives the same. */
export function mergeFile(broker: Knowledge, name: string, existing: string | undefined, ours: string, options: MergeOptions): MergedFile {
  if (!options.replaceWholeFile) {
    return broker.merge(name, existing, ours);
  }
  if (existing === undefined || existing === ours || options.mayLose) {
    return { text: ours };
  }
  const merged = broker.merge(name, existing, ours);
  if (merged.problem !== undefined) {
    return merged;
  }
  const lost = lostNames(merged.text, ours);
  if (lost.length === 0) {
    return { text: ours };
  }
  return { problem: finding(RESTART_RULES.REPLACE_LOSES_KEYS, name, { message: `holds what the new text lacks: ${lost.slice(0, 10).join(', ')}` }) };
}

/**
 * Names of what stands in the merged text and not in ours, told without values, since those may be secret.
 *
 * Works line by line on any format; lines that differ only in blanks, and comments, count as the same.
 */
function lostNames(merged: string, ours: string): readonly string[] {
  const kept = new Set(lines(ours).map(squeeze));
  const lost = lines(merged).filter((line) => !kept.has(squeeze(line))).map(nameOf);
  return [...new Set(lost)];
}

function lines(text: string): readonly string[] {
  return text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '' && !/^([#;!]|<!--.*-->$)/.test(line));
}

function squeeze(line: string): string {
  return line.replace(/\s+/g, '').replace(/,$/, '');
}

function nameOf(line: string): string {
  const name = /^(?:\[[^\]]+\]|<\/?[\w:.-]+|"[^"]*"(?=\s*:)|[\w.-]+(?=\s*[=:\s]|$))/.exec(line)?.[0];
  return name ?? 'a line without a name';
}
