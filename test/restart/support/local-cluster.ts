import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { encodeFiles } from '../../../src/restart/payload';
import { RestartSpecInput } from '../../../src/restart/spec';

const ROOT = resolve(__dirname, '../../..');

/** A broker that loads its file at start, takes a moment to come up and tells over HTTP what it loaded. */
const BROKER = `
const [file, port, pidFile, log, delay] = process.argv.slice(2);
const fs = require('fs');
const loaded = fs.readFileSync(file, 'utf8');
fs.writeFileSync(pidFile, String(process.pid));
fs.appendFileSync(log, 'loaded by ' + process.pid + '\\n');
const begun = Date.now();
require('http').createServer((request, response) => {
  response.writeHead(Date.now() - begun < Number(delay) || loaded.includes('broken') ? 503 : 200).end(loaded);
}).listen(Number(port), '127.0.0.1');
setTimeout(() => process.exit(0), 120000);
`;

/** Ends the old broker and starts a new one that outlives this program. */
const RESTART = `
const pidFile = process.argv[5];
const fs = require('fs');
const gone = (pid) => { try { return / [ZX] /.test(fs.readFileSync('/proc/' + pid + '/stat', 'utf8')); } catch { return true; } };
(async () => {
  try { const pid = Number(fs.readFileSync(pidFile)); process.kill(pid, 'SIGKILL'); while (!gone(pid)) await new Promise((r) => setTimeout(r, 5)); } catch {}
  fs.rmSync(pidFile, { force: true });
  require('child_process').spawn(process.execPath, process.argv.slice(2), { detached: true, stdio: 'ignore' }).unref();
  while (!fs.existsSync(pidFile)) await new Promise((r) => setTimeout(r, 5));
  if (process.env.BROKER_GREETING) console.log('hello ' + process.env.BROKER_GREETING);
  if (process.env.BROKER_PASSWORD) { console.error('logged in with ' + process.env.BROKER_PASSWORD); process.exit(5); }
})();
`;

/** How a run of the engine ended. */
export interface EngineRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Makes the engine's bundle from the sources. */
export function bundleEngine(folder: string): string {
  const bundle = join(folder, 'engine.cjs');
  execFileSync(process.execPath, [join(ROOT, 'scripts', 'bundle-engine.mjs'), bundle], { stdio: 'pipe' });
  return bundle;
}

/** Real processes on this machine that stand for the nodes of a cluster. */
export class LocalCluster {
  readonly names = ['n1', 'n2', 'n3'];
  private readonly ports = new Map<string, number>();

  constructor(private readonly folder: string, private readonly bundle: string, private readonly delay = 100) {
    writeFileSync(join(folder, 'broker.cjs'), BROKER);
    writeFileSync(join(folder, 'restart.cjs'), RESTART);
  }

  /** Starts all nodes with a text. */
  async start(text: string): Promise<void> {
    for (const name of this.names) {
      mkdirSync(join(this.folder, name));
      writeFileSync(this.file(name), text);
      this.ports.set(name, await freePort());
      execFileSync(process.execPath, this.words(name), { stdio: 'ignore' });
    }
  }

  stop(): void {
    for (const name of this.names.filter((candidate) => existsSync(this.pidFile(candidate)))) {
      try {
        process.kill(this.pid(name), 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
  }

  file(name: string): string {
    return join(this.folder, name, 'lavinmq.ini');
  }

  pid(name: string): number {
    return Number(readFileSync(this.pidFile(name), 'utf8'));
  }

  /** How often a node has been started. */
  starts(name: string): number {
    return readFileSync(this.log(name), 'utf8').split('\n').length - 1;
  }

  /** What a node says it has loaded. */
  async loaded(name: string): Promise<string> {
    return (await fetch(this.url(name))).text();
  }

  /** Where a node answers. */
  url(name: string): string {
    return `http://127.0.0.1:${this.ports.get(name) ?? 1}/`;
  }

  /** How a node is restarted. */
  driver(name: string) {
    return { restart: [process.execPath, ...this.words(name)], pidFile: this.pidFile(name), logFile: this.log(name) };
  }

  /** Writes a spec and gives its path. */
  spec(more: Partial<RestartSpecInput> = {}, environment: string[] = ['PATH']): string {
    const spec: RestartSpecInput = {
      schemaVersion: 1,
      broker: { kind: 'lavinmq', path: 'Stack/LavinMq', version: '2.9.1' },
      nodes: this.names.map((name) => ({
        name,
        files: { 'lavinmq.ini': this.file(name) },
        driver: { kind: 'command', ...this.driver(name), environment },
        probes: [{ kind: 'http', url: this.url(name) }],
      })),
      checks: 2,
      checkIntervalSeconds: 0.05,
      timeouts: { readySeconds: 3, recoverySeconds: 3, commandSeconds: 10 },
      stateDirectory: 'state',
      ...more,
    };
    const path = join(this.folder, 'spec.json');
    writeFileSync(path, JSON.stringify(spec));
    return path;
  }

  /** Starts the engine. */
  launch(spec: string, text: string, words: string[] = [], environment: { [name: string]: string } = {}): ChildProcess {
    return spawn(process.execPath, [this.bundle, ...words, spec], {
      env: { PATH: process.env.PATH, ...encodeFiles({ 'lavinmq.ini': text }), ...environment }, stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Runs the engine to its end. */
  async run(spec: string, text: string, words: string[] = [], environment: { [name: string]: string } = {}): Promise<EngineRun> {
    return ended(this.launch(spec, text, words, environment));
  }

  private words(name: string): string[] {
    return [join(this.folder, 'restart.cjs'), join(this.folder, 'broker.cjs'), this.file(name), String(this.ports.get(name) ?? 1), this.pidFile(name), this.log(name), String(this.delay)];
  }

  private pidFile(name: string): string {
    return join(this.folder, name, 'pid');
  }

  private log(name: string): string {
    return join(this.folder, name, 'log');
  }
}

/** Waits for the end of the engine. */
export function ended(engine: ChildProcess): Promise<EngineRun> {
  let stdout = '';
  let stderr = '';
  engine.stdout!.on('data', (bytes) => {
    stdout += bytes;
  });
  engine.stderr!.on('data', (bytes) => {
    stderr += bytes;
  });
  return new Promise((done) => engine.on('close', (code) => done({ code, stdout, stderr })));
}

/** Waits until the engine has printed a text. */
export function printed(engine: ChildProcess, text: string): Promise<void> {
  let all = '';
  return new Promise((done, fail) => {
    engine.stdout!.on('data', (bytes) => {
      all += bytes;
      if (all.includes(text)) {
        done();
      }
    });
    engine.on('close', () => fail(new Error(`the engine ended before it printed ${text}:\n${all}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
