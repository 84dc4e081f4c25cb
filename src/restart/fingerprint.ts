import { createHash } from 'node:crypto';
import { byCodePoint } from '../text/canonical';

/** What a node must run, as far as its fingerprint looks. */
export interface FingerprintInput {
  /** Our part of the node's files, by file name. */
  readonly files: { readonly [name: string]: string };
  /** Versions of the secrets that these files name, by the secret's name. */
  readonly secretVersions: { readonly [name: string]: string };
}

/**
 * The fingerprint of what one node must run: 64 hexadecimal digits.
 *
 * It is the SHA-256 of these lines, each ended by a line feed, in UTF-8:
 *
 * 1. `<file name> <SHA-256 of the file's text, hexadecimal>` for each file, ordered by the bytes of the name;
 * 2. `secret <name> <version>` for each secret, ordered by the bytes of the name.
 *
 * Terraform says the same, so that the triggers of a restart and the engine agree:
 *
 * `sha256(join("", concat([for name in sort(keys(files)) : "${name} ${sha256(files[name])}\n"],
 * [for name in sort(keys(secrets)) : "secret ${name} ${secrets[name]}\n"])))`
 *
 * Names and versions hold no blanks, so no two inputs give the same lines.
 */
export function fingerprintOf(input: FingerprintInput): string {
  return sha256(fingerprintText(input));
}

/** The text whose hash is the fingerprint. */
export function fingerprintText(input: FingerprintInput): string {
  const files = sortedEntries(input.files).map(([name, text]) => `${name} ${sha256(text)}\n`);
  const secrets = sortedEntries(input.secretVersions).map(([name, version]) => `secret ${name} ${version}\n`);
  return [...files, ...secrets].join('');
}

/** The first digits of a fingerprint, enough for people. */
export function shortFingerprint(fingerprint: string): string {
  return fingerprint.slice(0, 12);
}

function sortedEntries(record: { readonly [name: string]: string }): readonly (readonly [string, string])[] {
  return Object.entries(record).sort(([a], [b]) => byCodePoint(a, b));
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
