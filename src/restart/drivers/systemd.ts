import { BootTime, NodeDriver, NodeFiles, ProcessState, StepOutcome } from '../engine/ports';
import { Redact } from '../redact';
import { SystemdDriverSpec } from '../spec';
import { Host, ScriptResult } from './host';
import { HostFiles } from './host-files';
import { startTicksOf } from './local-process';

/** What a driver needs beyond its spec. */
export interface SystemdContext {
  readonly host: Host;
  readonly redact: Redact;
  readonly commandSeconds: number;
}

const SHOWN_LINES = 20;

/**
 * Machine, boot, and where the clock stands by which starts of processes are told: the start of a process that starts now.
 *
 * /proc/uptime would be another clock in a container whose uptime is its own (lxcfs).
 */
const BOOT = `
echo "Machine=$(cat /etc/machine-id)"
echo "Boot=$(cat /proc/sys/kernel/random/boot_id)"
echo "Ticks=$(getconf CLK_TCK)"
echo "Clock=$(cat /proc/self/stat)"`;

/** The state of a unit, its main process and that process's start, then the boot. */
const PROCESS = `
unit=$(systemctl show --property=LoadState --property=ActiveState --property=SubState --property=MainPID -- "$1") || exit 1
echo "$unit"
pid=$(echo "$unit" | sed -n 's/^MainPID=//p')
stat=$(cat "/proc/$pid/stat" 2>/dev/null) && echo "Stat=$stat"
echo "Now=$(date +%s.%N)"
${BOOT}`;

/** Between two attempts of a unit that systemd starts again and again. */
const BETWEEN_STARTS = new Set(['auto-restart', 'auto-restart-queued']);

/** Restarts a systemd unit, on this machine or on another one by OpenSSH. */
export class SystemdDriver implements NodeDriver {
  readonly evidence = 'node';
  readonly files: NodeFiles;

  constructor(private readonly spec: SystemdDriverSpec, private readonly context: SystemdContext) {
    this.files = new HostFiles(context.host);
  }

  async bootTime(): Promise<BootTime> {
    const result = await this.context.host.run(BOOT, []);
    if (result.code !== 0) {
      throw new Error(`${this.context.host.name}: ${describe(result)}`);
    }
    return bootOf(properties(result.stdout));
  }

  async process(): Promise<ProcessState> {
    const { unit } = this.spec;
    const result = await this.context.host.run(PROCESS, [unit]);
    if (result.code !== 0) {
      return { state: 'unknown', detail: describe(result) };
    }
    const said = properties(result.stdout);
    if (said.get('LoadState') !== 'loaded') {
      return { state: 'unknown', detail: `the unit ${unit} is ${said.get('LoadState') ?? 'not known'}` };
    }
    const active = said.get('ActiveState') ?? 'unknown';
    const pid = Number(said.get('MainPID') ?? 0);
    if (active === 'inactive' || active === 'failed') {
      return { state: 'stopped', detail: `the unit ${unit} is ${active}` };
    }
    if (BETWEEN_STARTS.has(said.get('SubState') ?? '')) {
      return { state: 'stopped', startsItself: true, detail: `the unit ${unit} does not stay up, and systemd tries again` };
    }
    const ticks = startTicksOf(said.get('Stat'));
    const boot = bootOf(said);
    if (pid === 0 || ticks === undefined || boot.bootSeconds === undefined) {
      return { state: 'unknown', detail: `the unit ${unit} is ${active} and has no main process that can be looked at` };
    }
    const startSeconds = ticks / Number(said.get('Ticks'));
    return {
      state: 'running',
      detail: `process ${pid}, started ${startSeconds.toFixed(2)} s after the boot`,
      ...boot,
      startSeconds,
      startedAt: (Number(said.get('Now')) - (boot.bootSeconds - startSeconds)) * 1000,
    };
  }

  async leads(): Promise<boolean | undefined> {
    const { leaderCommand, leaderOutput } = this.spec;
    if (leaderCommand === undefined) {
      return undefined;
    }
    const result = await this.context.host.run('"$@"', leaderCommand, { timeoutSeconds: this.context.commandSeconds });
    return result.code === undefined ? undefined : result.code === 0 && result.stdout.toString('utf8').includes(leaderOutput ?? '');
  }

  restart(): Promise<StepOutcome> {
    return this.systemctl('restart');
  }

  stop(): Promise<StepOutcome> {
    return this.systemctl('stop');
  }

  start(): Promise<StepOutcome> {
    return this.systemctl('start');
  }

  async logTail(): Promise<string> {
    const sudo = this.spec.sudo ? ['sudo', '-n'] : [];
    const result = await this.context.host.run('"$@"', [...sudo, 'journalctl', `--unit=${this.spec.unit}`, `--lines=${SHOWN_LINES}`, '--no-pager', '--output=cat']);
    return this.context.redact(result.code === 0 ? result.stdout.toString('utf8').trimEnd() : `the journal cannot be read: ${describe(result)}`);
  }

  private async systemctl(verb: 'restart' | 'stop' | 'start'): Promise<StepOutcome> {
    const sudo = this.spec.sudo ? ['sudo', '-n'] : [];
    const words = [...sudo, 'systemctl', '--no-ask-password', verb, '--', this.spec.unit];
    const result = await this.context.host.run('"$@"', words, { timeoutSeconds: this.context.commandSeconds, effect: true });
    return { ok: result.code === 0, detail: this.context.redact(`systemctl ${verb} ${this.spec.unit}: ${describe(result)}`) };
  }
}

/** The lines of the form `Name=value`. */
function properties(output: Buffer): ReadonlyMap<string, string> {
  return new Map(output.toString('utf8').split('\n').flatMap((line) => {
    const match = /^([A-Za-z]+)=(.*)$/.exec(line);
    return match === null ? [] : [[match[1], match[2]] as const];
  }));
}

function bootOf(said: ReadonlyMap<string, string>): BootTime {
  const bootSeconds = (startTicksOf(said.get('Clock')) ?? NaN) / Number(said.get('Ticks'));
  return { machineId: said.get('Machine'), bootId: said.get('Boot'), bootSeconds: Number.isFinite(bootSeconds) ? bootSeconds : undefined };
}

function describe({ code, stderr }: ScriptResult): string {
  return [code === undefined ? undefined : `exit code ${code}`, stderr].filter((text) => text).join(': ');
}
