import { CliError } from './cli-error';
import { CliIo } from './cli-io';
import { inputName, parseJson, readBytes, readInput } from './read-input';
import { textOf } from '../oauth/jwt';
import { PreviewCase } from '../preview/case';

/*
 * Files as members of a case. What a native file means is for the broker to say, so only what is no text at all is refused here.
 */

/** Makes a member of a case of a file. */
export type ReadMember = (io: CliIo, path: string) => Promise<unknown>;

/** Members of a case that may stand in a file of their own, and how the file is read. */
export const MEMBER_FILES = {
  settings: readSettings,
  fileRealm: readText,
  // As text, since the broker's own parser keeps the first of duplicate members and stops where it likes.
  dynamicSecurity: readText,
  acls: readJsonFile,
  token: readToken,
  jwks: readKeySet,
  introspection: readJsonFile,
  revocation: readJsonFile,
} satisfies { readonly [member in keyof PreviewCase]?: ReadMember };

/** Reads a text file without NUL, which no native file holds. */
export async function readText(io: CliIo, path: string, keepMark = false): Promise<string> {
  const text = await readInput(io, path, undefined, keepMark);
  if (text.includes('\0')) {
    throw new CliError(`${inputName(path)} holds the character NUL and is no text; check the path`);
  }
  return text;
}

/** Reads a JSON file. */
export async function readJsonFile(io: CliIo, path: string): Promise<unknown> {
  return parseJson(await readText(io, path), inputName(path));
}

/** Native text, or the object of native key names where the file holds one. */
async function readSettings(io: CliIo, path: string): Promise<unknown> {
  const marked = await readText(io, path, true);
  const text = marked.replace(/^\ufeff/, '');
  const value = /^\s*\{/.test(text) ? jsonOf(text) : undefined;
  if (isObject(value)) {
    return value;
  }
  // XML allows a byte order mark; to an INI or properties file it is part of the first word, which keeps a broker from starting.
  return /^\s*</.test(text) ? text : marked;
}

/**
 * A token: JSON with header and claims, or whatever else the client would send, since that is for the broker to judge.
 *
 * Bytes that are not UTF-8 stay apart from each other; one line break at the end belongs to the file.
 */
export async function readToken(io: CliIo, path: string): Promise<unknown> {
  const { text } = textOf(await readBytes(io, path));
  const value = /^\ufeff?\s*\{/.test(text) ? jsonOf(text.replace(/^\ufeff/, '')) : undefined;
  if (isObject(value) && ('header' in value || 'claims' in value)) {
    return value;
  }
  if (text.trimStart().startsWith('{')) {
    io.complain(`note: ${inputName(path)} begins like JSON but is no object with "header" and "claims"; it is judged as it stands\n`);
  }
  return text.replace(/\r?\n$/, '');
}

/** The key set as the identity provider serves it. */
async function readKeySet(io: CliIo, path: string): Promise<unknown> {
  const value = await readJsonFile(io, path);
  if (!isObject(value) || !('keys' in value)) {
    throw new CliError(`${inputName(path)} is no key set; save what the identity provider serves at its jwks_uri, an object with "keys"`);
  }
  return { keys: value.keys };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
