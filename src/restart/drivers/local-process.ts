import { readFileSync, readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { BootTime, ProcessState } from '../engine/ports';

/** The unit in which Linux tells times of processes: `sysconf(_SC_CLK_TCK)`, 100 on every common architecture (proc(5)). */
const TICKS_PER_SECOND = 100;
/** Two readings of one clock by a process that has just begun differ by less. */
const SAME_CLOCK_SECONDS = 1;

/** Who a process is beyond its number, which the system uses again. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly machineId?: string;
  readonly bootId?: string;
  /** The name space in which the number counts. */
  readonly pidNamespace?: string;
  /** Start in ticks since the boot. */
  readonly startTicks?: number;
}

/** Where this machine's clock of this boot stands: the one by which starts of processes are told. */
export function localBootTime(): BootTime {
  const bootSeconds = uptime() + clockOffset();
  return {
    machineId: readLine('/etc/machine-id'),
    bootId: readLine('/proc/sys/kernel/random/boot_id'),
    bootSeconds: Number.isFinite(bootSeconds) ? bootSeconds : undefined,
  };
}

function uptime(): number {
  return Number(readLine('/proc/uptime')?.split(' ')[0]);
}

let offset: number | undefined;

/** How far starts of processes are ahead of the uptime: by nothing, but in a container whose uptime is its own (lxcfs). */
function clockOffset(): number {
  offset ??= clockOffsetOf(startTicks(process.pid), process.uptime(), uptime());
  return offset;
}

/** The offset as one process shows it that knows how long it has run. */
export function clockOffsetOf(ticks: number | undefined, ranSeconds: number, uptimeSeconds: number): number {
  const ahead = ticks === undefined ? 0 : ticks / TICKS_PER_SECOND + ranSeconds - uptimeSeconds;
  return ahead < SAME_CLOCK_SECONDS ? 0 : ahead;
}

/** The identity of a process of this machine. */
export function processIdentity(pid: number): ProcessIdentity {
  const boot = localBootTime();
  return { pid, machineId: boot.machineId, bootId: boot.bootId, pidNamespace: readLink('/proc/self/ns/pid'), startTicks: startTicks(pid) };
}

/**
 * Whether a process is gone for sure; undefined when that cannot be told from here.
 *
 * A number in another name space or on another machine means nothing here.
 */
export function isProvablyGone(identity: ProcessIdentity): boolean | undefined {
  const here = processIdentity(process.pid);
  if (identity.machineId !== here.machineId || identity.machineId === undefined) {
    return undefined;
  }
  if (identity.bootId !== here.bootId) {
    return true;
  }
  if (identity.pidNamespace !== here.pidNamespace || identity.startTicks === undefined) {
    return undefined;
  }
  return startTicks(identity.pid) !== identity.startTicks;
}

/** The process that a file names by its number. */
export async function processOfPidFile(path: string, now: number): Promise<ProcessState> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? { state: 'stopped', detail: `no ${path}` } : { state: 'unknown', detail: `${path} cannot be read (${code})` };
  }
  const pid = Number(text.trim());
  if (!Number.isInteger(pid) || pid <= 0) {
    return { state: 'unknown', detail: `${path} holds no process id` };
  }
  return processOfPid(pid, now);
}

/** A process by its number. */
export function processOfPid(pid: number, now: number): ProcessState {
  const boot = localBootTime();
  if (boot.bootSeconds === undefined) {
    return { state: 'unknown', detail: 'this system has no /proc/uptime' };
  }
  const ticks = startTicks(pid);
  if (ticks === undefined) {
    return { state: 'stopped', detail: `no process ${pid}` };
  }
  const startSeconds = ticks / TICKS_PER_SECOND;
  return {
    state: 'running',
    detail: `process ${pid}, started ${startSeconds.toFixed(2)} s after the boot`,
    machineId: boot.machineId,
    bootId: boot.bootId,
    startSeconds,
    startedAt: now - (boot.bootSeconds - startSeconds) * 1000,
  };
}

function startTicks(pid: number): number | undefined {
  return startTicksOf(readLine(`/proc/${pid}/stat`));
}

/** Field 22 of /proc/<pid>/stat; the name in field 2 may hold blanks and parentheses, so counting begins after it. */
export function startTicksOf(stat: string | undefined): number | undefined {
  if (stat === undefined) {
    return undefined;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const dead = fields[0] === 'Z' || fields[0] === 'X';
  const ticks = Number(fields[19]);
  return dead || !Number.isFinite(ticks) ? undefined : ticks;
}

function readLine(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
