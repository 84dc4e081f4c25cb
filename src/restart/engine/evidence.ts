import { shortFingerprint } from '../fingerprint';
import { RestartReason } from '../plan';
import { Marker } from './marker';
import { ProcessState } from './ports';

/** What was found on a node, as far as it can prove what the node runs. */
export interface Found {
  readonly desired: string;
  readonly marker: Marker | undefined;
  /** Names of files that do not hold our part as it should be. */
  readonly changedFiles: readonly string[];
  readonly process: ProcessState;
  /** When the youngest of the files last changed, by the node's wall clock; undefined when one is missing. */
  readonly filesChangedAt: number | undefined;
  /** Whether the files name secrets, whose values nothing on the node shows. */
  readonly namesSecrets: boolean;
}

/** The evidence that a node runs the desired fingerprint, or every reason to restart it. */
export type Proof =
  | { readonly runs: string; readonly reasons: readonly [] }
  | { readonly runs?: undefined; readonly reasons: readonly RestartReason[] };

/** Judges whether a node provably runs what it should. What cannot be proved counts as not running it. */
export function prove(found: Found): Proof {
  if (found.marker === undefined) {
    return adopt(found);
  }
  const reasons = [...markerReasons(found.marker, found.desired), ...fileReasons(found), ...processReasons(found.marker, found.process)];
  if (reasons.length > 0) {
    return { reasons };
  }
  return { runs: `marker ${shortFingerprint(found.desired)}, files unchanged, process younger (${found.process.detail})`, reasons: [] };
}

/** Whether nothing runs and nothing will by itself, so that files can be written while it is stopped. */
export function isDown({ state, startsItself }: ProcessState): boolean {
  return state === 'stopped' && startsItself !== true;
}

/** Whether the process provably started after the marker was written; undefined when that cannot be told. */
export function isYounger(marker: Marker, process: ProcessState): boolean | undefined {
  if (process.state !== 'running') {
    return process.state === 'stopped' ? false : undefined;
  }
  const byBoot = youngerByBoot(marker, process);
  return byBoot ?? youngerByText(marker, process);
}

/**
 * Counts in seconds since the boot, which no step of the wall clock moves.
 *
 * A process of a later boot of the same machine is younger than anything written before that boot.
 */
function youngerByBoot(marker: Marker, process: ProcessState): boolean | undefined {
  const known = marker.bootId !== undefined && process.bootId !== undefined && marker.bootSeconds !== undefined && process.startSeconds !== undefined;
  if (!known) {
    return undefined;
  }
  // A marker that came with files copied from another machine says nothing about this one.
  if (marker.machineId !== process.machineId) {
    return false;
  }
  return marker.bootId !== process.bootId || process.startSeconds! > marker.bootSeconds!;
}

function youngerByText(marker: Marker, process: ProcessState): boolean | undefined {
  if (process.startText === undefined || marker.startText === undefined) {
    return undefined;
  }
  return process.startText !== marker.startText;
}

/**
 * Takes over a node that nobody has marked: its files hold our part already and its process started later.
 *
 * The value of a secret cannot be read from a file that only names it, so such a node is never taken over.
 */
function adopt(found: Found): Proof {
  const noMarker: RestartReason = { code: 'no-marker', text: `no marker says that it runs ${shortFingerprint(found.desired)}` };
  const { process, filesChangedAt } = found;
  const unproven = found.namesSecrets || found.changedFiles.length > 0 || filesChangedAt === undefined;
  if (unproven || process.state !== 'running' || process.startedAt === undefined) {
    return { reasons: [noMarker, ...fileReasons(found), ...stoppedReasons(process)] };
  }
  // Said this way round, a time that is no number proves nothing.
  if (!(process.startedAt > filesChangedAt)) {
    return { reasons: [noMarker, { code: 'process', text: `its process is older than its files (${process.detail})` }] };
  }
  return { runs: `no marker, yet files hold our part and the process is younger (${process.detail})`, reasons: [] };
}

function markerReasons(marker: Marker, desired: string): readonly RestartReason[] {
  if (marker.state === 'delivering') {
    return [{ code: 'in-doubt', text: 'an earlier delivery was cut short or taken back' }];
  }
  if (marker.fingerprint !== desired) {
    return [{ code: 'fingerprint', text: `${shortFingerprint(marker.fingerprint)} becomes ${shortFingerprint(desired)}` }];
  }
  return [];
}

function fileReasons(found: Found): readonly RestartReason[] {
  return found.changedFiles.length === 0 ? [] : [{ code: 'files', text: `${found.changedFiles.join(', ')} differs from the settings` }];
}

function stoppedReasons(process: ProcessState): readonly RestartReason[] {
  return process.state === 'stopped' ? [{ code: 'stopped', text: `its process does not run (${process.detail})` }] : [];
}

function processReasons(marker: Marker, process: ProcessState): readonly RestartReason[] {
  // Nothing to be younger than.
  if (process.state === 'stopped' || marker.state === 'delivering') {
    return stoppedReasons(process);
  }
  const younger = isYounger(marker, process);
  if (younger === undefined) {
    return [{ code: 'no-evidence', text: `nothing tells when its process started (${process.detail})` }];
  }
  return younger ? [] : [{ code: 'process', text: `its process is older than its files (${process.detail})` }];
}
