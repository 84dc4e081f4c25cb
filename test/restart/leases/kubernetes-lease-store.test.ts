import { KubernetesApi } from '../../../src/restart/drivers/kubernetes-api';
import { KubernetesLease } from '../../../src/restart/leases/kubernetes-lease';
import { KubernetesLeaseStore } from '../../../src/restart/leases/kubernetes-lease-store';
import { KUBERNETES_LOCK } from '../../../src/restart/spec/kubernetes-lock';
import { ImitatedKubernetes } from '../support/imitated-kubernetes';
import { VirtualClock } from '../support/virtual-clock';

/* By an imitated API server: the wire is real, the cluster is not. */

const PATH = '/apis/coordination.k8s.io/v1/namespaces/brokers/leases/mosquitto';
let server: ImitatedKubernetes;
let clock: VirtualClock;
beforeEach(async () => {
  server = await new ImitatedKubernetes().start();
  clock = new VirtualClock();
});
afterEach(() => server.stop());

const store = () => new KubernetesLeaseStore(
  new KubernetesApi({ access: () => server.access(), clock, redact: (text) => text, callSeconds: 5 }), { namespace: 'brokers', name: 'mosquitto' }, () => clock.date(),
);
const lease = (owner: string) => new KubernetesLease(store(), clock, { owner, ttl: 30_000 });

describe('a Lease, by an imitated API server', () => {
  test('holds the documented members and is written only over the version that was read', async () => {
    const first = lease('run 1');
    expect(await first.acquire()).toEqual({ held: true });
    expect(server.get(PATH)).toMatchObject({
      apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'mosquitto', namespace: 'brokers' },
      spec: { holderIdentity: 'run 1', leaseDurationSeconds: 30, leaseTransitions: 1, renewTime: expect.stringMatching(/^2026-11-22T.*\.\d{6}Z$/) },
    });
    const { renewTime } = server.get(PATH).spec;
    expect(await first.heartbeat()).toBe(true);
    // A write that changes nothing would make no new version, and nobody would see a sign of life.
    expect(server.get(PATH).spec.renewTime).not.toBe(renewTime);
    expect(server.calls).toEqual([`GET ${PATH}`, 'POST /apis/coordination.k8s.io/v1/namespaces/brokers/leases', `PUT ${PATH}`]);
  });

  test('goes to one of two; the other is told by 409', async () => {
    const answers = await Promise.all([lease('run 1').acquire(), lease('run 2').acquire()]);
    expect(answers.filter(({ held }) => held)).toHaveLength(1);
    expect(answers.find(({ held }) => !held)).toEqual({ held: false, owner: 'another run, which asked at the same time' });
  });

  test('is taken over once it has stood still, whatever its times say', async () => {
    await lease('run 1').acquire();
    const spec = { ...server.get(PATH).spec, renewTime: '1999-01-01T00:00:00.000000Z' };
    server.put(PATH, { ...server.get(PATH), spec });
    const second = lease('run 2');
    clock.slept = 0;
    expect(await second.acquire()).toEqual({ held: true });
    expect(clock.slept).toBeGreaterThanOrEqual(30_000);
    expect(second.number).toBe(2);
  });

  test('that others keep in another way is understood as far as it goes, and one that cannot be is not free', async () => {
    server.put(PATH, { metadata: { name: 'mosquitto' }, spec: {} });
    expect(await lease('run 1').acquire()).toEqual({ held: true });
    server.put(PATH, { metadata: { name: 'mosquitto' }, spec: { holderIdentity: 7 } });
    expect(await lease('run 2').acquire()).toEqual({ held: false, unclear: true, owner: 'nobody can tell: the Lease brokers/mosquitto cannot be understood' });
  });

  test.each([
    [403, /status 403: imitated trouble.*the login lacks a right/], [401, /status 401/],
  ])('behind a server that answers %d is not held, and the reason is told', async (status, owner) => {
    server.troubles.push({ status, times: 9 });
    expect(await lease('run 1').acquire()).toEqual({ held: false, unclear: true, owner: expect.stringMatching(owner) });
  });

  test('survives a server that asks for patience, loses an answer or is away for a moment', async () => {
    const first = lease('run 1');
    await first.acquire();
    server.troubles.push({ method: 'PUT', status: 429, retryAfter: 1, times: 1 });
    expect(await first.heartbeat()).toBe(true);
    server.troubles.push({ method: 'PUT', loseAnswer: true, times: 1 });
    expect(await first.heartbeat()).toBe(true);
    server.troubles.push({ method: 'PUT', status: 500, times: 1 });
    expect(await first.heartbeat()).toBe(true);
    clock.pass(15_000);
    expect(await first.heartbeat()).toBe(true);
    clock.pass(15_000);
    expect(first.holds).toBe(true);
  });

  test('whose first write lost its answer is given back', async () => {
    server.troubles.push({ method: 'POST', loseAnswer: true, times: 1 });
    expect(await lease('run 1').acquire()).toMatchObject({ held: false, unclear: true });
    expect(server.get(PATH).spec.holderIdentity).toBe('');
    expect(await lease('run 2').acquire()).toEqual({ held: true });
  });

  test('is given back and stays for the number', async () => {
    const first = lease('run 1');
    await first.acquire();
    await first.release();
    expect(server.get(PATH).spec).toMatchObject({ holderIdentity: '', leaseTransitions: 1 });
  });
});

test.each([
  [{ kind: 'kubernetes', namespace: 'brokers', name: 'Mosquitto' }, 'must be a DNS subdomain'],
  [{ kind: 'kubernetes', namespace: 'a.b' }, 'must be a DNS label'],
  [{ kind: 'kubernetes' }, 'expected string'],
])('the spec refuses %j', (spec, message) => {
  expect(KUBERNETES_LOCK.safeParse(spec).error?.issues[0].message).toContain(message);
});
