import { setTimeout as sleep } from 'node:timers/promises';
import { Clock } from './ports';

/** The time of this machine. */
export const LOCAL_CLOCK: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  sleep: async (milliseconds, signal) => {
    // Only the signal can end it early.
    await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  },
};
