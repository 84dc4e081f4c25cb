import { Delivered, putBack } from './deliver';
import { isDown } from './evidence';
import { Desired, probeNode } from './inspect';
import { NodePorts, Ports } from './ports';
import { RestartSpec } from '../spec';

/** What is needed to put a node's earlier files back. */
export interface RestoreContext {
  readonly spec: RestartSpec;
  readonly ports: Ports;
  readonly desired: Desired;
  readonly node: NodePorts;
}

/** Puts the earlier files back on a node that did not become good, and starts it with them. Tells how that went; never throws. */
export async function restorePrevious(context: RestoreContext, { previous }: Delivered): Promise<string> {
  if (previous.length === 0) {
    return 'not put back: no file had changed';
  }
  try {
    const objection = await restartWith(context, () => putBack(context.node.driver, context.desired, previous));
    return objection === undefined ? await waitHealthy(context) : `the earlier files were not put back: ${objection}`;
  } catch (error) {
    return `the earlier files could not be put back: ${error instanceof Error ? error.message : error}`;
  }
}

async function restartWith({ spec, node: { driver } }: RestoreContext, change: () => Promise<string | undefined>): Promise<string | undefined> {
  if (spec.deliver === 'before-restart') {
    const objection = await change();
    if (objection === undefined) {
      demand(await driver.restart());
    }
    return objection;
  }
  if (!isDown(await driver.process())) {
    demand(await driver.stop());
  }
  const objection = await change();
  demand(await driver.start());
  return objection;
}

function demand(outcome: { readonly ok: boolean; readonly detail: string }): void {
  if (!outcome.ok) {
    throw new Error(outcome.detail);
  }
}

async function waitHealthy({ spec, ports, node }: RestoreContext): Promise<string> {
  const deadline = ports.clock.now() + spec.timeouts.readySeconds * 1000;
  for (let good = 0; ;) {
    const probed = await probeNode(node, spec.timeouts.probeSeconds);
    good = probed.healthy ? good + 1 : 0;
    if (good >= spec.checks) {
      return 'the earlier files are back, and it is healthy with them';
    }
    if (ports.clock.now() >= deadline) {
      return `the earlier files are back, yet it did not become healthy within ${spec.timeouts.readySeconds} s: ${probed.detail}`;
    }
    await ports.lease.heartbeat();
    await ports.clock.sleep(spec.checkIntervalSeconds * 1000);
  }
}
