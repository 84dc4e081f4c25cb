import { isAnyUri } from './any-uri';
import { isName, isNameToken, isNcName } from '../xml/name-characters';

/*
 * Simple types of XML Schema 1.0, as Java's validator judges them.
 */

/** A simple type of the vendor's schema or of XML Schema itself. */
export interface SimpleType {
  /** The name by which a document may refer to it; undefined where it has none. */
  readonly name?: string;
  /** What is demanded, to follow "must be". */
  readonly expects: string;
  /** Whether blanks at the ends go and blanks inside become one, before the value is judged. */
  readonly collapse: boolean;
  /** What this type restricts, or the union that it is a member of. */
  readonly bases: readonly SimpleType[];
  /** Whether values are names of the document, or refer to them. */
  readonly role?: 'id' | 'reference';
  accepts(value: string): boolean;
}

/** Blanks as the type treats them. */
export function normalized(type: SimpleType, text: string): string {
  return type.collapse ? text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '') : text;
}

const builtIn = (name: string, expects: string, accepts: (value: string) => boolean, bases: readonly SimpleType[] = [], collapse = true) =>
  ({ name: `xs:${name}`, expects, accepts, bases, collapse });

export const XS_STRING: SimpleType = builtIn('string', 'a text', () => true, [], false);
export const XS_BOOLEAN: SimpleType = builtIn('boolean', 'true, false, 1 or 0', (value) => /^(true|false|1|0)$/.test(value));
export const XS_ANY_URI: SimpleType = builtIn('anyURI', 'a URI reference', isAnyUri);
export const XS_DOUBLE: SimpleType = builtIn('double', 'a number', (value) => /^([+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|-?INF|NaN)$/.test(value));

const XS_NORMALIZED_STRING: SimpleType = builtIn('normalizedString', 'a text', () => true, [XS_STRING], false);
const XS_TOKEN: SimpleType = builtIn('token', 'a text', () => true, [XS_NORMALIZED_STRING]);
const XS_NAME: SimpleType = builtIn('Name', 'a name', isName, [XS_TOKEN]);
const NCNAME = 'a name that begins with a letter or `_` and has letters, digits, `.`, `-` and `_` only';
const XS_NCNAME: SimpleType = builtIn('NCName', NCNAME, isNcName, [XS_NAME]);
export const XS_ID: SimpleType = { ...builtIn('ID', NCNAME, isNcName, [XS_NCNAME]), role: 'id' };
export const XS_IDREF: SimpleType = { ...builtIn('IDREF', NCNAME, isNcName, [XS_NCNAME]), role: 'reference' };

/** Bounds with as many digits as any type has. */
const MOST_DIGITS = 40;

function isInteger(value: string, least?: bigint, most?: bigint): boolean {
  const [, sign, digits] = /^([+-]?)0*(\d+)$/.exec(value) ?? [];
  if (digits === undefined) {
    return false;
  }
  if (digits.length > MOST_DIGITS) {
    return sign === '-' ? least === undefined : most === undefined;
  }
  const number = sign === '-' ? -BigInt(digits) : BigInt(digits);
  return (least === undefined || number >= least) && (most === undefined || number <= most);
}

function integer(name: string, least: bigint | undefined, most: bigint | undefined, base?: SimpleType): SimpleType {
  const bounds = `${least === undefined ? '' : ` from ${least}`}${most === undefined ? '' : ` to ${most}`}`;
  return builtIn(name, `a whole number${bounds}`, (value) => isInteger(value, least, most), base === undefined ? [] : [base]);
}

export const XS_INTEGER = integer('integer', undefined, undefined);
export const XS_LONG = integer('long', -(2n ** 63n), 2n ** 63n - 1n, XS_INTEGER);
export const XS_INT = integer('int', -(2n ** 31n), 2n ** 31n - 1n, XS_LONG);
const XS_SHORT = integer('short', -32768n, 32767n, XS_INT);
const XS_BYTE = integer('byte', -128n, 127n, XS_SHORT);
const XS_NON_NEGATIVE = integer('nonNegativeInteger', 0n, undefined, XS_INTEGER);
const XS_UNSIGNED_LONG = integer('unsignedLong', 0n, 2n ** 64n - 1n, XS_NON_NEGATIVE);
export const XS_UNSIGNED_INT = integer('unsignedInt', 0n, 2n ** 32n - 1n, XS_UNSIGNED_LONG);
const XS_UNSIGNED_SHORT = integer('unsignedShort', 0n, 65535n, XS_UNSIGNED_INT);

/** Types of XML Schema that a document may name in place of the one declared. */
export const BUILT_IN_TYPES: readonly SimpleType[] = [
  XS_STRING, XS_BOOLEAN, XS_ANY_URI, XS_DOUBLE, XS_NORMALIZED_STRING, XS_TOKEN, XS_NAME, XS_NCNAME, XS_ID, XS_IDREF,
  builtIn('NMTOKEN', 'a name token', isNameToken, [XS_TOKEN]),
  builtIn('language', 'a language tag', (value) => /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/.test(value), [XS_TOKEN]),
  XS_INTEGER, XS_LONG, XS_INT, XS_SHORT, XS_BYTE, XS_NON_NEGATIVE, XS_UNSIGNED_LONG, XS_UNSIGNED_INT, XS_UNSIGNED_SHORT,
  integer('unsignedByte', 0n, 255n, XS_UNSIGNED_SHORT),
  integer('positiveInteger', 1n, undefined, XS_NON_NEGATIVE),
  integer('nonPositiveInteger', undefined, 0n, XS_INTEGER),
  integer('negativeInteger', undefined, -1n, XS_INTEGER),
];

/** A text of one character at least. */
export const NON_EMPTY: SimpleType = { expects: 'a text that is not empty', accepts: (value) => value !== '', bases: [XS_STRING], collapse: false };

/** Words with blanks between them, any number of them. */
export const WORD_LIST: SimpleType = { expects: 'a list of texts', accepts: () => true, bases: [], collapse: true };

/** Whole numbers of a type within narrower bounds. */
export function bounded(base: SimpleType, least: bigint, most?: bigint): SimpleType {
  const accepts = (value: string) => base.accepts(value) && isInteger(value, least, most);
  return { expects: `a whole number from ${least}${most === undefined ? '' : ` to ${most}`}`, accepts, bases: [base], collapse: true };
}

/** One of the vendor's words. */
export function enumeration(words: readonly string[], name?: string): SimpleType {
  return { name, expects: `one of ${words.join(', ')}`, accepts: (value) => words.includes(value), bases: [XS_STRING], collapse: false };
}

/** Texts of a form. */
export function pattern(form: string, expects: string): SimpleType {
  const expression = new RegExp(`^(?:${form})$`);
  return { expects, accepts: (value) => expression.test(value), bases: [XS_STRING], collapse: false };
}

/** Whether the one type may stand where the other is declared. */
export function derives(type: SimpleType, from: SimpleType): boolean {
  return type === from || (type.name !== undefined && type.name === from.name) || type.bases.some((base) => derives(base, from));
}
