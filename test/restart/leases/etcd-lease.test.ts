import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOCAL_CLOCK } from '../../../src/restart/engine/local-ports';
import { EtcdLock } from '../../../src/restart/leases/etcd-client';
import { EtcdLease } from '../../../src/restart/leases/etcd-lease';
import { ETCD_LOCK } from '../../../src/restart/spec/etcd-lock';
import { temporaryFolder } from '../../support/folders';
import { describeWithEtcd, EtcdServer, makeCertificates } from '../support/etcd-server';

const KEY = '/broker-oauth/leases/test';
const PORT = 21_000;

/** The least that a spec may name is ten seconds; tests have less time. */
function lockOf(endpoint: string, more: Partial<EtcdLock> = {}): EtcdLock {
  return { ...ETCD_LOCK.parse({ kind: 'etcd', endpoints: [endpoint] }), ttlSeconds: 3, ...more };
}

let runs = 0;
function leaseAt(endpoint: string, more: Partial<EtcdLock> = {}, environment: { readonly [name: string]: string } = {}): EtcdLease {
  return new EtcdLease({ lock: lockOf(endpoint, more), key: KEY, owner: `run ${++runs}`, environment, clock: LOCAL_CLOCK });
}

/** Lets an owner show that it lives until something is done. */
async function whileBeating<T>(owner: EtcdLease, work: Promise<T>): Promise<T> {
  let over = false;
  const done = work.finally(() => { over = true; });
  while (!over) {
    await owner.heartbeat();
    await sleep(owner.beatEvery / 2);
  }
  return done;
}

describeWithEtcd('a lease in a real etcd', () => {
  let server: EtcdServer;
  const open: EtcdLease[] = [];
  const lease = (): EtcdLease => {
    const made = leaseAt(server.endpoint);
    open.push(made);
    return made;
  };
  beforeAll(async () => { server = await EtcdServer.start(PORT); });
  afterAll(() => server.stop());
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.release()));
    const client = server.client();
    await client.delete().key(KEY);
    client.close();
  });

  test('is held by the first that asks, with the revision of its key as number', async () => {
    const one = lease();
    expect([one.holds, one.number]).toEqual([false, undefined]);
    expect(await one.acquire()).toEqual({ held: true });
    const client = server.client();
    const [stood] = (await client.get(KEY).exec()).kvs;
    client.close();
    expect([one.holds, one.number]).toEqual([true, Number(stood.create_revision)]);
    expect(JSON.parse(stood.value.toString())).toEqual({ owner: `run ${runs}`, since: expect.stringMatching(/^\d{4}-/) });
  });

  test('is refused while its owner shows that it lives, and free at once when given back, with a higher number', async () => {
    const [one, two] = [lease(), lease()];
    await one.acquire();
    const first = one.number!;
    const { held, owner } = await whileBeating(one, two.acquire()) as { held: boolean; owner: string };
    expect(held).toBe(false);
    expect(owner).toMatch(new RegExp(`^run ${runs - 1} since .* \\(revision ${first}\\), by the key ${KEY}, which etcd removes \\d s after that run's last sign of life$`));
    await one.release();
    expect([one.holds, one.number]).toEqual([false, undefined]);
    expect(await two.acquire()).toEqual({ held: true });
    expect(two.number).toBeGreaterThan(first);
  });

  test('is held by exactly one of many who ask at once', async () => {
    const asking = Array.from({ length: 6 }, lease);
    let over = false;
    const answers = Promise.all(asking.map((one) => one.acquire())).finally(() => { over = true; });
    while (!over) {
      await Promise.all(asking.filter((one) => one.holds).map((one) => one.heartbeat()));
      await sleep(200);
    }
    expect((await answers).filter((answer) => answer.held)).toHaveLength(1);
  });

  test('of an owner that was killed goes over once etcd has given it up, and not before', async () => {
    const script = `
      require('./scripts/register.cjs');
      const { EtcdLease } = require('./src/restart/leases/etcd-lease');
      const { LOCAL_CLOCK } = require('./src/restart/engine/local-ports');
      const lock = JSON.parse(process.argv[1]);
      const lease = new EtcdLease({ lock, key: ${JSON.stringify(KEY)}, owner: 'the killed', environment: {}, clock: LOCAL_CLOCK });
      lease.acquire().then((answer) => console.log(JSON.stringify(answer)));
      setInterval(() => lease.heartbeat(), 500);
    `;
    const killed = spawn(process.execPath, ['-e', script, JSON.stringify(lockOf(server.endpoint))], { stdio: ['ignore', 'pipe', 'inherit'] });
    const answer = await new Promise((done) => killed.stdout.once('data', (bytes: Buffer) => done(JSON.parse(bytes.toString()))));
    expect(answer).toEqual({ held: true });
    killed.kill('SIGKILL');
    const begun = Date.now();
    expect(await lease().acquire()).toEqual({ held: true });
    expect(Date.now() - begun).toBeGreaterThan(1500);
  });

  test('ends by the owner\'s own clock before etcd gives it to another, when the connection is lost', async () => {
    const one = lease();
    await one.acquire();
    await server.end('SIGSTOP');
    const begun = LOCAL_CLOCK.now();
    try {
      while (one.holds) {
        void one.heartbeat();
        await sleep(50);
      }
      // Two thirds of three seconds; etcd itself counts all three.
      expect(LOCAL_CLOCK.now() - begun).toBeLessThan(2500);
    } finally {
      await server.end('SIGCONT');
    }
    expect(await one.heartbeat()).toBe(false);
  });

  test('survives a restart of etcd', async () => {
    const one = lease();
    await one.acquire();
    const number = one.number;
    await server.end();
    await server.begin();
    expect(await one.heartbeat()).toBe(true);
    expect(one.number).toBe(number);
    expect(await whileBeating(one, lease().acquire())).toMatchObject({ held: false });
    expect(one.holds).toBe(true);
  });

  test('is lost when somebody removes the key, or ends the lease', async () => {
    const client = server.client();
    const one = lease();
    await one.acquire();
    await client.delete().key(KEY);
    expect([await one.heartbeat(), one.holds]).toEqual([false, false]);
    const two = lease();
    await two.acquire();
    const [stood] = (await client.get(KEY).exec()).kvs;
    await client.leaseClient.leaseRevoke({ ID: stood.lease });
    expect([await two.heartbeat(), two.number]).toEqual([false, undefined]);
    client.close();
  });

  test('of a key without a lease stands until somebody removes it, and says so', async () => {
    const client = server.client();
    await client.put(KEY).value('somebody');
    expect(await lease().acquire()).toEqual({
      held: false, owner: `an owner that cannot be understood; the key ${KEY} is bound to no lease, so it stands until somebody removes it`,
    });
    client.close();
  });

  test('says which etcd cannot be asked, and nothing of a password', async () => {
    const answer = await leaseAt('http://127.0.0.1:21099').acquire();
    expect(answer).toMatchObject({ held: false, unclear: true, owner: expect.stringMatching(/^etcd at http:\/\/127\.0\.0\.1:21099: .*ECONNREFUSED/) });
    const named = { user: 'engine', passwordVariable: 'ETCD_PASSWORD' };
    expect(await leaseAt(server.endpoint, named).acquire()).toMatchObject({
      held: false, unclear: true, owner: expect.stringContaining('the environment variable ETCD_PASSWORD with the password of engine is not set'),
    });
  });
});

describeWithEtcd('a lease in an etcd that asks who one is', () => {
  let server: EtcdServer;
  const named = { user: 'engine', passwordVariable: 'ETCD_PASSWORD' };
  beforeAll(async () => {
    server = await EtcdServer.start(PORT + 10);
    const client = server.client();
    await client.role('root').create();
    await client.role('leases').create();
    await client.role('leases').grant({ permission: 'Readwrite', range: client.range({ prefix: '/broker-oauth/' }) });
    await client.user('root').create('root-password');
    await client.user('root').addRole('root');
    await client.user('engine').create('hunter22');
    await client.user('engine').addRole('leases');
    await client.user('stranger').create('hunter22');
    await client.auth.authEnable();
    client.close();
  });
  afterAll(() => server.stop());

  test('is held by a user who may write its keys, also after etcd has forgotten its token', async () => {
    const lease = leaseAt(server.endpoint, named, { ETCD_PASSWORD: 'hunter22' });
    expect(await lease.acquire()).toEqual({ held: true });
    await server.end();
    await server.begin();
    await lease.heartbeat();
    expect(await lease.heartbeat()).toBe(true);
    await lease.release();
  });

  test.each([
    ['a wrong password', named, 'wrong-password', /authentication failed, invalid user ID or password/],
    ['a user who may not write there', { ...named, user: 'stranger' }, 'hunter22', /permission denied/],
    ['no user', {}, '', /user name is empty/],
  ])('is refused with etcd\'s own words for %s', async (_case, more, password, words) => {
    const answer = await leaseAt(server.endpoint, more, { ETCD_PASSWORD: password }).acquire();
    expect(answer).toMatchObject({ held: false, unclear: true, owner: expect.stringMatching(words) });
    expect(JSON.stringify(answer)).not.toContain(password || 'hunter22');
  });
});

describeWithEtcd('a lease in an etcd with TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'broker-oauth-tls-'));
  let server: EtcdServer;
  const files = makeCertificates(folder);
  beforeAll(async () => { server = await EtcdServer.start(PORT + 20, files); });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  test('is held by who shows a certificate that etcd trusts', async () => {
    const lease = leaseAt(server.endpoint, { caFile: files.ca, certificateFile: files.certificate, keyFile: files.key });
    expect(await lease.acquire()).toEqual({ held: true });
    expect(await lease.heartbeat()).toBe(true);
    await lease.release();
  });

  test('is not asked of an etcd whose certificate nobody knows', async () => {
    const answer = await leaseAt(server.endpoint, { certificateFile: files.certificate, keyFile: files.key }).acquire();
    expect(answer).toMatchObject({ held: false, unclear: true, owner: expect.stringMatching(/certificate/) });
  });

  test('names a file that cannot be read', async () => {
    expect(await leaseAt(server.endpoint, { caFile: '/no/such/ca.crt' }).acquire()).toMatchObject({ owner: expect.stringContaining('/no/such/ca.crt cannot be read (ENOENT)') });
  });

  test('works from the bundle, which holds etcd\'s protocol', async () => {
    const place = temporaryFolder();
    execFileSync(process.execPath, ['scripts/bundle-engine.mjs', join(place, 'engine.cjs')]);
    writeFileSync(join(place, 'ask.cjs'), `
      const { EtcdLease } = require('./engine-etcd.cjs');
      const clock = { now: () => performance.now(), date: () => new Date(), sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)) };
      const lease = new EtcdLease({ lock: JSON.parse(process.argv[2]), key: 'k', owner: 'bundle', environment: {}, clock });
      lease.acquire().then(async (answer) => { console.log(JSON.stringify(answer)); await lease.release(); });
    `);
    const lock = lockOf(server.endpoint, { caFile: files.ca, certificateFile: files.certificate, keyFile: files.key });
    expect(execFileSync(process.execPath, [join(place, 'ask.cjs'), JSON.stringify(lock)], { encoding: 'utf8', timeout: 20_000 })).toBe('{"held":true}\n');
  });
});

describe('a spec with a lease in etcd', () => {
  const lock = (more: object) => ETCD_LOCK.safeParse({ kind: 'etcd', endpoints: ['https://etcd-1.example.com:2379'], ...more });

  test('has defaults', () => {
    expect(lock({}).data).toEqual({
      kind: 'etcd', endpoints: ['https://etcd-1.example.com:2379'], keyPrefix: '/broker-oauth/leases/', waitSeconds: 0, ttlSeconds: 60,
      folder: '/var/tmp/broker-oauth',
    });
  });

  test.each([
    [{ endpoints: [] }, 'endpoints'],
    [{ endpoints: ['etcd-1.example.com:2379'] }, 'endpoints'],
    [{ endpoints: ['https://user:secret@a:2379'] }, 'endpoints'],
    [{ endpoints: ['https://a:2379', 'http://b:2379'] }, 'endpoints'],
    [{ endpoints: ['http://a:2379'], caFile: '/ca' }, 'endpoints'],
    [{ certificateFile: '/cert' }, 'keyFile'],
    [{ user: 'engine' }, 'passwordVariable'],
    [{ passwordVariable: 'P' }, 'passwordVariable'],
    [{ ttlSeconds: 5 }, 'ttlSeconds'],
    [{ keyPrefix: 'a b' }, 'keyPrefix'],
  ])('refuses %j', (more, path) => {
    expect(lock(more).error?.issues.map((issue) => issue.path[0])).toEqual([path]);
  });
});
