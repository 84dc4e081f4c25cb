/*
 * Values that Terraform knows only at plan or apply travel through a CDK app as marked strings, lists and numbers.
 * The pure core recognises the marks without loading a CDK, so that it can leave such values alone.
 * The marks are those of cdktf 0.21 and cdktn 0.24 (packages/cdktf/lib/tokens/private/encoding.ts), which agree.
 */

const STRING_TOKEN = /\$\{TfToken\[[a-zA-Z0-9:._-]+\]\}/;
const LIST_TOKEN = /^#\{TfToken\[[a-zA-Z0-9:._-]+\]\}$/;
const NUMBER_TOKEN_MARK = 0xfdff;

/** A scalar or a list of strings, as a broker setting holds it. */
export type Value = string | number | boolean | readonly string[];

/** Whether the text holds a value that Terraform knows only at plan or apply. */
export function isUnresolvedText(value: string): boolean {
  // Most texts hold no mark at all, which a plain search tells soonest.
  return value.includes('{TfToken[') && (STRING_TOKEN.test(value) || LIST_TOKEN.test(value));
}

/** The text cut at its marked values: literal text at even places, marks at odd ones. */
export function splitAtTokens(text: string): readonly string[] {
  return text.split(new RegExp(`(${STRING_TOKEN.source})`));
}

/** Whether the number stands for a value that Terraform knows only at plan or apply. */
export function isUnresolvedNumber(value: number): boolean {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getUint16(0) === NUMBER_TOKEN_MARK;
}

/** Whether the whole list is one value that Terraform knows only at plan or apply. */
export function isUnresolvedList(value: readonly string[]): boolean {
  return value.length === 1 && LIST_TOKEN.test(value[0]);
}

/** Whether a setting, or any member of a list setting, is known only at plan or apply. */
export function isUnresolved(value: Value | undefined): boolean {
  if (typeof value === 'string') {
    return isUnresolvedText(value);
  }
  if (typeof value === 'number') {
    return isUnresolvedNumber(value);
  }
  return Array.isArray(value) && value.some(isUnresolvedText);
}

/** Whether the value is there and known at synthesis. */
export function isKnown<T extends Value>(value: T | undefined): value is T {
  return value !== undefined && !isUnresolved(value);
}
