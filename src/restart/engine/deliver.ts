import { Files } from '../../brokers/broker-core';
import { Finding } from '../../rules/rule';
import { byCodePoint } from '../../text/canonical';
import { NodeSpec } from '../spec';
import { Knowledge } from './knowledge';
import { deliveredMarker, Marker, markerPath, markerText } from './marker';
import { MergeOptions, mergeFile } from './merge-files';
import { FoundFile, NodeDriver } from './ports';

/** One file of a node: what stands there and what should. */
export interface NodeFile {
  readonly name: string;
  readonly path: string;
  readonly found: FoundFile | undefined;
  /** What should stand there; undefined when that cannot be made. */
  readonly wanted: string | undefined;
  readonly problem: Finding | undefined;
}

/** Reads a node's files and works out what each should hold. Changes nothing. */
export async function readNodeFiles(
  driver: NodeDriver, node: NodeSpec, ours: Files, broker: Knowledge, options: MergeOptions,
): Promise<readonly NodeFile[]> {
  const files: NodeFile[] = [];
  for (const name of Object.keys(node.files).sort(byCodePoint)) {
    const path = node.files[name];
    const found = await driver.files.read(path);
    const merged = mergeFile(broker, name, found?.text, ours[name], options);
    files.push({ name, path, found, wanted: merged.text, problem: merged.problem });
  }
  return files;
}

/** What stops a delivery, as an error that names the node. */
export class DeliveryProblem extends Error {
  constructor(readonly problem: Finding) {
    super(`${problem.path} ${problem.message}; ${problem.remedy} [${problem.rule}]`);
  }
}

/** What to deliver to which node. */
export interface Delivery {
  readonly node: NodeSpec;
  readonly fingerprint: string;
  readonly ours: Files;
  readonly broker: Knowledge;
  readonly options: MergeOptions;
}

/** What a delivery did. */
export interface Delivered {
  /** Names of the files that changed. */
  readonly changed: readonly string[];
  /** What a process must be younger than. */
  readonly marker: Marker;
  /** What the files held before, for those that changed. */
  readonly previous: readonly PreviousFile[];
}

/** A file before and after a delivery. */
export interface PreviousFile {
  readonly path: string;
  /** Undefined when there was no file. */
  readonly text: string | undefined;
  readonly delivered: string;
}

/**
 * Puts our part into the node's files, then writes the marker that must be older than the process.
 *
 * Before the first file changes the marker says that a delivery is under way: should the run be cut short, no later
 * run takes a process that started in between, or files that somebody put back, for proof.
 */
export async function deliver(driver: NodeDriver, delivery: Delivery): Promise<Delivered> {
  const { node, fingerprint } = delivery;
  const files = await readNodeFiles(driver, node, delivery.ours, delivery.broker, delivery.options);
  const broken = files.find((file) => file.problem !== undefined);
  if (broken?.problem !== undefined) {
    throw new DeliveryProblem(broken.problem);
  }
  const path = markerPath(node.name, node.files);
  const changed = files.filter((file) => file.found?.text !== file.wanted);
  if (path !== undefined && changed.length > 0) {
    await driver.files.replace(path, markerText({ schemaVersion: 1, node: node.name, state: 'delivering', fingerprint }), false);
  }
  for (const file of changed) {
    await driver.files.replace(file.path, file.wanted!, true);
  }
  // The process is looked at after the files are in place: one that starts later has read them.
  const delivered = deliveredMarker(node.name, fingerprint, await driver.bootTime(), await driver.process());
  if (path !== undefined) {
    await driver.files.replace(path, markerText(delivered), false);
  }
  const previous = changed.map(({ path: file, found, wanted }) => ({ path: file, text: found?.text, delivered: wanted! }));
  return { changed: changed.map((file) => file.name), marker: delivered, previous };
}

/**
 * Puts back what the files held before a delivery, unless somebody has changed them since: that would be lost.
 *
 * The marker says that a delivery was cut short, so that no later run takes the node for one that runs what it should. Returns why nothing
 * was put back; undefined when it was.
 */
export async function putBack(driver: NodeDriver, delivery: Delivery, previous: readonly PreviousFile[]): Promise<string | undefined> {
  const { node, fingerprint } = delivery;
  for (const { path, text, delivered } of previous) {
    if (text === undefined) {
      return `${path} did not exist before`;
    }
    if ((await driver.files.read(path))?.text !== delivered) {
      return `${path} has changed since it was delivered`;
    }
  }
  const marker = markerPath(node.name, node.files);
  if (marker !== undefined) {
    await driver.files.replace(marker, markerText({ schemaVersion: 1, node: node.name, state: 'delivering', fingerprint }), false);
  }
  for (const { path, text } of previous) {
    await driver.files.replace(path, text!, false);
  }
  return undefined;
}
