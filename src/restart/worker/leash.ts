import { Readable, Writable } from 'node:stream';
import { PARENT_GONE, StopRequest } from './stop-request';

/*
 * What ties the worker to its front: the worker's standard input, a pipe of which the front alone has the other end. A request to stop is
 * a line of it. The system closes it with the front, however that ends, SIGKILL included, so its end says that nobody waits any more.
 */

/** Passes a request to stop on to the worker. */
export function sendStop(leash: Writable, reason: string): void {
  leash.write(`${reason.replace(/\n/g, ' ')}\n`);
}

/** Turns what comes from the front into requests to stop. */
export function followLeash(leash: Readable, stop: StopRequest): void {
  let rest = '';
  let ended = false;
  const end = () => {
    if (!ended) {
      ended = true;
      stop.ask(PARENT_GONE);
    }
  };
  leash.setEncoding('utf8');
  leash.on('data', (text: string) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop()!;
    lines.forEach((reason) => stop.ask(reason));
  });
  leash.on('end', end);
  leash.on('error', end);
}
