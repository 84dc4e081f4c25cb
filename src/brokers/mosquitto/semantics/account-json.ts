import { Base } from './releases';
import { readJson } from '../../../oauth/json-reader';
import { JsonNumber, JsonObject, JsonTree } from '../../../oauth/json-tree';

/*
 * dynamic-security.json as cJSON gives it to the broker: keys without regard to case, the first of several, texts that end at NUL, and
 * numbers cut to 32 bits. Sources: DaveGamble/cJSON cJSON.c; eclipse-mosquitto/mosquitto v2.1.2 plugins/dynamic-security/config.c.
 */

/** A JSON object. */
export type Members = { readonly [name: string]: unknown };

/** Reads the file's text; undefined where it is no JSON. Text behind the document is not looked at, and an empty file is empty. */
export function readAccountText(text: string): unknown {
  if (text === '') {
    return {};
  }
  const { value, problem } = readJson(text, 1000);
  const tree = problem?.kind === 'trailing' ? problem.before : value;
  return tree === undefined ? undefined : firstOf(tree);
}

/** Plain data in which the first of duplicate members stays. */
function firstOf(tree: JsonTree): unknown {
  if (tree instanceof JsonNumber) {
    return tree.value;
  }
  if (tree instanceof JsonObject) {
    const members = new Map<string, unknown>();
    for (const { name, value } of tree.members) {
      if (!members.has(name)) {
        members.set(name, firstOf(value));
      }
    }
    return Object.fromEntries(members);
  }
  return Array.isArray(tree) ? tree.map(firstOf) : tree;
}

/** Whether a value is an object. */
export function isMembers(value: unknown): value is Members {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The first member of this name, whatever the case of its key; undefined where there is none. */
export function memberOf(object: Members, key: string): unknown {
  const wanted = lower(key);
  const found = Object.keys(object).find((name) => lower(name) === wanted);
  return found === undefined ? undefined : object[found];
}

/** Lower case of ASCII letters alone, as C compares. */
export function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** A text, up to its first NUL; undefined where the member is none. */
export function textOf(object: Members, key: string): string | undefined {
  const value = memberOf(object, key);
  return typeof value === 'string' ? cText(value) : undefined;
}

function cText(value: string): string {
  const end = value.indexOf('\0');
  return end < 0 ? value : value.slice(0, end);
}

/** A boolean; undefined where the member is none. */
export function booleanOf(object: Members, key: string): boolean | undefined {
  const value = memberOf(object, key);
  return typeof value === 'boolean' ? value : undefined;
}

const LARGEST = 2147483647;

/** A whole number of 32 bits; undefined where the member is no number. */
export function integerOf(object: Members, key: string): number | undefined {
  const value = memberOf(object, key);
  return typeof value === 'number' ? Math.max(-LARGEST - 1, Math.min(LARGEST, Math.trunc(value))) : undefined;
}

/** The objects of an array; none where the member is no array. */
export function objectsOf(object: Members, key: string): readonly Members[] {
  const value = memberOf(object, key);
  return Array.isArray(value) ? value.filter(isMembers) : [];
}

/** Compares as C compares bytes. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The limits of 2.1 are those of plugins/dynamic-security/dynamic_security.h. */
const HIGHEST_PRIORITY = 100000;

/** A priority; 2.1 cuts it to its limits. */
export function priorityOf(entry: Members, base: Base, otherwise: number): number {
  const priority = integerOf(entry, 'priority') ?? otherwise;
  return base.is21 ? Math.max(-HIGHEST_PRIORITY, Math.min(HIGHEST_PRIORITY, priority)) : priority;
}
