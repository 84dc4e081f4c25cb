import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandDriver } from '../drivers/command';
import { FileJournal } from '../journal';
import { FileLease } from '../lease';
import { Environment } from '../payload';
import { HttpProbe } from '../probes/http';
import { TcpProbe } from '../probes/tcp';
import { Redact } from '../redact';
import { ProbeSpec, RestartSpec } from '../spec';
import { localKeySource } from './key-source';
import { Clock, NodePorts, Output, Ports, Probe } from './ports';

const LONGEST_TOKEN = 64 * 1024;

/** The time of this machine. */
export const LOCAL_CLOCK: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  sleep: async (milliseconds, signal) => {
    // Only the signal can end it early.
    await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  },
};

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
export function localPorts(options: LocalPortsOptions): Ports {
  const { spec, stateFolder, environment, output, redact, stopRequested } = options;
  const nodes = new Map(spec.nodes.map((node): [string, NodePorts] => [node.name, {
    driver: new CommandDriver(node.driver, { environment, redact, commandSeconds: spec.timeouts.commandSeconds }),
    probes: node.probes.map(probeOf),
  }]));
  return {
    clock: LOCAL_CLOCK,
    journal: new FileJournal(join(stateFolder, 'journal.jsonl'), LOCAL_CLOCK.date),
    lease: new FileLease(stateFolder, LOCAL_CLOCK.date),
    output,
    keys: localKeySource,
    token: () => readToken(spec.token, environment),
    node: (name) => nodes.get(name)!,
    stopRequested,
  };
}

function probeOf(spec: ProbeSpec): Probe {
  return spec.kind === 'tcp' ? new TcpProbe(spec.host, spec.port) : new HttpProbe(spec);
}

async function readToken(source: RestartSpec['token'], environment: Environment): Promise<string | undefined> {
  if (source?.file !== undefined) {
    const text = await readFile(source.file, 'utf8').catch(() => undefined);
    return text === undefined || text.length > LONGEST_TOKEN ? undefined : text.trim();
  }
  const value = source?.environmentVariable === undefined ? undefined : environment[source.environmentVariable];
  return value === undefined || value === '' ? undefined : value.trim();
}
