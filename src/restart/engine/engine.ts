import { describeFinding, Finding } from '../../rules/rule';
import { Batch, batchGates, describePlan, planRestart } from '../plan';
import { carefulPorts } from './careful-driver';
import { classifyChange } from './classify';
import { Cluster, EngineInput, LookFailed } from './cluster';
import { judgeLockout, JudgedChange } from './lockout';
import { Ports } from './ports';
import { NodeReport, RunReport } from './report';
import { rollNode } from './roll-node';
import { checkFingerprints, checkSpec } from './spec-rules';

/** Why a run ends before all nodes are done. */
interface Ending {
  readonly outcome: 'refused' | 'stopped' | 'undetermined';
  readonly text: string;
  readonly findings?: readonly Finding[];
}

/**
 * Brings every node to its fingerprint: in order, one batch at a time, up to the first node that does not come back.
 *
 * Nothing here trusts memory. What a node runs is proved on the node, so the run can be cut short at any instant and
 * begun again: no node is left out and none restarts that provably runs what it should.
 */
export async function runEngine(input: EngineInput, ports: Ports): Promise<RunReport> {
  return new Run(input, ports).run();
}

class Run {
  private readonly cluster: Cluster;
  private readonly reports = new Map<string, NodeReport>();
  private readonly notices: Finding[] = [];
  private readonly deadline: number;
  private total = 0;

  private readonly ports: Ports;

  constructor(private readonly input: EngineInput, ports: Ports) {
    this.ports = carefulPorts(input.spec, ports);
    this.cluster = new Cluster(input, this.ports);
    this.deadline = ports.clock.now() + input.spec.timeouts.runSeconds * 1000;
  }

  async run(): Promise<RunReport> {
    const bad = this.checkInput();
    if (bad !== undefined) {
      return this.report(bad);
    }
    if (this.input.dryRun) {
      return this.report(await this.lookAndPlan());
    }
    const refused = await this.takeLease();
    if (refused !== undefined) {
      return this.report(refused);
    }
    const over = new AbortController();
    const beating = this.keepAlive(over.signal);
    try {
      return this.report(await this.lookAndPlan() ?? await this.roll());
    } finally {
      over.abort();
      await beating;
      await this.ports.lease.release();
    }
  }

  private checkInput(): Ending | undefined {
    const { spec, files, broker, fingerprints } = this.input;
    const judged = broker.judge(files);
    const all = [...checkSpec(spec, files), ...checkFingerprints(this.cluster.fingerprints, fingerprints), ...judged];
    const errors = all.filter((found) => found.level === 'error');
    // What synthesis could judge of the settings was told there, with knowledge that no file holds.
    const told = judged.filter((found) => !spec.broker.deferred.includes(found.rule));
    const news = all.filter((found) => found.level === 'warning' && !told.includes(found));
    this.notices.push(...news.filter((found) => !spec.broker.acknowledged.includes(found.rule)));
    return errors.length === 0 ? undefined : { outcome: 'refused', text: 'no node was touched: the input is not valid', findings: errors };
  }

  /** Shows that this run lives, also while a command or a wait takes long. */
  private async keepAlive(over: AbortSignal): Promise<void> {
    const { clock, lease } = this.ports;
    while (Number.isFinite(lease.beatEvery) && !over.aborted) {
      await clock.sleep(lease.beatEvery, over);
      if (!over.aborted) {
        await lease.heartbeat();
      }
    }
  }

  private async takeLease(): Promise<Ending | undefined> {
    const { clock, lease, output } = this.ports;
    const end = clock.now() + this.input.spec.lock.waitSeconds * 1000;
    for (;;) {
      const answer = await lease.acquire();
      if (answer.held) {
        return undefined;
      }
      if (clock.now() >= end || this.ports.stopRequested() !== undefined) {
        return { outcome: 'refused', text: `no node was touched: another run holds the lease: ${answer.owner}` };
      }
      output.tell({ event: 'gate', text: `waiting for the lease: ${answer.owner}` });
      await clock.sleep(1000);
    }
  }

  /** Everything that is judged before node 1. */
  private async lookAndPlan(): Promise<Ending | undefined> {
    const { cluster } = this;
    try {
      await cluster.inspectAll();
    } catch (error) {
      return { outcome: 'refused', text: `no node was touched: a node cannot be looked at: ${lookFailure(error)}` };
    }
    await cluster.refresh();
    await this.waitForDone();
    const pending = cluster.names.filter((name) => cluster.pending(name).length > 0);
    this.total = pending.length;
    const plan = planRestart(cluster.planInput());
    [...describePlan(plan), ...this.longest(plan.batches.length)].forEach((text) => this.ports.output.tell({ event: 'plan', text }));
    plan.skipped.forEach((node) => this.reports.set(node.name, { name: node.name, result: 'skipped', detail: node.evidence }));
    const problems = pending.flatMap((name) => cluster.inspection(name).files.flatMap((file) => file.problem === undefined ? [] : [{
      ...file.problem, path: `${name}: ${file.path}`,
    }]));
    if (problems.length > 0) {
      return { outcome: 'refused', text: 'no node was touched: a file cannot take the settings', findings: problems };
    }
    return this.checkLockout(pending);
  }

  private longest(batches: number): readonly string[] {
    const { timeouts, settleSeconds, deliver } = this.input.spec;
    const commands = deliver === 'while-stopped' ? 3 : 1;
    const seconds = batches * (commands * timeouts.commandSeconds + timeouts.readySeconds + settleSeconds);
    return batches === 0 ? [] : [`takes at most ${Math.ceil(seconds / 60)} min, waiting at gates not counted`];
  }

  private async checkLockout(pending: readonly string[]): Promise<Ending | undefined> {
    const { spec, broker } = this.input;
    const changes = pending.map((name): JudgedChange => {
      const files = this.cluster.inspection(name).files;
      const old = Object.fromEntries(files.filter((file) => file.found !== undefined).map((file) => [file.name, file.found!.text]));
      const wanted = Object.fromEntries(files.map((file) => [file.name, file.wanted!]));
      return { place: name, classification: classifyChange(broker, old, wanted) };
    });
    const verdict = await judgeLockout(changes, spec, broker, this.ports);
    verdict.notices.forEach((text) => this.ports.output.tell({ event: 'notice', text }));
    if (verdict.findings.length === 0) {
      return undefined;
    }
    return { outcome: 'refused', text: 'no node was touched: tokens of today might not be accepted any more', findings: verdict.findings };
  }

  /**
   * Gives nodes that run what they should the time to become healthy; one that does not is restarted as well.
   *
   * It is down already, so that takes nothing away; and the nodes after it wait until it is back.
   */
  private async waitForDone(): Promise<void> {
    const { cluster, ports } = this;
    const down = () => cluster.names.filter((name) => cluster.pending(name).length === 0 && !cluster.isHealthy(name));
    const end = ports.clock.now() + this.input.spec.timeouts.readySeconds * 1000;
    while (!this.input.dryRun && down().length > 0 && ports.clock.now() < end && ports.stopRequested() === undefined) {
      await this.pause(`waiting for ${down().map((name) => `${name} (${cluster.healthDetail(name)})`).join(', ')}`);
    }
    down().forEach((name) => cluster.repair(name));
  }

  private async roll(): Promise<Ending | undefined> {
    try {
      return await this.rollAll();
    } catch (error) {
      return { outcome: 'stopped', text: `a node cannot be looked at: ${lookFailure(error)}` };
    }
  }

  private async rollAll(): Promise<Ending | undefined> {
    for (let position = 1; ; ) {
      const ending = this.timeToStop();
      if (ending !== undefined && this.pendingNames().length > 0) {
        return ending;
      }
      const batch = planRestart(this.cluster.planInput()).batches[0];
      const blocked = await this.passGates(batch);
      if (blocked !== undefined || batch === undefined) {
        return blocked;
      }
      // The gates may have waited, and a leader may have moved in the meantime.
      const chosen = planRestart(this.cluster.planInput()).batches[0];
      if (chosen === undefined || !sameNodes(chosen, batch) || await this.leaveOutSettled(chosen)) {
        continue;
      }
      const failed = await this.rollBatch(chosen, position);
      if (failed !== undefined) {
        return failed;
      }
      position += chosen.nodes.length;
      await this.cluster.refresh();
    }
  }

  /** Takes nodes out of the plan that provably run what they should by now; whether there were any. */
  private async leaveOutSettled(batch: Batch): Promise<boolean> {
    const settled = await this.cluster.inspectAgain(batch.nodes.map((node) => node.name));
    for (const { name, evidence } of settled) {
      this.reports.set(name, { name, result: 'skipped', detail: evidence });
      this.ports.output.tell({ event: 'node', node: name, phase: 'skipped', text: `needs no restart any more: ${evidence}` });
    }
    return settled.length > 0;
  }

  private async rollBatch(batch: Batch, position: number): Promise<Ending | undefined> {
    if (!await this.ports.lease.heartbeat()) {
      return { outcome: 'stopped', text: 'the lease is lost: another run has taken it, or its folder cannot be written any more' };
    }
    const outcomes = await Promise.all(batch.nodes.map(async (node, index) => {
      const desired = this.cluster.desired.get(node.name)!;
      const outcome = await rollNode({ spec: this.input.spec, ports: this.ports, desired, position: position + index, of: this.total });
      const { ok, ...rest } = outcome;
      this.reports.set(node.name, { name: node.name, result: ok ? 'done' : 'failed', ...rest });
      this.ports.output.tell({
        event: ok ? 'node' : 'problem', node: node.name, phase: ok ? 'done' : 'failed', text: outcome.detail,
        position: position + index, of: this.total, elapsedSeconds: outcome.seconds,
      });
      if (ok) {
        this.cluster.finish(node.name);
      }
      return ok ? [] : [node.name];
    }));
    const failed = outcomes.flat();
    return failed.length === 0 ? undefined : { outcome: 'stopped', text: `${failed.join(', ')} did not become healthy; the nodes after it are untouched` };
  }

  /** Waits until the next batch may go down, or at the end until all nodes are healthy. */
  private async passGates(batch: Batch | undefined): Promise<Ending | undefined> {
    const { ports } = this;
    const end = ports.clock.now() + this.input.spec.timeouts.recoverySeconds * 1000;
    for (;;) {
      const objections = this.objections(batch);
      if (objections.length === 0) {
        return undefined;
      }
      const text = objections.map((objection) => objection.text).join('; ');
      if (objections.some((objection) => objection.unsatisfiable)) {
        return { outcome: 'stopped', text: `waiting cannot help: ${text}` };
      }
      if (ports.clock.now() >= end) {
        return { outcome: 'stopped', text: `a gate stayed shut for ${this.input.spec.timeouts.recoverySeconds} s: ${text}` };
      }
      const ending = this.timeToStop();
      if (ending !== undefined) {
        return ending;
      }
      await this.pause(text);
    }
  }

  private objections(batch: Batch | undefined): readonly { readonly text: string; readonly unsatisfiable: boolean }[] {
    const { cluster } = this;
    if (batch?.turn === 'repair') {
      return batchGates(cluster.planInput(), batch).filter((fact) => !fact.holds);
    }
    const down = cluster.names.filter((name) => cluster.pending(name).length === 0 && !cluster.isHealthy(name));
    const unhealthy = down.map((name) => ({ text: `${name} is not healthy any more: ${cluster.healthDetail(name)}`, unsatisfiable: false }));
    const shut = batch === undefined ? [] : batchGates(cluster.planInput(), batch).filter((fact) => !fact.holds);
    return [...unhealthy, ...shut];
  }

  private async pause(text: string): Promise<void> {
    this.ports.output.tell({ event: 'gate', text });
    await this.ports.clock.sleep(this.input.spec.checkIntervalSeconds * 1000);
    await this.ports.lease.heartbeat();
    await this.cluster.refresh();
  }

  private timeToStop(): Ending | undefined {
    const asked = this.ports.stopRequested();
    if (asked !== undefined) {
      return { outcome: 'stopped', text: `stopped after the node in hand: ${asked}` };
    }
    if (this.ports.clock.now() >= this.deadline) {
      return { outcome: 'stopped', text: `the run took longer than ${this.input.spec.timeouts.runSeconds} s` };
    }
    return undefined;
  }

  private pendingNames(): readonly string[] {
    return this.cluster.names.filter((name) => this.cluster.pending(name).length > 0);
  }

  private report(ending: Ending | undefined): RunReport {
    const findings = [...ending?.findings ?? [], ...this.notices];
    findings.forEach((found) => this.ports.output.tell({ event: found.level === 'error' ? 'problem' : 'notice', rule: found.rule, text: describeFinding(found) }));
    const nodes = this.cluster.names.map((name): NodeReport => this.reports.get(name) ?? {
      name, result: 'untouched', detail: this.cluster.pending(name).map((reason) => reason.text).join('; ') || 'not looked at',
    });
    const done = nodes.filter((node) => node.result === 'done').length;
    const good = this.input.dryRun ? `${this.total} of ${nodes.length} nodes would restart` : `${done} of ${nodes.length} nodes restarted, all healthy`;
    return { outcome: ending?.outcome ?? 'good', text: ending?.text ?? good, findings, nodes };
  }
}

/** Why a node could not be looked at; any other error is a fault of ours and goes on its way. */
function lookFailure(error: unknown): string {
  if (error instanceof LookFailed) {
    return error.message;
  }
  throw error;
}

function sameNodes(a: Batch, b: Batch): boolean {
  return a.nodes.map((node) => node.name).join('\n') === b.nodes.map((node) => node.name).join('\n');
}
