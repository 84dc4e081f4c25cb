import { BrokerCore, Files } from './broker-core';
import type { Verdict } from '../preview/result';
import type { BrokerSemantics } from '../preview/semantics';
import { Finding, RuleText } from '../rules/rule';

/** How sure it is that a file is one of a broker's. */
export const Likeness = {
  /** The name would fit many files. */
  POSSIBLE: 1,
  /** The name is the broker's own, or some of the content is. */
  LIKELY: 2,
  /** The content is the broker's own. */
  CERTAIN: 3,
} as const;

/** A file that may be one of a broker's. */
export interface Recognised {
  /** The name by which `BrokerCore.parse` knows it. */
  readonly file: string;
  readonly likeness: number;
}

/** A file as it is looked at to find out whose it is. */
export interface Candidate {
  /** Without folders. */
  readonly name: string;
  /** The beginning, which is enough to tell. */
  readonly beginning: string;
  /** Members of a JSON document: names of an object's, `[]` before those of a list's first object; none otherwise. */
  readonly members: readonly string[];
}

/** Tells a broker's files from others, without loading anything else of the broker. */
export interface Recogniser {
  /** What a file is taken for on the user's word, where nothing else tells. */
  readonly fallback: string;
  /** What the file is, or what it would be if it were one of this broker's; undefined where nothing says so. */
  recognise(candidate: Candidate): Recognised | undefined;
}

/** What a broker's own logic says of one file beyond its rules. */
export interface FileVerdict {
  readonly valid: boolean;
  /** What is wrong, for where no rule says so. */
  readonly problem?: Finding;
}

/** What decides whether a broker starts with its files. */
export interface LoadQuestion {
  readonly files: Files;
  readonly version: string | undefined;
  /** What was found in this file. */
  readonly findings: readonly Finding[];
  readonly valid: boolean;
  /** What the token preview says of these files. */
  previewed(files: Files): Verdict;
}

/** How one broker's native files are judged. Pure, and blind to other brokers. */
export interface BrokerLint {
  readonly core: BrokerCore<any>;
  readonly semantics: BrokerSemantics;
  /** Rules that say what the documented grammar is; a file that breaks one is not valid. */
  readonly grammar: readonly RuleText[];
  /** Rules at which this library does not read a file at all. */
  readonly unread: readonly RuleText[];
  /** The files as the parser takes them; the preview gets them as well. */
  prepared?(files: Files): Files;
  /** Which of the files a finding is about, whose path begins with none of their names; undefined where it is none of them. */
  fileOf(path: string, names: readonly string[]): string | undefined;
  /** Whether a finding holds for the files that were given, though others may stand beside them. */
  concerns?(found: Finding, names: readonly string[], version: string | undefined): boolean;
  /** Whether a file is valid by a schema; without it, whether it breaks no rule of the grammar. Throws `LintRefusal`. */
  judgeFile?(name: string, text: string, version: string | undefined): FileVerdict | undefined;
  /** Whether the broker starts with a file. */
  loads(name: string, question: LoadQuestion): Verdict;
}

/** Thrown where a file is one that is not read at all; told as unreadable input. */
export class LintRefusal extends Error {
  constructor(readonly file: string, message: string) {
    super(message);
  }
}
