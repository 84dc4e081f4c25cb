import { Clock } from '../../../src/restart/engine/ports';

/** Time that passes only while somebody sleeps. */
export class VirtualClock implements Clock {
  slept = 0;

  constructor(private milliseconds = 5_000_000) {}

  now(): number {
    return this.milliseconds;
  }

  date(): Date {
    return new Date(Date.UTC(2026, 10, 22) + this.milliseconds);
  }

  async sleep(milliseconds: number): Promise<void> {
    this.pass(milliseconds);
    await new Promise((resolve) => setImmediate(resolve));
  }

  pass(milliseconds: number): void {
    this.milliseconds += milliseconds;
    this.slept += milliseconds;
  }
}
