import { Clock, Lease, NodeDriver, NodePorts, Ports, ProcessState, StepOutcome } from './ports';
import { RestartSpec } from '../spec';

/** Pauses before a call that failed is made again, in milliseconds; after the last it has failed for good. */
const PAUSES = [500, 1000, 2000];

/** The first pause before a step that certainly did not begin is tried again; the next ones are twice as long. */
const FIRST_RETRY_PAUSE = 1000;

/**
 * Ports whose nodes are asked again when a look fails, and changed only while the lease holds.
 *
 * A connection that is lost for a moment is no reason to stop, nor to restart a node. Whoever has lost the lease changes nothing more:
 * another run may be at work already, and repairs what is left half-way.
 */
export function carefulPorts(spec: RestartSpec, ports: Ports): Ports {
  const nodes = new Map(spec.nodes.map((node): [string, NodePorts] => {
    const { driver, ...rest } = ports.node(node.name);
    return [node.name, { driver: new CarefulDriver(driver, ports.clock, ports.lease, spec.timeouts.commandSeconds), ...rest }];
  }));
  return { ...ports, node: (name) => nodes.get(name)! };
}

class CarefulDriver implements NodeDriver {
  readonly files: NodeDriver['files'];
  readonly evidence: NodeDriver['evidence'];
  readonly drain: NodeDriver['drain'];
  readonly undrain: NodeDriver['undrain'];
  readonly runs: NodeDriver['runs'];

  constructor(
    private readonly driver: NodeDriver, private readonly clock: Clock, private readonly lease: Lease, private readonly commandSeconds: number,
  ) {
    this.drain = driver.drain === undefined ? undefined : () => this.step(() => driver.drain!());
    this.undrain = driver.undrain === undefined ? undefined : () => this.step(() => driver.undrain!());
    this.runs = driver.runs === undefined ? undefined : (fingerprint) => this.again(() => driver.runs!(fingerprint));
    this.evidence = driver.evidence;
    this.files = {
      read: (path) => this.again(() => driver.files.read(path)),
      // Asked again too: it replaces a whole file, so that twice is the same as once.
      replace: (path, text, keepPrevious) => this.again(() => this.whileHeld(() => driver.files.replace(path, text, keepPrevious))),
    };
  }

  bootTime() {
    return this.again(() => this.driver.bootTime());
  }

  async process(): Promise<ProcessState> {
    for (const pause of this.evidence === 'node' ? PAUSES : []) {
      const seen = await this.driver.process();
      if (seen.state !== 'unknown') {
        return seen;
      }
      await this.clock.sleep(pause);
    }
    return this.driver.process();
  }

  leads() {
    return this.driver.leads();
  }

  restart() {
    return this.step(() => this.driver.restart());
  }

  stop() {
    return this.step(() => this.driver.stop());
  }

  start() {
    return this.step(() => this.driver.start());
  }

  logTail() {
    return this.driver.logTail();
  }

  /** Makes a step once, since what it has begun may still be under way; again only where it certainly did not begin. */
  private async step(make: () => Promise<StepOutcome>): Promise<StepOutcome> {
    const end = this.clock.now() + this.commandSeconds * 1000;
    for (let pause = FIRST_RETRY_PAUSE; ; pause *= 2) {
      const outcome = await this.whileHeld(make);
      if (outcome.ok || outcome.begun !== false || this.clock.now() + pause > end) {
        return outcome;
      }
      await this.clock.sleep(pause);
    }
  }

  private async again<T>(call: () => Promise<T>): Promise<T> {
    for (const pause of PAUSES) {
      try {
        return await call();
      } catch (error) {
        if (error instanceof LeaseLost) {
          throw error;
        }
        await this.clock.sleep(pause);
      }
    }
    return call();
  }

  private async whileHeld<T>(change: () => Promise<T>): Promise<T> {
    if (!this.lease.holds) {
      throw new LeaseLost();
    }
    return change();
  }
}

class LeaseLost extends Error {
  constructor() {
    super('the lease is lost, so another run may be at work; nothing more was done to the node');
  }
}
