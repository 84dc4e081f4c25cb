import { ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { askNode } from '../../../src/restart/kafka-wire/ask-node';
import { METADATA } from '../../../src/restart/kafka-wire/cluster-messages';
import { World } from '../../../src/restart/world';
import { fetchJars } from '../../support/maven';

/*
 * A real Kafka cluster on loopback, and applications that use it.
 */

const RELEASE = process.env.KAFKA_RELEASE ?? '4.1.2';
const FIRST_PORT = 22_000;
const LAST_PORT = 22_499;
const READY_SECONDS = 300;
const CLUSTER_ID = 'AAAAAAAAAAAAAAAAAAAAAQ';

/** The listener that takes tokens. */
export const TOKEN_LISTENER = 'CLIENTS';

/** Starts or stops a node: `node kafka-node.cjs start|stop <pid file> [<log> <program> <argument> ...]`. */
const COMMANDS = `
const [step, pidFile, log, ...words] = process.argv.slice(2);
const fs = require('fs');
const gone = (pid) => { try { return / [ZX] /.test(fs.readFileSync('/proc/' + pid + '/stat', 'utf8').replace(/\\(.*\\)/, '')); } catch { return true; } };
const start = () => {
  const out = fs.openSync(log, 'a');
  const child = require('child_process').spawn(words[0], words.slice(1), { detached: true, stdio: ['ignore', out, out] });
  child.unref();
  fs.writeFileSync(pidFile, String(child.pid));
  fs.appendFileSync(pidFile + '.starts', '.');
};
const stop = async () => {
  const pid = fs.existsSync(pidFile) ? Number(fs.readFileSync(pidFile, 'utf8')) : 0;
  if (pid === 0 || gone(pid)) return;
  process.kill(pid, 'SIGTERM');
  for (let tries = 0; !gone(pid); tries++) {
    if (tries === 1200) process.kill(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
step === 'start' ? start() : stop();
`;

/** A class path and where it comes from, or why there is none. */
export type KafkaJars =
  | { readonly jars: string; readonly source: string; readonly missing?: undefined }
  | { readonly jars?: undefined; readonly source?: undefined; readonly missing: string };

/** Where Kafka's jars are, or why there are none: from `KAFKA_HOME`, else by Maven. */
export function kafkaJars(folder: string): KafkaJars {
  const home = process.env.KAFKA_HOME;
  if (home !== undefined) {
    const release = readdirSync(join(home, 'libs')).map((name) => /^kafka-clients-([\d.]+)\.jar$/.exec(name)?.[1]).find((found) => found !== undefined);
    return { jars: join(home, 'libs', '*'), source: `Kafka ${release} of KAFKA_HOME` };
  }
  const { jars, missing } = fetchJars([
    ['org.apache.kafka', 'kafka_2.13', RELEASE], ['org.apache.kafka', 'kafka-tools', RELEASE], ['org.slf4j', 'slf4j-simple', '1.7.36'],
  ], folder);
  return jars === undefined ? { missing } : { jars, source: `Kafka ${RELEASE} by Maven` };
}

/** What a node does in the cluster. */
export type Roles = 'broker,controller' | 'controller' | 'broker';

/** Ports of one node. */
interface NodePorts {
  readonly clients: number;
  readonly administration: number;
  readonly controller: number;
}

/** One node as the tests see it. */
export class RealKafkaNode {
  constructor(
    readonly name: string, readonly id: number, readonly roles: Roles, readonly ports: NodePorts,
    private readonly folder: string, private readonly jars: string,
  ) {}

  get directory(): string {
    return join(this.folder, this.name);
  }

  get propertiesFile(): string {
    return join(this.directory, 'server.properties');
  }

  get jvmOptionsFile(): string {
    return join(this.directory, 'kafka-jvm.options');
  }

  get pidFile(): string {
    return join(this.directory, 'pid');
  }

  get logFile(): string {
    return join(this.directory, 'log');
  }

  /** Where it answers questions without a login. */
  get questions(): { readonly host: string; readonly port: number } {
    return { host: '127.0.0.1', port: this.roles === 'controller' ? this.ports.controller : this.ports.administration };
  }

  get pid(): number {
    return Number(readFileSync(this.pidFile, 'utf8'));
  }

  get stopCommand(): string[] {
    return [process.execPath, join(this.folder, 'kafka-node.cjs'), 'stop', this.pidFile];
  }

  get startCommand(): string[] {
    return [
      process.execPath, join(this.folder, 'kafka-node.cjs'), 'start', this.pidFile, this.logFile,
      'java', ...this.java(), 'kafka.Kafka', this.propertiesFile,
    ];
  }

  /** How often it has been started. */
  get starts(): number {
    return readFileSync(`${this.pidFile}.starts`, 'utf8').length;
  }

  format(): void {
    execFileSync('java', [...this.java(), 'kafka.tools.StorageTool', 'format', '--cluster-id', CLUSTER_ID, '--config', this.propertiesFile], { stdio: 'pipe' });
  }

  start(): void {
    execFileSync(this.startCommand[0], this.startCommand.slice(1), { stdio: 'pipe' });
  }

  stop(): void {
    if (existsSync(this.pidFile)) {
      execFileSync(this.stopCommand[0], this.stopCommand.slice(1), { stdio: 'pipe' });
    }
  }

  /** Ends it without a chance to give back what it leads. */
  kill(): void {
    process.kill(this.pid, 'SIGKILL');
  }

  private java(): string[] {
    return ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', `@${this.jvmOptionsFile}`, '-cp', this.jars];
  }
}

/** Nodes of one cluster, each a process of its own. */
export class RealKafka {
  static async plan(folder: string, jars: string, roles: { readonly [name: string]: Roles }): Promise<RealKafka> {
    writeFileSync(join(folder, 'kafka-node.cjs'), COMMANDS);
    const names = Object.keys(roles);
    const ports = await freePorts(names.length * 3);
    return new RealKafka(names.map((name, index) => {
      const [clients, administration, controller] = ports.slice(index * 3, index * 3 + 3);
      return new RealKafkaNode(name, index + 1, roles[name], { clients, administration, controller }, folder, jars);
    }));
  }

  private constructor(readonly nodes: readonly RealKafkaNode[]) {}

  node(name: string): RealKafkaNode {
    return this.nodes.find((node) => node.name === name)!;
  }

  /** Where applications find the cluster. */
  get clients(): string {
    return this.brokers.map((node) => `127.0.0.1:${node.ports.clients}`).join(',');
  }

  get brokers(): readonly RealKafkaNode[] {
    return this.nodes.filter((node) => node.roles !== 'controller');
  }

  /** What stands in a node's file before anything of ours is in it. */
  properties(node: RealKafkaNode): string {
    const voters = this.nodes.filter(({ roles }) => roles !== 'broker').map(({ id, ports }) => `${id}@127.0.0.1:${ports.controller}`);
    const { clients, administration, controller } = node.ports;
    const forClients = [`${TOKEN_LISTENER}://127.0.0.1:${clients}`, `INTERNAL://127.0.0.1:${administration}`];
    const listeners = {
      'broker,controller': [...forClients, `CONTROLLER://127.0.0.1:${controller}`], 'broker': forClients, 'controller': [`CONTROLLER://127.0.0.1:${controller}`],
    };
    return [
      '# kept as it is: \u00e4 and a blank at the end ', `process.roles=${node.roles}`, `node.id = ${node.id}`,
      `controller.quorum.voters:${voters.join(',')}`, 'controller.listener.names=CONTROLLER',
      ...node.roles === 'controller' ? [] : ['inter.broker.listener.name=INTERNAL'],
      `listeners=${listeners[node.roles].join(', \\\n    ')}`,
      `listener.security.protocol.map=${TOKEN_LISTENER}:SASL_PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT`,
      `log.dirs=${node.directory}/data`, '! sizes', 'num.partitions=3', 'default.replication.factor=3', 'min.insync.replicas=2',
      'offsets.topic.replication.factor=3', 'offsets.topic.num.partitions=3', 'transaction.state.log.replication.factor=3',
      'transaction.state.log.num.partitions=3', 'share.coordinator.state.topic.num.partitions=3', 'group.initial.rebalance.delay.ms=0',
      'replica.fetch.max.bytes=65536', 'auto.create.topics.enable=false', '', '   # the last line has no end: kept', 'controlled.shutdown.max.retries=3',
    ].join('\n');
  }

  /** Writes the files of all nodes, formats their folders and starts them. */
  async start(write: (node: RealKafkaNode) => { readonly properties: string; readonly jvmOptions: string }): Promise<void> {
    for (const node of this.nodes) {
      const { properties, jvmOptions } = write(node);
      mkdirSync(node.directory, { recursive: true });
      writeFileSync(node.propertiesFile, properties);
      writeFileSync(node.jvmOptionsFile, jvmOptions);
      node.format();
      node.start();
    }
    await this.ready();
  }

  /** Waits until every broker counts every broker. */
  async ready(): Promise<void> {
    for (const end = Date.now() + READY_SECONDS * 1000; Date.now() < end; await sleep(500)) {
      const views = await Promise.all(this.brokers.map(async (node) => this.brokersUp(node)));
      if (views.every((up) => up === this.brokers.length)) {
        return;
      }
    }
    throw new Error(`not ready: ${this.nodes.map((node) => readFileSync(node.logFile, 'utf8').slice(-1500)).join('\n----\n')}`);
  }

  /** Makes a topic, with further words of Kafka's own command. */
  async createTopic(name: string, ...words: readonly string[]): Promise<void> {
    const command = ['org.apache.kafka.tools.TopicCommand', '--bootstrap-server', this.administration, '--create', '--if-not-exists', '--topic', name];
    await this.administrate([...command, ...words], 3);
  }

  /** Where administrators find the cluster. */
  get administration(): string {
    return `127.0.0.1:${this.brokers[0].ports.administration}`;
  }

  /** Runs one of Kafka's own tools, again where it fails: they give up after a while of their own, whatever the machine has to do. */
  async administrate(words: readonly string[], tries = 1): Promise<void> {
    const java = ['-Xmx128m', '-XX:TieredStopAtLevel=1', '-cp', this.toolJars, ...words];
    await promisify(execFile)('java', java).catch((error: unknown) => {
      if (tries === 1) {
        throw error;
      }
      return this.administrate(words, tries - 1);
    });
  }

  async stop(): Promise<void> {
    // All at once, since the last controllers would wait for a majority that is gone.
    this.nodes.filter((node) => existsSync(node.pidFile)).forEach((node) => {
      try {
        node.kill();
      } catch {
        // It has ended by itself.
      }
    });
    await sleep(200);
  }

  private get toolJars(): string {
    const command = this.nodes[0].startCommand;
    return command[command.indexOf('-cp') + 1];
  }

  private async brokersUp(node: RealKafkaNode): Promise<number> {
    const { answer } = await askNode(node.questions, TEST_WORLD, 5, (client) => client.ask(METADATA, []));
    return answer?.brokers.length ?? 0;
  }
}

/** What questions of the tests are asked with. */
export const TEST_WORLD = { environment: {}, redact: (text: string) => text } as unknown as World;

/** What applications saw in the end. */
export interface TrafficReport {
  readonly acknowledged: number;
  readonly failed: number;
  readonly lost: number;
  readonly unread: number;
  readonly keptTwice: number;
  /** Milliseconds from a send to its acknowledgement, and between two numbers read, at the most. */
  readonly longestWait: number;
  readonly longestSilence: number;
  readonly problem: string;
}

/** A producer and a consumer that use the cluster with a token while it is restarted. */
export class KafkaTraffic {
  static async start(folder: string, jars: string, clients: string, token: { readonly file: string }, topic: string): Promise<KafkaTraffic> {
    execFileSync('javac', ['-nowarn', '-cp', jars, '-d', folder, join(__dirname, 'KafkaTraffic.java')], { stdio: 'pipe' });
    const properties = join(folder, 'client.properties');
    writeFileSync(properties, [
      `bootstrap.servers=${clients}`, 'security.protocol=SASL_PLAINTEXT', 'sasl.mechanism=OAUTHBEARER',
      'sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;',
      'sasl.login.callback.handler.class=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler',
      `sasl.oauthbearer.token.endpoint.url=file://${token.file}`, 'delivery.timeout.ms=120000', 'request.timeout.ms=10000', '',
    ].join('\n'));
    const java = ['-Xmx128m', '-XX:TieredStopAtLevel=1', `-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=file://${token.file}`, '-cp', `${folder}:${jars}`];
    const traffic = new KafkaTraffic(spawn('java', [...java, 'KafkaTraffic', properties, topic, '5'], { stdio: ['pipe', 'pipe', 'pipe'] }));
    await traffic.flowing().catch((error: unknown) => {
      traffic.end();
      throw error;
    });
    return traffic;
  }

  private out = '';
  private err = '';

  private constructor(private readonly child: ChildProcess) {
    child.stdout!.on('data', (bytes) => (this.out += bytes));
    child.stderr!.on('data', (bytes) => (this.err += bytes));
  }

  /** Ends both and tells what became of every number. */
  async stop(): Promise<TrafficReport> {
    const ended = new Promise((resolve) => this.child.once('close', resolve));
    this.child.stdin!.end();
    await ended;
    const last = this.out.trim().split('\n').at(-1) ?? '';
    if (!last.includes('lost')) {
      throw new Error(`the applications ended: ${last} ${this.err.slice(-2000)}`);
    }
    return JSON.parse(last) as TrafficReport;
  }

  end(): void {
    this.child.kill('SIGKILL');
  }

  private async flowing(): Promise<void> {
    for (const end = Date.now() + READY_SECONDS * 1000; Date.now() < end; await sleep(300)) {
      this.child.stdin!.write('\n');
      if (/"read":[1-9]/.test(this.out)) {
        return;
      }
    }
    throw new Error(`nothing is read: ${this.out.slice(-300)} ${this.err.slice(-2000)}`);
  }
}

async function freePorts(count: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (let port = FIRST_PORT; port <= LAST_PORT && found.length < count; port++) {
    if (await isFree(port)) {
      found.push(port);
    }
  }
  return found;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
