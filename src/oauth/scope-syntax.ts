import { Condition, matches } from '../rules/condition';

/*
 * Scope syntax of OAuth 2.0: scope-token = 1*( %x21 / %x23-5B / %x5D-7E ), and a scope is a list of them separated by one blank.
 * Source: RFC 6749 section 3.3 and appendix A.4
 */

/** The value is one scope token. */
export const SCOPE_TOKEN: Condition = matches(
  '^[\\x21\\x23-\\x5b\\x5d-\\x7e]+$',
  'printable ASCII without blank, double quote and backslash, at least one character',
);

/**
 * The scope tokens of a received scope string.
 *
 * Lenient as receivers should be: further blanks are skipped. Only U+0020 separates, as the grammar says.
 */
export function splitScopes(text: string): readonly string[] {
  return text.split(' ').filter((piece) => piece !== '');
}

/** The scope string that lists the tokens, for requests. */
export function joinScopes(scopes: readonly string[]): string {
  return scopes.join(' ');
}
