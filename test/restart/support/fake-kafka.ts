import { AddressInfo, createServer, Server, Socket } from 'node:net';
import { createServer as createTlsServer, TlsOptions } from 'node:tls';
import { apiVersions, int } from './kafka-encoding';

/** A request as it arrived. */
export interface FakeRequest {
  readonly key: number;
  readonly version: number;
  readonly body: Buffer;
}

/** What comes back behind the correlation id: bytes, or what is done to the connection instead. */
export type FakeAnswer = Buffer | 'close' | 'silence' | { readonly raw: Buffer };

export const API_VERSIONS = 18;
const SPOKEN = [[3, 0, 13], [17, 0, 1], [18, 0, 4], [32, 1, 4], [35, 1, 4], [36, 0, 2], [55, 0, 2], [60, 0, 1]] as const;

/** A stand-in for a Kafka node: its protocol over a real socket, with answers that a test gives. */
export class FakeKafka {
  static async start(answer: (request: FakeRequest) => FakeAnswer | undefined, tls?: TlsOptions): Promise<FakeKafka> {
    const fake = new FakeKafka(answer, tls);
    await new Promise<void>((done) => fake.server.listen(0, '127.0.0.1', done));
    return fake;
  }

  readonly asked: FakeRequest[] = [];
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly answer: (request: FakeRequest) => FakeAnswer | undefined, tls?: TlsOptions) {
    const serve = (socket: Socket) => this.serve(socket);
    this.server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
    this.server.on('connection', (socket: Socket) => this.sockets.add(socket)).on('tlsClientError', () => undefined);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** How many connections clients have left open. */
  get open(): number {
    return [...this.sockets].filter((socket) => !socket.destroyed).length;
  }

  async stop(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((done) => this.server.close(done));
  }

  private serve(socket: Socket): void {
    let received = Buffer.alloc(0);
    socket.on('error', () => undefined).on('data', (bytes: Buffer) => {
      received = Buffer.concat([received, bytes]);
      while (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
        const end = 4 + received.readInt32BE(0);
        this.reply(socket, received.subarray(4, end));
        received = received.subarray(end);
      }
    });
  }

  private reply(socket: Socket, request: Buffer): void {
    const asked = { key: request.readInt16BE(0), version: request.readInt16BE(2), body: request.subarray(10 + request.readInt16BE(8)) };
    this.asked.push(asked);
    const answer = this.answer(asked) ?? (asked.key === API_VERSIONS ? apiVersions(SPOKEN) : 'close');
    if (answer === 'close') {
      socket.destroy();
    } else if (Buffer.isBuffer(answer)) {
      socket.write(Buffer.concat([int(4, answer.length + 4), request.subarray(4, 8), answer]));
    } else if (typeof answer === 'object') {
      socket.write(answer.raw);
    }
  }
}
