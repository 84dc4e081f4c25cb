import { RuleText } from '../rules/rule';

/** Most findings that are told of a file. */
export const MOST_FINDINGS = 1000;

export const LINT_FINDINGS_CUT: RuleText = {
  id: 'LINT_FINDINGS_CUT',
  level: 'error',
  summary: `A file has at most ${MOST_FINDINGS} findings.`,
  cause: 'Nobody reads more; the file is probably of another kind than it was taken for.',
  remedy: 'correct what is told, and run again',
  source: 'limit of this library',
};

export const LINT_MANIFEST_BROKER: RuleText = {
  id: 'LINT_MANIFEST_BROKER',
  level: 'error',
  summary: 'The brokers of a manifest are those that the library knows.',
  cause: 'Files of any other broker cannot be judged.',
  remedy: 'use the version of the library that wrote the manifest',
  source: 'docs/lint.md',
};

/** What linting says by itself, beside the rules of brokers. */
export const LINT_RULES: readonly RuleText[] = [LINT_FINDINGS_CUT, LINT_MANIFEST_BROKER];
