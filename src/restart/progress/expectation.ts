/** What is left of a run, reckoned from the nodes that are done. */
export class Expectation {
  private begun: number | undefined;
  private lastDone = 0;
  private count = 0;

  /** How many nodes are done. */
  get done(): number {
    return this.count;
  }

  /** Work on a node goes on, at this many milliseconds of any clock that only grows. */
  work(now: number): void {
    this.begun ??= now;
  }

  finish(now: number): void {
    this.work(now);
    this.count += 1;
    this.lastDone = now;
  }

  /** Seconds until all nodes are done, if the others take as long; undefined while none is done. */
  rest(of: number, now: number): number | undefined {
    if (this.begun === undefined || this.count === 0 || this.count >= of) {
      return undefined;
    }
    // By the clock rather than by node, so that nodes which restart together count as what they are.
    const each = (this.lastDone - this.begun) / this.count;
    return Math.max(0, each * (of - this.count) - (now - this.lastDone)) / 1000;
  }
}
