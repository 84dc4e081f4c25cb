import { hclString } from '../text/hcl';
import { Value } from '../text/unresolved';

/**
 * What a single value must satisfy, told once for both times it can be judged.
 *
 * `test` judges a value known at synthesis; `hcl` is the same demand as a Terraform expression for a precondition.
 */
export interface Condition {
  /** What is allowed, as the end of a sentence: "a URL that starts with https://". */
  readonly expects: string;
  test(value: Value): boolean;
  hcl(reference: string): string;
}

/** The value matches a regular expression in the syntax that JavaScript and RE2 share. */
export function matches(pattern: string, expects: string): Condition {
  const expression = new RegExp(pattern, 'u');
  return {
    expects,
    test: (value) => expression.test(String(value)),
    hcl: (reference) => `can(regex(${hclString(pattern)}, ${reference}))`,
  };
}

/** The value starts with the prefix. */
export function startsWith(prefix: string, expects: string): Condition {
  return {
    expects,
    test: (value) => String(value).startsWith(prefix),
    hcl: (reference) => `startswith(${reference}, ${hclString(prefix)})`,
  };
}

/** The value has at most so many characters, counted as Unicode code points. */
export function maxLength(length: number): Condition {
  return {
    expects: `at most ${length} characters`,
    test: (value) => hasAtMost(length, String(value)),
    // Not `length` of the text, which counts what looks like one character; a regular expression would take minutes for a long text.
    hcl: (reference) => `length(split("", ${reference})) <= ${length}`,
  };
}

/** Whether a text has at most so many code points; it never has more of them than code units. */
export function hasAtMost(length: number, text: string): boolean {
  return text.length <= length || [...text].length <= length;
}

/** The value is one of a closed set. */
export function oneOf(values: readonly string[]): Condition {
  return {
    expects: `one of ${values.join(', ')}`,
    test: (value) => values.includes(String(value)),
    hcl: (reference) => `contains([${values.map(hclString).join(', ')}], ${reference})`,
  };
}

/** The number is a whole one within bounds, both included. */
export function wholeNumber(least: number, most: number): Condition {
  return {
    expects: `a whole number from ${least} to ${most}`,
    test: (value) => typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most,
    hcl: (reference) => `${reference} >= ${least} && ${reference} <= ${most} && floor(${reference}) == ${reference}`,
  };
}

/** Every condition holds; the first that fails names what is expected. */
export function allOf(conditions: readonly Condition[]): Condition {
  return {
    expects: conditions.map((condition) => condition.expects).join(', '),
    test: (value) => conditions.every((condition) => condition.test(value)),
    hcl: (reference) => conditions.map((condition) => `(${condition.hcl(reference)})`).join(' && '),
  };
}

/** Every member of a list satisfies the condition. */
export function everyMember(condition: Condition): Condition {
  return {
    expects: `a list of which each member is ${condition.expects}`,
    test: (value) => Array.isArray(value) && value.every((member) => condition.test(member)),
    hcl: (reference) => `alltrue([for member in ${reference} : ${condition.hcl('member')}])`,
  };
}

/** At least one character that is not a blank. */
export const NOT_BLANK = matches('\\S', 'a text that is not blank');

/** One line without control characters, so that the value cannot start a new line of a settings file. */
export const ONE_LINE = matches('^[^\\x00-\\x1f\\x7f\u0085\u2028\u2029]*$', 'one line without control characters');

/** One line without blanks at either end, for formats that trim values. */
export const TRIMMED_LINE = allOf([ONE_LINE, matches('^(\\S(.*\\S)?)?$', 'a text without blanks at its ends')]);

/** An absolute https URL. */
export const HTTPS_URL = startsWith('https://', 'a URL that starts with https://');

/** An absolute http or https URL with a host and no blanks. */
export const HTTP_URL = matches('^https?://[^\\s/?#]+[^\\s]*$', 'an absolute http or https URL');
