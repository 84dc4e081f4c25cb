import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { LARGEST_INPUT, readKeptInput } from './kept-input';
import { Files } from '../../brokers/broker-core';
import { parseManifest } from '../../manifest/manifest';
import { Environment, FILES_VARIABLE, Payload, PayloadError, readPayload, readValues } from '../payload';
import { readSmallFile } from '../small-file';
import { readSpec, RestartSpec } from '../spec';
import { filesOfCluster } from '../spec/clusters';

/** The input cannot be read; the text says why and what to do. */
export class InputError extends Error {}

/** Everything that a run is given. */
export interface RunInput {
  readonly spec: RestartSpec;
  readonly payload: Payload;
  /** Where the files come from, in a sentence, when nobody has said it. */
  readonly notice?: string;
}

/**
 * Reads the spec and the rendered files: from where the user says, from the environment, from what Terraform handed to the last run with
 * this spec, or from the manifest beside the spec.
 */
export async function loadInput(specPath: string, filesFrom: string | undefined, environment: Environment): Promise<RunInput> {
  const kept = isHandedOver(environment) ? undefined : await readKeptInput(specPath);
  const known = { ...kept?.environment, ...environment };
  const spec = await loadSpec(specPath, known);
  if (filesFrom !== undefined) {
    return { spec, payload: { files: await readFilesFrom(filesFrom, spec) } };
  }
  if (isHandedOver(known)) {
    const notice = kept === undefined ? undefined : `the files are those that Terraform handed over at ${kept.at}`;
    return { spec, payload: telling(() => readPayload(known)), notice };
  }
  const manifest = join(dirname(specPath), 'manifest.json');
  return { spec, payload: { files: await readManifest(manifest, spec) }, notice: `the files are those of ${manifest}` };
}

/** Whether the environment carries files, as Terraform's step does. */
export function isHandedOver(environment: Environment): boolean {
  return environment[`${FILES_VARIABLE}0`] !== undefined;
}

/** Reads the spec and fills in what only Terraform knew. */
export async function loadSpec(path: string, environment: Environment): Promise<RestartSpec> {
  const read = readSpec(await readJsonFile(path), telling(() => readValues(environment)));
  if (read.spec === undefined) {
    throw new InputError([`${path} is no spec that this engine understands:`, ...read.problems.map((problem) => `  ${problem}`)].join('\n'));
  }
  return read.spec;
}

async function readFilesFrom(path: string, spec: RestartSpec): Promise<Files> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new InputError(`${path} does not exist; give a folder with the rendered files`);
  }
  return found.isDirectory() ? readFolder(path, spec) : readMap(path);
}

/** Names of the files that nodes or the cluster as a whole take; none when the spec has no nodes, as in a pre-flight. */
function wantedFiles(spec: RestartSpec): ReadonlySet<string> {
  return new Set([...spec.nodes.flatMap((node) => Object.keys(node.files)), ...filesOfCluster(spec.cluster)]);
}

/** Files that nodes take; with no nodes, all of them. */
async function readFolder(folder: string, spec: RestartSpec): Promise<Files> {
  const wanted = wantedFiles(spec);
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => entry.name).sort();
  const taken = names.filter((name) => wanted.size === 0 || wanted.has(name));
  return Object.fromEntries(await Promise.all(taken.map(async (name) => [name, await readText(join(folder, name))])));
}

async function readMap(path: string): Promise<Files> {
  const parsed = z.record(z.string(), z.string()).safeParse(await readJsonFile(path));
  if (!parsed.success) {
    throw new InputError(`${path} must map file names to texts`);
  }
  return parsed.data;
}

/** The texts that synthesis knew in full. */
async function readManifest(path: string, spec: RestartSpec): Promise<Files> {
  const remedy = 'run terraform apply, or give the files by --files-from';
  const text = (await readSmallFile(path, LARGEST_INPUT)).bytes?.toString('utf8');
  if (text === undefined) {
    throw new InputError(`no files were given: the environment has none (${FILES_VARIABLE}0 is not set), no earlier run with this spec has left any, `
      + `and ${path} cannot be read; ${remedy}`);
  }
  const read = parseManifest(text);
  if ('problem' in read) {
    throw new InputError(`${path} ${read.problem}; ${remedy}`);
  }
  const wanted = wantedFiles(spec);
  const files = read.manifest.brokers.find((broker) => broker.path === spec.broker.path)?.files ?? [];
  const taken = files.filter((file) => wanted.size === 0 || wanted.has(file.name));
  const open = taken.filter((file) => !file.known).map((file) => file.name);
  if (taken.length === 0 || open.length > 0) {
    const why = taken.length === 0 ? `has no files of ${spec.broker.path}` : `lacks what only Terraform knows in ${open.join(', ')}`;
    throw new InputError(`${path} ${why}; ${remedy}`);
  }
  return Object.fromEntries(taken.map((file) => [file.name, file.text]));
}

async function readJsonFile(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(`${path} holds no JSON`);
  }
}

async function readText(path: string): Promise<string> {
  const { bytes, problem } = await readSmallFile(path, LARGEST_INPUT);
  if (problem !== undefined) {
    throw new InputError(problem);
  }
  return bytes.toString('utf8');
}

function telling<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof PayloadError ? new InputError(error.message) : error;
  }
}
