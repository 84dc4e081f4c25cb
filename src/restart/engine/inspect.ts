import { Files } from '../../brokers/broker-core';
import { NodeSpec } from '../spec';
import { NodeFile, readNodeFiles } from './deliver';
import { Proof, prove } from './evidence';
import { Knowledge } from './knowledge';
import { markerPath, parseMarker } from './marker';
import { MergeOptions } from './merge-files';
import { JournalEntry, NodeDriver, NodePorts, ProbeResult } from './ports';

/** What was found on a node and what it proves. */
export interface Inspection {
  readonly files: readonly NodeFile[];
  readonly proof: Proof;
}

/** What a node should run. */
export interface Desired {
  readonly node: NodeSpec;
  readonly fingerprint: string;
  readonly secretVersions: { readonly [name: string]: string };
  readonly ours: Files;
  readonly broker: Knowledge;
  readonly options: MergeOptions;
}

/** Looks at a node's files, marker and process, or at what its service says. Changes nothing. */
export async function inspect(driver: NodeDriver, desired: Desired, last?: JournalEntry): Promise<Inspection> {
  const files = await readNodeFiles(driver, desired.node, desired.ours, desired.broker, desired.options);
  if (driver.evidence === 'service') {
    return { files, proof: await provedByService(driver, desired, changedNames(files)) };
  }
  const path = markerPath(desired.node.name, desired.node.files);
  const marker = path === undefined ? undefined : parseMarker((await driver.files.read(path))?.text);
  const process = await driver.process();
  if (process.state === 'unknown' && driver.evidence === 'node') {
    // Restarting a node because it could not be looked at would restart one that may well run what it should.
    throw new Error(`its process cannot be looked at (${process.detail})`);
  }
  const ages = files.map((file) => file.found?.changedAt);
  const proof = prove({
    desired: desired.fingerprint,
    marker,
    changedFiles: changedNames(files),
    process,
    filesChangedAt: ages.length === 0 || ages.includes(undefined) ? undefined : Math.max(...ages as number[]),
    namesSecrets: Object.keys(desired.secretVersions).length > 0,
  });
  return { files, proof: driver.evidence === 'journal' ? provedByJournal(proof, files.length === 0, desired, last) : proof };
}

/** Names of files that do not hold our part as it should be. */
function changedNames(files: readonly NodeFile[]): readonly string[] {
  return files.filter((file) => file.wanted === undefined || file.found?.text !== file.wanted).map((file) => file.name);
}

async function provedByService(driver: NodeDriver, { fingerprint }: Desired, changed: readonly string[]): Promise<Proof> {
  if (changed.length > 0) {
    return { reasons: [{ code: 'files', text: `${changed.join(', ')} differs from the settings` }] };
  }
  const said = await driver.runs!(fingerprint);
  return said.proved ? { runs: said.detail, reasons: [] } : { reasons: [{ code: 'service', text: said.detail }] };
}

/** Where nothing else tells what a process has read, the journal has to do; without it the node restarts again. */
function provedByJournal(proof: Proof, withoutFiles: boolean, { fingerprint }: Desired, last: JournalEntry | undefined): Proof {
  const otherwise = proof.reasons.filter(({ code }) => code !== 'no-evidence' && !(withoutFiles && code === 'no-marker'));
  if (proof.runs !== undefined || otherwise.length > 0) {
    return proof;
  }
  if (last?.step === 'done' && last.fingerprint === fingerprint) {
    return { runs: 'the journal says that an earlier run brought it there; nothing else proves it', reasons: [] };
  }
  return { reasons: [{ code: 'no-evidence', text: 'nothing but a journal could prove what it runs, and that does not' }] };
}

/** Asks all probes of a node once; the first bad answer counts. */
export async function probeNode(ports: NodePorts, timeoutSeconds: number): Promise<ProbeResult> {
  for (const probe of ports.probes) {
    const result = await probe.check(timeoutSeconds);
    if (!result.healthy) {
      return { healthy: false, detail: `${probe.target}: ${result.detail}` };
    }
  }
  return { healthy: true, detail: 'all probes good' };
}
