import { Delivered, deliver } from './deliver';
import { isDown, isYounger } from './evidence';
import { Desired, probeNode } from './inspect';
import { Marker } from './marker';
import { NodePorts, Ports, ProcessState, StepOutcome } from './ports';
import { restorePrevious } from './restore';
import { Smoke } from './smoke';
import { StepFailure } from './step-failure';
import { RestartSpec } from '../spec';

/** How the turn of one node went. */
export interface NodeOutcome {
  readonly ok: boolean;
  readonly detail: string;
  readonly seconds: number;
  /** Whether it judged tokens as it must; `follows` when it judges none now. */
  readonly login: 'proved' | 'follows' | 'none';
  readonly logTail?: string;
  /** What became of putting the earlier files back. */
  readonly restored?: string;
}

/** What is needed to restart one node. */
export interface RollContext {
  readonly spec: RestartSpec;
  readonly ports: Ports;
  readonly desired: Desired;
  readonly smoke: Smoke;
  /** Seconds for which it must stay good at the end. */
  readonly bakeSeconds?: number;
  /** Why the node may not go down once more now; undefined where it may. */
  readonly mayNotGoDown: () => Promise<string | undefined>;
  /** Position among the nodes that restart, from 1. */
  readonly position: number;
  readonly of: number;
}

/** One node's turn while it lasts. */
interface Turn extends RollContext {
  readonly node: NodePorts;
  readonly name: string;
  readonly seconds: () => number;
  /** What has been done so far, for whoever has to undo it. */
  delivered?: Delivered;
  drained: boolean;
}

/** /proc counts the start of a process in hundredths of a second, so a marker of the same hundredth would prove nothing. */
const TICK_MILLISECONDS = 20;

/** How soon after the first look at a restarted node the next one follows. */
const SOONEST_LOOK_MILLISECONDS = 50;

/** Brings one node to its fingerprint and waits until it is proved healthy. Never throws for what a node does. */
export async function rollNode(context: RollContext): Promise<NodeOutcome> {
  const { ports, desired } = context;
  const name = desired.node.name;
  const begun = ports.clock.now();
  const turn: Turn = { ...context, name, node: ports.node(name), seconds: () => (ports.clock.now() - begun) / 1000, drained: false };
  await ports.journal.append({ node: name, fingerprint: desired.fingerprint, step: 'begun' });
  try {
    const detail = await bring(turn);
    await undrain(turn);
    await settle(turn, 'settle', context.spec.settleSeconds);
    tell(turn, 'login', 'trying logins');
    const login = await context.smoke.check(name);
    await settle(turn, 'bake', context.bakeSeconds ?? 0);
    const proof = context.bakeSeconds === undefined ? login : await context.smoke.check(name);
    await ports.journal.append({ node: name, fingerprint: desired.fingerprint, step: 'done' });
    return { ok: true, detail: [detail, proof.detail].filter((text) => text !== '').join('; '), seconds: turn.seconds(), login: proof.state };
  } catch (error) {
    return fail(turn, error instanceof Error ? error.message : String(error));
  }
}

async function fail(turn: Turn, detail: string): Promise<NodeOutcome> {
  const { ports, name, desired, node, seconds } = turn;
  await ports.journal.append({ node: name, fingerprint: desired.fingerprint, step: 'failed', detail });
  const logTail = await node.driver.logTail();
  let restored: string | undefined;
  if (turn.spec.restoreOnFailure && turn.delivered !== undefined) {
    tell(turn, 'restore', `putting the earlier files back: ${detail}`);
    const objection = await answersAtAll(turn) ? await turn.mayNotGoDown() : undefined;
    restored = objection === undefined ? await restorePrevious(turn, turn.delivered) : `the earlier files were not put back: ${objection}`;
  }
  await undrain(turn).catch(() => undefined);
  return { ok: false, detail, seconds: seconds(), login: 'none', logTail, restored };
}

/** Whether taking the node down once more would take something away: its restart may have failed and left it as it was. */
async function answersAtAll({ node, ports, spec }: Turn): Promise<boolean> {
  for (let tries = 0; tries < spec.checks; tries++) {
    if ((await probeNode(node, spec.timeouts.probeSeconds)).healthy) {
      return true;
    }
    await ports.clock.sleep(spec.checkIntervalSeconds * 1000);
  }
  return false;
}

/** Everything up to the proof that the node is back and runs what it should. */
async function bring(turn: Turn): Promise<string> {
  const { node, ports } = turn;
  if (node.driver.drain !== undefined) {
    tell(turn, 'drain', 'taking it out of use');
    turn.drained = true;
    demand(await node.driver.drain(), 'drain');
  }
  turn.delivered = await applySettings(turn);
  const detail = await waitReady(turn, turn.delivered.marker);
  return ports.cluster === undefined ? detail : `${detail}; ${await waitRejoined(turn)}`;
}

async function undrain(turn: Turn): Promise<void> {
  if (turn.drained && turn.node.driver.undrain !== undefined) {
    turn.drained = false;
    tell(turn, 'undrain', 'putting it back into use');
    demand(await turn.node.driver.undrain(), 'undrain');
  }
}

function tell(turn: Turn, phase: string, text: string): void {
  turn.ports.output.tell({
    event: 'phase', node: turn.name, phase, text, position: turn.position, of: turn.of, elapsedSeconds: turn.seconds(),
  });
}

async function applySettings(turn: Turn): Promise<Delivered> {
  const { desired, node, ports, spec } = turn;
  if (spec.deliver === 'while-stopped') {
    return applyWhileStopped(turn);
  }
  tell(turn, 'deliver', 'delivering files');
  const delivered = await deliver(node.driver, desired);
  // Known from here on, so that a restart that fails can be undone too.
  turn.delivered = delivered;
  await ports.clock.sleep(TICK_MILLISECONDS);
  tell(turn, 'restart', 'restarting');
  demand(await node.driver.restart(), 'restart');
  return delivered;
}

async function applyWhileStopped(turn: Turn): Promise<Delivered> {
  const { desired, node, ports } = turn;
  tell(turn, 'stop', 'stopping');
  if (!isDown(await node.driver.process())) {
    demand(await node.driver.stop(), 'stop');
  }
  await waitStopped(turn);
  tell(turn, 'deliver', 'delivering files');
  let delivered: Delivered;
  try {
    delivered = await deliver(node.driver, desired);
  } catch (error) {
    // A node that cannot take the new settings serves better with the old ones than not at all.
    await node.driver.start();
    throw error;
  }
  turn.delivered = delivered;
  await ports.clock.sleep(TICK_MILLISECONDS);
  tell(turn, 'start', 'starting');
  demand(await node.driver.start(), 'start');
  return delivered;
}

function demand(outcome: StepOutcome, step: string): void {
  if (!outcome.ok) {
    throw new StepFailure(`${step} failed: ${outcome.detail}`);
  }
}

async function waitStopped({ node, ports, spec }: Turn): Promise<void> {
  const deadline = ports.clock.now() + spec.timeouts.commandSeconds * 1000;
  for (;;) {
    const process = await node.driver.process();
    if (process.state !== 'running') {
      return;
    }
    if (ports.clock.now() >= deadline) {
      throw new StepFailure(`the process still runs after the stop (${process.detail})`);
    }
    await ports.clock.sleep(Math.min(1, spec.checkIntervalSeconds) * 1000);
  }
}

async function waitReady(turn: Turn, marker: Marker): Promise<string> {
  const { spec, ports } = turn;
  const begun = ports.clock.now();
  const deadline = begun + spec.timeouts.readySeconds * 1000;
  const interval = spec.checkIntervalSeconds * 1000;
  let good = 0;
  for (;;) {
    const seen = await look(turn, marker);
    good = seen.healthy ? good + 1 : 0;
    tell(turn, 'wait', `${good} of ${spec.checks} good checks: ${seen.detail}`);
    if (good >= spec.checks) {
      return seen.detail;
    }
    if (ports.clock.now() >= deadline) {
      throw new StepFailure(`not healthy within ${spec.timeouts.readySeconds} s: ${seen.detail}`);
    }
    const pause = good > 0 ? interval : Math.min(interval, untilNextLook(ports.clock.now() - begun));
    if (pause === interval) {
      // Shorter pauses are for the node alone: a sign of life may take longer than they do, and is given beside this anyway.
      await ports.lease.heartbeat();
    }
    await ports.clock.sleep(pause);
  }
}

/** A node that comes back soon holds up nobody, and one that takes long is not asked all the time: a twentieth of the time waited so far. */
function untilNextLook(waited: number): number {
  return Math.max(SOONEST_LOOK_MILLISECONDS, waited / 20);
}

async function look({ node, spec }: Turn, marker: Marker): Promise<{ readonly healthy: boolean; readonly detail: string }> {
  const process = await node.driver.process();
  const objection = processObjection(process, marker, node.driver.evidence === 'node');
  if (objection !== undefined) {
    return { healthy: false, detail: objection };
  }
  const probed = await probeNode(node, spec.timeouts.probeSeconds);
  const proof = isYounger(marker, process) === undefined ? `no proof of its start (${process.detail})` : `started after the files (${process.detail})`;
  return { healthy: probed.healthy, detail: `${probed.detail}; ${proof}` };
}

function processObjection(process: ProcessState, marker: Marker, observable: boolean): string | undefined {
  if (process.state === 'unknown' && observable) {
    return `its process cannot be looked at (${process.detail})`;
  }
  if (process.state === 'stopped') {
    return `its process does not run (${process.detail})`;
  }
  return isYounger(marker, process) === false ? `the process is still the old one (${process.detail})` : undefined;
}

/** Waits until the brokers say that the node is back in full, such as in sync again. */
async function waitRejoined(turn: Turn): Promise<string> {
  const { spec, ports, name } = turn;
  const deadline = ports.clock.now() + spec.timeouts.recoverySeconds * 1000;
  for (;;) {
    const seen = await ports.cluster!.rejoined(name);
    if (seen.healthy) {
      return seen.detail;
    }
    if (ports.clock.now() >= deadline) {
      throw new StepFailure(`not back in full within ${spec.timeouts.recoverySeconds} s: ${seen.detail}`);
    }
    tell(turn, 'rejoin', seen.detail);
    await ports.lease.heartbeat();
    await ports.clock.sleep(spec.checkIntervalSeconds * 1000);
  }
}

/** Waits while the node must stay good. */
async function settle(turn: Turn, phase: 'settle' | 'bake', seconds: number): Promise<void> {
  const { spec, ports, node } = turn;
  if (seconds === 0) {
    return;
  }
  tell(turn, phase, phase === 'settle' ? `settling for ${seconds} s` : `the first node must stay good for ${seconds} s`);
  const end = ports.clock.now() + seconds * 1000;
  while (ports.clock.now() < end) {
    await ports.clock.sleep(Math.min(end - ports.clock.now(), 10_000));
    await ports.lease.heartbeat();
  }
  const probed = await probeNode(node, spec.timeouts.probeSeconds);
  if (!probed.healthy) {
    throw new StepFailure(`unhealthy after ${phase === 'settle' ? 'settling' : 'its time alone'}: ${probed.detail}`);
  }
}
