import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localKeySource } from './key-source';
import { LOCAL_CLOCK } from './local-clock';
import { NodePorts, Output, Ports } from './ports';
import { makeCluster } from '../clusters/make-cluster';
import { makeDriver } from '../drivers/make-driver';
import { FileJournal } from '../journal';
import { makeLease } from '../leases/make-lease';
import { makeLogin } from '../logins/make-login';
import { Environment } from '../payload';
import { makeProbe } from '../probes/make-probe';
import { Redact } from '../redact';
import { RestartSpec } from '../spec';
import { tokenFrom } from '../tokens/token-from';
import { World } from '../world';

const LONGEST_TOKEN = 64 * 1024;

export { LOCAL_CLOCK } from './local-clock';

/** What the real ports are made from. */
export interface LocalPortsOptions {
  readonly spec: RestartSpec;
  readonly stateFolder: string;
  readonly environment: Environment;
  readonly output: Output;
  readonly redact: Redact;
  readonly stopRequested: () => string | undefined;
}

/** Ports to real nodes, files and clocks. */
export function localPorts({ spec, stateFolder, environment, output, redact, stopRequested }: LocalPortsOptions): Ports {
  const world: World = { spec, stateFolder, environment, redact, clock: LOCAL_CLOCK, leaseNumber: () => lease.number };
  const lease = makeLease(world);
  const nodes = new Map(spec.nodes.map((node): [string, NodePorts] => {
    const driver = makeDriver(node, world);
    return [node.name, {
      driver,
      probes: node.probes.map((probe) => makeProbe(probe, world, { paths: node.files, files: driver.files })),
      logins: node.logins.map((login) => makeLogin(login, world)),
    }];
  }));
  return {
    clock: LOCAL_CLOCK,
    journal: new FileJournal(join(stateFolder, 'journal.jsonl'), LOCAL_CLOCK.date),
    lease,
    output,
    keys: localKeySource,
    token: () => readToken(spec.token, environment),
    tokenFrom: (source) => tokenFrom(source, world),
    node: (name) => nodes.get(name)!,
    cluster: spec.cluster === undefined ? undefined : makeCluster(spec.cluster, world),
    stopRequested,
  };
}

async function readToken(source: RestartSpec['token'], environment: Environment): Promise<string | undefined> {
  if (source?.file !== undefined) {
    const text = await readFile(source.file, 'utf8').catch(() => undefined);
    return text === undefined || text.length > LONGEST_TOKEN ? undefined : text.trim();
  }
  const value = source?.environmentVariable === undefined ? undefined : environment[source.environmentVariable];
  return value === undefined || value === '' ? undefined : value.trim();
}
