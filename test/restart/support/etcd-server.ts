import { ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Etcd3 } from 'etcd3';

const PROGRAM = process.env.ETCD_BIN ?? 'etcd';

/** etcd's version; undefined where it is not installed. */
export const ETCD: string | undefined = /etcd Version: (\S+)/.exec(spawnSync(PROGRAM, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1];

/** `describe` with a real etcd, or a skipped one with the reason in its name. */
export const describeWithEtcd = (name: string, body: () => void): void =>
  ETCD === undefined ? describe.skip(`${name} (skipped: neither ETCD_BIN nor etcd on PATH)`, body) : describe(name, body);

/** Files of a certificate authority, of a server on 127.0.0.1 and of a client, all of one folder. */
export interface Certificates {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

/** Makes a certificate authority and a certificate for 127.0.0.1. */
export function makeCertificates(folder: string): Certificates {
  const path = (name: string) => join(folder, name);
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  writeFileSync(path('extensions'), 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n');
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=test CA', '-keyout', 'ca.key', '-out', 'ca.crt');
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=engine', '-keyout', 'node.key', '-out', 'node.csr');
  openssl('x509', '-req', '-days', '2', '-in', 'node.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'extensions', '-out', 'node.crt');
  return { ca: path('ca.crt'), certificate: path('node.crt'), key: path('node.key') };
}

/** A real etcd of one member on loopback; what it holds outlives its process. */
export class EtcdServer {
  static async start(port: number, tls?: Certificates): Promise<EtcdServer> {
    const server = new EtcdServer(port, tls, mkdtempSync(join(tmpdir(), 'broker-oauth-etcd-')));
    await server.begin();
    return server;
  }

  private process: ChildProcess | undefined;

  private constructor(private readonly port: number, private readonly tls: Certificates | undefined, private readonly folder: string) {}

  get endpoint(): string {
    return `${this.tls === undefined ? 'http' : 'https'}://127.0.0.1:${this.port}`;
  }

  /** Starts its process. */
  async begin(): Promise<void> {
    const peer = `http://127.0.0.1:${this.port + 1}`;
    const { tls } = this;
    const secure = tls === undefined ? [] : ['--cert-file', tls.certificate, '--key-file', tls.key, '--trusted-ca-file', tls.ca, '--client-cert-auth'];
    this.process = spawn(PROGRAM, [
      '--name', 'test', '--data-dir', this.folder, '--listen-client-urls', this.endpoint, '--advertise-client-urls', this.endpoint,
      '--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer, '--initial-cluster', `test=${peer}`, '--log-level', 'error', ...secure,
    ], { stdio: 'ignore' });
    await this.untilReady();
  }

  /** Ends its process at once, or holds it up. */
  async end(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' = 'SIGKILL'): Promise<void> {
    const process = this.process!;
    process.kill(signal);
    if (signal === 'SIGKILL' && process.exitCode === null && process.signalCode === null) {
      await new Promise((done) => process.once('exit', done));
    }
  }

  async stop(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A client of the test's own. */
  client(): Etcd3 {
    return new Etcd3({ hosts: this.endpoint });
  }

  private async untilReady(): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      const answered = await new Promise<boolean>((done) => {
        const { connect } = require('node:net') as typeof import('node:net');
        const socket = connect(this.port, '127.0.0.1', () => {
          socket.destroy();
          done(true);
        }).on('error', () => done(false));
      });
      if (answered) {
        return;
      }
      await sleep(100);
    }
    throw new Error(`etcd did not start (exit code ${this.process?.exitCode})`);
  }
}
