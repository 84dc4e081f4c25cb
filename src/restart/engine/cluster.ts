import { Files } from '../../brokers/broker-core';
import { fingerprintOf } from '../fingerprint';
import { ObservedNode, PlanInput, RestartReason } from '../plan';
import { RestartSpec } from '../spec';
import { eachOf } from './each-of';
import { Desired, inspect, Inspection, probeNode } from './inspect';
import { Knowledge } from './knowledge';
import { JournalEntry, Ports } from './ports';

/** What one run is about. */
export interface EngineInput {
  readonly spec: RestartSpec;
  readonly files: Files;
  readonly broker: Knowledge;
  /** What Terraform computed; undefined when the engine is run by hand. */
  readonly fingerprints?: { readonly [node: string]: string };
  /** Versions that only Terraform knew; they win over those of the spec. */
  readonly secretVersions?: { readonly [node: string]: { readonly [name: string]: string } };
  /** Looks and plans, and touches nothing. */
  readonly dryRun: boolean;
}

/** A node could not be looked at, so nobody knows what it runs. */
export class LookFailed extends Error {}

/** How a node answered when it was last asked. */
interface Health {
  readonly healthy: boolean;
  readonly detail: string;
  readonly leader: boolean | undefined;
  readonly group: number;
  /** Since when every answer was bad, by the engine's clock. */
  readonly badSince: number | undefined;
  /** No process runs. */
  readonly stopped: boolean;
}

/** The nodes of one run: what they should run, what was found on them, and how they are now. */
export class Cluster {
  readonly desired = new Map<string, Desired>();
  private readonly inspections = new Map<string, Inspection>();
  private readonly reasons = new Map<string, readonly RestartReason[]>();
  private readonly health = new Map<string, Health>();
  /** The last that earlier runs wrote down, by node. */
  private readonly lastEntries = new Map<string, JournalEntry>();

  constructor(private readonly input: EngineInput, private readonly ports: Ports) {
    const { spec } = input;
    const options = { replaceWholeFile: spec.replaceWholeFile, mayLose: spec.overrides.includes('replace-loses-keys') };
    for (const node of spec.nodes) {
      const secretVersions = { ...node.secretVersions, ...input.secretVersions?.[node.name] };
      // A node that takes no files runs what a service was told, which is all of them.
      const names = Object.keys(node.files).length === 0 ? Object.keys(input.files) : Object.keys(node.files);
      const ours = Object.fromEntries(names.map((name) => [name, input.files[name] ?? '']));
      const fingerprint = fingerprintOf({ files: ours, secretVersions });
      this.desired.set(node.name, { node, fingerprint, secretVersions, ours, broker: input.broker, options });
    }
  }

  /** Names of all nodes, in the order of the spec. */
  get names(): readonly string[] {
    return [...this.desired.keys()];
  }

  /** Fingerprints by node. */
  get fingerprints(): { readonly [node: string]: string } {
    return Object.fromEntries(this.names.map((name) => [name, this.desired.get(name)!.fingerprint]));
  }

  /** Looks at the files, the marker and the process of every node. */
  async inspectAll(): Promise<void> {
    await this.readJournal();
    await eachOf(this.names, async (name) => {
      const found = await this.inspect(name);
      const begun = (this.lastEntries.get(name)?.step ?? 'done') !== 'done';
      const inDoubt: RestartReason[] = begun ? [{ code: 'in-doubt', text: 'an earlier run did not finish with it' }] : [];
      this.reasons.set(name, found.proof.reasons.length === 0 ? [] : [...inDoubt, ...found.proof.reasons]);
    });
  }

  /**
   * Looks once more at nodes whose turn has come: what an earlier run had begun may have come to its end in the meantime.
   *
   * Returns those that need no restart any more, with the evidence.
   */
  async inspectAgain(names: readonly string[]): Promise<readonly { readonly name: string; readonly evidence: string }[]> {
    const settled: { name: string; evidence: string }[] = [];
    await this.readJournal();
    await eachOf(names, async (name) => {
      const { proof } = await this.inspect(name);
      if (proof.runs !== undefined && this.isHealthy(name)) {
        this.reasons.set(name, []);
        settled.push({ name, evidence: proof.runs });
      }
    });
    return settled;
  }

  /** Asks every node for its health and whether it leads. */
  async refresh(): Promise<void> {
    const roles = await this.ports.cluster?.roles();
    await eachOf(this.names, async (name) => {
      const node = this.ports.node(name);
      const { healthy, detail } = await probeNode(node, this.input.spec.timeouts.probeSeconds);
      this.health.set(name, {
        healthy,
        detail,
        leader: roles?.get(name)?.leads ?? await node.driver.leads(),
        group: roles?.get(name)?.group ?? 0,
        badSince: healthy ? undefined : this.health.get(name)?.badSince ?? this.ports.clock.now(),
        stopped: !healthy && (await node.driver.process()).state === 'stopped',
      });
    });
  }

  inspection(name: string): Inspection {
    return this.inspections.get(name)!;
  }

  /** Why a node restarts; empty when it needs no restart, or not any more. */
  pending(name: string): readonly RestartReason[] {
    return this.reasons.get(name) ?? [];
  }

  isHealthy(name: string): boolean {
    return this.health.get(name)?.healthy === true;
  }

  healthDetail(name: string): string {
    return this.health.get(name)?.detail ?? 'not asked';
  }

  /** The node runs what it should from now on. */
  finish(name: string): void {
    this.reasons.set(name, []);
    this.health.delete(name);
  }

  /** The node runs what it should and yet is down: it restarts too. */
  repair(name: string): void {
    this.reasons.set(name, [{ code: 'unhealthy', text: `not healthy: ${this.healthDetail(name)}` }]);
  }

  /** What a plan is made from, as of now. */
  planInput(): PlanInput {
    const observed = Object.fromEntries(this.names.map((name): [string, ObservedNode] => [name, {
      healthy: this.isHealthy(name),
      down: this.isDown(name),
      leader: this.health.get(name)?.leader,
      group: this.health.get(name)?.group,
      runs: this.inspections.get(name)?.proof.runs,
      reasons: this.pending(name),
    }]));
    return { ...this.input.spec, observed };
  }

  /** Whether a node is down for sure: no process runs, or it has answered badly for as long as a start may take. */
  isDown(name: string): boolean {
    const health = this.health.get(name);
    const { readySeconds, recoverySeconds } = this.input.spec.timeouts;
    // Less than the time for which a gate waits, or a node that hangs could never be repaired while another is down.
    const patience = Math.min(readySeconds, recoverySeconds / 2) * 1000;
    return health !== undefined && !health.healthy
      && (health.stopped || (health.badSince !== undefined && this.ports.clock.now() - health.badSince >= patience));
  }

  private async inspect(name: string): Promise<Inspection> {
    try {
      const found = await inspect(this.ports.node(name).driver, this.desired.get(name)!, this.lastEntries.get(name));
      this.inspections.set(name, found);
      return found;
    } catch (error) {
      throw new LookFailed(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }

  private async readJournal(): Promise<void> {
    this.lastEntries.clear();
    for (const entry of await this.ports.journal.read()) {
      this.lastEntries.set(entry.node, entry);
    }
  }
}
