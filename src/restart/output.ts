import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { visibleJson } from '../text/visible';
import { Output, Progress } from './engine/ports';
import { Expectation } from './progress/expectation';
import { lineOf, shownLines, widthOf } from './progress/lines';
import { Screen } from './progress/screen';
import { StatusLine } from './progress/status-line';
import { Redact } from './redact';

/** How progress is shown. */
export interface OutputOptions {
  /** JSON lines instead of text. */
  readonly json: boolean;
  readonly redact: Redact;
  readonly date: () => Date;
  /** Milliseconds that only grow. */
  readonly now: () => number;
  /** Every event goes there too, as JSON lines. */
  readonly logFile?: string;
}

/** Where nobody watches, a state that lasts is told again after this time: systems that run jobs end silent ones. */
const REPEAT_AFTER_MILLISECONDS = 60_000;

/** Shows progress as JSON lines, as lines, or on a terminal with one line at its foot that changes; and keeps a log. */
export class ConsoleOutput implements Output {
  private logging = true;
  private readonly expectation = new Expectation();
  private readonly status = new StatusLine(this.expectation);
  private last = { text: '', at: 0 };
  /** The line at the foot as it was drawn. */
  private drawn = '';

  constructor(private readonly screen: Screen, private readonly options: OutputOptions) {}

  tell(progress: Progress): void {
    const now = this.options.now();
    const event = { ...progress, text: this.options.redact(progress.text) };
    this.count(event, now);
    const rest = event.event === 'node' && event.of !== undefined ? this.expectation.rest(event.of, now) : undefined;
    this.log(event);
    if (this.options.json) {
      this.screen.write(`${visibleJson(rest === undefined ? event : { ...event, expectedRestSeconds: Math.round(rest) })}\n`);
    } else if (this.screen.columns() === undefined) {
      this.tellOnce(event, rest, now);
    } else if (this.status.take(event, now)) {
      this.draw();
    } else {
      this.line(lineOf(event));
    }
  }

  /** Shows a text that is no event, such as a line of the report. */
  line(text: string): void {
    this.erase();
    this.screen.write(shownLines(this.options.redact(text)).map((line) => `${line}\n`).join(''));
    this.draw();
  }

  /** Lets the time at the foot of a terminal go on. */
  tick(): void {
    if (!this.options.json && this.drawn !== '') {
      this.draw();
    }
  }

  /** Nothing goes on any more. */
  end(): void {
    this.erase();
  }

  private count(event: Progress, now: number): void {
    if (event.event === 'phase') {
      this.expectation.work(now);
    } else if (event.event === 'node' && event.phase === 'done') {
      this.expectation.finish(now);
    }
  }

  private tellOnce(event: Progress, rest: number | undefined, now: number): void {
    const text = lineOf(event, false);
    if (text !== this.last.text || now - this.last.at >= REPEAT_AFTER_MILLISECONDS) {
      this.last = { text, at: now };
      this.line(lineOf(event, true, rest));
    }
  }

  private draw(): void {
    const columns = this.options.json ? undefined : this.screen.columns();
    if (columns !== undefined) {
      this.erase();
      this.drawn = this.status.text(columns, this.options.now());
      this.screen.write(this.drawn);
    }
  }

  private erase(): void {
    if (this.drawn === '') {
      return;
    }
    // A terminal that has become narrower since shows the line on several rows.
    const rows = Math.ceil(widthOf(this.drawn) / (this.screen.columns() ?? Infinity));
    this.screen.write(`${rows > 1 ? `\u001b[${rows - 1}A` : ''}\r\u001b[J`);
    this.drawn = '';
  }

  private log(event: Progress): void {
    if (!this.logging || this.options.logFile === undefined) {
      return;
    }
    try {
      mkdirSync(dirname(this.options.logFile), { recursive: true });
      appendFileSync(this.options.logFile, `${visibleJson({ at: this.options.date().toISOString(), ...event })}\n`);
    } catch {
      this.logging = false;
    }
  }
}
