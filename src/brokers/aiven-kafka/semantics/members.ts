import { JsonNumber, JsonObject, JsonTree, treeOf } from '../../../oauth/json-tree';
import { JsonMembers } from '../../../preview/case';

/** A header or a set of claims, from a token's text or given as an object. */
export interface Members {
  /** The value of a member; undefined where it is absent, and, for the verifying validator, where it is null. */
  get(name: string): JsonTree | undefined;
}

/** Members as they stand in a token. */
export function membersOf(object: JsonObject): Members {
  return { get: (name) => object.last(name) ?? undefined };
}

/** Members of a token that is not encoded yet; looked at only when asked for. */
export function openMembers(object: JsonMembers): Members {
  return { get: (name) => (Object.hasOwn(object, name) ? treeOf(object[name]) ?? undefined : undefined) };
}

/** A whole number of Java's type long. */
export type Long = number | bigint;

const MOST = 2n ** 63n - 1n;

/**
 * What Java's `Number.longValue` makes of a number: fractions are cut, beyond the range it stays at the range's end.
 *
 * Undefined for a whole number beyond the range, which jose4j keeps as one of its own kind and does not take for a time.
 */
export function longOf(number: JsonNumber): Long | undefined {
  if (number.isInteger) {
    const value = number.value;
    if (Number.isSafeInteger(value)) {
      return value;
    }
    const exact = BigInt(number.text);
    return exact > MOST || exact < -MOST - 1n ? undefined : exact;
  }
  const cut = Math.trunc(number.value);
  if (Number.isSafeInteger(cut)) {
    return cut;
  }
  return cut >= 2 ** 63 ? MOST : cut < -(2 ** 63) ? -MOST - 1n : BigInt(cut);
}

/** Seconds as milliseconds, in 64 bits that may run over. */
export function toMillis(seconds: Long): Long {
  const exact = typeof seconds === 'number' ? seconds * 1000 : NaN;
  return Number.isSafeInteger(exact) ? exact : BigInt.asIntN(64, BigInt(seconds) * 1000n);
}

/** What a value is, for people. */
export function kindOf(value: JsonTree): string {
  if (value instanceof JsonNumber) {
    return 'a number';
  }
  if (value instanceof JsonObject) {
    return 'an object';
  }
  return Array.isArray(value) ? 'a list' : value === null ? 'null' : typeof value === 'string' ? 'a text' : 'a boolean';
}
