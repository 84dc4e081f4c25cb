/*
 * JSON as it stands in the text: members in order with duplicates and positions, numbers with their digits.
 * Brokers differ on all of these, and `JSON.parse` loses them. The grammar is that of RFC 8259, without leniency.
 */

/** A number, as written. */
export class JsonNumber {
  constructor(readonly text: string) {}

  /** Whether it is written without fraction and exponent. */
  get isInteger(): boolean {
    return !/[.eE]/.test(this.text);
  }

  get value(): number {
    return Number(this.text);
  }
}

/** One member of an object. */
export interface JsonMember {
  readonly name: string;
  readonly value: JsonTree;
  /** Where the name begins in the text, in UTF-16 units. */
  readonly at: number;
}

/** Fewer names than these are compared with each other faster than a set of them is made. */
const MANY = 32;

function holdsDuplicates(tree: JsonTree): boolean {
  if (tree instanceof JsonObject) {
    return tree.hasDuplicates;
  }
  return Array.isArray(tree) && tree.some(holdsDuplicates);
}

/** An object, with every member as written. */
export class JsonObject {
  constructor(readonly members: readonly JsonMember[]) {}

  /** The value of the last member of that name, which is what most parsers keep; undefined where there is none. */
  last(name: string): JsonTree | undefined {
    for (let index = this.members.length - 1; index >= 0; index--) {
      if (this.members[index].name === name) {
        return this.members[index].value;
      }
    }
    return undefined;
  }

  /** The first name that stands a second time; undefined where none does. */
  get duplicate(): string | undefined {
    const names = new Set<string>();
    return this.members.find(({ name }) => names.size === names.add(name).size)?.name;
  }

  /** Whether a name stands a second time, here or deeper. */
  get hasDuplicates(): boolean {
    const { members } = this;
    if (members.length > MANY) {
      return this.duplicate !== undefined || members.some(({ value }) => holdsDuplicates(value));
    }
    for (let index = 0; index < members.length; index++) {
      const { name, value } = members[index];
      for (let before = 0; before < index; before++) {
        if (members[before].name === name) {
          return true;
        }
      }
      if (value !== null && typeof value === 'object' && holdsDuplicates(value)) {
        return true;
      }
    }
    return false;
  }
}

/** Any JSON value as it stands in the text. */
export type JsonTree = null | boolean | string | JsonNumber | readonly JsonTree[] | JsonObject;

/** What came of reading a text. */
export type JsonRead =
  | { readonly value: JsonTree; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: JsonProblem };

/** Why a text is no JSON. */
export interface JsonProblem {
  readonly kind: 'syntax' | 'depth' | 'lone-surrogate' | 'trailing';
  /** Where, in UTF-16 units. */
  readonly at: number;
  /** The value before the text that should not follow it. */
  readonly before?: JsonTree;
}

/** `JSON.parse` gives infinity for numbers beyond the range of a double. */
const BEYOND: { readonly [text: string]: string | undefined } = { 'Infinity': '1e999', '-Infinity': '-1e999' };

/** The value of plain data, as if it had been read from its shortest text. */
export function treeOf(data: unknown): JsonTree {
  if (typeof data === 'number') {
    // As `JSON.stringify` has it, what is no number is null.
    return Number.isNaN(data) ? null : new JsonNumber(BEYOND[String(data)] ?? String(data));
  }
  if (Array.isArray(data)) {
    return data.map(treeOf);
  }
  if (data !== null && typeof data === 'object') {
    return new JsonObject(Object.entries(data).map(([name, value], at) => ({ name, value: treeOf(value), at })));
  }
  return typeof data === 'string' || typeof data === 'boolean' ? data : null;
}

/** The value as plain data: the last of duplicate members stays. */
export function dataOf(tree: JsonTree): unknown {
  if (tree instanceof JsonNumber) {
    return tree.value;
  }
  if (tree instanceof JsonObject) {
    return membersOf(tree);
  }
  return Array.isArray(tree) ? tree.map(dataOf) : tree;
}

function membersOf({ members }: JsonObject): object {
  const data: { [name: string]: unknown } = {};
  for (const { name, value } of members) {
    if (name === '__proto__') {
      // An assignment would change the prototype.
      return Object.fromEntries(members.map((member) => [member.name, dataOf(member.value)]));
    }
    data[name] = dataOf(value);
  }
  return data;
}
