import { KubernetesApi } from '../../../src/restart/drivers/kubernetes-api';
import { ImitatedKubernetes } from '../support/imitated-kubernetes';
import { VirtualClock } from '../support/virtual-clock';

/* By an imitated API server: the wire is real, the cluster is not. */

const PATH = '/api/v1/namespaces/brokers/configmaps/settings';
let server: ImitatedKubernetes;
let clock: VirtualClock;
beforeEach(async () => {
  server = await new ImitatedKubernetes().start();
  clock = new VirtualClock();
  server.put(PATH, { metadata: { name: 'settings' }, data: { a: '1' } });
});
afterEach(() => server.stop());

const api = (token?: string, callSeconds = 30) => new KubernetesApi({ access: () => server.access(token), clock, redact: (text) => text.replace(/hunter2/g, '***'), callSeconds });

describe('the API, by an imitated server', () => {
  test('gives an object, or nothing where there is none', async () => {
    expect(await api().get(PATH)).toMatchObject({ metadata: { name: 'settings' }, data: { a: '1' } });
    expect(await api().get(`${PATH}-other`)).toBeUndefined();
    expect(server.calls).toEqual([`GET ${PATH}`, `GET ${PATH}-other`]);
  });

  test.each([
    [401, 'status 401: Unauthorized (the login of this context is not accepted)', 'wrong'],
    [403, `status 403: imitated trouble at ${PATH} (the login lacks a right)`, undefined],
    [409, `status 409: imitated trouble at ${PATH}`, undefined],
  ])('tells a status of %d in the words of the server, once', async (status, message, token) => {
    server.troubles.push({ status, times: token === undefined ? 1 : 0 });
    await expect(api(token).get(PATH)).rejects.toThrow(`GET ${PATH}: ${message}`);
    expect(server.calls).toHaveLength(1);
  });

  test.each([429, 500, 502, 503, 504])('is asked again after %d, not before the server says', async (status) => {
    server.troubles.push({ status, retryAfter: 7, times: 2 });
    expect(await api().get(PATH)).toBeDefined();
    expect(server.calls).toHaveLength(3);
    expect(clock.slept).toBe(14_000);
  });

  test('is asked at growing intervals where the server says nothing, and not beyond its time', async () => {
    server.troubles.push({ status: 503, times: 99 });
    await expect(api().get(PATH)).rejects.toThrow('status 503');
    expect(clock.slept).toBe(500 + 1000 + 2000 + 4000 + 8000 + 8000);
  });

  test('is not waited for longer than its time, whatever the server says', async () => {
    server.troubles.push({ status: 429, retryAfter: 3600, times: 1 });
    await expect(api().get(PATH)).rejects.toThrow('status 429');
    expect(clock.slept).toBe(0);
  });

  test('has a change repeated after 429 alone, since nothing was done then', async () => {
    server.troubles.push({ method: 'DELETE', status: 429, retryAfter: 1, times: 1 });
    expect((await api().ask({ method: 'DELETE', path: PATH })).status).toBe(200);
    server.put(PATH, { metadata: { name: 'settings' } });
    server.troubles.push({ method: 'DELETE', status: 503, times: 1 });
    expect((await api().ask({ method: 'DELETE', path: PATH })).status).toBe(503);
    expect(server.calls).toEqual(Array(3).fill(`DELETE ${PATH}`));
  });

  test('of which a change has no answer says so, and does not repeat it', async () => {
    server.troubles.push({ method: 'DELETE', loseAnswer: true, times: 1 });
    await expect(api().ask({ method: 'DELETE', path: PATH })).rejects.toThrow(`DELETE ${PATH}: cannot connect (ECONNRESET)`);
    expect(server.calls).toHaveLength(1);
  });

  test('that answers slowly is asked again within the time', async () => {
    server.troubles.push({ delay: 400, times: 1 });
    // The clock stands still while the server takes its time, so a short call is the one that is cut.
    await expect(api(undefined, 0.2).ask({ method: 'GET', path: PATH })).rejects.toThrow('no whole answer within 0.2 s');
    expect(await api().get(PATH)).toBeDefined();
  });

  test('that is not there is told without what may be secret', async () => {
    await server.stop();
    await expect(api().get(PATH)).rejects.toThrow(`GET ${PATH}: cannot connect (ECONNREFUSED)`);
    const broken = new KubernetesApi({ access: () => { throw new Error('no context hunter2'); }, clock, redact: (text) => text.replace(/hunter2/g, '***'), callSeconds: 0 });
    await expect(broken.get(PATH)).rejects.toThrow('the cluster cannot be asked: no context ***');
    server = await new ImitatedKubernetes().start();
  });
});
