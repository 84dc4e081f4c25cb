import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { makeCloudAmqpDriver } from '../../../src/restart/drivers/cloudamqp';
import { readJob } from '../../../src/restart/drivers/cloudamqp-nodes';
import { CLOUDAMQP_DRIVER } from '../../../src/restart/spec/cloudamqp-driver';
import { FakeCloudAmqp } from '../support/fake-cloudamqp';
import { HandClock, worldOf } from '../support/world';

const RECORDINGS = resolve(__dirname, '../../../../shared/data/cloudamqp-recordings/oauth2-configuration.json');

let clock: HandClock;
let service: FakeCloudAmqp;
beforeEach(async () => {
  clock = new HandClock(0);
  service = await new FakeCloudAmqp(clock, '156', ['node-1', 'node-2']).start();
});
afterEach(() => service.stop());

function driver(more: object = {}, environment: { [name: string]: string } = { CLOUDAMQP_APIKEY: 'api-key' }) {
  const spec = CLOUDAMQP_DRIVER.parse({ kind: 'cloudamqp', instanceId: '156', node: 'node-1', baseUrl: `${service.url}/`, ...more });
  return makeCloudAmqpDriver(spec, worldOf('lavinmq', environment, clock));
}

const posts = () => service.requests.filter((request) => request.startsWith('POST')).length;

describe('a restart', () => {
  test('is done once the node was seen down and up again, not while the API still says that it runs', async () => {
    expect(await driver().restart()).toEqual({ ok: true, detail: 'CloudAMQP showed the restart after 60 s' });
    expect(service.taken).toEqual(['restart node-1']);
    expect(service.requests.slice(0, 3)).toEqual(['GET nodes', 'POST actions/restart', 'GET nodes']);
  });

  test.each([0, 5, 120, 290])('that begins %i s after it was taken is waited for', async (downAfter) => {
    service.course = { downAfter, upAfter: downAfter + 30 };
    expect(await driver().restart()).toEqual({ ok: true, detail: `CloudAMQP showed the restart after ${downAfter + 30} s` });
  });

  test('that is never seen fails, since nothing proves it', async () => {
    service.course = {};
    expect(await driver().restart()).toEqual({
      ok: false, detail: 'after 300 s the API has shown a running node all the while, so that nobody knows whether it restarted',
    });
    expect(posts()).toBe(1);
  });

  test('that is never seen counts where the stack says so', async () => {
    service.course = {};
    expect(await driver({ assumeAfterSeconds: 120 }).restart()).toEqual({
      ok: true, detail: 'CloudAMQP took the restart and has shown a running node for 120 s; taken for done by assumeAfterSeconds',
    });
  });

  test('of a node that does not come back fails at the end of its time', async () => {
    service.course = { downAfter: 10 };
    expect(await driver({ timeoutSeconds: 600 }).restart()).toEqual({ ok: false, detail: 'after 600 s the node does not run' });
  });

  test('of a node that was replaced meanwhile fails and names both machines', async () => {
    service.course = { downAfter: 10, upAfter: 100, replacedAfter: 50 };
    const { ok, detail } = await driver().restart();
    expect(ok).toBe(false);
    expect(detail).toContain('the node was replaced meanwhile (hostname node-1-01.rmq.example.com became node-1-02.rmq.example.com');
  });

  test.each([423, 429, 503])('that is refused by %i goes out again, after pauses that grow', async (status) => {
    service.troubles.push({ status }, { status }, { status });
    expect(await driver().restart()).toMatchObject({ ok: true });
    expect([posts(), service.taken]).toEqual([4, ['restart node-1']]);
    // 5, 10 and 20 s, then a minute for the restart.
    expect(clock.now()).toBe(95_000);
  });

  test('that is refused all the time has not begun', async () => {
    service.troubles.push(...Array.from({ length: 100 }, () => ({ status: 423 })));
    expect(await driver({ timeoutSeconds: 300 }).restart()).toEqual({
      ok: false, begun: false, detail: '/api/instances/156/actions/restart: status 423: busy with something else',
    });
    expect(service.taken).toEqual([]);
  });

  test.each([400, 401, 403, 404, 409, 410, 422])('that is refused by %i has not begun and is not asked for again', async (status) => {
    service.troubles.push({ status, body: '{"error":"it is so"}' });
    expect(await driver().restart()).toEqual({ ok: false, begun: false, detail: `/api/instances/156/actions/restart: status ${status}: it is so` });
    expect(posts()).toBe(1);
  });

  test('whose answer is lost is not asked for again; the node is looked at', async () => {
    service.troubles.push('lost-after');
    const { ok, detail } = await driver().restart();
    expect([ok, posts()]).toEqual([true, 1]);
    expect(detail).toMatch(/^CloudAMQP showed the restart after 60 s, although the answer to the restart was lost \(.*ECONNRESET\)\)$/);
  });

  test('that was lost on its way there is not asked for again either, and fails', async () => {
    service.troubles.push('lost-before');
    const { ok, begun, detail } = await driver({ assumeAfterSeconds: 10 }).restart();
    expect([ok, begun, posts()]).toEqual([false, undefined, 1]);
    expect(detail).toMatch(/^the answer to the restart was lost .*; after 300 s the API has shown a running node all the while/);
  });

  test.each([
    [{ status: 400, body: '{"error":"Timeout talking to backend"}' }],
    [{ status: 400, body: '{"error_code":40099,"error":"x"}' }],
    [{ status: 500, body: 'x' }],
    [{ status: 302, body: '' }],
  ])('that may have been taken (%j) is not asked for again', async (trouble) => {
    service.troubles.push(trouble);
    expect(await driver().restart()).toMatchObject({ ok: false, detail: expect.stringContaining('the answer to the restart was lost') });
    expect(posts()).toBe(1);
  });

  test('with a job is done once the job is', async () => {
    service.course = { job: { endsAfter: 42, status: 'completed' } };
    expect(await driver().restart()).toEqual({ ok: true, detail: 'CloudAMQP showed the restart after 0 s' });
    expect(clock.now()).toBe(45_000);
  });

  test('with a job that fails fails with its reason', async () => {
    service.course = { job: { endsAfter: 20, status: 'failed', error: 'no room' } };
    expect(await driver().restart()).toEqual({ ok: false, detail: 'CloudAMQP\'s job failed: no room' });
  });

  test('with a job that never ends fails at the end of its time', async () => {
    service.course = { job: { endsAfter: Infinity, status: 'completed' } };
    expect(await driver({ timeoutSeconds: 60 }).restart()).toEqual({ ok: false, detail: 'CloudAMQP\'s job is still pending' });
  });

  test('outlives questions that fail for a while', async () => {
    service.badReads.push(503, 429, 500);
    service.course = { downAfter: 0, upAfter: 20 };
    expect(await driver().restart()).toMatchObject({ ok: true });
    expect(posts()).toBe(1);
  });

  test.each([
    ['of a node that the instance has not', { node: 'node-3' }, 'the instance has no node node-3; it has node-1, node-2'],
    ['of an instance that there is not', { instanceId: '1' }, '/api/instances/1/nodes: status 404: Instance not found'],
    ['without a key', { apiKeyVariable: 'NONE' }, 'the environment variable NONE with CloudAMQP\'s API key is not set'],
  ])('%s has not begun', async (_what, more, detail) => {
    expect(await driver(more).restart()).toEqual({ ok: false, begun: false, detail });
    expect(posts()).toBe(0);
  });

  test('with a wrong key has not begun, and shows no key', async () => {
    const outcome = await driver({}, { CLOUDAMQP_APIKEY: 'another-key' }).restart();
    expect(outcome).toEqual({ ok: false, begun: false, detail: '/api/instances/156/nodes: status 401: Unauthorized' });
  });

  test('shows nothing secret and no control characters of an answer', async () => {
    service.troubles.push({ status: 422, body: JSON.stringify({ message: `api-key \u001b[31m${'x'.repeat(1000)}` }) });
    const { detail } = await driver().restart();
    expect(detail).toContain('(hidden) \\u001b[31m');
    expect(detail.length).toBeLessThan(400);
  });

  test('that could not be sent at all has not begun', async () => {
    const lost = driver({ timeoutSeconds: 20 });
    await service.stop();
    expect(await lost.restart()).toMatchObject({ ok: false, begun: false });
    service = await new FakeCloudAmqp(clock, '156', []).start();
  });
});

test('a node is stopped and started', async () => {
  const node = driver();
  service.course = { downAfter: 20 };
  expect(await node.stop()).toEqual({ ok: true, detail: 'CloudAMQP showed the stop after 20 s' });
  expect(await node.process()).toEqual({ state: 'stopped', detail: 'CloudAMQP says that it does not run' });
  service.course = { upAfter: 30 };
  expect(await node.start()).toEqual({ ok: true, detail: 'CloudAMQP showed the start after 30 s' });
  expect(await node.process()).toEqual({ state: 'running', detail: 'CloudAMQP says that it runs' });
  expect(service.taken).toEqual(['stop node-1', 'start node-1']);
});

test('whether a node runs is unknown while the API gives no answer', async () => {
  service.badReads.push(...Array.from({ length: 50 }, () => 500));
  expect(await driver().process()).toEqual({ state: 'unknown', detail: '/api/instances/156/nodes: status 500: not now' });
  expect(clock.now()).toBeLessThanOrEqual(60_000);
});

test('nobody can tell who leads, when the node started, or what its log says; and no file can be written', async () => {
  const node = driver();
  expect([await node.leads(), await node.bootTime(), await node.logTail(), await node.files.read('/x')]).toEqual([undefined, {}, '', undefined]);
  await expect(node.files.replace('/x', '', false)).rejects.toThrow('the service runs the node');
});

describe('the spec', () => {
  const parse = (more: object) => CLOUDAMQP_DRIVER.safeParse({ kind: 'cloudamqp', instanceId: '156', node: 'n', ...more });

  test('has the defaults that the documentation names', () => {
    expect(parse({}).data).toEqual({
      kind: 'cloudamqp', instanceId: '156', node: 'n', apiKeyVariable: 'CLOUDAMQP_APIKEY', baseUrl: 'https://customer.cloudamqp.com',
      pollSeconds: 5, downSeconds: 300, timeoutSeconds: 1800,
    });
  });

  test.each([
    { instanceId: '1/../2' }, { baseUrl: 'https://u:p@customer.cloudamqp.com' }, { pollSeconds: 0 }, { assumeAfterSeconds: 301 }, { node: '' },
  ])('refuses %j', (more) => {
    expect(parse(more).success).toBe(false);
  });
});

(existsSync(RECORDINGS) ? test : test.skip)('recorded jobs are understood (skipped where there are no recordings)', () => {
  const { recordings } = JSON.parse(readFileSync(RECORDINGS, 'utf8'));
  const jobs = recordings.flatMap((recording: any) => recording.interactions).filter((one: any) => one.path.includes('/jobs/'));
  expect(jobs.length).toBeGreaterThan(5);
  expect(new Set(jobs.map((one: any) => readJob(JSON.parse(one.responseBody))?.status))).toEqual(new Set(['completed']));
});
