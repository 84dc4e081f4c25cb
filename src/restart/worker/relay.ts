import { Readable, Writable } from 'node:stream';

/**
 * Passes bytes on for as long as somebody takes them, and drops them afterwards.
 *
 * A reader that is slow slows down the source; one that has gone away does not, or the worker would wait for it.
 */
export function relay(source: Readable, target: Writable): void {
  let gone = false;
  target.on('error', () => {
    gone = true;
    source.resume();
  });
  source.on('data', (bytes: Buffer) => {
    if (!gone && !target.write(bytes)) {
      source.pause();
      target.once('drain', () => source.resume());
    }
  });
  source.on('error', () => undefined);
}
