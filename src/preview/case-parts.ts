import { PreviewCase } from './case';
import { CASE_VALUE_AT_APPLY, CaseError, caseProblem } from './case-problem';
import { RIGHTS_AT_APPLY, told } from './preview-rules';
import { PreviewWarning } from './result';

/** What a stack says of a broker that its native files do not tell. */
export interface StatedParts {
  /** Mosquitto: plugins in the order in which a client that sends a token meets them. */
  readonly plugins?: readonly string[];
  /** Mosquitto: `allow_anonymous`. */
  readonly allowAnonymous?: boolean;
  /** HiveMQ: whether the extension that allows everything is installed. */
  readonly allowAllExtension?: boolean;
  /** What stands on the nodes beside the stack's own part, and so is not looked at: "the role viewers". */
  readonly unseen?: readonly string[];
}

/** Native files of one broker as a stack writes them. */
export interface WrittenFiles {
  /** Texts by the names under which they travel, those alone in which everything is known. */
  readonly files: { readonly [name: string]: string };
  /** Names of the files that hold values known only at apply. */
  readonly open: readonly string[];
  readonly stated: StatedParts;
}

/** One way in which files may be meant where they leave something open. */
export interface Reading {
  /** What tells this reading from the others. */
  readonly label: string;
  readonly parts: Partial<PreviewCase>;
}

/** What files say of a case: one reading, or several of which nobody knows which is the true one. */
export interface CaseParts {
  readonly readings: readonly Reading[];
  readonly warnings: readonly PreviewWarning[];
}

/** Files that leave nothing open. */
export function oneReading(parts: Partial<PreviewCase>, warnings: readonly PreviewWarning[] = []): CaseParts {
  return { readings: [{ label: 'as written', parts }], warnings };
}

/** The text of the file without which nothing can be judged; undefined where the stack has no such file. */
export function settingsText({ files, open }: WrittenFiles, name: string): string | undefined {
  if (open.includes(name)) {
    throw new CaseError(caseProblem(CASE_VALUE_AT_APPLY, `${name} holds values that are known only at apply`));
  }
  return files[name];
}

/** What is worth knowing where a file with rights is known only at apply: actions are then left open. */
export function rightsWarnings({ open }: WrittenFiles, name: string): readonly PreviewWarning[] {
  return open.includes(name) ? [told(RIGHTS_AT_APPLY, `${name} holds values that are known only at apply, so what the client may do is not known`)] : [];
}
