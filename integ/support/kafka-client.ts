import * as net from 'node:net';
import { Answer, bytes, int16, int32, int64, int8, list, request, text } from './kafka-wire';

/** How a login ended; the session's length where it was let in. */
export interface KafkaLogin {
  readonly end: 'open' | 'refused';
  readonly sessionMilliseconds: number;
  readonly client: KafkaClient;
}

const TOPIC_AUTHORIZATION_FAILED = 29;
const GROUP_AUTHORIZATION_FAILED = 30;
const LONGEST_WAIT = 10_000;

/** One connection to a broker, logged in by OAUTHBEARER (RFC 7628). */
export class KafkaClient {
  /** Logs in; the client is usable where it ended `open`. */
  static async login(port: number, token: string): Promise<KafkaLogin> {
    const client = new KafkaClient(net.connect(port, '127.0.0.1'));
    const handshake = await client.ask(17, 1, text('OAUTHBEARER'));
    if (handshake.int16() !== 0) {
      throw new Error('the listener does not offer OAUTHBEARER');
    }
    const answer = await client.ask(36, 1, bytes(Buffer.from(`n,,\x01auth=Bearer ${token}\x01\x01`, 'utf8')));
    const [code, , challenge, session] = [answer.int16(), answer.text(), answer.bytes(), answer.int64()];
    return { end: code === 0 && challenge === '' ? 'open' : 'refused', sessionMilliseconds: Number(session), client };
  }

  private received = Buffer.alloc(0);
  private correlation = 0;
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private fail?: (error: Error) => void;

  private constructor(private readonly socket: net.Socket) {
    socket.setNoDelay(true);
    socket.on('data', (data) => this.take(data));
    socket.on('error', (error) => this.fail?.(error)).on('close', () => this.fail?.(new Error('the broker closed the connection')));
  }

  /** `Write` on a topic. Nothing is written: the request has no records, which is looked at after the rights. */
  async mayProduce(topic: string): Promise<boolean> {
    const partition = Buffer.concat([int32(0), bytes(Buffer.alloc(0))]);
    const answer = await this.ask(0, 3, int16(-1), int16(1), int32(1000), list(Buffer.concat([text(topic), list(partition)])));
    return this.partitionError(answer) !== TOPIC_AUTHORIZATION_FAILED;
  }

  /** `Read` on a topic. */
  async mayFetch(topic: string): Promise<boolean> {
    const partition = Buffer.concat([int32(0), int64(0n), int32(1024)]);
    const topics = list(Buffer.concat([text(topic), list(partition)]));
    const answer = await this.ask(1, 4, int32(-1), int32(0), int32(0), int32(1024), int8(0), topics);
    answer.int32();
    return this.partitionError(answer) !== TOPIC_AUTHORIZATION_FAILED;
  }

  /** `Read` on a group, asked by a heartbeat of nobody. */
  async mayJoin(group: string): Promise<boolean> {
    const answer = await this.ask(12, 0, text(group), int32(0), text('nobody'));
    return answer.int16() !== GROUP_AUTHORIZATION_FAILED;
  }

  close(): void {
    this.socket.destroy();
  }

  /** The error of the one partition of the one topic that was asked for. */
  private partitionError(answer: Answer): number {
    answer.int32();
    answer.text();
    answer.int32();
    answer.int32();
    return answer.int16();
  }

  private async ask(key: number, version: number, ...fields: readonly Buffer[]): Promise<Answer> {
    const correlation = ++this.correlation;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer to request ${key}`)), LONGEST_WAIT);
      const settle = <T>(done: (value: T) => void) => (value: T) => {
        clearTimeout(timer);
        done(value);
      };
      this.fail = settle(reject);
      this.waiting.set(correlation, settle(resolve));
      this.socket.write(request(key, version, correlation, ...fields));
    });
  }

  private take(data: Buffer): void {
    this.received = Buffer.concat([this.received, data]);
    while (this.received.length >= 4 && this.received.length >= 4 + this.received.readInt32BE(0)) {
      const end = 4 + this.received.readInt32BE(0);
      this.waiting.get(this.received.readInt32BE(4))?.(new Answer(this.received.subarray(8, end)));
      this.received = this.received.subarray(end);
    }
  }
}
