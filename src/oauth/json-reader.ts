import { JsonMember, JsonNumber, JsonObject, JsonProblem, JsonRead, JsonTree } from './json-tree';

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const HEX = /^[0-9a-fA-F]{4}$/;
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t' };
const WORDS: readonly (readonly [string, null | boolean])[] = [['true', true], ['false', false], ['null', null]];

/** Deepest nesting that is read where the caller names none. */
const DEEPEST = 512;

/** Reads a text as strict JSON of at most `depth` nested arrays and objects. Never throws. */
export function readJson(text: string, depth = DEEPEST): JsonRead {
  const reader = new Reader(text, depth);
  try {
    return { value: reader.document() };
  } catch (error) {
    if (error instanceof Stop) {
      return { problem: error.problem };
    }
    throw error;
  }
}

class Stop extends Error {
  constructor(readonly problem: JsonProblem) {
    super(problem.kind);
  }
}

class Reader {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string, private readonly deepest: number) {}

  document(): JsonTree {
    const value = this.value();
    this.blanks();
    if (this.at < this.text.length) {
      throw new Stop({ kind: 'trailing', at: this.at, before: value });
    }
    return value;
  }

  private value(): JsonTree {
    this.blanks();
    switch (this.text.charCodeAt(this.at)) {
      case 0x22:
        return this.string();
      case 0x7b:
        return this.object();
      case 0x5b:
        return this.array();
      default:
        return this.scalar();
    }
  }

  private scalar(): JsonTree {
    NUMBER.lastIndex = this.at;
    const number = NUMBER.exec(this.text)?.[0];
    if (number !== undefined) {
      this.at += number.length;
      // "01" and "1x" begin with a number; what follows is refused where a comma or an end is due.
      return new JsonNumber(number);
    }
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    throw this.stop('syntax');
  }

  private object(): JsonObject {
    const members: JsonMember[] = [];
    this.enter();
    if (!this.takes(0x7d)) {
      do {
        this.blanks();
        const at = this.at;
        const name = this.string();
        this.expect(0x3a);
        members.push({ name, value: this.value(), at });
      } while (this.takes(0x2c));
      this.expect(0x7d);
    }
    this.depth--;
    return new JsonObject(members);
  }

  private array(): readonly JsonTree[] {
    const items: JsonTree[] = [];
    this.enter();
    if (!this.takes(0x5d)) {
      do {
        items.push(this.value());
      } while (this.takes(0x2c));
      this.expect(0x5d);
    }
    this.depth--;
    return items;
  }

  private string(): string {
    if (this.text.charCodeAt(this.at) !== 0x22) {
      throw this.stop('syntax');
    }
    this.at++;
    let value = this.plain();
    while (this.text.charCodeAt(this.at) === 0x5c) {
      value += this.escape() + this.plain();
    }
    if (this.text.charCodeAt(this.at) !== 0x22) {
      throw this.stop('syntax');
    }
    this.at++;
    return value;
  }

  /** What a string holds before its end, its first escape or a control character. */
  private plain(): string {
    const start = this.at;
    let unit = this.text.charCodeAt(start);
    // Behind the end of the text the unit is NaN, which is not beyond anything.
    while (unit >= 0x20 && unit !== 0x22 && unit !== 0x5c) {
      unit = this.text.charCodeAt(++this.at);
    }
    return this.text.slice(start, this.at);
  }

  private escape(): string {
    const letter = this.text.charAt(this.at + 1);
    if (letter === 'u') {
      return this.unicode();
    }
    if (!(letter in ESCAPES) || letter === '') {
      throw this.stop('syntax');
    }
    this.at += 2;
    return ESCAPES[letter];
  }

  /** One escaped character; a half of a surrogate pair alone is a problem of its own, since parsers differ on it. */
  private unicode(): string {
    const unit = this.unit();
    if (unit >= 0xdc00 && unit <= 0xdfff) {
      throw this.stop('lone-surrogate');
    }
    if (unit < 0xd800 || unit > 0xdfff) {
      return String.fromCharCode(unit);
    }
    if (!this.text.startsWith('\\u', this.at)) {
      throw this.stop('lone-surrogate');
    }
    const low = this.unit();
    if (low < 0xdc00 || low > 0xdfff) {
      throw this.stop('lone-surrogate');
    }
    return String.fromCharCode(unit, low);
  }

  private unit(): number {
    const digits = this.text.slice(this.at + 2, this.at + 6);
    if (!HEX.test(digits)) {
      throw this.stop('syntax');
    }
    this.at += 6;
    return parseInt(digits, 16);
  }

  private enter(): void {
    this.at++;
    this.depth++;
    if (this.depth > this.deepest) {
      throw this.stop('depth');
    }
  }

  private blanks(): void {
    for (let unit = this.text.charCodeAt(this.at); unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;) {
      unit = this.text.charCodeAt(++this.at);
    }
  }

  private takes(unit: number): boolean {
    this.blanks();
    if (this.text.charCodeAt(this.at) !== unit) {
      return false;
    }
    this.at++;
    return true;
  }

  private expect(unit: number): void {
    if (!this.takes(unit)) {
      throw this.stop('syntax');
    }
  }

  private stop(kind: JsonProblem['kind']): Stop {
    return new Stop({ kind, at: this.at });
  }
}
