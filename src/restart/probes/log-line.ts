import { runCommand } from '../drivers/run-command';
import { Probe, ProbeResult } from '../engine/ports';
import { readFileEnd } from '../file-end';
import { Environment } from '../payload';
import { LogLineProbeSpec } from '../spec/log-line-probe';

/** How much of the end of a log is looked at. */
const KEPT_BYTES = 1024 * 1024;

/** Runs a program with its errors in its output, so that the lines of both stay in the order in which they were written. */
const BOTH_STREAMS = ['/bin/sh', '-c', 'exec "$@" 2>&1', 'sh'];

type Lines =
  | { readonly lines: readonly string[]; readonly isCut: boolean; readonly problem?: undefined }
  | { readonly lines?: undefined; readonly problem: string };

/**
 * Healthy when the lines that a broker has logged since its start hold one text, or lack another.
 *
 * It keeps nothing between two checks: an engine that was killed and runs again knows of no earlier place in the log. So the log itself
 * must tell where the present process begins: by the text that the broker logs at each start, or by a command that prints nothing older.
 * The lines are not shown, since they may hold what is secret.
 */
export class LogLineProbe implements Probe {
  readonly target: string;

  constructor(private readonly spec: LogLineProbeSpec, private readonly environment: Environment) {
    this.target = `log ${spec.file ?? spec.command![0]}`;
  }

  async check(timeoutSeconds: number): Promise<ProbeResult> {
    const read = this.spec.file !== undefined ? await readEnd(this.spec.file) : await this.ask(this.spec.command!, timeoutSeconds);
    if (read.problem !== undefined) {
      return { healthy: false, detail: read.problem };
    }
    const { startedBy, holds, lacks } = this.spec;
    const start = startedBy === undefined ? 0 : read.lines.map((line) => line.includes(startedBy)).lastIndexOf(true);
    if (start < 0) {
      return { healthy: false, detail: `no line of a start in ${read.isCut ? `the last ${KEPT_BYTES} bytes of ` : ''}the log` };
    }
    const since = read.lines.slice(start);
    const told = `${since.length} lines since the start`;
    if (startedBy === undefined && lacks !== undefined && read.isCut) {
      return { healthy: false, detail: `the command printed more than ${KEPT_BYTES} bytes, so that not every line was seen` };
    }
    if (this.spec.command !== undefined && since.every((line) => line.trim() === '')) {
      // A command that looks in the wrong place prints nothing either, so nothing proves that the broker is well.
      return { healthy: false, detail: 'the command printed nothing: let it print what the broker has logged since its start' };
    }
    if (lacks !== undefined && since.some((line) => line.includes(lacks))) {
      return { healthy: false, detail: `${told}, and one has the text that none may have` };
    }
    if (holds !== undefined && !since.some((line) => line.includes(holds))) {
      return { healthy: false, detail: `${told}, and none has the wanted text` };
    }
    return { healthy: true, detail: told };
  }

  private async ask(argv: readonly string[], timeoutSeconds: number): Promise<Lines> {
    const environment = Object.fromEntries(this.spec.environment.map((name) => [name, this.environment[name]]));
    const { ok, ending, stdout } = await runCommand({ argv: [...BOTH_STREAMS, ...argv], environment, timeoutSeconds, keepBytes: KEPT_BYTES });
    if (!ok) {
      return { problem: `${argv[0]}: ${ending}${ending === 'exit code 127' ? ' (is there such a program?)' : ''}` };
    }
    // Nobody goes on writing its last line, whether it ends with a line feed or not.
    return linesOf(Buffer.from(stdout.endsWith('\n') || stdout === '' ? stdout : `${stdout}\n`), Buffer.byteLength(stdout) >= KEPT_BYTES);
  }
}

async function readEnd(path: string): Promise<Lines> {
  const end = await readFileEnd(path, KEPT_BYTES);
  return end.problem === undefined ? linesOf(end.bytes, end.isCut) : end;
}

/** Whole lines alone: the first one may be half of one, and one at the end without a line feed is not finished. */
function linesOf(bytes: Buffer, isCut: boolean): Lines {
  const lines = bytes.toString('utf8').split('\n');
  lines.pop();
  return { lines: isCut ? lines.slice(1) : lines, isCut };
}
