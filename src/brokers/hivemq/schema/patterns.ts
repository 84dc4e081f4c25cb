import { Condition, matches } from '../../../rules/condition';

/*
 * Patterns of the vendor's schema (config.xsd of 4.36.0: ese-modifiable-string-variable and its siblings).
 */

const WRITABLE_STRING = 'authentication-key|authorization-key|authorization-role-key|string-[a-z0-9-]+';
const WRITABLE_BYTE = 'authentication-byte-secret|byte-[a-z0-9-]+';
const CONSTANT_STRING = 'mqtt-clientid|mqtt-username|mqtt-authentication-method';
const CONSTANT_BYTE = 'mqtt-password|mqtt-authentication-data';

/** Patterns of the variables, by what may be done with them. */
export const VARIABLES = {
  writableString: WRITABLE_STRING,
  writableByte: WRITABLE_BYTE,
  writable: `${WRITABLE_STRING}|${WRITABLE_BYTE}`,
  string: `${WRITABLE_STRING}|${CONSTANT_STRING}`,
  byte: `${WRITABLE_BYTE}|${CONSTANT_BYTE}`,
  constantString: CONSTANT_STRING,
  constantByte: CONSTANT_BYTE,
  any: `${WRITABLE_STRING}|${WRITABLE_BYTE}|${CONSTANT_STRING}|${CONSTANT_BYTE}`,
} as const;

const VARIABLE = new RegExp(`^(${VARIABLES.any})$`);

/** Whether the text is the name of a variable of the extension. */
export function isVariable(name: string): boolean {
  return VARIABLE.test(name);
}

/** A name without colon (Namespaces in XML 1.0, section 3), as `xs:ID` demands it. */
export const HIVEMQ_NCNAME: Condition = matches(
  '^[\\p{L}_][\\p{L}\\p{N}._-]*$',
  'a name of letters, digits, `.`, `-` and `_` that begins with a letter or `_`',
);

/** Name of an environment variable in the only form that is safe in the extension's files. */
export const ENVIRONMENT_REFERENCE: Condition = matches('^\\$\\{ENV:[A-Za-z_][A-Za-z0-9_]*\\}$', '${ENV:NAME}, the name of an environment variable');

/** Names between `${` and `}` in a text; one without its brace is told with what begins it. */
export function placeholdersOf(text: string): readonly string[] {
  return [...text.matchAll(/\$\{([^}]*)(\}?)/g)].map(([whole, name, brace]) => (brace === '' ? whole : name));
}

const HOST = '(\\[[0-9A-Fa-f:.]+\\](:[0-9]+)?|[^\\s/?#%\\[\\]]+)';
const PATH = '(/([^\\s?#%\\[\\]]|%[0-9A-Fa-f]{2})*)?';
const QUERY = '(\\?([^\\s#%]|%[0-9A-Fa-f]{2})*)?';
const HTTP_URL = `https?://${HOST}${PATH}${QUERY}`;

/** An absolute http or https URL without fragment. */
export const URL: Condition = matches(`^${HTTP_URL}$`, 'an absolute http or https URL without fragment');

/** The same, or one that an environment variable begins. */
export const URL_OR_ENVIRONMENT: Condition = matches(
  `^(${HTTP_URL}|\\$\\{ENV:[A-Za-z_][A-Za-z0-9_]*\\}[^\\s]*)$`,
  'an absolute http or https URL without fragment, or one that begins with ${ENV:NAME}',
);
