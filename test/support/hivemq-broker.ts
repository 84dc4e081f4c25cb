import { ChildProcess, spawn } from 'node:child_process';
import * as path from 'node:path';
import { connectAsync, ErrorWithReasonCode, ErrorWithSubackPacket, IDisconnectPacket, MqttClient } from 'mqtt';
import { ClassPath, compileJava, fetchJars } from './maven';

/*
 * A running HiveMQ Community Edition, had by Maven, whose clients bring their permissions along: see HiveMqGrants.java.
 */

export const HIVEMQ_RELEASE = '2025.5';

/** The jars of the broker. */
export function fetchHiveMq(folder: string): ClassPath {
  return fetchJars([['com.hivemq', 'hivemq-community-edition-embedded', HIVEMQ_RELEASE]], folder);
}

/** One permission, in the words of the extension SDK; an empty group stands for any. */
export interface Granted {
  readonly topic: string;
  readonly activity: string;
  readonly qos: string;
  readonly retain: string;
  readonly sharedSubscription: string;
  readonly sharedGroup: string;
}

const EVERYTHING: Granted = { topic: '#', activity: 'ALL', qos: 'ALL', retain: 'ALL', sharedSubscription: 'ALL', sharedGroup: '#' };

/** What a client tries. */
export interface Attempt {
  readonly action: 'publish' | 'subscribe';
  /** Topic, or filter with the group of a shared subscription in it. */
  readonly resource: string;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
}

/** What the broker says: `allowed`, or the MQTT 5 reason code in the acknowledgement or in the disconnect. */
export type Verdict = 'allowed' | `refused ${number}` | `disconnected ${number | 'without a word'}`;

/** A broker in a folder of its own. */
export class HiveMqBroker {
  /** Starts it, with an observer that sees what is published. */
  static async start(jars: string, folder: string, port: number): Promise<HiveMqBroker> {
    const broker = new HiveMqBroker(compileJava('HiveMqGrants', jars, folder), folder, port);
    await new Promise<void>((resolve, reject) => {
      broker.process.stdout!.on('data', () => broker.log.includes('ready') && resolve());
      broker.process.once('exit', (code) => reject(new Error(`HiveMQ ended with ${code}: ${broker.log.slice(-2000)}`)));
    });
    const observer = await broker.connect('observer', [EVERYTHING]);
    observer.on('message', (_topic, payload) => broker.delivered.get(payload.toString())?.());
    await observer.subscribeAsync('#', { qos: 0 });
    return broker;
  }

  private readonly process: ChildProcess;
  private readonly delivered = new Map<string, () => void>();
  private log = '';
  private messages = 0;

  private constructor(classpath: string, folder: string, private readonly port: number) {
    const args = ['-Xmx512m', '-cp', classpath, 'HiveMqGrants', path.join(folder, 'broker'), String(port)];
    this.process = spawn('java', args, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
    this.process.stderr!.on('data', (chunk) => this.log += chunk);
    this.process.stdout!.on('data', (chunk) => this.log += chunk);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.stdin!.end();
    await ended;
  }

  /** What comes of the attempts of one client, one after the other; a client that was disconnected comes back for the next. */
  async tryAll(clientId: string, permissions: readonly Granted[], attempts: readonly Attempt[]): Promise<readonly Verdict[]> {
    const verdicts: Verdict[] = [];
    let client: MqttClient | undefined;
    for (const attempt of attempts) {
      client ??= await this.connect(clientId, permissions);
      const verdict = await this.attempt(client, attempt);
      verdicts.push(verdict);
      // The broker disconnects whoever publishes without permission, be it after an acknowledgement.
      if (verdict !== 'allowed' && (attempt.action === 'publish' || verdict.startsWith('disconnected'))) {
        await client.endAsync(true);
        client = undefined;
      }
    }
    await client?.endAsync(true);
    return verdicts;
  }

  private async connect(clientId: string, permissions: readonly Granted[]): Promise<MqttClient> {
    const password = permissions.map((one) =>
      [one.topic, one.activity, one.qos, one.retain, one.sharedSubscription, one.sharedGroup].join('\t')).join('\n');
    const client = await connectAsync(`mqtt://127.0.0.1:${this.port}`, {
      clientId, username: clientId, password, protocolVersion: 5, clean: true, reconnectPeriod: 0, connectTimeout: 10_000,
    });
    client.on('error', () => undefined);
    client.setMaxListeners(100);
    return client;
  }

  private async attempt(client: MqttClient, attempt: Attempt): Promise<Verdict> {
    const disconnected = disconnection(client);
    const answered = attempt.action === 'subscribe' ? subscribe(client, attempt) : this.publish(client, attempt);
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`nothing comes of ${JSON.stringify(attempt)}`)), 10_000);
    });
    return Promise.race([disconnected, answered.catch(refusal), silence]).finally(() => clearTimeout(timer));
  }

  private async publish(client: MqttClient, { resource, qos, retain }: Attempt): Promise<Verdict> {
    const message = `message ${this.messages++}`;
    const seen = new Promise<void>((resolve) => this.delivered.set(message, resolve));
    await client.publishAsync(resource, message, { qos, retain });
    // Nothing acknowledges QoS 0; what was taken is delivered.
    await (qos === 0 ? seen : undefined);
    this.delivered.delete(message);
    return 'allowed';
  }
}

async function subscribe(client: MqttClient, { resource, qos }: Attempt): Promise<Verdict> {
  await client.subscribeAsync(resource, { qos });
  return 'allowed';
}

function disconnection(client: MqttClient): Promise<Verdict> {
  return new Promise((resolve) => {
    let reason: number | undefined;
    client.once('disconnect', (packet: IDisconnectPacket) => reason = packet.reasonCode);
    client.once('close', () => resolve(`disconnected ${reason ?? 'without a word'}`));
  });
}

function refusal(error: unknown): Verdict | Promise<Verdict> {
  const code = error instanceof ErrorWithSubackPacket ? error.packet.granted[0] : (error as ErrorWithReasonCode).code;
  if (typeof code === 'number') {
    return `refused ${code as number}`;
  }
  // The client gives up what is under way when the connection ends; how it ended is told apart.
  return new Promise<Verdict>((_, reject) => setTimeout(() => reject(error), 1000));
}
