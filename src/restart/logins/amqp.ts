import { FrameReader, ServerMethod, serverMethod } from './amqp-frames';
import { userNameFor } from './login-identity';
import { serverText } from './server-text';
import { connectionProblem } from '../connection-problem';
import { LoginCheck, LoginResult } from '../engine/ports';
import { AmqpLoginSpec } from '../spec/amqp-login';
import { readTls, TlsMaterial } from '../tls-files';
import { World } from '../world';

/** The package says that it is of ES modules, yet has others for `require`. */
type AmqpModule = typeof import('@cloudamqp/amqp-client', { with: { 'resolution-mode': 'import' } });
type AMQPClient = InstanceType<AmqpModule['AMQPClient']>;

/** What a server may send in a login, which takes four frames and a few hundred bytes. */
const BOUNDS = { largestFrame: 64 * 1024, mostBytes: 256 * 1024, mostFrames: 100 };
/**
 * The largest frame that servers take before Connection.Tune: LavinMQ and RabbitMQ before 4.0. Section 4.2.3 demands no more.
 * Source: cloudamqp/lavinmq src/lavinmq/amqp/connection_factory.cr; rabbitmq/rabbitmq-server `initial_frame_max`.
 */
const USUAL_FRAME = 4096;
/** The client makes its frame in a buffer of this size. Source: cloudamqp/amqp-client.js src/amqp-base-client.ts. */
const CLIENT_FRAME = 8192;
const PROTOCOL_HEADER = 8;
const GOODBYE_MILLISECONDS = 500;
const ACCESS_REFUSED = 403;
const NOT_ALLOWED = 530;

/**
 * Logs in by AMQP 0-9-1 with the token as password.
 *
 * Accepted is who gets Connection.Open-Ok, refused who gets 403 in answer to the token. A vhost that is closed to the token (530) is neither:
 * the token was let in.
 */
export class AmqpLogin implements LoginCheck {
  readonly target: string;

  constructor(private readonly spec: AmqpLoginSpec, private readonly kind: string) {
    const { host, port, tls, vhost } = spec;
    this.target = `amqp${tls === undefined ? '' : ' by TLS'} ${host}:${port} vhost ${JSON.stringify(vhost)}`;
  }

  async login(token: string, timeoutSeconds: number): Promise<LoginResult> {
    const tls = this.spec.tls === undefined ? undefined : await readTls(this.spec.tls);
    if (tls?.problem !== undefined) {
      return unclear(tls.problem);
    }
    try {
      return await new Conversation(this.client(token, tls?.material), token, this.spec.vhost).run(timeoutSeconds);
    } catch (error) {
      return unclear(connectionProblem(error));
    }
  }

  private client(token: string, material: TlsMaterial | undefined): AMQPClient {
    // Evaluated only where a login by AMQP is asked for; `require` does so in Node, in the bundle and in the tests alike.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { AMQPClient } = require('@cloudamqp/amqp-client') as AmqpModule;
    const { host, port, vhost } = this.spec;
    const client = new AMQPClient(`${material === undefined ? 'amqp' : 'amqps'}://localhost:${port}`, { ...material } as never);
    client.vhost = vhost;
    client.username = userNameFor(this.kind, token, this.spec);
    client.password = token;
    client.logger = undefined;
    // Set here, since a URL would put an address of IPv6 in brackets.
    return Object.assign(client, { host });
  }
}

/** The maker of the table. */
export function makeAmqpLogin(login: AmqpLoginSpec, { spec }: World): LoginCheck {
  return new AmqpLogin(login, spec.broker.kind);
}

function unclear(detail: string): LoginResult {
  return { outcome: 'unclear', detail };
}

/** What the client library keeps to itself and a server that means harm would otherwise reach. */
interface Innards {
  onRead(bytes: Buffer): boolean;
  rejectConnect(error: unknown): void;
}

/** One login. The client sees whole frames alone, since others make it loop or throw where nobody catches. */
class Conversation {
  private readonly reader = new FrameReader(BOUNDS);
  private settle?: (result: LoginResult) => void;
  private readonly read: (bytes: Buffer) => boolean;
  private startOkBytes = 0;
  private isIn = false;

  constructor(private readonly client: AMQPClient, private readonly token: string, private readonly vhost: string) {
    const innards = client as unknown as Innards;
    this.read = innards.onRead.bind(client);
    innards.onRead = (bytes) => this.take(bytes);
    innards.rejectConnect = innards.rejectConnect.bind(client);
    const send = client.send.bind(client);
    client.send = (bytes) => {
      this.startOkBytes = Math.max(this.startOkBytes, bytes.length > PROTOCOL_HEADER ? bytes.length : 0);
      return send(bytes);
    };
  }

  async run(timeoutSeconds: number): Promise<LoginResult> {
    let timer: NodeJS.Timeout | undefined;
    const result = await new Promise<LoginResult>((resolve) => {
      this.settle = resolve;
      timer = setTimeout(() => resolve(unclear(`no answer within ${timeoutSeconds} s${this.wasLetIn}`)), timeoutSeconds * 1000);
      this.client.onerror = () => undefined;
      this.client.connect().catch(() => resolve(unclear(this.brokenOff())));
      // Before the client hears of it, who keeps the message and drops the code.
      this.client.socket?.on('error', (error) => resolve(unclear(this.startOkBytes === 0 ? connectionProblem(error) : this.brokenOff())));
      this.client.socket?.on('close', () => resolve(unclear(this.brokenOff())));
    }).finally(() => clearTimeout(timer));
    await this.leave(result);
    return result;
  }

  private get wasLetIn(): string {
    return this.isIn ? `, though the token was let in; the vhost ${JSON.stringify(this.vhost)} was not opened` : '';
  }

  private take(bytes: Buffer): boolean {
    const { frames, problem } = this.reader.take(bytes);
    for (const frame of frames) {
      const method = serverMethod(frame);
      this.watch(method);
      try {
        this.read(frame);
      } catch {
        this.settle?.(unclear(method?.name === 'start' && this.startOkBytes === 0
          ? `the token of ${this.token.length} characters does not fit into ${CLIENT_FRAME} bytes, the client's largest login frame`
          : 'the server sent a frame that cannot be read'));
      }
    }
    if (problem !== undefined) {
      this.settle?.(unclear(problem));
    }
    return true;
  }

  private watch(method: ServerMethod | undefined): void {
    if (method?.name === 'tune') {
      this.isIn = true;
    } else if (method?.name === 'open-ok') {
      this.settle?.(this.isIn ? { outcome: 'accepted', detail: 'Connection.Open-Ok' } : unclear('Connection.Open-Ok without Connection.Tune'));
    } else if (method?.name === 'secure') {
      this.settle?.(unclear('the server asks for more than a password (Connection.Secure)'));
    } else if (method?.name === 'close') {
      this.settle?.(this.closed(method));
    }
  }

  /** What Connection.Close means for the token. */
  private closed({ code, text = '' }: ServerMethod): LoginResult {
    const said = `${code} ${serverText(text, this.token)}`.trim();
    if (!this.isIn) {
      return code === ACCESS_REFUSED ? { outcome: 'refused', detail: said } : unclear(`${said}${this.cause}`);
    }
    return unclear(code === NOT_ALLOWED
      ? `the token was let in, but the vhost ${JSON.stringify(this.vhost)} is closed to it or does not exist: ${said}`
      : `${said}${this.wasLetIn}`);
  }

  private brokenOff(): string {
    if (this.startOkBytes === 0) {
      return 'the server closed the connection before the login';
    }
    return `the server closed the connection${this.isIn ? this.wasLetIn : ` without a verdict${this.cause}`}`;
  }

  /** What an answer that is no verdict may come from. */
  private get cause(): string {
    return this.startOkBytes <= USUAL_FRAME ? ''
      : `; with this token the login frame has ${this.startOkBytes} bytes, and many servers take ${USUAL_FRAME} before the connection is tuned: ask for a shorter token`;
  }

  private async leave({ outcome }: LoginResult): Promise<void> {
    if (outcome === 'accepted') {
      await new Promise<void>((done) => {
        const timer = setTimeout(done, GOODBYE_MILLISECONDS);
        // The client turns usable only after its own handling of Open-Ok.
        setImmediate(() => this.client.close().catch(() => undefined).then(() => {
          clearTimeout(timer);
          done();
        }));
      });
    }
    this.client.socket?.destroy();
  }
}
