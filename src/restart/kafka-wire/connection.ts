import { Socket } from 'node:net';
import { Api, frameOf, readAnswer } from './api';
import { Endpoint, openSocket } from './open-socket';
import { Reader } from './reader';
import { WireProblem } from './wire-problem';
import { connectionProblem } from '../connection-problem';

/** Bounds of a connection, all of which hold against the most hostile peer. */
export interface Bounds {
  /** From the first packet to the last answer. */
  readonly seconds: number;
  /** Bytes of one answer. */
  readonly largestAnswer: number;
}

interface Waiting {
  readonly correlation: number;
  readonly settle: (answer: Buffer) => void;
  readonly fail: (problem: WireProblem) => void;
}

/** Bytes of the size and the correlation id in front of an answer. */
const SIZE_BYTES = 4;
const CORRELATION_BYTES = 4;

/** One connection on which one request at a time is asked. Its time is bounded as a whole. */
export class Connection {
  /** Connects, TLS included. Throws a WireProblem only. */
  static async open(endpoint: Endpoint, bounds: Bounds): Promise<Connection> {
    const connection = new Connection(bounds);
    await connection.connect(endpoint).catch((problem: unknown) => {
      connection.close();
      throw problem instanceof WireProblem ? problem : new WireProblem(connectionProblem(problem));
    });
    return connection;
  }

  private socket: Socket | undefined;
  private ended: WireProblem | undefined;
  private waiting: Waiting | undefined;
  private correlation = 0;
  private chunks: Buffer[] = [];
  private received = 0;
  private readonly timer: NodeJS.Timeout;
  private onEnd: ((problem: WireProblem) => void) | undefined;

  private constructor(private readonly bounds: Bounds) {
    this.timer = setTimeout(() => this.fail(new WireProblem(`no answer within ${bounds.seconds} s`)), bounds.seconds * 1000);
  }

  /** Asks and gives the answer. Throws a WireProblem only; the connection is over then. */
  async ask<Request, Answer>(api: Api<Request, Answer>, version: number, request: Request): Promise<Answer> {
    if (this.ended !== undefined) {
      throw this.ended;
    }
    const correlation = ++this.correlation;
    const bytes = await new Promise<Buffer>((settle, fail) => {
      this.waiting = { correlation, settle, fail };
      this.socket!.write(frameOf(api, version, correlation, request));
    });
    try {
      return readAnswer(api as Api<never, Answer>, version, new Reader(bytes));
    } catch (error) {
      const problem = error instanceof WireProblem ? new WireProblem(`${api.name}: ${error.message}`) : new WireProblem(`${api.name}: the answer is malformed`);
      this.fail(problem);
      throw problem;
    }
  }

  close(): void {
    clearTimeout(this.timer);
    this.ended ??= new WireProblem('the connection was closed');
    this.chunks = [];
    this.socket?.destroy();
  }

  private async connect(endpoint: Endpoint): Promise<void> {
    await new Promise<void>((ready, fail) => {
      this.onEnd = fail;
      if (this.ended !== undefined) {
        throw this.ended;
      }
      openSocket(endpoint, ready).then((socket) => this.attach(socket), fail);
    });
  }

  private attach(socket: Socket): void {
    this.socket = socket;
    socket.setNoDelay(true);
    // An event for the end must be heard from the first moment on, or it would end the program.
    socket.on('error', (error) => this.fail(new WireProblem(connectionProblem(error))));
    socket.on('close', () => this.fail(new WireProblem('the peer closed the connection')));
    socket.on('data', (bytes: Buffer) => this.take(bytes));
    if (this.ended !== undefined) {
      socket.destroy();
    }
  }

  private take(bytes: Buffer): void {
    if (this.ended !== undefined) {
      return;
    }
    this.chunks.push(bytes);
    this.received += bytes.length;
    const size = this.announced();
    if (size === undefined) {
      return;
    }
    if (size < CORRELATION_BYTES || size > this.bounds.largestAnswer) {
      this.fail(new WireProblem(`the peer announces an answer of ${size} bytes; it is no Kafka listener, or one that speaks TLS or not as told`));
      return;
    }
    if (this.received >= SIZE_BYTES + size) {
      this.deliver(size);
    }
  }

  /** The size of the answer that is arriving; undefined before its first bytes are here. */
  private announced(): number | undefined {
    if (this.received < SIZE_BYTES) {
      return undefined;
    }
    if (this.chunks[0].length < SIZE_BYTES) {
      this.chunks = [Buffer.concat(this.chunks)];
    }
    return this.chunks[0].readInt32BE(0);
  }

  private deliver(size: number): void {
    const bytes = Buffer.concat(this.chunks);
    const { waiting } = this;
    this.chunks = [];
    this.received = 0;
    this.waiting = undefined;
    if (waiting === undefined || bytes.length > SIZE_BYTES + size) {
      this.fail(new WireProblem('the peer sends what nobody asked for'), waiting);
      return;
    }
    const correlation = bytes.readInt32BE(SIZE_BYTES);
    if (correlation !== waiting.correlation) {
      this.fail(new WireProblem(`the peer answers request ${correlation}, asked was ${waiting.correlation}`), waiting);
      return;
    }
    waiting.settle(bytes.subarray(SIZE_BYTES + CORRELATION_BYTES));
  }

  private fail(problem: WireProblem, waiting = this.waiting): void {
    const first = this.ended === undefined;
    this.ended ??= problem;
    this.waiting = undefined;
    this.close();
    if (first) {
      waiting?.fail(problem);
      this.onEnd?.(problem);
    }
  }
}
