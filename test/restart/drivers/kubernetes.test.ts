import { KubernetesContext, KubernetesDriver, KubernetesDriverSpec } from '../../../src/restart/drivers/kubernetes';
import { KubernetesApi } from '../../../src/restart/drivers/kubernetes-api';
import { markerText } from '../../../src/restart/engine/marker';
import { KUBERNETES_DRIVER } from '../../../src/restart/spec/kubernetes-driver';
import { ImitatedKubernetes } from '../support/imitated-kubernetes';
import { VirtualClock } from '../support/virtual-clock';

/* By an imitated API server: the wire is real, the cluster is not. */

const POD = '/api/v1/namespaces/brokers/pods/broker-0';
const SET = '/apis/apps/v1/namespaces/brokers/statefulsets/broker';
const MAP = '/api/v1/namespaces/brokers/configmaps/ese-1';
const PLATFORM = '/apis/hivemq.com/v1/namespaces/brokers/hivemq-platforms/prod';

let server: ImitatedKubernetes;
let clock: VirtualClock;
beforeEach(async () => {
  server = await new ImitatedKubernetes().start();
  clock = new VirtualClock();
  server.put(MAP, { metadata: { name: 'ese-1' }, immutable: true, data: { 'config.xml': '<a/>' } });
  server.put(SET, statefulSet());
  server.now += 60;
  server.put(POD, pod());
});
afterEach(() => server.stop());

interface SetChanges {
  strategy?: string; partition?: number; update?: string; current?: string; generation?: number; observed?: number; env?: object[];
}

function statefulSet(more: SetChanges = {}) {
  return {
    metadata: { name: 'broker', generation: more.generation ?? 1 },
    spec: { replicas: 3, updateStrategy: { type: more.strategy ?? 'OnDelete', rollingUpdate: { partition: more.partition ?? 0 } }, template: { spec: { containers: [{ name: 'hivemq', env: more.env ?? [] }] } } },
    status: { observedGeneration: more.observed ?? 1, readyReplicas: 3, updatedReplicas: 3, currentRevision: more.current ?? 'broker-a', updateRevision: more.update ?? 'broker-a' },
  };
}

function pod(more: { revision?: string; map?: string; env?: object[]; state?: object; owner?: object[]; projected?: boolean } = {}) {
  const configMap = { name: more.map ?? 'ese-1' };
  return {
    metadata: {
      name: 'broker-0', labels: { 'controller-revision-hash': more.revision ?? 'broker-a' },
      ownerReferences: more.owner ?? [{ kind: 'StatefulSet', name: 'broker', controller: true }],
    },
    spec: {
      containers: [{ name: 'hivemq', env: more.env ?? [] }],
      volumes: [{ emptyDir: {} }, more.projected === true ? { projected: { sources: [{ secret: {} }, { configMap }] } } : { configMap }],
    },
    status: {
      phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: 'hivemq', containerID: 'containerd://1', state: more.state ?? { running: { startedAt: server.time() } } }],
    },
  };
}

function platform(state: string, allowAll: boolean | undefined, more: object = {}) {
  const extensions = [{ id: 'hivemq-enterprise-security-extension', enabled: true }, ...(allowAll === undefined ? [] : [{ id: 'hivemq-allow-all-extension', enabled: allowAll }])];
  return { metadata: { name: 'prod' }, spec: { extensions }, status: { state, ...more } };
}

function driver(spec: Partial<KubernetesDriverSpec> = {}, context: Partial<KubernetesContext> = {}): KubernetesDriver {
  return new KubernetesDriver(KUBERNETES_DRIVER.parse({ kind: 'kubernetes', namespace: 'brokers', statefulSet: 'broker', pod: 'broker-0', ...spec }), {
    api: new KubernetesApi({ access: () => server.access(), clock, redact: (text) => text, callSeconds: 5 }),
    clock, redact: (text) => text.replace(/hunter2/g, '***'), files: { 'config.xml': 'ese-1/config.xml' }, namesSecrets: false, needsAllowAllOff: false,
    commandSeconds: 20, readySeconds: 40, ...context,
  });
}

const deliver = (to: KubernetesDriver, fingerprint: string) =>
  to.files.replace('ese-1/.broker-oauth-a.json', markerText({ schemaVersion: 1, node: 'a', state: 'delivered', fingerprint }), false);

describe('a pod, by an imitated API server', () => {
  test('runs what it should when it was made from the newest template and mounts the ConfigMap of now', async () => {
    expect(await driver().runs('f')).toEqual({
      proved: true,
      detail: `made from the newest template, with the ConfigMaps of now: pod ${server.get(POD).metadata.uid} of 2026-11-22T10:01:00Z; revision broker-a, 3 of 3 updated, 3 ready`,
    });
    server.put(POD, pod({ projected: true }));
    expect((await driver().runs('f')).proved).toBe(true);
  });

  const CASES: readonly [string, () => void, string][] = [
    ['is not there', () => server.objects.delete(POD), 'the pod is not there'],
    ['has no StatefulSet', () => server.objects.delete(SET), 'the StatefulSet is not there'],
    ['is ending', () => server.put(POD, { ...pod(), metadata: { ...pod().metadata, deletionTimestamp: server.time() } }), 'the pod is ending'],
    ['was made from an older template', () => server.put(SET, statefulSet({ update: 'broker-b' })), 'the pod was made from revision broker-a, and broker-b is the newest'],
    ['has a controller that is behind', () => server.put(SET, statefulSet({ generation: 2 })), 'the StatefulSet\'s controller has not seen its newest template yet'],
    ['belongs to another', () => server.put(POD, pod({ owner: [{ kind: 'Job', name: 'x', controller: true }] })), 'the pod belongs to Job x, and nobody would make it anew as it should be'],
    ['belongs to nobody', () => server.put(POD, pod({ owner: [] })), 'the pod belongs to nobody, and nobody would make it anew as it should be'],
    ['mounts another ConfigMap', () => server.put(POD, pod({ map: 'ese-0' })), 'the pod does not mount the ConfigMap ese-1'],
    ['has no ConfigMap', () => server.objects.delete(MAP), 'there is no ConfigMap ese-1'],
    ['is older than what its ConfigMap holds', () => {
      server.put(MAP, { metadata: { name: 'ese-1', managedFields: [{ time: server.time() }] }, data: { 'config.xml': '<b/>' } });
    }, 'the ConfigMap ese-1 was written after the pod was made'],
  ];
  test.each(CASES)('that %s does not', async (_, change, detail) => {
    change();
    expect(await driver().runs('f')).toEqual({ proved: false, detail });
  });

  test('younger than the last writing of a ConfigMap that may change does', async () => {
    server.put(MAP, { metadata: { name: 'ese-1', managedFields: [{ time: '2026-11-22T10:00:59Z' }] }, data: { 'config.xml': '<a/>' } });
    expect((await driver().runs('f')).proved).toBe(true);
    server.put(MAP, { metadata: { name: 'ese-1', managedFields: [{ time: 'soon' }] }, data: { 'config.xml': '<a/>' } });
    expect((await driver().runs('f')).proved).toBe(false);
  });

  test.each([
    [{ running: { startedAt: '2026-11-22T10:01:00Z' } }, 'running', /^pod uid-\d+, container hivemq started 2026-11-22T10:01:00Z$/],
    [{ waiting: { reason: 'CrashLoopBackOff' } }, 'stopped', /does not run: CrashLoopBackOff$/],
    [{ terminated: { reason: 'OOMKilled', exitCode: 137 } }, 'stopped', /does not run: OOMKilled$/],
    [{}, 'stopped', /does not run: Running$/],
  ])('whose container is %j is %s', async (state, expected, detail) => {
    server.put(POD, pod({ state }));
    expect(await driver().process()).toMatchObject({ state: expected, detail: expect.stringMatching(detail) });
  });

  test('that is not there is stopped; of one that may not be looked at nobody knows', async () => {
    server.objects.delete(POD);
    expect(await driver().process()).toEqual({ state: 'stopped', detail: 'there is no pod broker-0' });
    server.troubles.push({ status: 403, times: 1 });
    expect(await driver().process()).toEqual({ state: 'unknown', detail: expect.stringContaining('the login lacks a right') });
    server.put(POD, { metadata: { name: 'broker-0' }, spec: {} });
    expect(await driver().process()).toEqual({ state: 'unknown', detail: `${POD}: the answer has another shape than the API's documents say: spec.containers` });
  });

  test('shows the log of the container that ended before, else its own', async () => {
    server.logs.set('broker-0', 'now hunter2\n');
    expect(await driver().logTail()).toBe('now ***');
    server.logs.set('broker-0 previous', `${'older\n'.repeat(30)}Invalid configuration\n`);
    expect(await driver({ container: 'hivemq' }).logTail()).toMatch(/^(older\n){19}Invalid configuration$/);
    expect(server.calls.at(-1)).toBe(`GET ${POD}/log?tailLines=20&container=hivemq&previous=true`);
    server.logs.clear();
    expect(await driver().logTail()).toMatch(/^the log cannot be read: the log: status 400/);
  });

  test('cannot be stopped or started, and nobody can tell whether it leads', async () => {
    expect(await driver().stop()).toMatchObject({ ok: false, begun: false });
    expect(await driver().start()).toMatchObject({ ok: false, begun: false });
    expect(await driver().leads()).toBeUndefined();
    expect(await driver().bootTime()).toEqual({});
  });
});

describe('files of a pod', () => {
  test('are keys of ConfigMaps, which are read and never written', async () => {
    expect(await driver().files.read('ese-1/config.xml')).toEqual({ text: '<a/>', changedAt: Date.parse('2026-11-22T10:00:00Z') });
    expect(await driver().files.read('ese-1/other.xml')).toBeUndefined();
    expect(await driver().files.read('ese-2/config.xml')).toBeUndefined();
    expect(await driver().files.read('ese-1/.broker-oauth-a.json')).toBeUndefined();
    await expect(driver().files.replace('ese-1/config.xml', '<b/>', true)).rejects.toThrow('ConfigMaps belong to Terraform');
    expect(server.calls.filter((call) => !call.startsWith('GET'))).toEqual([]);
  });
});

describe('a pod that the engine replaces, by an imitated API server', () => {
  test('is deleted as the one that was looked at, and its successor remembers what it was started with', async () => {
    server.put(SET, statefulSet({ update: 'broker-b' }));
    server.successor = () => pod({ revision: 'broker-b' });
    const before = await driver().process();
    const one = driver();
    await deliver(one, 'f1');
    expect(await one.restart()).toEqual({ ok: true, detail: expect.stringContaining('revision broker-b') });
    expect(server.get(POD).metadata.annotations).toEqual({ 'cdktf-broker-oauth/fingerprint': 'f1' });
    expect((await one.process()).startText).not.toBe(before.startText);
    expect(await one.runs('f1')).toMatchObject({ proved: true });
    expect(await one.runs('f2')).toEqual({ proved: false, detail: 'the pod was started with other settings, as its annotation says' });
  });

  test('is proved by its annotation alone where files name secrets', async () => {
    expect(await driver({}, { namesSecrets: true }).runs('f1')).toEqual({
      proved: false, detail: 'its files name secrets, and no annotation says with which versions the pod was started',
    });
    const one = driver({}, { namesSecrets: true });
    await deliver(one, 'f1');
    await one.restart();
    expect(await one.runs('f1')).toMatchObject({ proved: true });
  });

  test('is not deleted when another one has taken its place', async () => {
    server.troubles.push({ method: 'DELETE', status: 409, times: 1 });
    expect(await driver().restart()).toMatchObject({ ok: false, detail: expect.stringContaining('not replaced within 20 s: the pod is still the old one') });
  });

  test.each([
    [401, /status 401/], [403, /status 403: imitated trouble/], [422, /status 422/],
  ])('is left alone after %d, and nobody asks again', async (status, detail) => {
    server.troubles.push({ method: 'DELETE', status, times: 1 });
    expect(await driver().restart()).toEqual({ ok: false, detail: expect.stringMatching(detail) });
    expect(server.calls.filter((call) => call.startsWith('DELETE'))).toHaveLength(1);
  });

  test.each([500, 503])('may be gone after %d, so its successor is waited for', async (status) => {
    server.troubles.push({ method: 'DELETE', status, times: 1 });
    const before = server.get(POD).metadata.uid;
    // Two looks and the deletion come first.
    server.at(POD, 5, () => {
      server.objects.delete(POD);
      server.put(POD, pod());
    });
    expect(await driver().restart()).toMatchObject({ ok: true });
    expect(server.get(POD).metadata.uid).not.toBe(before);
  });

  test('whose deletion has no answer is looked for', async () => {
    server.troubles.push({ method: 'DELETE', loseAnswer: true, times: 1 });
    expect(await driver().restart()).toMatchObject({ ok: true });
  });

  test('is deleted after the server\'s patience, by 429 and Retry-After', async () => {
    server.troubles.push({ method: 'DELETE', status: 429, retryAfter: 2, times: 1 });
    expect(await driver().restart()).toMatchObject({ ok: true });
    expect(clock.slept).toBeGreaterThanOrEqual(2000);
  });

  test('that is gone already is waited for', async () => {
    server.objects.delete(POD);
    server.at(POD, 4, () => server.put(POD, pod()));
    expect(await driver().restart()).toMatchObject({ ok: true });
    expect(server.calls.some((call) => call.startsWith('DELETE'))).toBe(false);
  });

  test('that does not come back is told, with the state of the rollout', async () => {
    server.successor = undefined;
    expect(await driver().restart()).toEqual({
      ok: false, detail: 'not replaced within 20 s: the pod is not there (pod missing; revision broker-a, 3 of 3 updated, 3 ready)',
    });
  });

  test.each([
    [1, 'broker-0', 'the StatefulSet\'s own controller is replacing pods'],
    [2, 'broker-0', 'the StatefulSet\'s own controller is replacing pods'],
    [3, 'broker-0', 'below its partition the StatefulSet makes pods anew from the revision before'],
    [3, 'broker-a', undefined],
  ])('of three, with the partition %i and the revision %s before, is left alone where it would not come back new', async (partition, current, why) => {
    server.put(SET, statefulSet({ strategy: 'RollingUpdate', partition, current, update: 'broker-a' }));
    const outcome = await driver().restart();
    expect(outcome).toMatchObject(why === undefined ? { ok: true } : { ok: false, begun: false, detail: expect.stringContaining(why) });
    expect(server.calls.some((call) => call.startsWith('DELETE'))).toBe(why === undefined);
  });

  test('is left alone while the StatefulSet\'s own controller replaces pods, or where nobody would make it anew', async () => {
    server.put(SET, statefulSet({ strategy: 'RollingUpdate', update: 'broker-b' }));
    expect(await driver().restart()).toMatchObject({ ok: false, begun: false, detail: expect.stringContaining('the StatefulSet\'s own controller is replacing pods') });
    server.objects.delete(SET);
    expect(await driver().restart()).toEqual({ ok: false, detail: 'the StatefulSet is not there, so nobody would make the pod anew' });
    server.put(SET, statefulSet());
    server.put(POD, pod({ owner: [] }));
    expect(await driver().restart()).toMatchObject({ ok: false, detail: expect.stringContaining('belongs to nobody') });
    expect(server.calls.some((call) => call.startsWith('DELETE'))).toBe(false);
  });

  test('goes on where the annotation cannot be written', async () => {
    server.troubles.push({ method: 'PATCH', status: 403, times: 1 });
    const one = driver();
    await deliver(one, 'f1');
    expect(await one.restart()).toMatchObject({ ok: true });
    expect(await one.runs('f1')).toMatchObject({ proved: true });
  });
});

describe('a pod that a controller replaces, by an imitated API server', () => {
  const watching = (context: Partial<KubernetesContext> = {}) => driver({ rolledBy: 'controller' }, context);

  test('is waited for and never touched', async () => {
    server.put(SET, statefulSet({ strategy: 'RollingUpdate', update: 'broker-b' }));
    server.at(POD, 3, () => server.put(POD, pod({ revision: 'broker-b' })));
    const one = watching();
    await deliver(one, 'f1');
    expect(await one.restart()).toMatchObject({ ok: true });
    expect(server.get(POD).metadata.annotations).toBeUndefined();
    expect(server.calls.every((call) => call.startsWith('GET'))).toBe(true);
    // It may have been replaced before the engine came to it, so the start of its process proves nothing against it.
    expect((await one.process()).startText).toBeUndefined();
  });

  test('is given the time of a node to become ready', async () => {
    server.put(SET, statefulSet({ strategy: 'RollingUpdate', update: 'broker-b' }));
    expect(await watching().restart()).toMatchObject({
      ok: false, detail: expect.stringMatching(/^not replaced within 40 s: the pod was made from revision broker-a, and broker-b is the newest/),
    });
  });
});

describe('a pod of a HiveMQ platform, by an imitated API server', () => {
  const watching = (context: Partial<KubernetesContext> = {}) => driver({ rolledBy: 'controller', hiveMqPlatform: 'prod' }, context);
  const REFUSED = /^nothing proves that hivemq-allow-all-extension is off/;

  test('follows its operator, until that is at rest', async () => {
    server.put(PLATFORM, platform('ROLLING_RESTART', false, { statePhase: 'SURGE_IN_PROGRESS' }));
    expect(await watching().runs('f')).toEqual({ proved: false, detail: 'the platform is in the state ROLLING_RESTART' });
    server.at(PLATFORM, 3, () => server.put(PLATFORM, platform('RUNNING', false)));
    expect(await watching().restart()).toMatchObject({ ok: true, detail: expect.stringContaining('platform RUNNING') });
  });

  test('is given up at once when the operator has given up', async () => {
    server.put(PLATFORM, platform('ERROR', false, { statePhase: 'INVALID_CONFIG_MAP', message: 'no key config.xml' }));
    expect(await watching().restart()).toMatchObject({
      ok: false, detail: expect.stringMatching(/^the platform's operator has stopped with INVALID_CONFIG_MAP: no key config.xml/),
    });
    expect(clock.slept).toBe(0);
  });

  test('that is not there is no ground to go on', async () => {
    await expect(watching().runs('f')).rejects.toThrow('the platform prod is not there');
  });

  test.each([
    ['has the extension enabled', true],
    ['does not list it', undefined],
  ])('is refused where the platform %s', async (_, allowAll) => {
    server.put(PLATFORM, platform('RUNNING', allowAll));
    await expect(watching().runs('f')).rejects.toThrow(REFUSED);
    expect(await watching().restart()).toMatchObject({ ok: false, detail: expect.stringMatching(REFUSED) });
  });

  test('without an operator is proved by the image\'s variable, in the pod and in the template', async () => {
    const off = [{ name: 'HIVEMQ_ALLOW_ALL_CLIENTS', value: 'false' }];
    const plain = () => driver({}, { needsAllowAllOff: true });
    await expect(plain().runs('f')).rejects.toThrow(REFUSED);
    server.put(POD, pod({ env: off }));
    await expect(plain().runs('f')).rejects.toThrow(REFUSED);
    server.put(SET, statefulSet({ env: [{ name: 'HIVEMQ_ALLOW_ALL_CLIENTS', value: 'true' }, ...off] }));
    expect(await plain().runs('f')).toMatchObject({ proved: true });
    server.put(SET, statefulSet({ env: [...off, { name: 'HIVEMQ_ALLOW_ALL_CLIENTS', value: 'true' }] }));
    expect(await plain().restart()).toMatchObject({ ok: false, detail: expect.stringMatching(REFUSED) });
    expect(server.calls.some((call) => call.startsWith('DELETE'))).toBe(false);
  });
});

describe('what the spec refuses', () => {
  const good = { kind: 'kubernetes', namespace: 'brokers', statefulSet: 'broker', pod: 'broker-0' };
  test.each([
    [{ ...good, namespace: '../kube-system' }, 'must be a DNS label'],
    [{ ...good, pod: 'a/b' }, 'must be a DNS subdomain'],
    [{ ...good, statefulSet: 'A' }, 'must be a DNS subdomain'],
    [{ ...good, token: 'secret' }, 'Unrecognized key'],
  ])('%j', (spec, message) => {
    expect(KUBERNETES_DRIVER.safeParse(spec).error?.issues[0].message).toContain(message);
  });
});
