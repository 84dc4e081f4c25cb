import { splitAtTokens } from './unresolved';

/*
 * The one place that writes Terraform's expression and template syntax.
 * Terraform's JSON syntax parses every string as a template, so literal text needs its openers doubled.
 * Source: developer.hashicorp.com/terraform/language/expressions/strings
 */

/**
 * Escapes literal text for a place where Terraform expects a template.
 *
 * Terraform drops a byte order mark that begins a template, so one is written as an interpolation.
 */
export function escapeTemplate(text: string): string {
  const doubled = doubleOpeners(text);
  return doubled.startsWith('\ufeff') ? `\${"\\ufeff"}${doubled.slice(1)}` : doubled;
}

function doubleOpeners(text: string): string {
  if (!text.includes('{')) {
    return text;
  }
  // A replacer function, because `$$` in a replacement string means one `$`.
  return text.replace(/\$\{|%\{/g, (opener) => opener[0] + opener);
}

/**
 * Escapes literal text that an interpolation follows.
 *
 * A `$` or `%` directly before `${` would turn the interpolation into text, so it is written as an interpolation itself.
 */
export function escapeTemplateBeforeHole(text: string): string {
  const run = /[$%]+$/.exec(text)?.[0] ?? '';
  const rest = escapeTemplate(text.slice(0, text.length - run.length));
  return run === '' ? rest : `${rest}\${"${run}"}`;
}

/**
 * Escapes literal text around the values that the CDK marks; the marks stay.
 *
 * The CDK writes a value without braces once it has met an opener, doubled or not, so openers become interpolations of their own.
 */
export function escapeAroundTokens(text: string): string {
  const parts = splitAtTokens(text);
  return parts.map((part, index) => (index % 2 === 1 ? part : escapeBesideToken(part, index + 1 < parts.length))).join('');
}

function escapeBesideToken(literal: string, tokenFollows: boolean): string {
  const openers = tokenFollows ? /[$%]*\$(?=\{)|[$%]+$/g : /[$%]*\$(?=\{)/g;
  return literal.split(openers).map(escapeTemplate).reduce((before, after, index) => `${before}\${"${literal.match(openers)![index - 1]}"}${after}`);
}

/** Writes a string literal of Terraform's expression language. */
export function hclString(text: string): string {
  return `"${doubleOpeners(text).replace(/[\\"\u0000-\u001f\u007f]/g, escapeCharacter)}"`;
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeCharacter(character: string): string {
  return SHORT_ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
