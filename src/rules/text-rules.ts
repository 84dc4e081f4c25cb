import { everyMember, matches } from './condition';
import { Rule } from './rule';
import { show } from '../text/show';
import { Template } from '../text/template';

/** What Terraform can carry, judged on every rendered text. */
export interface CarriedText {
  /** Name of the file or field. */
  readonly name: string;
  readonly text: Template;
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const STRINGS = 'developer.hashicorp.com/terraform/language/expressions/types: strings are sequences of Unicode characters, kept in normal form C';

export const TEXT_NUL: Rule<readonly CarriedText[]> = {
  id: 'TEXT_NUL',
  level: 'error',
  summary: 'No text contains the character NUL.',
  cause: 'Terraform cannot carry NUL in a string, and no broker setting can hold it.',
  remedy: 'remove the character U+0000',
  source: STRINGS,
  check: (texts, report) => texts.forEach(({ name, text }) => text.forEach((part) => {
    if (typeof part !== 'string') {
      report.value(name, part.value, Array.isArray(part.value) ? everyMember(NO_NUL) : NO_NUL);
    } else if (part.includes('\0')) {
      report.broken(name, { message: 'contains the character NUL' });
    }
  })),
};

const NO_NUL = matches('^[^\\x00]*$', 'a text without the character NUL');

export const TEXT_LONE_SURROGATE: Rule<readonly CarriedText[]> = {
  id: 'TEXT_LONE_SURROGATE',
  level: 'error',
  summary: 'No text contains half of a surrogate pair.',
  cause: 'A lone surrogate is no Unicode character: Terraform would turn it into U+FFFD, so another text would arrive.',
  remedy: 'remove the broken character',
  source: STRINGS,
  check: (texts, report) => texts.forEach(({ name, text }) => text.forEach((part) => {
    if (typeof part === 'string' && LONE_SURROGATE.test(part)) {
      report.broken(name, { message: 'contains a lone surrogate' });
    }
  })),
};

export const TEXT_NOT_NORMALIZED: Rule<readonly CarriedText[]> = {
  id: 'TEXT_NOT_NORMALIZED',
  level: 'warning',
  summary: 'Texts are in Unicode normal form C.',
  cause: 'Terraform puts every string into normal form C, so a name written in another form no longer equals the one in a token.',
  remedy: 'write the text in normal form C; it has been put into it',
  source: STRINGS,
  check: (texts, report) => texts.forEach(({ name, text }) => {
    if (text.some((part) => typeof part === 'string' && part !== part.normalize('NFC'))) {
      report.broken(name, { message: 'is changed by Unicode normalization' });
    }
  }),
};

export const TEXT_RULES: readonly Rule<readonly CarriedText[]>[] = [TEXT_NUL, TEXT_LONE_SURROGATE, TEXT_NOT_NORMALIZED];

/** The text in the normal form in which Terraform carries it. */
export function normalized(text: Template): Template {
  return text.map((part) => (typeof part === 'string' ? part.normalize('NFC') : part));
}

/** Texts that are plain ASCII without NUL break none of these rules. */
const PLAIN = /^[\x01-\x7f]*$/;

function isPlain(value: unknown): boolean {
  return typeof value === 'string' && PLAIN.test(value);
}

/** Every known text of props or settings that may break a rule here, keys of maps included, under its path; constructs are not entered. */
export function textsIn(settings: unknown): readonly CarriedText[] {
  const found: CarriedText[] = [];
  const visit = (value: unknown, path: () => string): void => {
    if (typeof value === 'string') {
      found.push({ name: path(), text: [value] });
    } else if (Array.isArray(value)) {
      value.forEach((member, index) => isPlain(member) || visit(member, () => `${path()}[${index}]`));
    } else if (isPlainObject(value)) {
      for (const [key, member] of Object.entries(value)) {
        const inner = () => memberPath(path(), key);
        [key, member].filter((text) => !isPlain(text)).forEach((text) => visit(text, inner));
      }
    }
  };
  visit(settings, () => '');
  return found;
}

function isPlainObject(value: unknown): value is object {
  return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;
}

function memberPath(path: string, key: string): string {
  return /^\w+$/.test(key) ? `${path}${path === '' ? '' : '.'}${key}` : `${path}[${show(key)}]`;
}
