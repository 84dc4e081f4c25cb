import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KEY_SET, TinyServer, tokenWith } from './identity-provider';
import { ISSUER, KafkaStack, Run, StackChange, VEHICLE } from './kafka-stack';
import { KafkaWatch } from './kafka-watch';
import { kafkaJars, KafkaTraffic, RealKafka, RealKafkaNode, Roles, TEST_WORLD } from './real-kafka';
import { AIVEN_KAFKA } from '../../../src/brokers/aiven-kafka/core';
import { askNode } from '../../../src/restart/kafka-wire/ask-node';
import { METADATA } from '../../../src/restart/kafka-wire/cluster-messages';
import { DESCRIBE_QUORUM } from '../../../src/restart/kafka-wire/quorum-messages';

/*
 * A real cluster is rolled after a change of settings, while applications use it. The tests of one cluster build on each other.
 */

const LONG = 600_000;
const SLOW_TOPIC = 'slow';

/** What the settings become: one more audience, and the keys by another URL, which the JVM has to allow. */
const SECOND = { audience: ['messaging', 'messaging-2'], keys: '/keys' };

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kafka-roll-'));
const found = kafkaJars(folder);
const why = found.missing ?? (fs.existsSync('/proc') ? undefined : 'no /proc is here');
if (why !== undefined) {
  fs.rmSync(folder, { recursive: true });
}

/** Tells where these tests run what they say; Jest keeps standard output for itself. */
const tell = (text: string) => process.stderr.write(`${text}\n`);

/** Rolls a cluster of these nodes. */
export function rollKafka(title: string, roles: { readonly [name: string]: Roles }): void {
  const reason = why === undefined ? ` (by ${VEHICLE})` : ` (skipped: ${why})`;
  (why === undefined ? describe : describe.skip)(`${title}${reason}`, () => {
    const suite = new Suite(roles);
    beforeAll(() => suite.start(), LONG);
    afterAll(() => suite.stop(), LONG);

    test('restarts nothing where the nodes run the settings already', () => suite.adopts(), LONG);
    test('waits for an under-replicated topic, then restarts all, one at a time, the active controller last of the controllers', () => suite.rolls(), LONG);
    test('stops at the first node that does not start, and a revert repairs that one alone', () => suite.repairs(), LONG);
    test('loses no acknowledged message, and keeps what is not ours byte for byte', () => suite.keeps(), LONG);
  });
}

class Suite {
  private provider!: TinyServer;
  private kafka!: RealKafka;
  private stack!: KafkaStack;
  private traffic!: KafkaTraffic;
  private watch!: KafkaWatch;
  private files: { readonly [name: string]: string } = {};
  private readonly originals = new Map<string, string>();
  private readonly begun = Date.now();
  private readonly tokenFile = path.join(folder, 'token');

  constructor(private readonly roles: { readonly [name: string]: Roles }) {}

  async start(): Promise<void> {
    const { jars, source } = found as { jars: string; source: string };
    this.tell(`${source}; rolled by ${VEHICLE}`);
    this.provider = await new TinyServer({ '/jwks': KEY_SET, '/keys': KEY_SET }).start();
    const now = Math.floor(Date.now() / 1000);
    fs.writeFileSync(this.tokenFile, tokenWith({ iss: ISSUER, aud: ['messaging'], sub: 'orders', iat: now, exp: now + 7200 }));
    this.kafka = await RealKafka.plan(folder, jars, this.roles);
    this.stack = new KafkaStack(folder, this.kafka, /\d+\.\d+\.\d+/.exec(source)![0]);
    this.files = this.stack.write(this.change({}));
    await this.kafka.start((node) => {
      this.originals.set(node.name, this.kafka.properties(node));
      const merged = AIVEN_KAFKA.merge('server.properties', this.originals.get(node.name), this.files['server.properties']);
      return { properties: node.roles === 'controller' ? this.originals.get(node.name)! : merged.text!, jvmOptions: this.files['kafka-jvm.options'] ?? '' };
    });
    await this.kafka.createTopic('orders');
    // Its replicas are no more than min.insync.replicas, so that waiting for them would never end.
    await this.kafka.createTopic('thin', '--replication-factor', '1');
    this.tell('the cluster is up');
    this.traffic = await KafkaTraffic.start(folder, jars, this.kafka.clients, { file: this.tokenFile }, 'orders');
    this.watch = new KafkaWatch(this.kafka);
    this.tell('applications write and read');
  }

  async stop(): Promise<void> {
    await this.watch?.stop();
    this.traffic?.end();
    await this.kafka?.stop();
    await this.provider?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }

  async adopts(): Promise<void> {
    const { code, stdout } = await this.stack.apply(this.files).done;
    expect(stdout).toMatch(/no marker, yet files hold our part and the process is younger/);
    expect({ code, starts: this.starts() }).toEqual({ code: 0, starts: this.each(1) });
    this.tell('adopted without a restart');
  }

  async rolls(): Promise<void> {
    const slow = await this.fallBehind();
    this.files = this.stack.write(this.change(SECOND));
    const run = this.stack.apply(this.files);
    await this.printed(run, /partitions cannot spare .*slow-0/);
    // Dedicated controllers hold no partition, so that their turn may have come already.
    expect(this.kafka.brokers.map((node) => node.starts)).toEqual(this.kafka.brokers.map(() => 1));
    this.tell('held back by the topic that is under-replicated');
    await this.throttle(slow, false);
    const { code, stdout } = await run.done;
    this.tell(`rolled: ${this.watch.falls.map(({ name, led }) => `${name}${led ? ' (active controller)' : ''}`).join(', ')}`);

    expect({ code, stdout: code === 0 ? '' : stdout, starts: this.starts(), mostDown: this.watch.mostDown })
      .toEqual({ code: 0, stdout: '', starts: this.each(2), mostDown: 1 });
    const controllers = this.kafka.nodes.filter(({ roles }) => roles !== 'broker').map(({ name }) => name);
    const order = this.watch.falls.map(({ name }) => name);
    expect(new Set(order)).toEqual(new Set(this.kafka.nodes.map(({ name }) => name)));
    // Controllers before nodes that are brokers alone, and whoever was active when its turn came after all other controllers.
    expect(new Set(order.slice(0, controllers.length))).toEqual(new Set(controllers));
    expect(this.watch.falls.map(({ led }) => led)).toEqual(order.map((_, index) => index === controllers.length - 1));
    expect(this.stack.report().nodes.map(({ result }) => result)).toEqual(order.map(() => 'done'));
  }

  async repairs(): Promise<void> {
    const good = this.files;
    this.files = this.stack.write(this.change({ ...SECOND, jwksUri: 'http://127.0.0.1:9/jwks', readySeconds: 25 }));
    const before = this.starts();
    const falls = this.watch.falls.length;
    const failed = await this.stack.apply(this.files).done;
    const { nodes } = this.stack.report();
    const first = nodes.find(({ result }) => result === 'failed');
    this.tell(`stopped at ${first?.name}: ${first?.detail}`);
    expect(failed.code).not.toBe(0);
    expect(failed.stdout).toMatch(/last lines of the log of/);
    // Controllers alone fetch no keys, so that they start all the same.
    expect(nodes.map(({ name, result }) => [name, result])).toEqual(this.kafka.nodes.map(({ name, roles }) =>
      [name, name === first?.name ? 'failed' : roles === 'controller' ? 'done' : 'untouched']));
    const untouched = this.kafka.brokers.map(({ name }) => name).filter((name) => name !== first!.name);
    expect(untouched.map((name) => this.starts()[name])).toEqual(untouched.map((name) => before[name]));

    expect(this.stack.write(this.change(SECOND))).toEqual(good);
    this.files = good;
    const { code, stdout } = await this.stack.apply(good).done;
    expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });
    expect(untouched.map((name) => this.starts()[name])).toEqual(untouched.map((name) => before[name]));
    const touched = new Set(this.watch.falls.slice(falls).map(({ name }) => name));
    expect(touched).toEqual(new Set(this.kafka.nodes.map(({ name }) => name).filter((name) => !untouched.includes(name))));
    expect(this.watch.mostDown).toBe(1);
    this.tell('repaired by the revert');
  }

  async keeps(): Promise<void> {
    const traffic = await this.traffic.stop();
    this.tell(`applications: ${JSON.stringify(traffic)}`);
    expect(traffic).toMatchObject({ failed: 0, lost: 0, unread: 0, keptTwice: 0, problem: '' });
    expect(traffic.acknowledged).toBeGreaterThan(1000);
    for (const node of this.kafka.nodes) {
      const original = this.originals.get(node.name)!;
      const text = fs.readFileSync(node.propertiesFile, 'utf8');
      expect(text.startsWith(original)).toBe(true);
      const ours = text.slice(original.length).split('\n').filter((line) => line !== '');
      expect(ours.filter((line) => !line.startsWith('listener.name.clients.'))).toEqual([]);
    }
  }

  private change(more: Partial<StackChange & { readonly keys: string }>): StackChange {
    return { audience: ['messaging'], jwksUri: `${this.provider.url}${more.keys ?? '/jwks'}`, tokenFile: this.tokenFile, ...more };
  }

  /**
   * Gives a topic a third replica that cannot catch up, on a node whose turn does not come first.
   *
   * Kafka throttles replicas only while they are not in sync, so it is one that has just been added.
   */
  private async fallBehind(): Promise<RealKafkaNode> {
    const active = await this.activeController();
    const { kafka } = this;
    const slow = kafka.brokers.find(({ id }) => id === active) ?? kafka.brokers.at(-1)!;
    const others = kafka.brokers.filter((node) => node !== slow).map(({ id }) => id).slice(0, 2);
    await kafka.createTopic(SLOW_TOPIC, '--replica-assignment', others.join(':'), '--config', 'follower.replication.throttled.replicas=*');
    await kafka.administrate(['org.apache.kafka.tools.ProducerPerformance', '--topic', SLOW_TOPIC, '--num-records', '3000', '--record-size', '1000',
      '--throughput', '-1', '--producer-props', `bootstrap.servers=${kafka.administration}`]);
    await this.throttle(slow, true);
    const plan = path.join(folder, 'reassignment.json');
    fs.writeFileSync(plan, JSON.stringify({ version: 1, partitions: [{ topic: SLOW_TOPIC, partition: 0, replicas: [...others, slow.id] }] }));
    await kafka.administrate(['org.apache.kafka.tools.reassign.ReassignPartitionsCommand', '--bootstrap-server', kafka.administration,
      '--reassignment-json-file', plan, '--execute']);
    const { answer } = await askNode(kafka.brokers[0].questions, TEST_WORLD, 5, (client) => client.ask(METADATA, [SLOW_TOPIC]));
    expect(answer?.partitions.map(({ replicas, inSync }) => [replicas.length, inSync.length])).toEqual([[3, 2]]);
    this.tell(`${slow.name} is behind`);
    return slow;
  }

  private async throttle(node: RealKafkaNode, on: boolean): Promise<void> {
    const change = on ? ['--add-config', 'follower.replication.throttled.rate=1'] : ['--delete-config', 'follower.replication.throttled.rate'];
    await this.kafka.administrate(['kafka.admin.ConfigCommand', '--bootstrap-server', this.kafka.administration,
      '--entity-type', 'brokers', '--entity-name', String(node.id), '--alter', ...change], 3);
  }

  private async activeController(): Promise<number> {
    const { answer } = await askNode(this.kafka.brokers[0].questions, TEST_WORLD, 5, (client) => client.ask(DESCRIBE_QUORUM, undefined));
    return answer!.leader;
  }

  private async printed(run: Run, pattern: RegExp): Promise<void> {
    for (const end = Date.now() + 120_000; !pattern.test(run.printed()); await sleep(100)) {
      if (Date.now() > end || run.child.exitCode !== null) {
        throw new Error(`${pattern} was not printed:\n${run.printed()}`);
      }
    }
  }

  private starts(): { readonly [name: string]: number } {
    return Object.fromEntries(this.kafka.nodes.map((node) => [node.name, node.starts]));
  }

  private each(count: number): { readonly [name: string]: number } {
    return Object.fromEntries(this.kafka.nodes.map((node) => [node.name, count]));
  }

  private tell(text: string): void {
    tell(`  kafka roll, ${((Date.now() - this.begun) / 1000).toFixed(0)} s: ${text}`);
  }
}
