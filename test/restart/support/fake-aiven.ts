import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { FakeAnswer, FakeKafka, FakeRequest } from './fake-kafka';
import * as encoding from './kafka-encoding';
import { Clock } from '../../../src/restart/engine/ports';

/** One broker of the service. */
export interface FakeBroker {
  readonly kafka: FakeKafka;
  /** From when to when it is down, by the clock's milliseconds. */
  down?: readonly [from: number, to: number];
  /** Whether it lets a token in; by default those that hold no changed signature. */
  letsIn: (token: string) => boolean;
}

const APIS = { metadata: 3, handshake: 17, versions: 18, authenticate: 36 };

/**
 * A fake of Aiven's API at the level of HTTP, and of the brokers of a service at the level of Kafka's protocol.
 *
 * Shapes by aiven/go-client-codegen (handler/service/service.go) and by the message definitions of Apache Kafka.
 */
export class FakeAiven {
  static async start(clock: Clock, good: string, brokers: number): Promise<FakeAiven> {
    const fake = new FakeAiven(clock, good);
    await new Promise<void>((done) => fake.server.listen(0, '127.0.0.1', done));
    for (let index = 0; index < brokers; index++) {
      await fake.addBroker();
    }
    fake.bootstrap = await FakeKafka.start((request) => fake.answer(request, fake.up[0]));
    return fake;
  }

  readonly brokers: FakeBroker[] = [];
  readonly requests: { readonly path: string; readonly authorization: string | undefined }[] = [];
  /** Statuses of the next answers. */
  readonly badReads: number[] = [];
  state = 'RUNNING';
  nodes: object[] = [];
  /** Members that replace those of the listener. */
  listener: object = {};
  private readonly server: Server;
  private bootstrap!: FakeKafka;

  private constructor(private readonly clock: Clock, private readonly good: string) {
    this.server = createServer((request, response) => {
      this.requests.push({ path: request.url!, authorization: request.headers.authorization });
      const bad = this.badReads.shift();
      response.writeHead(bad ?? 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(bad === undefined ? { service: this.service } : { message: 'not now', errors: [] }));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Adds a broker, as when a node is replaced. */
  async addBroker(): Promise<FakeBroker> {
    const holder: { broker?: FakeBroker } = {};
    const kafka = await FakeKafka.start((request) => this.answer(request, this.isUp(holder.broker!) ? holder.broker : undefined));
    const broker: FakeBroker = { kafka, letsIn: (token) => token === this.good };
    holder.broker = broker;
    this.brokers.push(broker);
    return broker;
  }

  /** Lets the brokers restart one after the other, as Aiven does after a change. */
  roll(begin: number, eachSeconds: number): void {
    this.brokers.forEach((broker, index) => {
      const from = this.clock.now() + (begin + index * eachSeconds) * 1000;
      broker.down = [from, from + eachSeconds * 500];
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
    await Promise.all([this.bootstrap, ...this.brokers.map(({ kafka }) => kafka)].map((kafka) => kafka.stop()));
  }

  private get service(): object {
    return {
      state: this.state,
      node_states: this.nodes.length > 0 ? this.nodes : this.brokers.map((_broker, index) => ({ name: `kafka-${index + 1}`, state: 'running', availability_zone: 'a' })),
      components: [
        { component: 'kafka', host: '127.0.0.1', port: 1, route: 'dynamic', usage: 'primary', kafka_authentication_method: 'certificate' },
        { component: 'kafka', host: '127.0.0.1', port: this.bootstrap.port, route: 'dynamic', usage: 'primary', kafka_authentication_method: 'sasl', ssl: false, ...this.listener },
        { component: 'schema_registry', host: '127.0.0.1', port: 2, route: 'dynamic', usage: 'primary' },
      ],
    };
  }

  private get up(): readonly FakeBroker[] {
    return this.brokers.filter((broker) => this.isUp(broker));
  }

  private isUp({ down }: FakeBroker): boolean {
    return down === undefined || this.clock.now() < down[0] || this.clock.now() >= down[1];
  }

  private answer({ key, version, body }: FakeRequest, broker: FakeBroker | undefined): FakeAnswer | undefined {
    if (broker === undefined) {
      return 'close';
    }
    if (key === APIS.handshake) {
      return encoding.saslHandshake(0, ['OAUTHBEARER']);
    }
    if (key === APIS.authenticate) {
      const token = /auth=Bearer ([^\x01]+)/.exec(body.toString('latin1'))?.[1];
      if (token === undefined) {
        return encoding.saslAuthenticate(58, 'no', '', 0n);
      }
      return broker.letsIn(token) ? encoding.saslAuthenticate(0, undefined, '', 60_000n) : encoding.saslAuthenticate(0, undefined, '{"status":"invalid_token"}', 0n);
    }
    return key === APIS.metadata ? this.metadata(version) : undefined;
  }

  private metadata(version: number): Buffer {
    const { compact, compactList, int, NO_TAGS } = encoding;
    return Buffer.concat([
      NO_TAGS, int(4, 0),
      compactList(this.up, (broker) => [int(4, this.brokers.indexOf(broker)), compact('127.0.0.1'), int(4, broker.kafka.port), compact(undefined), NO_TAGS]),
      compact('cluster'), int(4, 0), compactList([], () => []),
      ...version <= 10 ? [int(4, -0x80000000)] : [], NO_TAGS,
    ]);
  }
}
