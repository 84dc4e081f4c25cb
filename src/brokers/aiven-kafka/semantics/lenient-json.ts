import { JsonMember, JsonNumber, JsonObject, JsonTree } from '../../../oauth/json-tree';

/*
 * JSON as jose4j reads it: its parser takes commas and colons for blanks, numbers with leading zeros, raw control characters and
 * unknown escapes in texts, and refuses an object that names a member twice.
 * Source: jose4j json/internal/json_simple/parser/JSONParser.java and Yylex.java, json/JsonUtil.java
 */

const NUMBER = /-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const WORD = /true|false|null/y;
const TEXT = /"[^"\\]*(?:\\[^][^"\\]*)*"/y;
const WORDS: Readonly<Record<string, null | boolean>> = { true: true, false: false, null: null };
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t' };

/** Reads an object; otherwise says why jose4j takes the text for none. */
export function readLenientObject(text: string): JsonObject | string {
  return new LenientReader(text).read();
}

/** An object or a list whose end has not come yet. */
type Open = { readonly members: JsonMember[]; readonly names: Set<string>; name?: string; readonly items?: undefined }
  | { readonly items: JsonTree[]; readonly members?: undefined; readonly name?: undefined };

class LenientReader {
  private at = 0;
  private readonly open: Open[] = [];

  constructor(private readonly text: string) {}

  read(): JsonObject | string {
    let root: JsonObject | undefined;
    for (this.skipBlanks(); this.at < this.text.length; this.skipBlanks()) {
      if (root !== undefined) {
        return 'has text behind the JSON object';
      }
      const problem = this.step();
      if (problem instanceof JsonObject) {
        root = problem;
      } else if (problem !== undefined) {
        return problem;
      }
    }
    return root ?? 'ends too early';
  }

  /** Takes one token; the root object when it is complete, or what is wrong. */
  private step(): JsonObject | string | undefined {
    const character = this.text[this.at];
    const inner = this.open[this.open.length - 1];
    if (inner === undefined && character !== '{') {
      return 'is no JSON object';
    }
    switch (character) {
      case '{':
        return this.begin({ members: [], names: new Set() });
      case '[':
        return this.begin({ items: [] });
      case '}':
        return inner.members !== undefined && inner.name === undefined ? this.end(new JsonObject(inner.members)) : 'is no JSON';
      case ']':
        return inner.items !== undefined ? this.end(inner.items) : 'is no JSON';
      case ',':
        return this.punctuation(inner.name === undefined);
      case ':':
        return this.punctuation(inner.name !== undefined);
      case '"':
        return this.string(inner);
      default:
        return this.scalar();
    }
  }

  private begin(container: Open): string | undefined {
    const inner = this.open[this.open.length - 1];
    if (inner?.members !== undefined && inner.name === undefined) {
      return 'is no JSON';
    }
    this.at++;
    this.open.push(container);
    return undefined;
  }

  private end(value: JsonObject | readonly JsonTree[]): JsonObject | string | undefined {
    this.at++;
    this.open.pop();
    if (this.open.length > 0) {
      return this.add(value);
    }
    return value instanceof JsonObject ? value : 'is no JSON object';
  }

  private punctuation(allowed: boolean): string | undefined {
    this.at++;
    return allowed ? undefined : 'is no JSON';
  }

  private string(inner: Open): string | undefined {
    TEXT.lastIndex = this.at;
    const raw = TEXT.exec(this.text)?.[0];
    if (raw === undefined) {
      return 'ends within a text';
    }
    this.at += raw.length;
    const value = raw.includes('\\') ? unescape(raw.slice(1, -1)) : raw.slice(1, -1);
    if (inner.members !== undefined && inner.name === undefined) {
      inner.name = value;
      return undefined;
    }
    return this.add(value);
  }

  private scalar(): string | undefined {
    for (const [pattern, valueOf] of [[NUMBER, (raw: string) => new JsonNumber(raw)], [WORD, (raw: string) => WORDS[raw]]] as const) {
      pattern.lastIndex = this.at;
      const raw = pattern.exec(this.text)?.[0];
      if (raw !== undefined) {
        this.at += raw.length;
        return this.add(valueOf(raw));
      }
    }
    return 'is no JSON';
  }

  private add(value: JsonTree): string | undefined {
    const inner = this.open[this.open.length - 1];
    if (inner.items !== undefined) {
      inner.items.push(value);
      return undefined;
    }
    const { name } = inner;
    if (name === undefined) {
      return 'is no JSON';
    }
    if (inner.names.has(name)) {
      return 'names a member twice';
    }
    inner.names.add(name);
    inner.members.push({ name, value, at: this.at });
    inner.name = undefined;
    return undefined;
  }

  private skipBlanks(): void {
    for (let unit = this.text.charCodeAt(this.at); unit === 0x20 || unit === 0x09 || unit === 0x0d || unit === 0x0a;) {
      unit = this.text.charCodeAt(++this.at);
    }
  }
}

/** An escape that JSON does not know stays as it is written. */
function unescape(raw: string): string {
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))/g, (_whole, code: string | undefined, letter: string) =>
    code === undefined ? ESCAPES[letter] : String.fromCharCode(parseInt(code, 16)));
}
