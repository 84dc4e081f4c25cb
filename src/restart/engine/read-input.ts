import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Files } from '../../brokers/broker-core';
import { Environment, Payload, PayloadError, readPayload, readValues } from '../payload';
import { readSpec, RestartSpec } from '../spec';

/** The input cannot be read; the text says why and what to do. */
export class InputError extends Error {}

/** Reads the spec and fills in what only Terraform knew. */
export async function loadSpec(path: string, environment: Environment): Promise<RestartSpec> {
  const read = readSpec(await readJsonFile(path), telling(() => readValues(environment)));
  if (read.spec === undefined) {
    throw new InputError([`${path} is no spec that this engine understands:`, ...read.problems.map((problem) => `  ${problem}`)].join('\n'));
  }
  return read.spec;
}

/** Reads the rendered files, from the environment or from where the user says. */
export async function loadPayload(filesFrom: string | undefined, environment: Environment, spec: RestartSpec): Promise<Payload> {
  if (filesFrom === undefined) {
    return telling(() => readPayload(environment));
  }
  const found = await stat(filesFrom).catch(() => undefined);
  if (found === undefined) {
    throw new InputError(`${filesFrom} does not exist; give a folder with the rendered files`);
  }
  return { files: found.isDirectory() ? await readFolder(filesFrom, spec) : await readMap(filesFrom) };
}

/** Files that nodes take; with no nodes, as in a pre-flight, all of them. */
async function readFolder(folder: string, spec: RestartSpec): Promise<Files> {
  const wanted = new Set(spec.nodes.flatMap((node) => Object.keys(node.files)));
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => entry.name).sort();
  const taken = names.filter((name) => wanted.size === 0 || wanted.has(name));
  return Object.fromEntries(await Promise.all(taken.map(async (name) => [name, await readFile(join(folder, name), 'utf8')])));
}

async function readMap(path: string): Promise<Files> {
  const parsed = z.record(z.string(), z.string()).safeParse(await readJsonFile(path));
  if (!parsed.success) {
    throw new InputError(`${path} must map file names to texts`);
  }
  return parsed.data;
}

async function readJsonFile(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new InputError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(`${path} holds no JSON`);
  }
}

function telling<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof PayloadError ? new InputError(error.message) : error;
  }
}
