import { PreviewCase } from './case';
import { CASE_JSON, CASE_SHAPE, CASE_TOO_LARGE, CaseProblem, caseProblem } from './case-problem';
import { shapeProblem } from './schemas';
import { show } from '../text/show';

/** Longest case that is read. */
export const LONGEST_CASE = 10_000_000;

/** Deepest nesting of a case. */
const DEEPEST = 1000;

/** A case, or why there is none; the id where one could be read. */
export type ReadCase =
  | { readonly input: PreviewCase; readonly problem?: undefined; readonly id: string | null }
  | { readonly input?: undefined; readonly problem: CaseProblem; readonly id: string | null };

/** Reads a case from JSON text. Never throws, and shows nothing of the token in a problem. */
export function readCase(text: string): ReadCase {
  if (text.length > LONGEST_CASE) {
    return { id: null, problem: caseProblem(CASE_TOO_LARGE, `a case has ${text.length} characters`) };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The engine's own message quotes the text, which may hold a token.
    return { id: null, problem: caseProblem(CASE_JSON, 'a case is no JSON') };
  }
  return checkCase(value);
}

/** Judges whether a value has the shape of a case. */
export function checkCase(value: unknown): ReadCase {
  const id = idOf(value);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return { id, problem: caseProblem(CASE_JSON, 'a case is no JSON object') };
  }
  if (isDeeper(value, DEEPEST)) {
    return { id, problem: caseProblem(CASE_TOO_LARGE, `a case is nested more than ${DEEPEST} levels deep`) };
  }
  const problem = shapeProblem(value);
  return problem === undefined
    ? { id, input: value as PreviewCase }
    : { id, problem: caseProblem(CASE_SHAPE, `${show(problem.path)}: ${problem.message}`) };
}

function idOf(value: unknown): string | null {
  const id = (value as { readonly id?: unknown } | null)?.id;
  return typeof id === 'string' ? id : null;
}

/** Whether anything lies deeper; without recursion, since the value may be as deep as its text is long. */
function isDeeper(value: unknown, limit: number): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) {
      return true;
    }
    level = level.flatMap((parent) => Object.values(parent as object).filter((child) => child !== null && typeof child === 'object'));
  }
  return false;
}
