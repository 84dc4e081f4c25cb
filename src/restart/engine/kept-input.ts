import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { Environment, FILES_VARIABLE, FINGERPRINTS_VARIABLE, SECRET_VERSIONS_VARIABLE, VALUES_VARIABLE } from '../payload';
import { readSmallFile } from '../small-file';

/*
 * What Terraform handed to the last run, kept in the state folder, so that a run that stopped can be gone on with by hand: values known only
 * at apply are nowhere else. It holds what stands in the rendered files and in the spec, so no secret.
 */

const KEPT = z.object({ specSha256: z.string(), at: z.string(), environment: z.record(z.string(), z.string()) });

/** The most bytes of one file that a run is given. */
export const LARGEST_INPUT = 64 * 1024 * 1024;

const NAMES = [FINGERPRINTS_VARIABLE, SECRET_VERSIONS_VARIABLE, VALUES_VARIABLE];

/** What was kept, and when. */
export interface KeptInput {
  readonly environment: Environment;
  readonly at: string;
}

/** Keeps what Terraform handed over; without a place for it, it is not kept. */
export async function keepInput(specPath: string, stateFolder: string, environment: Environment, at: string): Promise<void> {
  const ours = Object.entries(environment).filter(([name]) => name.startsWith(FILES_VARIABLE) || NAMES.includes(name));
  try {
    const specSha256 = sha256(await bytesOf(specPath));
    await mkdir(stateFolder, { recursive: true });
    const path = keptPath(stateFolder);
    await writeFile(`${path}.new`, `${JSON.stringify({ specSha256, at, environment: Object.fromEntries(ours) })}\n`, { mode: 0o600 });
    await rename(`${path}.new`, path);
  } catch {
    // Only the comfort of a later run by hand is lost.
  }
}

/** What was kept for this very spec; undefined when there is nothing, or when the spec has changed since. */
export async function readKeptInput(specPath: string): Promise<KeptInput | undefined> {
  try {
    const bytes = await bytesOf(specPath);
    const { stateDirectory } = z.object({ stateDirectory: z.string() }).parse(JSON.parse(bytes.toString('utf8')));
    const kept = KEPT.parse(JSON.parse((await bytesOf(keptPath(resolve(dirname(specPath), stateDirectory)))).toString('utf8')));
    return kept.specSha256 === sha256(bytes) ? kept : undefined;
  } catch {
    return undefined;
  }
}

async function bytesOf(path: string): Promise<Buffer> {
  const { bytes, problem } = await readSmallFile(path, LARGEST_INPUT);
  if (problem !== undefined) {
    throw new Error(problem);
  }
  return bytes;
}

function keptPath(stateFolder: string): string {
  return join(stateFolder, 'input.json');
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
