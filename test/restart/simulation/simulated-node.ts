import { isYounger } from '../../../src/restart/engine/evidence';
import { markerPath, parseMarker } from '../../../src/restart/engine/marker';
import { BootTime, FoundFile, ProcessState } from '../../../src/restart/engine/ports';
import { LeaseRecord } from '../../../src/restart/leases/majority-lease';
import { FILE } from '../support/fake-broker';

/** A broker's process as it really is. */
export interface Running {
  readonly startedAt: number;
  /** What stood in the file when it started. */
  readonly loaded: string;
  readonly answersAt: number;
  /** When it has caught up with what it missed. */
  readonly inSyncAt: number;
}

/** One node of a simulated cluster, as it really is; engines see it only through ports. */
export class SimulatedNode {
  readonly files = new Map<string, FoundFile>();
  process: Running | undefined;
  /** What the host keeps about who works on the cluster. */
  lease: LeaseRecord | undefined;
  leads = false;
  /** Nodes of a lower group restart first. */
  group = 0;
  /** How long it takes to catch up after a start. */
  syncTakes = 0;
  /** Whether anybody can tell when its process started. */
  observable = true;
  /** Our lines with which it starts and judges tokens badly. */
  misjudgesWith: string | undefined;
  bootId = 1;
  bootedAt: number;
  /** What its wall clock is off by. */
  wallOffset = 0;
  /** Until then the disk takes nothing. */
  diskFullUntil = 0;
  /** Until then answers to probes are now good, now bad. */
  flapsUntil = 0;
  /** When a fault last befell it: what the engine decides shortly after may rest on what it saw before. */
  disturbedAt = -Infinity;
  /** Text with which a broker starts and answers nobody. */
  brokenWith: string | undefined;
  /** Lines that are not ours, as they must stand in the file. */
  foreign: readonly string[];
  /** Counts what the broker itself writes into its file when it stops. */
  private saved = 0;

  constructor(readonly name: string, now: number, foreign: readonly string[]) {
    this.bootedAt = now - 1_000_000;
    this.foreign = foreign;
  }

  get path(): string {
    return `/etc/${this.name}/${FILE}`;
  }

  get text(): string {
    return this.files.get(this.path)?.text ?? '';
  }

  write(path: string, text: string, now: number): void {
    this.files.set(path, { text, changedAt: now + this.wallOffset });
  }

  start(now: number, takes: number): void {
    this.process = { startedAt: now, loaded: this.text, answersAt: now + takes, inSyncAt: now + takes + this.syncTakes };
  }

  stop(now: number, savesState: boolean): void {
    if (this.process !== undefined && savesState) {
      this.saved++;
      const state = `state=${this.saved}`;
      this.foreign = [...this.foreign.filter((line) => !line.startsWith('state=')), state];
      const others = this.text.split('\n').filter((line) => line !== '' && !line.startsWith('state='));
      this.write(this.path, `${[state, ...others].join('\n')}\n`, now);
    }
    this.process = undefined;
  }

  answers(now: number): boolean {
    return this.process !== undefined && now >= this.process.answersAt && this.process.loaded !== this.brokenWith;
  }

  inSync(now: number): boolean {
    return this.answers(now) && now >= this.process!.inSyncAt;
  }

  /** Whether it lets good tokens in and keeps bad ones out. */
  judgesWell(): boolean {
    return this.misjudgesWith === undefined || !this.hasLoaded(this.misjudgesWith);
  }

  seen(now: number): ProcessState {
    if (!this.observable && this.process !== undefined) {
      return { state: 'unknown', detail: 'nobody can tell' };
    }
    if (this.process === undefined) {
      return { state: 'stopped', detail: 'no process' };
    }
    const { startedAt } = this.process;
    const startSeconds = (startedAt - this.bootedAt) / 1000;
    return { state: 'running', detail: 'a process', startSeconds, startedAt: startedAt + this.wallOffset, ...this.bootTime(now) };
  }

  bootTime(now: number): BootTime {
    return { machineId: this.name, bootId: String(this.bootId), bootSeconds: (now - this.bootedAt) / 1000 };
  }

  /** Lines of others that are missing in the file. */
  lost(): readonly string[] {
    const lines = new Set(this.text.split('\n'));
    return this.foreign.filter((line) => !lines.has(line));
  }

  /** Whether the file holds our lines and no others that are ours. */
  holds(ours: string): boolean {
    const mine = this.text.split('\n').filter((line) => line.startsWith('oauth.'));
    return `${mine.join('\n')}\n` === ours;
  }

  /** Whether the process has loaded our lines. */
  hasLoaded(ours: string): boolean {
    const mine = this.process?.loaded.split('\n').filter((line) => line.startsWith('oauth.')) ?? [];
    return `${mine.join('\n')}\n` === ours;
  }

  /** Whether anybody who looks at marker, file and process must see that it runs the fingerprint. */
  provablyRuns(fingerprint: string, ours: string, now: number): boolean {
    const marker = parseMarker(this.files.get(markerPath(this.name, { [FILE]: this.path })!)?.text);
    return marker?.state === 'delivered' && marker.fingerprint === fingerprint && this.holds(ours)
      && this.answers(now) && isYounger(marker, this.seen(now)) === true;
  }
}
