import { Clock } from '../../../src/restart/engine/ports';
import { redactor } from '../../../src/restart/redact';
import { readSpec } from '../../../src/restart/spec';
import { World } from '../../../src/restart/world';

/** A clock that goes by hand. */
export class HandClock implements Clock {
  constructor(public milliseconds = 1_000, public wall = 1_767_225_600_000) {}

  now(): number {
    return this.milliseconds;
  }

  date(): Date {
    return new Date(this.wall);
  }

  async sleep(milliseconds: number): Promise<void> {
    this.pass(milliseconds);
  }

  pass(milliseconds: number): void {
    this.milliseconds += milliseconds;
    this.wall += milliseconds;
  }
}

/** What makers get, for a broker of a kind and without nodes. */
export function worldOf(kind: string, environment: { readonly [name: string]: string } = {}, clock: Clock = new HandClock()): World {
  const { spec, problems } = readSpec({ schemaVersion: 1, broker: { kind, path: 'Stack/Broker' }, nodes: [], stateDirectory: 'state' });
  if (spec === undefined) {
    throw new Error(problems.join('; '));
  }
  return { spec, stateFolder: '/nowhere', environment, redact: redactor(environment, Object.keys(environment)), clock, leaseNumber: () => undefined };
}
