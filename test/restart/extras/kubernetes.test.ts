import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeFiles } from '../../../src/restart/payload';
import { temporaryFolder } from '../support/folder';
import { ImitatedKubernetes } from '../support/imitated-kubernetes';
import { bundleEngine } from '../support/local-cluster';

/* The bundles as they lie beside a stack, the real client's kubeconfig in them, and an imitated API server. */

jest.setTimeout(120_000);

const bundles = mkdtempSync(join(tmpdir(), 'broker-oauth-bundle-'));
const engine = bundleEngine(bundles);
afterAll(() => rmSync(bundles, { recursive: true }));
const { kubernetesAccess } = require(join(bundles, 'engine-kubernetes.cjs')) as typeof import('../../../src/restart/extras/kubernetes');

const folder = temporaryFolder();
let server: ImitatedKubernetes;
beforeEach(async () => {
  server = await new ImitatedKubernetes().start();
});
afterEach(() => server.stop());

interface Kubeconfig {
  readonly context?: string;
  readonly user?: object;
  readonly current?: string;
}

function kubeconfig(name: string, { context = 'test', user = { token: ImitatedKubernetes.TOKEN }, current = context }: Kubeconfig = {}): string {
  const path = join(folder(), name);
  writeFileSync(path, JSON.stringify({
    'apiVersion': 'v1', 'kind': 'Config', 'current-context': current,
    'clusters': [{ name: `cluster of ${context}`, cluster: { 'server': server.url, 'insecure-skip-tls-verify': true } }],
    'users': [{ name: `user of ${context}`, user }],
    'contexts': [{ name: context, context: { cluster: `cluster of ${context}`, user: `user of ${context}` } }],
  }));
  return path;
}

async function headersOf(files: readonly string[], context?: string): Promise<unknown> {
  const options: RequestOptions = { headers: {} };
  await kubernetesAccess({ files, context }).authorize(options);
  return options.headers;
}

describe('a kubeconfig', () => {
  test('gives the server and the login of its current context, or of another one by name, from several files', async () => {
    const files = [kubeconfig('one'), kubeconfig('two', { context: 'other', user: { token: 'another' } })];
    expect(kubernetesAccess({ files })).toMatchObject({ context: 'test', server: server.url });
    expect(await headersOf(files)).toEqual({ Authorization: `Bearer ${ImitatedKubernetes.TOKEN}` });
    expect(await headersOf(files, 'other')).toEqual({ Authorization: 'Bearer another' });
  });

  test('has a program asked for the login, where it names one', async () => {
    const program = join(folder(), 'login');
    const answer = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token: 'from a program' } };
    writeFileSync(program, `#!/bin/sh\necho '${JSON.stringify(answer)}'\n`, { mode: 0o755 });
    const files = [kubeconfig('one', { user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: program, interactiveMode: 'Never' } } })];
    expect(await headersOf(files)).toEqual({ Authorization: 'Bearer from a program' });
  });

  test.each([
    ['nowhere', undefined, 'no context nowhere among test'],
    ['', 'nowhere', 'no context nowhere among test'],
  ])('with the current context %j has no context %j', (current, context, message) => {
    const files = [kubeconfig('one', { current: current === '' ? 'test' : current })];
    expect(() => kubernetesAccess({ files, context })).toThrow(message);
  });
});

describe('the bundled engine at an imitated API server', () => {
  const TEXT = '[main]\nauth_backends = local,oauth\n\n[oauth]\nissuer = https://sso.example.com\nresource_server_id = lavinmq\naudience = messaging\n';
  const NAMES = ['broker-0', 'broker-1', 'broker-2'];
  const pod = (name: string) => `/api/v1/namespaces/brokers/pods/${name}`;
  const SET = '/apis/apps/v1/namespaces/brokers/statefulsets/broker';

  function podOf(name: string, revision: string, configMap: string) {
    return {
      metadata: { name, labels: { 'controller-revision-hash': revision }, ownerReferences: [{ kind: 'StatefulSet', name: 'broker', controller: true }] },
      spec: { containers: [{ name: 'lavinmq' }], volumes: [{ configMap: { name: configMap } }] },
      status: { containerStatuses: [{ name: 'lavinmq', containerID: `containerd://${Math.random()}`, state: { running: { startedAt: server.time() } } }] },
    };
  }

  beforeEach(() => {
    server.put('/api/v1/namespaces/brokers/configmaps/lavinmq-new', { metadata: { name: 'lavinmq-new' }, immutable: true, data: { 'lavinmq.ini': TEXT } });
    server.put(SET, {
      metadata: { name: 'broker', generation: 2 },
      spec: { replicas: 3, updateStrategy: { type: 'OnDelete' }, template: { spec: { containers: [{ name: 'lavinmq' }] } } },
      status: { observedGeneration: 2, readyReplicas: 3, updatedReplicas: 0, currentRevision: 'a', updateRevision: 'b' },
    });
    NAMES.forEach((name) => server.put(pod(name), podOf(name, 'a', 'lavinmq-old')));
    server.successor = (old) => podOf(old.metadata.name, 'b', 'lavinmq-new');
  });

  async function run(text = TEXT): Promise<{ readonly code: number | null; readonly stdout: string }> {
    const spec = join(folder(), 'spec.json');
    const { port } = new URL(server.url);
    writeFileSync(spec, JSON.stringify({
      schemaVersion: 1, broker: { kind: 'lavinmq', path: 'messaging/LavinMq' }, stateDirectory: 'state', checks: 1, checkIntervalSeconds: 0.1, acceptLockout: true,
      lock: { kind: 'kubernetes', namespace: 'brokers', name: 'lavinmq', kubeconfig: kubeconfig('config'), context: 'test' },
      nodes: NAMES.map((name) => ({
        name, files: { 'lavinmq.ini': 'lavinmq-new/lavinmq.ini' },
        driver: { kind: 'kubernetes', namespace: 'brokers', statefulSet: 'broker', pod: name, kubeconfig: kubeconfig('config'), context: 'test' },
        probes: [{ kind: 'tcp', host: '127.0.0.1', port: Number(port) }],
      })),
    }));
    const child = spawn(process.execPath, [engine, spec], { env: { ...process.env, ...encodeFiles({ 'lavinmq.ini': text }) }, stdio: ['ignore', 'pipe', 'inherit'] });
    let stdout = '';
    child.stdout.on('data', (chunk) => { stdout += chunk; });
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, stdout };
  }

  const deleted = () => server.calls.filter((call) => call.startsWith('DELETE')).map((call) => call.split('/').at(-1));

  test('replaces one pod after the other under a Lease, and none when run again', async () => {
    expect(await run()).toMatchObject({ code: 0, stdout: expect.stringContaining('3 of 3 nodes restarted, all healthy') });
    expect(deleted()).toEqual(NAMES);
    expect(server.get('/apis/coordination.k8s.io/v1/namespaces/brokers/leases/lavinmq').spec).toMatchObject({ holderIdentity: '', leaseTransitions: 1 });
    expect(await run()).toMatchObject({ code: 0, stdout: expect.stringContaining('0 of 3 nodes restarted, all healthy') });
    expect(deleted()).toEqual(NAMES);
    expect(server.get('/apis/coordination.k8s.io/v1/namespaces/brokers/leases/lavinmq').spec.leaseTransitions).toBe(2);
  });

  test('stops where the ConfigMap does not hold the settings, before the first pod', async () => {
    for (const [revision, configMap] of [['a', 'lavinmq-old'], ['b', 'lavinmq-new']]) {
      NAMES.forEach((name) => server.put(pod(name), podOf(name, revision, configMap)));
      const { code, stdout } = await run(`${TEXT}jwks_cache_ttl = 600\n`);
      expect({ code, deleted: deleted() }).toEqual({ code: 2, deleted: [] });
      expect(stdout).toContain('ConfigMaps belong to Terraform');
    }
  });

  test('stops at a pod that does not come back, and leaves the others alone', async () => {
    server.troubles.push({ method: 'DELETE', path: /broker-1/, status: 403, times: 1 });
    const { code, stdout } = await run();
    expect({ code, deleted: deleted() }).toEqual({ code: 2, deleted: ['broker-0', 'broker-1'] });
    expect(stdout).toMatch(/broker-1: failed .*the pod cannot be deleted: status 403/);
  });

  test('lets no second run in while the Lease is held', async () => {
    server.put('/apis/coordination.k8s.io/v1/namespaces/brokers/leases/lavinmq', {
      metadata: { name: 'lavinmq' }, spec: { holderIdentity: 'somebody', leaseDurationSeconds: 60, leaseTransitions: 7, renewTime: server.time() },
    });
    const beating = setInterval(() => {
      const path = '/apis/coordination.k8s.io/v1/namespaces/brokers/leases/lavinmq';
      server.put(path, server.get(path));
    }, 500);
    const { code, stdout } = await run();
    clearInterval(beating);
    expect({ code, deleted: deleted() }).toEqual({ code: 2, deleted: [] });
    expect(stdout).toContain('somebody (owner 7) in the Lease brokers/lavinmq');
  }, 60_000);

  test('keeps the token of the kubeconfig out of everything that it writes', async () => {
    const { stdout } = await run();
    const kept = execFileSync('cat', ['engine.log', 'report.json'].map((name) => join(folder(), 'state', name)), { encoding: 'utf8' });
    expect(stdout + kept + readFileSync(join(folder(), 'spec.json'), 'utf8')).not.toContain(ImitatedKubernetes.TOKEN);
  });
});
