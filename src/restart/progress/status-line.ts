import { Expectation } from './expectation';
import { fit, toGo } from './lines';
import { visible } from '../../text/visible';
import { Progress } from '../engine/ports';

const BAR_WIDTH = 20;
/** Room for the bar, the count and a word; a narrower terminal gets no bar. */
const NARROWEST_WITH_BAR = 60;

interface Active {
  readonly progress: Progress;
  readonly since: number;
}

/** The line at the foot of a terminal: bar, node, phase, elapsed time, expected rest. */
export class StatusLine {
  private readonly active = new Map<string, Active>();
  private gate: string | undefined;
  private of = 0;

  constructor(private readonly expectation: Expectation) {}

  /** Takes in what happened; whether it belongs on this line and on no other. */
  take(progress: Progress, now: number): boolean {
    this.of = progress.of ?? this.of;
    this.gate = progress.event === 'gate' ? progress.text : undefined;
    if (progress.event === 'phase' && progress.node !== undefined) {
      this.active.set(progress.node, { progress, since: now });
    } else if (progress.node !== undefined) {
      this.active.delete(progress.node);
    }
    return progress.event === 'phase' || progress.event === 'gate';
  }

  /** The line, without escape sequences and no wider than the terminal; empty when nothing goes on. */
  text(columns: number, now: number): string {
    const what = this.gate ?? this.work(now);
    if (what === undefined) {
      return '';
    }
    const rest = this.expectation.rest(this.of, now);
    const done = this.of === 0 ? '' : `${this.expectation.done} of ${this.of} done${rest === undefined ? '' : `, ${toGo(rest)}`}: `;
    const bar = columns < NARROWEST_WITH_BAR || this.of === 0 ? '' : `${this.bar()} `;
    // The last column stays free: some terminals wrap as soon as it is used.
    return fit(`${bar}${done}${visible(what.split('\n')[0])}`, columns - 1);
  }

  private work(now: number): string | undefined {
    const entries = [...this.active.values()];
    if (entries.length === 0) {
      return undefined;
    }
    if (entries.length > 1) {
      return entries.map(({ progress }) => `${progress.node} ${progress.phase ?? ''}`).join(', ');
    }
    const [{ progress, since }] = entries;
    const seconds = (progress.elapsedSeconds ?? 0) + (now - since) / 1000;
    return `${progress.node} ${progress.phase ?? ''} ${Math.round(seconds)} s: ${progress.text}`;
  }

  private bar(): string {
    const filled = Math.min(BAR_WIDTH, Math.round((BAR_WIDTH * this.expectation.done) / Math.max(1, this.of)));
    return `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}]`;
  }
}
