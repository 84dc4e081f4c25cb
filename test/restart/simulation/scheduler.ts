import { setImmediate as turn } from 'node:timers/promises';

interface Event {
  readonly at: number;
  readonly order: number;
  readonly happen: () => void;
}

/**
 * Simulated time: things happen one after the other, and time leaps from one to the next.
 *
 * Two things of the same instant happen in the order in which they were asked for, so a run depends on nothing but its seed.
 */
export class Scheduler {
  /** How many things have happened. */
  happened = 0;
  private milliseconds = 1_000_000;
  private asked = 0;
  private readonly heap: Event[] = [];

  now(): number {
    return this.milliseconds;
  }

  /** Comes back when the time has passed. */
  async pass(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  after(milliseconds: number, happen: () => void): void {
    this.push({ at: this.milliseconds + Math.max(0, milliseconds), order: this.asked++, happen });
  }

  /** Lets time pass until the condition holds; tells why where it cannot. */
  async runUntil(holds: () => boolean, most: { readonly milliseconds: number; readonly events: number }): Promise<string | undefined> {
    const end = this.milliseconds + most.milliseconds;
    const last = this.happened + most.events;
    for (;;) {
      // Everything that follows from the last event happens before the next.
      await turn();
      if (holds()) {
        return undefined;
      }
      const event = this.pop();
      if (event === undefined) {
        return 'nothing is left to happen';
      }
      if (event.at > end || this.happened >= last) {
        return `still at work after ${most.milliseconds / 1000} simulated seconds or ${most.events} events`;
      }
      this.milliseconds = event.at;
      this.happened++;
      event.happen();
    }
  }

  private push(event: Event): void {
    const { heap } = this;
    let index = heap.push(event) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(heap[index], heap[parent])) {
        return;
      }
      [heap[index], heap[parent]] = [heap[parent], heap[index]];
      index = parent;
    }
  }

  private pop(): Event | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) {
      return first;
    }
    heap[0] = last;
    for (let index = 0; ;) {
      const children = [2 * index + 1, 2 * index + 2].filter((child) => child < heap.length);
      const least = children.reduce((best, child) => (isBefore(heap[child], heap[best]) ? child : best), index);
      if (least === index) {
        return first;
      }
      [heap[index], heap[least]] = [heap[least], heap[index]];
      index = least;
    }
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at === b.at ? a.order < b.order : a.at < b.at;
}
