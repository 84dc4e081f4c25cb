import { tellsStart } from './careful-driver';
import { deliver, Delivered } from './deliver';
import { isYounger } from './evidence';
import { Desired, probeNode } from './inspect';
import { Marker } from './marker';
import { NodePorts, Ports, ProcessState, StepOutcome } from './ports';
import { RestartSpec } from '../spec';

/** How restarting one node went. */
export interface NodeOutcome {
  readonly ok: boolean;
  readonly detail: string;
  readonly seconds: number;
  readonly logTail?: string;
}

/** What is needed to restart one node. */
export interface RollContext {
  readonly spec: RestartSpec;
  readonly ports: Ports;
  readonly desired: Desired;
  /** Position among the nodes that restart, from 1. */
  readonly position: number;
  readonly of: number;
}

/** /proc counts the start of a process in hundredths of a second, so a marker of the same hundredth would prove nothing. */
const TICK_MILLISECONDS = 30;

class StepFailure extends Error {}

/** Brings one node to its fingerprint and waits until it is proved healthy. Never throws for what a node does. */
export async function rollNode(context: RollContext): Promise<NodeOutcome> {
  const { ports, desired } = context;
  const name = desired.node.name;
  const node = ports.node(name);
  const begun = ports.clock.now();
  const seconds = () => (ports.clock.now() - begun) / 1000;
  await ports.journal.append({ node: name, fingerprint: desired.fingerprint, step: 'begun' });
  try {
    const delivered = await applySettings(context, node, seconds);
    const detail = await waitReady(context, node, delivered.marker, seconds);
    await settle(context, node, seconds);
    await ports.journal.append({ node: name, fingerprint: desired.fingerprint, step: 'done' });
    return { ok: true, detail, seconds: seconds() };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    await ports.journal.append({ node: name, fingerprint: desired.fingerprint, step: 'failed', detail });
    return { ok: false, detail, seconds: seconds(), logTail: await node.driver.logTail() };
  }
}

function tell(context: RollContext, phase: string, text: string, seconds: () => number): void {
  context.ports.output.tell({
    event: 'phase', node: context.desired.node.name, phase, text, position: context.position, of: context.of, elapsedSeconds: seconds(),
  });
}

async function applySettings(context: RollContext, node: NodePorts, seconds: () => number): Promise<Delivered> {
  const { desired, ports, spec } = context;
  if (spec.deliver === 'while-stopped') {
    return applyWhileStopped(context, node, seconds);
  }
  tell(context, 'deliver', 'delivering files', seconds);
  const delivered = await deliver(node.driver, desired);
  await ports.clock.sleep(TICK_MILLISECONDS);
  tell(context, 'restart', 'restarting', seconds);
  demand(await node.driver.restart(), 'restart');
  return delivered;
}

async function applyWhileStopped(context: RollContext, node: NodePorts, seconds: () => number): Promise<Delivered> {
  const { desired, ports } = context;
  tell(context, 'stop', 'stopping', seconds);
  if ((await node.driver.process()).state !== 'stopped') {
    demand(await node.driver.stop(), 'stop');
  }
  await waitStopped(context, node);
  tell(context, 'deliver', 'delivering files', seconds);
  let delivered: Delivered;
  try {
    delivered = await deliver(node.driver, desired);
  } catch (error) {
    // A node that cannot take the new settings serves better with the old ones than not at all.
    await node.driver.start();
    throw error;
  }
  await ports.clock.sleep(TICK_MILLISECONDS);
  tell(context, 'start', 'starting', seconds);
  demand(await node.driver.start(), 'start');
  return delivered;
}

function demand(outcome: StepOutcome, step: string): void {
  if (!outcome.ok) {
    throw new StepFailure(`${step} failed: ${outcome.detail}`);
  }
}

async function waitStopped(context: RollContext, node: NodePorts): Promise<void> {
  const { clock } = context.ports;
  const deadline = clock.now() + context.spec.timeouts.commandSeconds * 1000;
  for (;;) {
    const process = await node.driver.process();
    if (process.state !== 'running') {
      return;
    }
    if (clock.now() >= deadline) {
      throw new StepFailure(`the process still runs after the stop (${process.detail})`);
    }
    await clock.sleep(Math.min(1, context.spec.checkIntervalSeconds) * 1000);
  }
}

async function waitReady(context: RollContext, node: NodePorts, marker: Marker, seconds: () => number): Promise<string> {
  const { spec, ports } = context;
  const deadline = ports.clock.now() + spec.timeouts.readySeconds * 1000;
  let good = 0;
  for (;;) {
    const seen = await look(context, node, marker);
    good = seen.healthy ? good + 1 : 0;
    tell(context, 'wait', `${good} of ${spec.checks} good checks: ${seen.detail}`, seconds);
    if (good >= spec.checks) {
      return seen.detail;
    }
    if (ports.clock.now() >= deadline) {
      throw new StepFailure(`not healthy within ${spec.timeouts.readySeconds} s: ${seen.detail}`);
    }
    await ports.lease.heartbeat();
    await ports.clock.sleep(spec.checkIntervalSeconds * 1000);
  }
}

async function look(context: RollContext, node: NodePorts, marker: Marker): Promise<{ readonly healthy: boolean; readonly detail: string }> {
  const process = await node.driver.process();
  const objection = processObjection(process, marker, tellsStart(context.desired.node));
  if (objection !== undefined) {
    return { healthy: false, detail: objection };
  }
  const probed = await probeNode(node, context.spec.timeouts.probeSeconds);
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

async function settle(context: RollContext, node: NodePorts, seconds: () => number): Promise<void> {
  const { spec, ports } = context;
  if (spec.settleSeconds === 0) {
    return;
  }
  tell(context, 'settle', `settling for ${spec.settleSeconds} s`, seconds);
  const end = ports.clock.now() + spec.settleSeconds * 1000;
  while (ports.clock.now() < end) {
    await ports.clock.sleep(Math.min(end - ports.clock.now(), 10_000));
    await ports.lease.heartbeat();
  }
  const probed = await probeNode(node, spec.timeouts.probeSeconds);
  if (!probed.healthy) {
    throw new StepFailure(`unhealthy after settling: ${probed.detail}`);
  }
}
