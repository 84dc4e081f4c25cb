import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Output, Progress } from './engine/ports';
import { Redact } from './redact';

/** How progress is shown. */
export interface OutputOptions {
  /** JSON lines instead of text. */
  readonly json: boolean;
  /** Whether somebody watches, so that waiting may be shown on one line that changes. */
  readonly terminal: boolean;
  readonly redact: Redact;
  readonly date: () => Date;
  /** Every event goes there too, as JSON lines. */
  readonly logFile?: string;
}

const BAR_WIDTH = 20;

/** Shows progress on standard output and keeps a log; a reader that goes away never ends a run. */
export class ConsoleOutput implements Output {
  private gone = false;
  private logging = true;
  private barShown = false;
  private last = '';

  constructor(private readonly stream: NodeJS.WriteStream, private readonly options: OutputOptions) {
    // Terraform closes the pipe when it is interrupted; the node in hand must still be finished.
    stream.on('error', () => {
      this.gone = true;
    });
  }

  tell(progress: Progress): void {
    const event = { ...progress, text: this.options.redact(progress.text) };
    this.log(event);
    if (this.options.json) {
      this.write(`${JSON.stringify(event)}\n`);
    } else if (this.options.terminal && event.phase === 'wait') {
      this.barShown = true;
      this.write(`\r\u001b[K${bar(event)} ${lineOf(event)}`.slice(0, 200));
    } else if (lineOf(event, false) !== this.last) {
      // Where nobody watches, the same state is told once and not at every check.
      this.last = lineOf(event, false);
      this.line(lineOf(event));
    }
  }

  /** Shows a line that is no event, such as one of the report. */
  line(text: string): void {
    this.write(`${this.barShown ? '\r\u001b[K' : ''}${this.options.redact(text)}\n`);
    this.barShown = false;
  }

  private write(text: string): void {
    if (this.gone) {
      return;
    }
    try {
      this.stream.write(text);
    } catch {
      this.gone = true;
    }
  }

  private log(event: Progress): void {
    if (!this.logging || this.options.logFile === undefined) {
      return;
    }
    try {
      mkdirSync(dirname(this.options.logFile), { recursive: true });
      appendFileSync(this.options.logFile, `${JSON.stringify({ at: this.options.date().toISOString(), ...event })}\n`);
    } catch {
      this.logging = false;
    }
  }
}

/** One line for people: position, node, phase, text, elapsed time. */
export function lineOf(progress: Progress, withTime = true): string {
  const position = progress.position === undefined ? '' : `[${progress.position}/${progress.of}] `;
  const place = progress.node === undefined ? '' : `${progress.node} ${progress.phase ?? ''}: `;
  const time = withTime && progress.elapsedSeconds !== undefined ? ` (${progress.elapsedSeconds.toFixed(1)} s)` : '';
  const label = progress.event === 'problem' && progress.node === undefined ? 'problem: ' : progress.event === 'notice' ? 'notice: ' : '';
  return `${position}${place}${label}${progress.text}${time}`;
}

function bar(progress: Progress): string {
  const filled = Math.round((BAR_WIDTH * ((progress.position ?? 1) - 1)) / Math.max(1, progress.of ?? 1));
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}]`;
}
