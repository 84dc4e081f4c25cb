import { HIVEMQ_NCNAME, URL, URL_OR_ENVIRONMENT } from './patterns';
import {
  enumeration, NON_EMPTY, SimpleType, WORD_LIST, XS_ANY_URI, XS_BOOLEAN, XS_DOUBLE, XS_ID, XS_IDREF, XS_INT, XS_STRING,
} from './simple-types';
import { Condition, matches, oneOf, wholeNumber } from '../../../rules/condition';

/** What a rule looks for in a value, besides the vendor's type. */
export type Meaning = 'id' | 'realm' | 'secret' | 'endpoint' | 'topic' | 'variable' | 'plain';

/** A simple type of the vendor's schema, and how settings hold it. */
export interface Scalar {
  /** How settings hold the value; `words` is a list of texts with blanks between them. */
  readonly type: 'string' | 'boolean' | 'number' | 'words';
  /** Whether the schema strips blanks around the value; elsewhere they belong to it. */
  readonly collapse: boolean;
  /** The vendor's type, letter by letter. */
  readonly schema: SimpleType;
  /** What settings may be: within the vendor's type, what makes sense. */
  readonly condition?: Condition;
  /** Whether blanks at the ends, and an empty text, can be meant. */
  readonly blanks: 'meant' | 'refused';
  readonly meaning: Meaning;
}

function text(extra: Partial<Scalar> = {}): Scalar {
  return { type: 'string', schema: XS_STRING, collapse: false, blanks: 'refused', meaning: 'plain', ...extra };
}

/** A text in which blanks at the ends would be a mistake; whether the broker strips them is not documented. */
export const TEXT = text();
/** The same of a type that has one character at least. */
export const NON_EMPTY_TEXT = text({ schema: NON_EMPTY });
/** A text of which every character counts. */
export const FREE_TEXT = text({ blanks: 'meant' });
/** A secret, which may only be named. */
export const SECRET = text({ meaning: 'secret', blanks: 'meant' });
/** A URL that the broker calls or hands out, of type `xs:string`. */
export const ENDPOINT = text({ meaning: 'endpoint', condition: URL_OR_ENVIRONMENT });
/** The same of type `xs:anyURI`, which `${ENV:NAME}` does not fit. */
export const ENDPOINT_URI = text({ meaning: 'endpoint', schema: XS_ANY_URI, collapse: true, condition: URL });
/** A URL of type `xs:anyURI` that may well be plain http, such as that of an OCSP responder. */
export const URI = text({ schema: XS_ANY_URI, collapse: true, condition: URL });
/** A topic filter of a permission. */
export const TOPIC = text({ meaning: 'topic' });
/** `xs:ID`. */
export const ID = text({ meaning: 'id', schema: XS_ID, collapse: true, condition: HIVEMQ_NCNAME });
/** `xs:IDREF` to a realm. */
export const REALM = text({ meaning: 'realm', schema: XS_IDREF, collapse: true });
/** `xs:boolean`. */
export const BOOLEAN: Scalar = { type: 'boolean', schema: XS_BOOLEAN, collapse: true, blanks: 'meant', meaning: 'plain' };
/** `xs:double`. */
export const DOUBLE: Scalar = { type: 'number', schema: XS_DOUBLE, collapse: true, blanks: 'meant', meaning: 'plain', condition: finite() };
/** Texts without blanks, with blanks between them. */
export const WORDS: Scalar = { type: 'words', schema: WORD_LIST, collapse: true, blanks: 'meant', meaning: 'plain' };
/** The same where the vendor's type is `xs:string`. */
export const WORDS_IN_TEXT: Scalar = { ...WORDS, schema: XS_STRING };

/** A whole number within bounds, which may be narrower than those of the vendor's type. */
export function number(least: number, most: number, schema = XS_INT): Scalar {
  return { type: 'number', schema, collapse: true, blanks: 'meant', meaning: 'plain', condition: wholeNumber(least, most) };
}

/** One of the vendor's words, and the name of their type where the schema has one. */
export function word(values: object, name?: string): Scalar {
  return text({ blanks: 'meant', schema: enumeration(Object.values(values), name), condition: oneOf(Object.values(values)) });
}

/** A variable of the extension that fits a pattern of the schema. */
export function variable(pattern: string, schema: SimpleType): Scalar {
  return text({ blanks: 'meant', meaning: 'variable', schema, condition: matches(`^(${pattern})$`, schema.expects) });
}

function finite(): Condition {
  return { expects: 'a number', test: (value) => typeof value === 'number' && Number.isFinite(value), hcl: (reference) => `can(tonumber(${reference}))` };
}

/** Largest value of `xs:int`. */
export const INT = 2147483647;
