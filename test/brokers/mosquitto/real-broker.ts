import { ChildProcess, spawn } from 'node:child_process';
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { connectAsync, ErrorWithReasonCode, ErrorWithSubackPacket, MqttClient } from 'mqtt';

const BROKERS = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto'];
const PLUGINS = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib', '/usr/local/lib'].map((folder) => `${folder}/mosquitto_dynamic_security.so`);

/** The broker and its plugin where they are installed. */
export const BROKER = process.env.MOSQUITTO_BIN ?? BROKERS.find((file) => fs.existsSync(file));
export const PLUGIN = process.env.MOSQUITTO_PLUGIN ?? PLUGINS.find((file) => fs.existsSync(file));

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A line of a password file (mosquitto_passwd(1), PBKDF2). */
export function passwordLine(username: string, password: string): string {
  const { salt, hash, iterations } = passwordHash(password);
  return `${username}:$7$${iterations}$${salt}$${hash}\n`;
}

/** A password as dynamic security stores it. */
export function passwordHash(password: string): { readonly salt: string; readonly hash: string; readonly iterations: number } {
  const salt = crypto.randomBytes(12);
  const hash = crypto.pbkdf2Sync(password, salt, 101, 64, 'sha512');
  return { salt: salt.toString('base64'), hash: hash.toString('base64'), iterations: 101 };
}

/** A running broker in a folder of its own. */
export class RealBroker {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-mosquitto-'));
  private process: ChildProcess | undefined;
  private log = '';
  private readonly clients: MqttClient[] = [];

  constructor(readonly port: number) {}

  file(name: string): string {
    return path.join(this.folder, name);
  }

  write(name: string, text: string): void {
    fs.writeFileSync(this.file(name), text, { mode: 0o600 });
  }

  read(name: string): string {
    return fs.readFileSync(this.file(name), 'utf8');
  }

  async start(): Promise<void> {
    this.process = spawn(BROKER as string, ['-c', this.file('mosquitto.conf'), '-v'], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.process.stderr?.on('data', (chunk) => this.log += chunk);
    this.process.stdout?.on('data', (chunk) => this.log += chunk);
    const exited = new Promise<never>((_, reject) => this.process?.once('exit', (code) => reject(new Error(`mosquitto ended with ${code}: ${this.log}`))));
    exited.catch(() => undefined);
    await Promise.race([this.listening(), exited]);
  }

  async connect(username: string, password: string): Promise<MqttClient> {
    const client = await connectAsync(`mqtt://127.0.0.1:${this.port}`, { username, password, protocolVersion: 5, reconnectPeriod: 0, connectTimeout: 5000 });
    client.on('error', () => undefined);
    this.clients.push(client);
    return client;
  }

  async stop(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.endAsync(true)));
    const running = this.process;
    if (running !== undefined && running.exitCode === null) {
      const ended = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGTERM');
      await ended;
    }
  }

  async remove(): Promise<void> {
    await this.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  private async listening(): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const open = await new Promise<boolean>((resolve) => {
        const socket = net.connect(this.port, '127.0.0.1', () => {
          socket.destroy();
          resolve(true);
        });
        socket.once('error', () => resolve(false));
      });
      if (open) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`mosquitto does not listen: ${this.log}`);
  }
}

/** MQTT 5 reason code of a publication at QoS 1. */
export async function publishCode(client: MqttClient, topic: string): Promise<number> {
  return client.publishAsync(topic, 'x', { qos: 1 }).then((packet) => (packet as { reasonCode?: number } | undefined)?.reasonCode ?? 0, reasonOf);
}

/** MQTT 5 reason code of a subscription. */
export async function subscribeCode(client: MqttClient, filter: string): Promise<number> {
  return client.subscribeAsync(filter, { qos: 0 }).then((granted) => granted[0]?.qos ?? 0, reasonOf);
}

function reasonOf(error: unknown): number {
  const code = error instanceof ErrorWithSubackPacket ? error.packet.granted[0] : (error as ErrorWithReasonCode).code;
  if (typeof code !== 'number') {
    throw error;
  }
  return code;
}
