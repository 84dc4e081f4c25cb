import { posix } from 'node:path';
import { z } from 'zod';
import { BootTime, ProcessState } from './ports';
import { byCodePoint, canonicalJson } from '../../text/canonical';

/**
 * What the engine leaves beside a node's files: which fingerprint they hold and when that was.
 *
 * `delivering` is written before the first file changes, so that a run cut short is never taken for a finished one.
 */
export interface Marker {
  readonly schemaVersion: 1;
  readonly node: string;
  readonly state: 'delivering' | 'delivered';
  readonly fingerprint: string;
  readonly machineId?: string;
  readonly bootId?: string;
  /** Seconds since the boot when the files were in place. */
  readonly bootSeconds?: number;
  /** The process's start text when the files were in place; null when no process ran. */
  readonly startText?: string | null;
}

const MARKER = z.object({
  schemaVersion: z.literal(1),
  node: z.string(),
  state: z.enum(['delivering', 'delivered']),
  fingerprint: z.string(),
  machineId: z.string().optional(),
  bootId: z.string().optional(),
  bootSeconds: z.number().optional(),
  startText: z.string().nullable().optional(),
});

/** Where the marker of a node stands: beside the first of its files; undefined for a node without files. */
export function markerPath(node: string, files: { readonly [name: string]: string }): string | undefined {
  const first = Object.keys(files).sort(byCodePoint)[0];
  return first === undefined ? undefined : posix.join(posix.dirname(files[first]), `.broker-oauth-${encodeURIComponent(node)}.json`);
}

/** Reads a marker; anything that is not one counts as none. */
export function parseMarker(text: string | undefined): Marker | undefined {
  if (text === undefined) {
    return undefined;
  }
  try {
    return MARKER.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The marker's text. */
export function markerText(marker: Marker): string {
  return `${canonicalJson(marker, 2)}\n`;
}

/** The marker for files that are in place, with what tells later whether a process is younger. */
export function deliveredMarker(node: string, fingerprint: string, boot: BootTime, process: ProcessState): Marker {
  const startText = process.state === 'running' ? process.startText : process.state === 'stopped' ? null : undefined;
  return {
    schemaVersion: 1,
    node,
    state: 'delivered',
    fingerprint,
    machineId: boot.machineId,
    bootId: boot.bootId,
    bootSeconds: boot.bootSeconds,
    startText,
  };
}
