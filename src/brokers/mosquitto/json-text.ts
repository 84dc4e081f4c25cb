/*
 * A JSON reader that knows where each value stands, so that a part of a file can be replaced and every other byte kept.
 * Numbers keep their text. Input is bounded in size and depth, since files come from anywhere.
 */

/** A JSON value with its place in the text. */
export interface JsonNode {
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
  readonly start: number;
  /** Position after the last character. */
  readonly end: number;
  /** Decoded value of a scalar. */
  readonly scalar?: string | number | boolean | null;
  readonly members?: readonly JsonMember[];
  readonly items?: readonly JsonNode[];
}

/** A member of an object. */
export interface JsonMember {
  readonly key: string;
  /** Position of the key's opening quote. */
  readonly start: number;
  readonly value: JsonNode;
}

/** What reading gave: the root, or why there is none. */
export type JsonText = { readonly root: JsonNode; readonly problem?: undefined } | { readonly root?: undefined; readonly problem: string };

const MOST_CHARACTERS = 16_000_000;
/** cJSON, which the broker reads with, stops at 1000. */
const MOST_LEVELS = 100;

/** Reads a whole JSON text. Never throws. */
export function readJson(text: string): JsonText {
  if (text.length > MOST_CHARACTERS) {
    return { problem: `is larger than ${MOST_CHARACTERS} characters` };
  }
  try {
    return { root: new Reader(text).document() };
  } catch (error) {
    if (error instanceof Unreadable) {
      return { problem: error.message };
    }
    throw error;
  }
}

/** The member whose key is `key`, whatever its case, as the broker looks it up; the first of several. */
export function memberOf(node: JsonNode | undefined, key: string): JsonMember | undefined {
  return node?.members?.find((member) => member.key.toLowerCase() === key.toLowerCase());
}

/** The plain value of a node. */
export function valueOf(node: JsonNode): unknown {
  if (node.items !== undefined) {
    return node.items.map(valueOf);
  }
  if (node.members !== undefined) {
    // Object.fromEntries defines own properties, so that a key such as `__proto__` stays a key.
    return Object.fromEntries(node.members.map((member) => [member.key, valueOf(member.value)]));
  }
  return node.scalar;
}

/** Tells a syntax problem to `readJson`; never leaves this file. */
class Unreadable extends Error {}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  document(): JsonNode {
    if (this.text.startsWith('\ufeff')) {
      this.at = 1;
    }
    const root = this.value(0);
    this.blanks();
    if (this.at < this.text.length) {
      throw this.unreadable('has text after its end');
    }
    return root;
  }

  private value(depth: number): JsonNode {
    if (depth > MOST_LEVELS) {
      throw this.unreadable(`is nested deeper than ${MOST_LEVELS} levels`);
    }
    this.blanks();
    switch (this.text[this.at]) {
      case '{': return this.object(depth);
      case '[': return this.array(depth);
      case '"': return this.string();
      default: return this.word();
    }
  }

  private object(depth: number): JsonNode {
    const start = this.at;
    const members: JsonMember[] = [];
    this.sequence('}', () => {
      const key = this.text[this.at] === '"' ? this.string() : undefined;
      this.blanks();
      if (key === undefined || this.text[this.at] !== ':') {
        throw this.unreadable('lacks a key in double quotes and a colon');
      }
      this.at += 1;
      members.push({ key: String(key.scalar), start: key.start, value: this.value(depth + 1) });
    });
    return { kind: 'object', start, end: this.at, members };
  }

  private array(depth: number): JsonNode {
    const start = this.at;
    const items: JsonNode[] = [];
    this.sequence(']', () => items.push(this.value(depth + 1)));
    return { kind: 'array', start, end: this.at, items };
  }

  private sequence(close: string, element: () => void): void {
    this.at += 1;
    this.blanks();
    if (this.text[this.at] === close) {
      this.at += 1;
      return;
    }
    for (;;) {
      this.blanks();
      element();
      this.blanks();
      const next = this.text[this.at];
      if (next !== ',' && next !== close) {
        throw this.unreadable(`lacks a comma or "${close}"`);
      }
      this.at += 1;
      if (next === close) {
        return;
      }
    }
  }

  private string(): JsonNode {
    const start = this.at;
    let end = start + 1;
    while (end < this.text.length && this.text[end] !== '"') {
      end += this.text[end] === '\\' ? 2 : 1;
    }
    const scalar = decodeString(this.text.slice(start, end + 1));
    if (scalar === undefined) {
      throw this.unreadable('has a string that does not end, or a control character or an unknown escape in it');
    }
    this.at = end + 1;
    return { kind: 'string', start, end: this.at, scalar };
  }

  private word(): JsonNode {
    const start = this.at;
    const expression = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    expression.lastIndex = start;
    const found = expression.exec(this.text)?.[0];
    if (found === undefined) {
      throw this.unreadable('has something that is no JSON value');
    }
    this.at += found.length;
    const scalar = JSON.parse(found) as number | boolean | null;
    const kind = scalar === null ? 'null' : typeof scalar === 'boolean' ? 'boolean' : 'number';
    return { kind, start, end: this.at, scalar };
  }

  private blanks(): void {
    while (/^[ \t\r\n]$/.test(this.text[this.at] ?? '')) {
      this.at += 1;
    }
  }

  private unreadable(what: string): Unreadable {
    const line = this.text.slice(0, this.at).split('\n').length;
    return new Unreadable(`${what} (line ${line})`);
  }
}

function decodeString(literal: string): string | undefined {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
}
