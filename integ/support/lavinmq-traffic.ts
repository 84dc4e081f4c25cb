import { LavinMqClusterNode } from './lavinmq-cluster';

/** The package says that it is of ES modules, yet has others for `require`. */
type AmqpModule = typeof import('@cloudamqp/amqp-client', { with: { 'resolution-mode': 'import' } });
// eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
const { AMQPClient } = require('@cloudamqp/amqp-client') as AmqpModule;

type Connection = Awaited<ReturnType<InstanceType<AmqpModule['AMQPClient']>['connect']>>;
type Channel = Awaited<ReturnType<Connection['channel']>>;

const QUEUE = 'orders';
const LONGEST_WAIT = 8000;

/** One application that publishes with confirms and one that consumes; both go on at another node when theirs is gone. */
export class LavinMqTraffic {
  /** Messages that a broker confirmed. */
  readonly confirmed = new Set<string>();
  readonly received = new Set<string>();
  /** How often a connection ended before the traffic did. */
  turnedAway = 0;
  private over = false;
  private drained = false;
  private next = 0;
  private readonly running: Promise<unknown>[] = [];
  private readonly done: Promise<void>;
  private end!: () => void;

  constructor(private readonly nodes: readonly LavinMqClusterNode[]) {
    this.done = new Promise((resolve) => (this.end = resolve));
    this.running.push(
      this.keepUp(0, () => this.over, (channel) => this.publish(channel)),
      this.keepUp(1, () => this.drained, (channel) => this.consume(channel)),
    );
  }

  /** Ends the publisher, waits for what is still on its way, and gives the confirmed messages that never came. */
  async stop(): Promise<readonly string[]> {
    this.over = true;
    await this.running[0];
    for (const deadline = Date.now() + 30_000; Date.now() < deadline && this.missing.length > 0;) {
      await pause(100);
    }
    this.drained = true;
    this.end();
    await this.running[1];
    return this.missing;
  }

  private get missing(): readonly string[] {
    return [...this.confirmed].filter((id) => !this.received.has(id));
  }

  /** Does its work at one node after the other until it is over. */
  private async keepUp(first: number, isOver: () => boolean, work: (channel: Channel) => Promise<void>): Promise<void> {
    for (let attempt = first; !isOver(); attempt++) {
      const node = this.nodes[attempt % this.nodes.length];
      const client = new AMQPClient(`amqp://guest:guest@${node.host}:${node.ports.amqp}`);
      client.onerror = () => undefined;
      try {
        const connection = await inTime(client.connect());
        const channel = await inTime(connection.channel());
        await inTime(channel.queueDeclare(QUEUE, { durable: true }));
        await work(channel);
      } catch {
        this.turnedAway += 1;
        await pause(100);
      } finally {
        void client.close().catch(() => undefined);
      }
    }
  }

  private async publish(channel: Channel): Promise<void> {
    await inTime(channel.confirmSelect());
    while (!this.over) {
      // A message whose confirm was lost goes out again under its name: twice is no loss.
      const id = `m${this.next}`;
      await inTime(channel.basicPublish('', QUEUE, id, { deliveryMode: 2 }));
      this.confirmed.add(id);
      this.next += 1;
      await pause(5);
    }
  }

  private async consume(channel: Channel): Promise<void> {
    const consumer = await inTime(channel.basicConsume(QUEUE, { noAck: false }, (message) => {
      this.received.add(message.bodyString()!);
      void message.ack().catch(() => undefined);
    }));
    await Promise.race([consumer.wait(), this.done]);
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer!: NodeJS.Timeout;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), LONGEST_WAIT);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
