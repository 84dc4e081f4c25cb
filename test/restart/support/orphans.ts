import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something holds, or fails with what was awaited. */
export async function until(what: string, holds: () => boolean, seconds = 20): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !holds();) {
    if (Date.now() > end) {
      throw new Error(`waited ${seconds} s for ${what}`);
    }
    await sleep(20);
  }
}

/** The process that holds the lease in a state folder; undefined when none does. */
export function leaseHolder(state: string): number | undefined {
  const newest = existsSync(state) ? readdirSync(state).filter((name) => /^lease-\d+\.json$/.test(name)).sort().pop() : undefined;
  if (newest === undefined) {
    return undefined;
  }
  const { pid, released } = JSON.parse(readFileSync(join(state, newest), 'utf8'));
  return released ? undefined : pid;
}

/** Whether a process runs; one that has ended and was not asked for its end does not. */
export function runs(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
