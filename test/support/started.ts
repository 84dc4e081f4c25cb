import { ChildProcess } from 'node:child_process';

/** How long a process of a test may take to say that it is there; it takes a second, or ten on a machine that has much else to do. */
const PATIENCE_MILLISECONDS = 25_000;

/** Starts a process of a test, and once more where it says nothing at all, which has been seen once in many hundred starts. */
export async function started<T>(start: () => { readonly child: ChildProcess; readonly ready: Promise<T> }): Promise<T> {
  const first = start();
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<'silent'>((resolve) => { timer = setTimeout(() => resolve('silent'), PATIENCE_MILLISECONDS); });
  const outcome = await Promise.race([first.ready.then((value) => ({ value })), silent]).finally(() => clearTimeout(timer));
  if (outcome !== 'silent') {
    return outcome.value;
  }
  first.ready.catch(() => undefined);
  first.child.kill('SIGKILL');
  return start().ready;
}
