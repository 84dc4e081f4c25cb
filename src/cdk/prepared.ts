import type * as Cdktf from 'cdktf';

/**
 * The Terraform text of an element, which the CDK need not walk through before it writes it.
 *
 * The CDK resolves every element once only to find references to other stacks. Text that holds no token has none, and that walk is a third of
 * what a large stack costs.
 */
export function prepared(fragment: object): object {
  const resolvable: Cdktf.IResolvable = {
    creationStack: [],
    resolve: ({ preparing }) => (preparing && !mayHoldToken(fragment) ? undefined : fragment),
    toString: () => '',
  };
  return resolvable;
}

/** Tokens of numbers and of lists of numbers are beyond it. */
const LARGEST_PLAIN_NUMBER = 1e280;

/** Whether something in the value may be a token; a text that only looks like one costs no more than time. */
function mayHoldToken(value: unknown): boolean {
  if (typeof value === 'string') {
    // The latter is a number's token within a text.
    return value.includes('TfToken[') || value.includes('e+');
  }
  if (typeof value === 'number') {
    return Math.abs(value) > LARGEST_PLAIN_NUMBER;
  }
  if (value === null || typeof value !== 'object') {
    return typeof value === 'function';
  }
  if (Array.isArray(value)) {
    return value.some(mayHoldToken);
  }
  return Object.getPrototypeOf(value) !== Object.prototype || Object.entries(value).some((entry) => entry.some(mayHoldToken));
}
