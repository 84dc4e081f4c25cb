import { JsonData, JsonMembers } from '../../../preview/case';

/** What is wrong with settings, by what it means. */
export interface Troubles {
  /** Breaks the published schema. */
  readonly broken: string[];
  /** Breaks the schema in a setting that not every release knows. */
  readonly brokenLater: string[];
  /** What no document settles. */
  readonly doubts: string[];
}

/** Takes typed members out of an object. Null counts as absent; another type is a trouble. */
export class Reader {
  constructor(private readonly members: JsonMembers, private readonly path: string, private readonly troubles: Troubles) {}

  any(key: string): JsonData | undefined {
    return Object.hasOwn(this.members, key) ? this.members[key] ?? undefined : undefined;
  }

  text(key: string, isLater = false): string | undefined {
    return this.typed(key, 'a text', (value) => typeof value === 'string', isLater) as string | undefined;
  }

  number(key: string): number | undefined {
    return this.typed(key, 'a number', (value) => typeof value === 'number') as number | undefined;
  }

  boolean(key: string): boolean | undefined {
    return this.typed(key, 'true or false', (value) => typeof value === 'boolean') as boolean | undefined;
  }

  texts(key: string, isLater: boolean): readonly string[] | undefined {
    const isTexts = (value: JsonData) => Array.isArray(value) && value.every((item) => typeof item === 'string');
    return this.typed(key, 'a list of texts', isTexts, isLater) as readonly string[] | undefined;
  }

  numbers(key: string): readonly number[] | undefined {
    const isNumbers = (value: JsonData) => Array.isArray(value) && value.every((item) => typeof item === 'number');
    return this.typed(key, 'a list of numbers', isNumbers) as readonly number[] | undefined;
  }

  object(key: string): Reader | undefined {
    const value = this.typed(key, 'an object', (found) => typeof found === 'object' && !Array.isArray(found)) as JsonMembers | undefined;
    return value === undefined ? undefined : new Reader(value, this.at(key), this.troubles);
  }

  required(key: string): Reader | undefined {
    if (this.any(key) === undefined) {
      this.troubles.broken.push(`${this.at(key)} is missing`);
    }
    return this.object(key);
  }

  requiredText(key: string): void {
    if (this.any(key) === undefined) {
      this.troubles.broken.push(`${this.at(key)} is missing`);
    }
    this.text(key);
  }

  oneOf(key: string, allowed: readonly string[]): string | undefined {
    const value = this.any(key);
    if (typeof value === 'string' && allowed.includes(value)) {
      return value;
    }
    this.troubles.broken.push(`${this.at(key)} must be ${allowed.join(' or ')}`);
    return undefined;
  }

  /** A value in the file itself, or an empty text for one in a variable or a file of the node; undefined where there is none. */
  source(key: string, troubles: Troubles): { readonly text: string } | '' | undefined {
    const value = this.any(key);
    if (typeof value === 'string') {
      return { text: value };
    }
    const object = this.object(key);
    const given = ['plain', 'env', 'filePath'].filter((name) => object?.text(name) !== undefined);
    if (given.length === 0) {
      troubles.broken.push(`${this.at(key)} must be a text, or have one of plain, env and filePath`);
      return undefined;
    }
    if (given.length > 1) {
      troubles.doubts.push(`${this.at(key)} has ${given.join(' and ')}`);
      return '';
    }
    return given[0] === 'plain' ? { text: object!.text('plain') as string } : '';
  }

  private typed(key: string, wanted: string, is: (value: JsonData) => boolean, isLater = false): JsonData | undefined {
    const value = this.any(key);
    if (value === undefined || is(value)) {
      return value;
    }
    (isLater ? this.troubles.brokenLater : this.troubles.broken).push(`${this.at(key)} must be ${wanted}`);
    return undefined;
  }

  private at(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }
}
