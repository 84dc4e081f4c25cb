import { LoadedLease } from '../../../src/restart/leases/loaded-lease';

const inner = () => ({
  beatEvery: 1, holds: true, number: 4, released: 0,
  acquire: async () => ({ held: true } as const), heartbeat: async () => true, async release() { this.released++; },
});

test('a lease is loaded when it is first asked for, and once', async () => {
  let loads = 0;
  const made = inner();
  const lease = new LoadedLease(10, async () => { loads++; return made; });
  expect([lease.beatEvery, lease.holds, lease.number, await lease.heartbeat(), loads]).toEqual([10, false, undefined, false, 0]);
  await lease.release();
  expect([await lease.acquire(), await lease.acquire(), loads]).toEqual([{ held: true }, { held: true }, 1]);
  expect([lease.holds, lease.number, await lease.heartbeat()]).toEqual([true, 4, true]);
  await lease.release();
  expect(made.released).toBe(1);
});

test('a client that cannot be loaded is no free lease', async () => {
  const lease = new LoadedLease(10, async () => { throw new Error('Cannot find module \'./engine-etcd.cjs\'\nRequire stack:\n- x'); });
  expect(await lease.acquire()).toEqual({
    held: false, unclear: true,
    owner: 'its client cannot be loaded: Cannot find module \'./engine-etcd.cjs\'; carry the files of the stack\'s folder together',
  });
});
