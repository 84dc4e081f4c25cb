import { Clock } from './engine/ports';
import { Environment } from './payload';
import { Redact } from './redact';
import { RestartSpec } from './spec';

/** What everything that reaches the real world is made with. */
export interface World {
  readonly spec: RestartSpec;
  readonly stateFolder: string;
  readonly environment: Environment;
  readonly redact: Redact;
  readonly clock: Clock;
  /** The number of the lease that this run holds; undefined while it holds none. */
  readonly leaseNumber: () => number | undefined;
}
