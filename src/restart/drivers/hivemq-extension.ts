import { posix } from 'node:path';
import { z } from 'zod';
import { eventOf, ExtensionEvent, linesAbout } from './hivemq-log';
import { Host, ScriptResult } from './host';
import { HostFiles } from './host-files';
import { BootTime, Clock, NodeDriver, NodeFiles, ProcessState, StepOutcome } from '../engine/ports';
import { Redact } from '../redact';
import { HIVEMQ_EXTENSION_DRIVER } from '../spec/hivemq-extension-driver';

/** An extension of one HiveMQ. */
export type HiveMqExtensionDriverSpec = z.infer<typeof HIVEMQ_EXTENSION_DRIVER>;

/** What a driver needs beyond its spec. */
export interface HiveMqExtensionContext {
  readonly host: Host;
  readonly clock: Clock;
  readonly redact: Redact;
  readonly commandSeconds: number;
}

const ALLOW_ALL = 'hivemq-allow-all-extension';
const SHOWN_LINES = 20;
const POLL_MILLISECONDS = 500;
const MISSING = 44;

/**
 * Says whether the extension is there, whether it and the one that lets everybody in have their marker, and where the log ends; then the
 * newest line about the extension, of this log or of those that were put away before it (`hivemq.<date>.log`).
 */
const LOOK = `
home=$1 all=$2 log=$3 one=$4 two=$5
[ -d "$home" ] || exit ${MISSING}
[ -e "$home/DISABLED" ] && echo disabled || echo enabled
if [ -e "$all" ] && [ ! -e "$all/DISABLED" ]; then echo open; else echo closed; fi
stat -Lc '%i %s' -- "$log" 2>/dev/null || echo '0 0'
found=$(grep -aF -e "$one" -e "$two" -- "$log" 2>/dev/null | tail -n 1)
if [ -z "$found" ]; then
  found=$(ls -r -- "\${log%.log}".*.log 2>/dev/null | while IFS= read -r old; do
    line=$(grep -aF -e "$one" -e "$two" -- "$old" 2>/dev/null | tail -n 1)
    [ -z "$line" ] || { printf '%s\\n' "$line"; break; }
  done)
fi
printf '%s\\n' "$found"`;

/** Prints lines about the extension that the log got since it had that number and that size. */
const SINCE = `
log=$1 inode=$2 size=$3
[ "$(stat -Lc %i -- "$log" 2>/dev/null)" = "$inode" ] || size=0
tail -c "+$((size + 1))" -- "$log" 2>/dev/null | grep -aF -e "$4" -e "$5" || true`;

const DISABLE = ': > "$1/DISABLED"';

/** Says where the log ends and takes the marker away, in one call, so that what HiveMQ logs thereafter is found. */
const ENABLE = `
[ -d "$1" ] || exit ${MISSING}
stat -Lc '%i %s' -- "$2" 2>/dev/null || echo '0 0'
rm -f -- "$1/DISABLED"`;

/** What one look has brought. */
interface Look {
  readonly disabled: boolean;
  readonly allowAllOff: boolean;
  readonly position: Position;
  /** The newest line about the extension; empty where no log has one. */
  readonly line: string;
}

/** Where the log ended before the marker was taken away, or why it was not. */
type Enabled = { readonly position: Position; readonly problem?: undefined } | { readonly position?: undefined; readonly problem: string };

/** Where the log ended. */
interface Position {
  readonly inode: string;
  readonly size: string;
}

/**
 * Disables and enables an extension of HiveMQ while the broker runs, by the marker file DISABLED in the extension's folder.
 *
 * Between the two HiveMQ lets nobody in who comes new, unless the allow-all extension runs: then it lets in everybody. So nothing is done
 * unless it is proved on the node that this extension is off.
 *
 * @see https://docs.hivemq.com/hivemq-enterprise-security-extension/latest/getting-started.html
 */
export class HiveMqExtensionDriver implements NodeDriver {
  readonly evidence = 'node';
  readonly files: NodeFiles;
  private readonly home: string;
  private readonly texts: readonly string[];
  /** Where the log ended before the extension was stopped. */
  private beforeStop: Position | undefined;

  constructor(private readonly spec: HiveMqExtensionDriverSpec, private readonly context: HiveMqExtensionContext) {
    this.files = new HostFiles(context.host);
    this.home = posix.join(spec.extensionsFolder, spec.extension);
    this.texts = linesAbout(spec.extension, spec.title);
  }

  /** The log tells times of day alone, in a zone that nobody names. */
  async bootTime(): Promise<BootTime> {
    return {};
  }

  async process(): Promise<ProcessState> {
    const seen = await this.look();
    if (typeof seen === 'string') {
      return { state: 'unknown', detail: seen };
    }
    if (!seen.allowAllOff) {
      return { state: 'unknown', detail: this.refusal() };
    }
    if (seen.disabled) {
      return { state: 'stopped', detail: `${this.spec.extension} has the marker DISABLED` };
    }
    const event = eventOf(seen.line);
    if (event === 'stopped' || event === 'failed') {
      return { state: 'stopped', detail: this.context.redact(seen.line) };
    }
    // Without a line nothing tells when it started, so nothing proves that it has read the files of now.
    return event === undefined
      ? { state: 'running', detail: `no log of HiveMQ says when ${this.spec.extension} started` }
      : { state: 'running', detail: this.context.redact(seen.line), startText: seen.line };
  }

  async leads(): Promise<boolean | undefined> {
    return undefined;
  }

  async restart(): Promise<StepOutcome> {
    const stopped = await this.stop();
    if (!stopped.ok) {
      return stopped;
    }
    const started = await this.start();
    return { ...started, detail: `${stopped.detail}, ${started.detail}` };
  }

  async stop(): Promise<StepOutcome> {
    const before = await this.look();
    const refused = typeof before === 'string' ? before : before.allowAllOff ? undefined : this.refusal();
    if (refused !== undefined) {
      return { ok: false, detail: refused };
    }
    const { disabled, position, line } = before as Look;
    this.beforeStop = position;
    const result = await this.context.host.run(DISABLE, [this.home], { effect: true });
    if (result.code !== 0) {
      // Where the answer was lost the marker may stand there all the same.
      const undone = result.code === undefined && !disabled ? `; ${await this.undo()}` : '';
      return { ok: false, detail: `${this.unmarkable(result)}${undone}` };
    }
    const marked: StepOutcome = { ok: true, detail: 'it was stopped already' };
    if (eventOf(line) === 'stopped' || eventOf(line) === 'failed') {
      return marked;
    }
    // Also where the marker stood there before: an earlier run may have been cut short a moment ago, and HiveMQ has not seen it yet.
    const waited = await this.waitFor(['stopped'], position);
    if (waited.event !== undefined || disabled) {
      return waited.event === undefined ? marked : { ok: true, detail: `stopped after ${waited.seconds} s` };
    }
    return { ok: false, detail: `HiveMQ's log does not say within ${waited.seconds} s that the extension stopped; ${await this.undo()}` };
  }

  async start(): Promise<StepOutcome> {
    const { position, problem } = await this.enable();
    if (position === undefined) {
      return { ok: false, detail: problem };
    }
    const { event, line, seconds } = await this.waitFor(['started', 'failed'], position);
    if (event === 'started') {
      return { ok: true, detail: `started after ${seconds} s` };
    }
    return { ok: false, detail: event === undefined ? `HiveMQ's log does not say within ${seconds} s that the extension started` : this.context.redact(line) };
  }

  async logTail(): Promise<string> {
    const result = await this.context.host.run('tail -n "$1" -- "$2"', [String(SHOWN_LINES), this.spec.logFile]);
    return this.context.redact(result.code === 0 ? result.stdout.toString('utf8').trimEnd() : `the log cannot be read: ${describe(result)}`);
  }

  private refusal(): string {
    return `${ALLOW_ALL} is not disabled in ${this.spec.extensionsFolder}: it lets everybody in while ${this.spec.extension} is off; `
      + 'remove its folder or put a file DISABLED into it';
  }

  /** What stands on the node, or why nobody can tell. */
  private async look(): Promise<Look | string> {
    const all = posix.join(this.spec.extensionsFolder, ALLOW_ALL);
    const result = await this.context.host.run(LOOK, [this.home, all, this.spec.logFile, ...this.texts]);
    if (result.code === MISSING) {
      return `there is no extension ${this.home}`;
    }
    const [disabled, allowAll, position, line = ''] = result.stdout.toString('utf8').split('\n');
    const end = positionOf(position);
    if (result.code !== 0 || end === undefined) {
      return `${this.context.host.name}: ${describe(result)}`;
    }
    return { disabled: disabled === 'disabled', allowAllOff: allowAll === 'closed', position: end, line };
  }

  /**
   * Takes the marker away, and tries so again for a while: as long as it stands there, nobody is let in who comes new, and taking it away
   * twice does no harm. Gives where the log ended before.
   */
  private async enable(): Promise<Enabled> {
    const { clock, host, commandSeconds } = this.context;
    const end = clock.now() + commandSeconds * 1000;
    for (let isFirst = true; ; isFirst = false) {
      const result = await host.run(ENABLE, [this.home, this.spec.logFile], { effect: true });
      if (result.code === MISSING) {
        return { problem: `there is no extension ${this.home}` };
      }
      const position = positionOf(result.stdout.toString('utf8').trim());
      if (result.code === 0 && position !== undefined) {
        // An earlier try whose answer was lost may have let HiveMQ start the extension already.
        return { position: isFirst ? position : this.beforeStop ?? position };
      }
      if (clock.now() >= end) {
        return { problem: this.unmarkable(result) };
      }
      await clock.sleep(POLL_MILLISECONDS);
    }
  }

  private async undo(): Promise<string> {
    return (await this.enable()).problem ?? 'the marker is taken away again';
  }

  private unmarkable(result: ScriptResult): string {
    return `${this.home}/DISABLED cannot be written or removed: ${describe(result)}`;
  }

  private async waitFor(
    events: readonly ExtensionEvent[], { inode, size }: Position,
  ): Promise<{ readonly event?: ExtensionEvent; readonly line: string; readonly seconds: string }> {
    const { clock, host, commandSeconds } = this.context;
    const begun = clock.now();
    for (;;) {
      const result = await host.run(SINCE, [this.spec.logFile, inode, size, ...this.texts]);
      const lines = result.code === 0 ? result.stdout.toString('utf8').split('\n') : [];
      const line = lines.filter((one) => events.includes(eventOf(one)!)).at(-1);
      const seconds = ((clock.now() - begun) / 1000).toFixed(1);
      if (line !== undefined) {
        return { event: eventOf(line), line, seconds };
      }
      if (clock.now() - begun >= commandSeconds * 1000) {
        return { line: '', seconds };
      }
      await clock.sleep(POLL_MILLISECONDS);
    }
  }
}

function positionOf(text: string | undefined): Position | undefined {
  const match = /^(\d+) (\d+)$/.exec(text ?? '');
  return match === null ? undefined : { inode: match[1], size: match[2] };
}

function describe({ code, stderr }: ScriptResult): string {
  return [code === undefined ? undefined : `exit code ${code}`, stderr].filter((text) => text).join(': ');
}
