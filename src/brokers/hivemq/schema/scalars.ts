import { HIVEMQ_NCNAME, URL, URL_OR_ENVIRONMENT } from './patterns';
import { Condition, matches, oneOf, wholeNumber } from '../../../rules/condition';

/** What a rule looks for in a value, besides the vendor's type. */
export type Meaning = 'id' | 'realm' | 'secret' | 'endpoint' | 'topic' | 'variable' | 'plain';

/** A simple type of the vendor's schema, and how settings hold it. */
export interface Scalar {
  /** How settings hold the value; `words` is a list of texts with blanks between them. */
  readonly type: 'string' | 'boolean' | 'number' | 'words';
  /** Whether the schema strips blanks around the value; elsewhere they belong to it. */
  readonly collapse: boolean;
  /** What the vendor's type allows. */
  readonly condition?: Condition;
  /** Whether blanks at the ends, and an empty text, can be meant. */
  readonly blanks: 'meant' | 'refused';
  readonly meaning: Meaning;
}

function text(extra: Partial<Scalar> = {}): Scalar {
  return { type: 'string', collapse: false, blanks: 'refused', meaning: 'plain', ...extra };
}

/** A text in which blanks at the ends would be a mistake; whether the broker strips them is not documented. */
export const TEXT = text();
/** A text of which every character counts. */
export const FREE_TEXT = text({ blanks: 'meant' });
/** A secret, which may only be named. */
export const SECRET = text({ meaning: 'secret', blanks: 'meant' });
/** A URL that the broker calls or hands out, of type `xs:string`. */
export const ENDPOINT = text({ meaning: 'endpoint', condition: URL_OR_ENVIRONMENT });
/** The same of type `xs:anyURI`, which `${ENV:NAME}` does not fit. */
export const ENDPOINT_URI = text({ meaning: 'endpoint', collapse: true, condition: URL });
/** A URL of type `xs:anyURI` that may well be plain http, such as that of an OCSP responder. */
export const URI = text({ collapse: true, condition: URL });
/** A topic filter of a permission. */
export const TOPIC = text({ meaning: 'topic' });
/** `xs:ID`. */
export const ID = text({ meaning: 'id', collapse: true, condition: HIVEMQ_NCNAME });
/** `xs:IDREF` to a realm. */
export const REALM = text({ meaning: 'realm', collapse: true });
/** `xs:boolean`. */
export const BOOLEAN: Scalar = { type: 'boolean', collapse: true, blanks: 'meant', meaning: 'plain' };
/** `xs:double`. */
export const DOUBLE: Scalar = { type: 'number', collapse: true, blanks: 'meant', meaning: 'plain', condition: finite() };
/** Texts without blanks, with blanks between them. */
export const WORDS: Scalar = { type: 'words', collapse: true, blanks: 'meant', meaning: 'plain' };

/** A whole number within bounds. */
export function number(least: number, most: number): Scalar {
  return { type: 'number', collapse: true, blanks: 'meant', meaning: 'plain', condition: wholeNumber(least, most) };
}

/** One of the vendor's words. */
export function word(values: object): Scalar {
  return text({ blanks: 'meant', condition: oneOf(Object.values(values)) });
}

/** A variable of the extension that fits a pattern of the schema. */
export function variable(pattern: string, expects: string): Scalar {
  return text({ blanks: 'meant', meaning: 'variable', condition: matches(`^(${pattern})$`, expects) });
}

function finite(): Condition {
  return { expects: 'a number', test: (value) => typeof value === 'number' && Number.isFinite(value), hcl: (reference) => `can(tonumber(${reference}))` };
}

/** Largest value of `xs:int`. */
export const INT = 2147483647;
