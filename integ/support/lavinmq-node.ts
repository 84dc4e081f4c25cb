import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { freePorts, isListening } from './ports';
import { compareVersions } from '../../src/rules/version';

/** The broker's program, from the environment; the tests skip without it. */
export const LAVINMQ_BIN = process.env.LAVINMQ_BIN;

/** Its release. */
export function releaseOf(program: string): string {
  return execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();
}

/** Ports of one node. */
export interface Ports {
  readonly amqp: number;
  readonly mqtt: number;
  readonly http: number;
}

/** A broker on 127.0.0.1 with a data directory of its own. */
export class LavinMqNode {
  /** The INI that a node has before anything of ours is in it. */
  static async plan(): Promise<{ readonly ports: Ports; readonly directory: string; readonly ini: string }> {
    const [amqp, mqtt, http, metrics] = await freePorts(4);
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'lavinmq-'));
    const ini = [
      '; kept as it is', '[main]', `data_dir = ${directory}/data`, 'log_level = debug', `metrics_http_port = ${metrics}`, '',
      '[amqp]', 'bind = 127.0.0.1', `port = ${amqp}`, '', '[mqtt]', 'bind = 127.0.0.1', `port = ${mqtt}`, '', '[mgmt]', 'bind = 127.0.0.1', `port = ${http}`, '',
    ].join('\n');
    return { ports: { amqp, mqtt, http }, directory, ini };
  }

  /** Starts the program with a whole INI; resolves once it listens and has tried to fetch keys, or with `undefined` once it has ended. */
  static async start(program: string, directory: string, ports: Ports, ini: string): Promise<LavinMqNode> {
    const file = path.join(directory, 'lavinmq.ini');
    fs.mkdirSync(path.join(directory, 'data'), { recursive: true });
    fs.writeFileSync(file, ini);
    // Before 2.9 the path is fixed, and nodes on one machine share it.
    const control = compareVersions(releaseOf(program), '2.9.0') >= 0 ? [`--control-unix-path=${path.join(directory, 'control.sock')}`] : [];
    const node = new LavinMqNode(spawn(program, ['-c', file, ...control], { stdio: ['ignore', 'pipe', 'pipe'] }), ports, directory);
    await node.ready(/^auth_backends\s*=.*oauth/m.test(ini) && /^issuer\s*=/m.test(ini));
    return node;
  }

  out = '';
  err = '';
  private ended = false;

  private constructor(private readonly child: ChildProcess, readonly ports: Ports, private readonly directory: string) {
    child.stdout!.on('data', (data) => (this.out += data));
    child.stderr!.on('data', (data) => (this.err += data));
    child.on('exit', () => (this.ended = true));
  }

  get isRunning(): boolean {
    return !this.ended;
  }

  async stop(): Promise<void> {
    if (!this.ended) {
      const exit = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGTERM');
      const timer = setTimeout(() => this.child.kill('SIGKILL'), 5000);
      await exit;
      clearTimeout(timer);
    }
    fs.rmSync(this.directory, { recursive: true, force: true });
  }

  /** Asks the HTTP API. */
  async http(method: string, target: string, credentials: string, body?: object): Promise<{ readonly status: number; readonly body: string }> {
    const answer = await fetch(`http://127.0.0.1:${this.ports.http}${target}`, {
      method,
      headers: { 'authorization': `Basic ${Buffer.from(credentials).toString('base64')}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.text() };
  }

  private async ready(waitsForKeys: boolean): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (Date.now() < deadline && !this.ended) {
      const fetched = !waitsForKeys || /Refreshed JWKS|Failed to fetch JWKS/.test(this.out);
      if (fetched && await isListening(this.ports.amqp) && await isListening(this.ports.http) && await isListening(this.ports.mqtt)) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    if (!this.ended) {
      throw new Error(`the broker is not ready: ${this.out.slice(-2000)}${this.err}`);
    }
  }
}
