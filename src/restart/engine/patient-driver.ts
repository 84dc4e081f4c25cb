import { Clock, NodeDriver, NodePorts, Ports, ProcessState } from './ports';
import { NodeSpec, RestartSpec } from '../spec';

/** Pauses before a call that failed is made again, in milliseconds; after the last it has failed for good. */
const PAUSES = [500, 1000, 2000];

/** Whether a driver is supposed to tell when the node's process started. */
export function tellsStart(node: NodeSpec): boolean {
  return node.driver.pidFile !== undefined || node.driver.startTimeCommand !== undefined;
}

/** Ports whose nodes are asked again when a call fails: a connection that is lost for a moment is no reason to stop, nor to restart a node. */
export function patientPorts(spec: RestartSpec, ports: Ports): Ports {
  const nodes = new Map(spec.nodes.map((node): [string, NodePorts] => {
    const { driver, probes } = ports.node(node.name);
    return [node.name, { driver: patientDriver(driver, ports.clock, tellsStart(node)), probes }];
  }));
  return { ...ports, node: (name) => nodes.get(name)! };
}

/**
 * Asks again where that changes nothing on the node: looks, and writes that replace a whole file.
 *
 * Restart, stop and start are never repeated: what they have begun may still be under way.
 */
function patientDriver(driver: NodeDriver, clock: Clock, observable: boolean): NodeDriver {
  const again = <T>(call: () => Promise<T>) => patiently(clock, call);
  return {
    files: {
      read: (path) => again(() => driver.files.read(path)),
      replace: (path, text, keepPrevious) => again(() => driver.files.replace(path, text, keepPrevious)),
    },
    bootTime: () => again(() => driver.bootTime()),
    process: () => patientProcess(driver, clock, observable),
    leads: () => driver.leads(),
    restart: () => driver.restart(),
    stop: () => driver.stop(),
    start: () => driver.start(),
    logTail: () => driver.logTail(),
  };
}

async function patiently<T>(clock: Clock, call: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await call();
    } catch {
      await clock.sleep(pause);
    }
  }
  return call();
}

async function patientProcess(driver: NodeDriver, clock: Clock, observable: boolean): Promise<ProcessState> {
  for (const pause of observable ? PAUSES : []) {
    const seen = await driver.process();
    if (seen.state !== 'unknown') {
      return seen;
    }
    await clock.sleep(pause);
  }
  return driver.process();
}
