import { allOf, Condition, hasAtMost, matches } from '../../../rules/condition';
import { hclString } from '../../../text/hcl';
import { Value } from '../../../text/unresolved';

/** Nothing that Java's `trim` would take away, on one line. */
export const TRIMMED = allOf([
  matches('^[^\\x00-\\x1f\\x7f]*$', 'one line without control characters'),
  matches('^([^ ]|[^ ].*[^ ])?$', 'a text without blanks at its ends'),
]);

/** A demand that only values known at apply must meet, because Terraform cannot write what the library itself can. */
export function atApply(condition: Condition): Condition {
  return { ...condition, expects: `${condition.expects} where it arrives at apply`, test: () => true };
}

/** Printable ASCII. */
export const PRINTABLE_ASCII = matches('^[\\x20-\\x7e]*$', 'printable ASCII');

/** The members of a list, joined by commas, have at most so many characters. */
export function joinedMaxLength(length: number): Condition {
  return {
    expects: `at most ${length} characters in all, commas between the members included`,
    test: (value) => hasAtMost(length, joined(value)),
    hcl: (reference) => `length(join(${hclString(',')}, ${reference})) <= ${length}`,
  };
}

/** A list with at least one member. */
export const NOT_EMPTY_LIST: Condition = {
  expects: 'a list of at least one member',
  test: (value) => Array.isArray(value) && value.length > 0,
  hcl: (reference) => `length(${reference}) > 0`,
};

function joined(value: Value): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}
