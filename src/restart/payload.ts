import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { Files } from '../brokers/broker-core';

/*
 * How rendered text reaches the engine: through the environment of the step that runs it.
 * One environment string holds at most 131,071 bytes on Linux (MAX_ARG_STRLEN), so the text travels in parts.
 */

/** Start of the names of the environment variables that carry the files: `BROKER_OAUTH_FILES_0` and on. */
export const FILES_VARIABLE = 'BROKER_OAUTH_FILES_';

/** The environment variable with the fingerprints that Terraform computed, as JSON by node name. */
export const FINGERPRINTS_VARIABLE = 'BROKER_OAUTH_FINGERPRINTS';

/** The environment variable with secret versions that only Terraform knows, as JSON by node name and secret name. */
export const SECRET_VERSIONS_VARIABLE = 'BROKER_OAUTH_SECRET_VERSIONS';

/** The environment variable with values that only Terraform knows, as a JSON list of strings for the places in the spec. */
export const VALUES_VARIABLE = 'BROKER_OAUTH_VALUES';

/** The most bytes in one part. */
export const LARGEST_PART = 99_000;

const LARGEST_TEXT = 64 * 1024 * 1024;
const MOST_PARTS = 200;

/** Environment variables by name. */
export type Environment = { readonly [name: string]: string | undefined };

/** What the environment says about the files and what nodes must run. */
export interface Payload {
  readonly files: Files;
  /** Undefined when the engine is run by hand. */
  readonly fingerprints?: { readonly [node: string]: string };
  readonly secretVersions?: { readonly [node: string]: { readonly [name: string]: string } };
}

/** The environment does not hold what it should; the text says what to do. */
export class PayloadError extends Error {}

/** Packs files as Terraform's `base64gzip(jsonencode(files))` does, cut into parts. */
export function encodeFiles(files: Files): { readonly [name: string]: string } {
  const packed = gzipSync(Buffer.from(JSON.stringify(files), 'utf8')).toString('base64');
  const parts: Record<string, string> = {};
  for (let at = 0, part = 0; at < packed.length; at += LARGEST_PART, part++) {
    parts[`${FILES_VARIABLE}${part}`] = packed.slice(at, at + LARGEST_PART);
  }
  return parts;
}

/** Reads everything that travels through the environment. */
export function readPayload(environment: Environment): Payload {
  return {
    files: decodeFiles(environment),
    fingerprints: readJson(environment, FINGERPRINTS_VARIABLE, z.record(z.string(), z.string())),
    secretVersions: readJson(environment, SECRET_VERSIONS_VARIABLE, z.record(z.string(), z.record(z.string(), z.string()))),
  };
}

/** Joins the parts and unpacks the files; parts that are empty at the end are allowed. */
export function decodeFiles(environment: Environment): Files {
  const parts: string[] = [];
  for (let part = 0; environment[`${FILES_VARIABLE}${part}`] !== undefined; part++) {
    if (part === MOST_PARTS) {
      throw new PayloadError(`more than ${MOST_PARTS} parts in ${FILES_VARIABLE}*; split the broker's settings`);
    }
    parts.push(environment[`${FILES_VARIABLE}${part}`] ?? '');
  }
  if (parts.length === 0) {
    throw new PayloadError(`${FILES_VARIABLE}0 is not set; run the engine through Terraform, or give --files-from`);
  }
  return unpack(parts.join(''));
}

/** Reads values for the places that a spec leaves to Terraform. */
export function readValues(environment: Environment): readonly string[] {
  return readJson(environment, VALUES_VARIABLE, z.array(z.string())) ?? [];
}

function unpack(packed: string): Files {
  let text: string;
  try {
    text = gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: LARGEST_TEXT }).toString('utf8');
  } catch {
    throw new PayloadError(`${FILES_VARIABLE}* is not base64 of gzip, or unpacks to more than ${LARGEST_TEXT} bytes; a part may be missing`);
  }
  return parseJson(text, `${FILES_VARIABLE}*`, TEXTS);
}

/** Not zod's record, which loses a member named `__proto__`. */
const TEXTS = z.custom<Files>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)
  && Object.values(value).every((text) => typeof text === 'string'), 'must be an object of texts');

function readJson<T>(environment: Environment, name: string, shape: z.ZodType<T>): T | undefined {
  const text = environment[name];
  return text === undefined || text === '' ? undefined : parseJson(text, name, shape);
}

function parseJson<T>(text: string, name: string, shape: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PayloadError(`${name} does not hold JSON (${text.length} characters)`);
  }
  const parsed = shape.safeParse(value);
  if (!parsed.success) {
    throw new PayloadError(`${name} holds JSON of another shape: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`);
  }
  return parsed.data;
}
