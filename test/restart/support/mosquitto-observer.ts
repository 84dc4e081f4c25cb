import { ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MosquittoCluster, MosquittoNode } from './mosquitto-cluster';

/** What was seen at one instant. */
export interface Sight {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Which nodes took connections, from this instant on. */
  readonly up?: { readonly [node: string]: boolean };
  /** When the look began that last saw what was seen before: until then nothing had changed. */
  readonly stillAt?: number;
  /** Something that is not ours and is gone. */
  readonly lost?: string;
  /** At the end: how often was looked, and the longest time between two looks in milliseconds. */
  readonly looks?: number;
  readonly longest?: number;
}

/** A process of its own that watches the nodes of a cluster. */
export class MosquittoObserver {
  private readonly output: string;
  private readonly process: ChildProcess;
  private readonly closed: Promise<unknown>;

  constructor(cluster: MosquittoCluster) {
    this.output = join(cluster.folder, 'observer.jsonl');
    const nodes = cluster.nodes.map((node) => ({ name: node.name, port: node.port, files: watched(node) }));
    this.process = spawn(process.execPath, [join(__dirname, 'mosquitto-observer.mjs'), JSON.stringify(nodes), this.output], { stdio: 'ignore' });
    this.closed = new Promise((resolve) => this.process.once('close', resolve));
  }

  /** Waits until it has seen the nodes for the first time. */
  async ready(): Promise<void> {
    while (!existsSync(this.output)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  get sights(): readonly Sight[] {
    return readFileSync(this.output, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  }

  async end(): Promise<readonly Sight[]> {
    this.process.kill('SIGTERM');
    await this.closed;
    return this.sights;
  }
}

/** The most nodes that were down at once. */
export function mostDown(sights: readonly Sight[]): number {
  return Math.max(...sights.flatMap(({ up }) => (up === undefined ? [] : [Object.values(up).filter((answers) => !answers).length])));
}

/** Whether a node was down for sure: seen so before, and seen so again by a look that began later. */
export function wasDown(sights: readonly Sight[], node: string, at: number): boolean {
  const states = sights.filter(({ up }) => up !== undefined);
  const last = states.filter((sight) => sight.at <= at).length - 1;
  if (last < 0 || states[last].up![node]) {
    return false;
  }
  const back = states.slice(last + 1).find(({ up }) => up![node]);
  return back === undefined || back.stillAt! >= at;
}

/** How often each node went down. */
export function timesDown(sights: readonly Sight[], node: string): number {
  const states = sights.flatMap(({ up }) => (up === undefined ? [] : [up[node]]));
  return states.filter((state, index) => !state && index > 0 && states[index - 1]).length;
}

function watched(node: MosquittoNode): readonly unknown[] {
  const { clients, roles } = JSON.parse(node.foreign['dynamic-security.json']);
  const text = node.foreign['dynamic-security.json'];
  return [
    { path: node.file('mosquitto.conf'), keep: [node.foreign['mosquitto.conf']], without: ['# broker-oauth begin', '# broker-oauth end'] },
    { path: node.file('dynamic-security.json'), keep: [...clients, ...roles].map((entry) => bytesOf(text, entry)) },
  ];
}

/** An entry as it stands in a text that was written with tabs, two levels deep. */
function bytesOf(text: string, entry: unknown): string {
  const bytes = JSON.stringify(entry, undefined, '\t').split('\n').join('\n\t\t');
  if (!text.includes(bytes)) {
    throw new Error('the entry does not stand in the text that it was read from');
  }
  return bytes;
}
