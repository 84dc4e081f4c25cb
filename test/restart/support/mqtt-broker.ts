import { ChildProcess, spawn } from 'node:child_process';
import * as path from 'node:path';
import { started } from '../../support/started';

/** Whom the broker lets in: these passwords, or tokens that an issuer signed. */
export interface MqttBrokerOptions {
  readonly accepted?: readonly string[];
  /** Passwords that get "not authorized" where not every other one does; those get "server unavailable". */
  readonly refused?: readonly string[];
  readonly issuer?: string;
  readonly audience?: string;
  readonly jwksUri?: string;
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A CONNECT that the broker saw. */
export interface SeenConnect {
  readonly clientId: string;
  readonly username?: string;
  readonly clean: boolean;
}

/** An MQTT 3.1.1 broker in a process of its own. */
export class MqttBroker {
  static async start(options: MqttBrokerOptions): Promise<MqttBroker> {
    return started(() => {
      const child = spawn(process.execPath, [path.join(__dirname, 'mqtt-broker.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] });
      child.stdin.write(`${JSON.stringify(options)}\n`);
      const broker = new MqttBroker(child);
      return { child, ready: broker.listening.then(() => broker) };
    });
  }

  readonly seen: SeenConnect[] = [];
  ports = { tcp: 0, tls: 0, webSocket: 0 };
  private readonly listening: Promise<void>;
  private readonly ended: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    this.ended = new Promise((resolve) => child.once('exit', resolve));
    this.listening = new Promise((resolve, reject) => {
      let text = '';
      child.once('exit', () => reject(new Error('the test broker ended')));
      child.stdout!.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const lines = text.split('\n');
        text = lines.pop()!;
        for (const line of lines.map((one) => JSON.parse(one))) {
          if (line.tcp === undefined) {
            this.seen.push(line);
          } else {
            this.ports = line;
            resolve();
          }
        }
      });
    });
  }

  /** The CONNECT with a client id, which the broker's process may tell a moment later. */
  async connectOf(clientId: string): Promise<SeenConnect | undefined> {
    for (let tries = 0; tries < 100 && !this.seen.some((one) => one.clientId === clientId); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return this.seen.find((one) => one.clientId === clientId);
  }

  async stop(): Promise<void> {
    this.child.stdin!.end();
    await this.ended;
  }
}
