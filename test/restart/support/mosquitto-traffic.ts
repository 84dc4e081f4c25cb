import { setTimeout as sleep } from 'node:timers/promises';
import { connect, connectAsync, MqttClient } from 'mqtt';
import { ACCOUNTS, MosquittoCluster, MosquittoNode, passwordOf } from './mosquitto-cluster';

const TOPIC = 'orders/17/created';
const LONGEST_ANSWER_MILLISECONDS = 2000;

/**
 * A publisher and a subscriber at three brokers that know nothing of each other.
 *
 * The publisher sends each message at QoS 1 to one broker, in turn, and to the next one where no acknowledgement comes. The subscriber has a session
 * at every broker that outlives connections and, since the brokers write theirs to disk when they end in order, restarts. So what was
 * acknowledged must arrive, perhaps twice, and perhaps only after the broker that acknowledged it is back.
 */
export class MosquittoTraffic {
  readonly acknowledged = new Set<string>();
  readonly received = new Set<string>();
  /** How often the publisher had to turn to another broker. */
  turnedAway = 0;
  private readonly subscribers: MqttClient[] = [];
  private readonly publishers = new Map<string, MqttClient>();
  private sending: Promise<void> = Promise.resolve();
  private ended = false;

  constructor(private readonly cluster: MosquittoCluster) {}

  async start(): Promise<void> {
    await Promise.all(this.cluster.nodes.map((node) => this.subscribe(node)));
    this.sending = this.send();
  }

  /** Stops sending, then waits until everything that was acknowledged has arrived; gives what has not. */
  async end(): Promise<readonly string[]> {
    this.ended = true;
    await this.sending;
    for (let tries = 0; tries < 100 && this.missing().length > 0; tries++) {
      await sleep(100);
    }
    await Promise.all([...this.subscribers, ...this.publishers.values()].map((client) => client.endAsync(true)));
    return this.missing();
  }

  private missing(): readonly string[] {
    return [...this.acknowledged].filter((id) => !this.received.has(id));
  }

  private async subscribe(node: MosquittoNode): Promise<void> {
    const client = connect(addressOf(node), {
      ...LOGIN, clientId: `subscriber-${node.name}`, clean: false, properties: { sessionExpiryInterval: 86_400 }, reconnectPeriod: 50, connectTimeout: 5000,
    });
    client.on('error', () => undefined);
    client.on('message', (_topic, payload) => this.received.add(payload.toString()));
    this.subscribers.push(client);
    await new Promise<void>((resolve) => client.once('connect', () => resolve()));
    await client.subscribeAsync('orders/+/created', { qos: 1 });
  }

  /** Brokers take turns, so that each acknowledges messages up to the instant at which it ends. */
  private async send(): Promise<void> {
    const { nodes } = this.cluster;
    let at = 0;
    for (let number = 1; !this.ended; number++) {
      const id = `message ${number}`;
      for (at = (at + 1) % nodes.length; !this.ended && !await this.sentTo(nodes[at], id); at = (at + 1) % nodes.length) {
        this.turnedAway += 1;
        await sleep(10);
      }
      await sleep(2);
    }
  }

  /** Whether the broker acknowledged the message. */
  private async sentTo(node: MosquittoNode, id: string): Promise<boolean> {
    try {
      const publisher = await this.publisherAt(node);
      let lost: () => void = () => undefined;
      const closed = new Promise<never>((_, fail) => publisher.once('close', lost = () => fail(new Error('closed'))));
      closed.catch(() => undefined);
      const late = new AbortController();
      const silent = sleep(LONGEST_ANSWER_MILLISECONDS, undefined, { signal: late.signal }).then(() => Promise.reject(new Error('no answer')), () => undefined);
      await Promise.race([publisher.publishAsync(TOPIC, id, { qos: 1 }), closed, silent]).finally(() => {
        late.abort();
        publisher.removeListener('close', lost);
      });
      this.acknowledged.add(id);
      return true;
    } catch {
      this.publishers.get(node.name)?.end(true);
      this.publishers.delete(node.name);
      return false;
    }
  }

  private async publisherAt(node: MosquittoNode): Promise<MqttClient> {
    const known = this.publishers.get(node.name);
    if (known !== undefined && known.connected) {
      return known;
    }
    known?.end(true);
    const opened = await open(node);
    this.publishers.set(node.name, opened);
    return opened;
  }
}

const LOGIN = { username: ACCOUNTS.traffic, password: passwordOf(ACCOUNTS.traffic), protocolVersion: 5 } as const;

async function open(node: MosquittoNode): Promise<MqttClient> {
  const client = await connectAsync(addressOf(node), { ...LOGIN, clientId: `publisher-${node.name}`, reconnectPeriod: 0, connectTimeout: 1000 }, false);
  client.on('error', () => undefined);
  return client;
}

function addressOf(node: MosquittoNode): string {
  return `mqtt://127.0.0.1:${node.port}`;
}
