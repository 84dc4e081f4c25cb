import { Condition, matches } from '../../../rules/condition';
import { hclString } from '../../../text/hcl';
import { Encoding } from '../../../text/template';
import { Value } from '../../../text/unresolved';

type Replacement = readonly [character: string, reference: string];

/*
 * The ampersand comes first, or references would be escaped again.
 * A carriage return must be a reference, since parsers turn it into a line feed (XML 1.0, 2.11); in attributes tabs and
 * line feeds too, since they become blanks there (XML 1.0, 3.3.3).
 */
const IN_TEXT: readonly Replacement[] = [
  ['&', '&amp;'], ['<', '&lt;'], ['>', '&gt;'], ['"', '&quot;'], ["'", '&apos;'], ['\r', '&#13;'],
];
const IN_ATTRIBUTE: readonly Replacement[] = [...IN_TEXT, ['\t', '&#9;'], ['\n', '&#10;']];

/** A scalar, or a list of words with one blank between them, as the text of an element. */
export const XML_TEXT: Encoding = escaping(IN_TEXT);

/** The same as the value of an attribute in double quotes. */
export const XML_ATTRIBUTE: Encoding = escaping(IN_ATTRIBUTE);

function escaping(replacements: readonly Replacement[]): Encoding {
  const escape = (text: string) => replacements.reduce((escaped, [from, to]) => escaped.replaceAll(from, () => to), text);
  const escapeHcl = (reference: string) =>
    replacements.reduce((expression, [from, to]) => `replace(${expression}, ${hclString(from)}, ${hclString(to)})`, reference);
  return {
    encode: (value) => escape(wordsOf(value)),
    hcl: escapeHcl,
  };
}

/** A list of words as one text, when Terraform yields the list. */
export function listEncoding(encoding: Encoding): Encoding {
  return {
    encode: (value) => encoding.encode(value),
    hcl: (reference) => encoding.hcl(`join(" ", ${reference})`),
  };
}

function wordsOf(value: Value): string {
  return Array.isArray(value) ? value.join(' ') : String(value);
}

/** Only characters that a document of XML 1.0 can hold (XML 1.0, 2.2). */
export const XML_CHARACTERS: Condition = matches(
  '^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\ufffe\uffff]*$',
  'text without the control characters that XML 1.0 cannot hold',
);
