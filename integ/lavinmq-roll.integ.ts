import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { LocalIdentityProvider, rsaKey, signToken } from './support/identity-provider';
import { ETCD_BIN, LavinMqRealCluster, ProcessWatch, until } from './support/lavinmq-cluster';
import { LAVINMQ_BIN, releaseOf } from './support/lavinmq-node';
import { Ended, LavinMqStack, Settings, Vehicle, VEHICLES } from './support/lavinmq-stack';
import { LavinMqTraffic } from './support/lavinmq-traffic';
import { LAVINMQ } from '../src/brokers/lavinmq/core';

/*
 * Three real LavinMQ with etcd are rolled from a synthesized stack while an application publishes with confirms and another one consumes. The tests
 * of one vehicle build on each other.
 *
 * LAVINMQ_BIN and ETCD_BIN name the programs; TERRAFORM_BIN names Terraform where it is not on PATH.
 */

const KEY = rsaKey({ kid: 'k1', use: 'sig', alg: 'RS256' });
const LONG = 300_000;

const missing = LAVINMQ_BIN === undefined ? 'LAVINMQ_BIN names no broker' : ETCD_BIN === undefined ? 'ETCD_BIN names no etcd' : undefined;
const tell = (text: string) => process.stderr.write(`${text}\n`);

(missing === undefined ? describe : describe.skip).each(VEHICLES.map((vehicle): [Vehicle] => [vehicle]))(
  `three real LavinMQ rolled by %s${missing === undefined ? '' : ` (skipped: ${missing})`}`, (vehicle) => {
    let folder: string;
    let provider: LocalIdentityProvider;
    let cluster: LavinMqRealCluster;
    let stack: LavinMqStack;
    let traffic: LavinMqTraffic;
    let watch: ProcessWatch;
    let good: Settings;

    beforeAll(async () => {
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lavinmq-roll-'));
      provider = await LocalIdentityProvider.start();
      good = { issuer: provider.add('realm', { keys: [KEY.jwk] }), audience: 'messaging', jwksCacheTtlSeconds: 3600 };
      cluster = new LavinMqRealCluster(folder, LAVINMQ_BIN!);
      await cluster.start();
      stack = new LavinMqStack(folder, cluster, releaseOf(LAVINMQ_BIN!), vehicle);
      putToken({});
      traffic = new LavinMqTraffic(cluster.nodes);
      watch = new ProcessWatch(cluster);
      await until('messages flow', () => traffic.received.size > 20, 20_000);
    }, LONG);

    afterAll(async () => {
      watch?.stop();
      await cluster?.stop();
      await provider?.stop();
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    });

    /** Writes the token that nodes must let in. */
    function putToken(claims: object): void {
      const now = Math.floor(Date.now() / 1000);
      const scope = ['configure', 'read', 'write'].map((verb) => `mq.${verb}:%2F/*`).join(' ');
      fs.writeFileSync(stack.tokenFile, signToken({ alg: 'RS256', kid: 'k1' }, {
        iss: good.issuer, aud: ['messaging'], sub: 'orders', iat: now, exp: now + 3600, scope, ...claims,
      }, KEY.privateKey));
    }

    async function roll(settings: Settings, again = false): Promise<Ended & { readonly stopped: readonly string[]; readonly seconds: number }> {
      const [before, begun] = [cluster.stops, Date.now()];
      stack.write(settings);
      const ended = await stack.apply(again).ended;
      return { ...ended, stopped: cluster.stopped(before), seconds: (Date.now() - begun) / 1000 };
    }

    /** Followers in the order of the nodes, then the leader. */
    async function orderNow(): Promise<readonly string[]> {
      await cluster.whole();
      const leader = await cluster.leader();
      return [...cluster.nodes.map((node) => node.name).filter((name) => name !== leader), leader!];
    }

    const results = () => stack.report().nodes.map(({ name, result }) => `${name} ${result}`).sort();
    const filesNow = () => cluster.nodes.map((node) => fs.readFileSync(node.iniFile, 'utf8'));
    const filesWith = (settings: Settings) => {
      const ours = stack.write(settings);
      return cluster.nodes.map((node) => LAVINMQ.merge('lavinmq.ini', node.ownIni, ours).text);
    };

    test('the first apply brings the settings to all, followers first and the leader last, and a token proves the leader', async () => {
      const order = await orderNow();
      const { code, printed, stopped, seconds } = await roll(good);
      expect({ code, printed: code === 0 ? '' : printed }).toEqual({ code: 0, printed: '' });
      expect(stopped).toEqual(order);
      expect(printed).toContain('the token that must be let in, judged by the new settings: accept');
      expect(filesNow()).toEqual(filesWith(good));
      const { nodes } = stack.report();
      // The last one followed when its turn had come to its end: who led then has proved that tokens are judged.
      expect(nodes.filter(({ login }) => login === 'proved').length).toBeGreaterThanOrEqual(1);
      expect(nodes.find(({ login }) => login === 'proved')!.detail).toContain('a token was let in');
      tell(`${vehicle}: first roll of 3 nodes in ${seconds.toFixed(1)} s, ${traffic.confirmed.size} messages confirmed so far`);
    }, LONG);

    test('an apply without a change restarts nobody', async () => {
      const { code, stopped } = await roll(good, true);
      expect({ code, stopped }).toEqual({ code: 0, stopped: [] });
    }, LONG);

    test('a follower that hangs keeps the others waiting until it has healed', async () => {
      const order = await orderNow();
      const hanging = cluster.node(order[1]);
      const [before, endedBefore] = [cluster.stops, cluster.endedByThemselves];
      const { pid } = hanging;
      process.kill(pid!, 'SIGSTOP');
      try {
        const settings = { ...good, jwksCacheTtlSeconds: 1800 };
        stack.write(settings);
        const run = stack.apply();
        await until('the roll waits', () => run.printed.includes(`${hanging.name} does not answer`), 60_000);
        await new Promise((resolve) => setTimeout(resolve, 5000));
        expect(cluster.stopped(before)).toEqual([]);
        process.kill(pid!, 'SIGCONT');
        const { code, printed } = await run.ended;
        expect({ code, printed: code === 0 ? '' : printed }).toEqual({ code: 0, printed: '' });
        // One that fell too far behind may have ended by itself: it was brought back without being stopped.
        const endedItself = cluster.endedByThemselves > endedBefore;
        expect(cluster.stopped(before)).toEqual(order.filter((name) => !endedItself || name !== hanging.name));
        expect(filesNow()).toEqual(filesWith(settings));
      } finally {
        if (hanging.pid === pid) {
          process.kill(pid!, 'SIGCONT');
        }
      }
    }, LONG);

    test('settings that would refuse the token are caught before the first node', async () => {
      const before = filesNow();
      const { code, stopped } = await roll({ ...good, audience: 'another' });
      expect(code).not.toBe(0);
      expect(stopped).toEqual([]);
      expect(filesNow()).toEqual(before);
      const { text, findings } = stack.report();
      expect(text).toBe('no node was touched: a token would not be judged as it must');
      expect(findings.map(({ message }) => message).join()).toContain('would be refused under the new settings');
    }, LONG);

    test('a line that keeps the broker from starting stops the roll at the first node, and a revert repairs that one alone', async () => {
      const today = { ...good, jwksCacheTtlSeconds: 1800 };
      const order = await orderNow();
      const own = filesNow();
      // Somebody has mistyped a key of his own; the nodes do not know yet, since they have not been restarted.
      cluster.nodes.forEach((node) => fs.appendFileSync(node.iniFile, '[amqp]\nheartbeat = often\n'));
      const broken = await roll({ ...good, jwksCacheTtlSeconds: 900 });
      expect(broken.code).not.toBe(0);
      expect(broken.stopped).toEqual(order.slice(0, 1));
      expect(results()).toEqual([`${order[0]} failed`, `${order[1]} untouched`, `${order[2]} untouched`].sort());
      expect(broken.printed).toContain('heartbeat');
      expect(filesNow().every((text) => text.includes('heartbeat = often'))).toBe(true);
      cluster.nodes.forEach((node) => fs.writeFileSync(node.iniFile, fs.readFileSync(node.iniFile, 'utf8').replace('[amqp]\nheartbeat = often\n', '')));
      const starts = cluster.nodes.map(({ pid }) => pid);
      const reverted = await roll(today);
      expect({ code: reverted.code, stopped: reverted.stopped }).toEqual({ code: 0, stopped: [] });
      const others = cluster.nodes.map(({ name, pid }, index) => name === order[0] || pid === starts[index]);
      expect(others).toEqual([true, true, true]);
      expect(filesNow()).toEqual(own);
      await cluster.whole();
    }, LONG);

    test('settings with which brokers start and let nobody in are caught by who leads then, and the report says who judged no token', async () => {
      const lame = provider.add('lame', { keys: [KEY.jwk], discovery: { issuer: 'https://else.example.com' } });
      putToken({ iss: lame });
      const { code, printed } = await roll({ ...good, issuer: lame });
      expect(code).not.toBe(0);
      const { text, nodes } = stack.report();
      expect(nodes.some(({ result, detail }) => result === 'failed' && /token that must be let in was not/.test(detail))).toBe(true);
      expect(nodes.some(({ login }) => login === 'follows')).toBe(true);
      expect(printed).toContain('judges no token now; the proof follows when it does');
      tell(`${vehicle}: ${text}`);
      putToken({});
      const repaired = await roll(good);
      expect({ code: repaired.code, printed: repaired.code === 0 ? '' : repaired.printed }).toEqual({ code: 0, printed: '' });
      expect(filesNow()).toEqual(filesWith(good));
    }, LONG);

    test('no confirmed message was lost, and no node was taken down while another one was down', async () => {
      const lost = await traffic.stop();
      watch.stop();
      const { confirmed, turnedAway } = traffic;
      // One ended by itself where it could not read its settings; a starved broker may lose its lease besides.
      const { endedByThemselves, runningBesideStopped } = cluster;
      tell(`${vehicle}: ${confirmed.size} messages confirmed, ${lost.length} lost, ${cluster.stops} nodes stopped, ${endedByThemselves} ended by themselves, `
        + `${turnedAway} connections lost, ${watch.looks} looks, at most ${watch.mostDown} down`);
      expect({ lost, runningBesideStopped }).toEqual({ lost: [], runningBesideStopped: [2] });
      expect(watch.mostDown).toBeLessThanOrEqual(Math.max(1, endedByThemselves));
      expect(confirmed.size).toBeGreaterThan(500);
    }, LONG);
  },
);
