import * as net from 'node:net';
import { capabilityTable, EMPTY_TABLE, Frame, frame, longText, method, methodOf, number, shortText, takeFrames } from './amqp-wire';

/** How far a login came. */
export type LoginEnd = 'open' | 'refused' | 'closed' | 'no-vhost';

/** A connection and how far it came. */
export interface Login {
  readonly end: LoginEnd;
  readonly client: AmqpClient;
}

const ACCESS_REFUSED = 403;
const LONGEST_WAIT = 5000;

/** One connection, logged in by user name and password. Methods are those whose permissions a broker checks. */
export class AmqpClient {
  /** Logs in and opens a virtual host; the client is usable where it ended `open`. */
  static async login(port: number, username: string, password: string, vhost: string): Promise<Login> {
    const client = new AmqpClient(net.connect(port, '127.0.0.1'));
    return { end: await client.open(username, password, vhost), client };
  }

  private received: Buffer = Buffer.alloc(0);
  private readonly frames: Frame[] = [];
  private readonly waiting = new Set<() => void>();
  private closed = false;
  private channel = 0;

  private constructor(private readonly socket: net.Socket) {
    socket.setNoDelay(true);
    socket.on('data', (data) => {
      const { frames, rest } = takeFrames(Buffer.concat([this.received, data]));
      this.received = rest;
      this.frames.push(...frames.filter(({ type }) => type === 1));
      this.wake();
    });
    const end = () => {
      this.closed = true;
      this.wake();
    };
    socket.on('close', end).on('error', end);
  }

  /** Whether a new exchange of that name may be declared. It is deleted again. */
  async mayConfigure(name: string): Promise<boolean> {
    const declare = [number(0, 2), shortText(name), shortText('direct'), number(0, 1), EMPTY_TABLE];
    const allowed = await this.attempt((channel) => method(channel, 40, 10, ...declare));
    if (allowed) {
      await this.attempt((channel) => method(channel, 40, 20, number(0, 2), shortText(name), number(0, 1)));
    }
    return allowed;
  }

  /** Whether a message may be published to that exchange, whether it exists or not. */
  async mayWrite(exchange: string): Promise<boolean> {
    // With confirms every message has an answer; no method may follow, since the broker may have closed the channel.
    return this.attempt((channel) => Buffer.concat([
      method(channel, 60, 40, number(0, 2), shortText(exchange), shortText('nowhere'), number(0, 1)),
      frame(2, channel, Buffer.concat([number(60, 2), number(0, 2), number(0, 8), number(0, 2)])),
    ]), true);
  }

  /** Whether messages may be taken from that queue, whether it exists or not. */
  async mayRead(queue: string): Promise<boolean> {
    return this.attempt((channel) => method(channel, 60, 70, number(0, 2), shortText(queue), number(1, 1)));
  }

  /** Sends a new token on the open connection; whether the broker takes it. */
  async refresh(token: string): Promise<boolean> {
    this.socket.write(method(0, 10, 70, longText(token), shortText('renewed')));
    return (await this.next(0)) === '10.71';
  }

  /** Waits until the broker closes the connection. */
  async whenClosed(milliseconds: number): Promise<boolean> {
    const deadline = Date.now() + milliseconds;
    while (Date.now() < deadline && !this.closed && !this.frames.some((found) => found.channel === 0 && methodOf(found) === '10.50')) {
      await this.news(50);
    }
    return this.closed || this.frames.length > 0;
  }

  close(): void {
    this.socket.destroy();
  }

  private async open(username: string, password: string, vhost: string): Promise<LoginEnd> {
    this.socket.write(Buffer.from('AMQP\x00\x00\x09\x01', 'latin1'));
    if (await this.next(0) !== '10.10') {
      return 'closed';
    }
    const properties = capabilityTable('capabilities', 'authentication_failure_close');
    this.socket.write(method(0, 10, 11, properties, shortText('PLAIN'), longText(`\0${username}\0${password}`), shortText('en_US')));
    const tune = await this.next(0);
    if (tune !== '10.30') {
      return tune === '10.50' ? 'refused' : 'closed';
    }
    this.socket.write(Buffer.concat([
      method(0, 10, 31, number(2047, 2), number(131072, 4), number(0, 2)),
      method(0, 10, 40, shortText(vhost), shortText(''), number(0, 1)),
    ]));
    return await this.next(0) === '10.41' ? 'open' : 'no-vhost';
  }

  /** Runs methods on a channel of their own; false where the broker refuses them for lack of rights. */
  private async attempt(methods: (channel: number) => Buffer, confirms = false): Promise<boolean> {
    const channel = ++this.channel;
    this.socket.write(Buffer.concat([method(channel, 20, 10, shortText('')), ...confirms ? [method(channel, 85, 10, number(0, 1))] : [], methods(channel)]));
    if (await this.next(channel) !== '20.11' || (confirms && await this.next(channel) !== '85.11')) {
      throw new Error('no channel could be opened');
    }
    const answer = await this.nextFrame(channel);
    if (answer === undefined || methodOf(answer) !== '20.40') {
      this.socket.write(method(channel, 20, 40, number(200, 2), shortText(''), number(0, 2), number(0, 2)));
      return answer !== undefined;
    }
    this.socket.write(method(channel, 20, 41));
    return answer.payload.readUInt16BE(4) !== ACCESS_REFUSED;
  }

  private async next(channel: number): Promise<string> {
    const found = await this.nextFrame(channel);
    return found === undefined ? 'closed' : methodOf(found);
  }

  /** The next method on a channel; undefined where the connection ends before. */
  private async nextFrame(channel: number): Promise<Frame | undefined> {
    for (const deadline = Date.now() + LONGEST_WAIT; Date.now() < deadline;) {
      const index = this.frames.findIndex((found) => found.channel === channel);
      if (index >= 0) {
        return this.frames.splice(index, 1)[0];
      }
      if (this.closed) {
        return undefined;
      }
      await this.news(LONGEST_WAIT);
    }
    throw new Error(`no answer on channel ${channel}, after ${this.frames.map((found) => `${found.channel}:${methodOf(found)}`).join(' ') || 'nothing'}`);
  }

  private wake(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    waiting.forEach((resolve) => resolve());
  }

  private async news(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.waiting.add(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
