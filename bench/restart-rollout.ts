import { execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import * as path from 'node:path';

/*
 * Rollouts over stubs of nodes: real processes, restarted by a command, that take one second to come back. Nothing else costs time on
 * purpose: one check, no settle time.
 */

/** When a node answers again after its restart. */
export type StubKind = 'by the end of the command' | 'after the command';

/** What one rollout took. */
export interface Rollout {
  readonly kind: StubKind;
  readonly nodes: number;
  /** From the plan to the end of the last node. */
  readonly seconds: number;
  /** From the start of the engine's process to its end. */
  readonly wallSeconds: number;
  /** Where the time went beyond the seconds of the nodes, by phase. */
  readonly phases: { readonly [phase: string]: number };
}

const SECONDS = 1;

/** A node is a process that sleeps; the command ends it, waits as long as it is told, and begins another. */
const RESTART = `#!/bin/sh
read -r old < "$1" && kill -9 "$old" 2>/dev/null
[ "$2" = 0 ] || sleep "$2"
sleep 3600 </dev/null >/dev/null 2>&1 &
echo $! > "$1"
`;

const OURS = '[main]\nauth_backends = local,oauth\n\n[oauth]\nissuer = https://sso.example.com\nresource_server_id = lavinmq\naudience = messaging\n';

/** Rolls so many nodes over once. */
export async function rollOut(engine: string, folder: string, nodes: number, kind: StubKind): Promise<Rollout> {
  const place = fs.mkdtempSync(path.join(folder, 'rollout-'));
  const names = Array.from({ length: nodes }, (_, index) => `n${index + 1}`);
  const pidFile = (name: string) => path.join(place, name, 'pid');
  const restart = path.join(place, 'restart.sh');
  fs.writeFileSync(restart, RESTART, { mode: 0o755 });
  const server = await serveHealth(place, kind);
  try {
    const port = (server.address() as AddressInfo).port;
    for (const name of names) {
      fs.mkdirSync(path.join(place, name));
      fs.writeFileSync(path.join(place, name, 'lavinmq.ini'), '[main]\ndata_dir = /var/lib/lavinmq\n');
      execFileSync(restart, [pidFile(name), '0'], { stdio: 'ignore' });
      fs.utimesSync(pidFile(name), 0, 0);
    }
    fs.writeFileSync(path.join(place, 'files.json'), JSON.stringify({ 'lavinmq.ini': OURS }));
    fs.writeFileSync(path.join(place, 'spec.json'), JSON.stringify({
      schemaVersion: 1,
      broker: { kind: 'lavinmq', path: 'Stack/LavinMq', version: '2.9.1' },
      nodes: names.map((name) => ({
        name,
        files: { 'lavinmq.ini': path.join(place, name, 'lavinmq.ini') },
        driver: {
          kind: 'command', restart: [restart, pidFile(name), kind === 'after the command' ? '0' : String(SECONDS)], environment: ['PATH'], pidFile: pidFile(name),
        },
        probes: [kind === 'after the command' ? { kind: 'http', url: `http://127.0.0.1:${port}/${name}` } : { kind: 'tcp', host: '127.0.0.1', port }],
      })),
      checks: 1,
      acceptLockout: true,
      stateDirectory: 'state',
    }));
    const begun = performance.now();
    await run(engine, place);
    const wallSeconds = (performance.now() - begun) / 1000;
    const phases = phasesOf(path.join(place, 'state', 'engine.log'));
    return { kind, nodes, seconds: Object.values(phases).reduce((sum, phase) => sum + phase, 0), wallSeconds, phases };
  } finally {
    server.close();
    server.closeAllConnections();
    names.filter((name) => fs.existsSync(pidFile(name))).forEach((name) => end(Number(fs.readFileSync(pidFile(name), 'utf8'))));
  }
}

/** Says that a node is well; one that comes back after its command is so a second after its process began. */
async function serveHealth(place: string, kind: StubKind): Promise<Server> {
  const server = createServer((request, response) => {
    const age = Date.now() - fs.statSync(path.join(place, request.url!, 'pid')).mtimeMs;
    response.writeHead(kind === 'after the command' && age < SECONDS * 1000 ? 503 : 200).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

async function run(engine: string, place: string): Promise<void> {
  const words = [engine, '--files-from', path.join(place, 'files.json'), path.join(place, 'spec.json')];
  const child = spawn(process.execPath, words, { env: { PATH: process.env.PATH }, stdio: ['ignore', 'pipe', 'inherit'] });
  let last = '';
  child.stdout.on('data', (bytes: Buffer) => {
    last = `${last}${bytes}`.slice(-2000);
  });
  const code = await new Promise((done) => child.on('close', done));
  if (code !== 0) {
    throw new Error(`the engine ended with ${code}:\n${last}`);
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Seconds from each event of the log to the next one, added up by phase. */
function phasesOf(log: string): Rollout['phases'] {
  const events = fs.readFileSync(log, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { at: string; event: string; phase?: string });
  const sums: Record<string, number> = {};
  events.slice(0, -1).forEach((event, index) => {
    const name = event.phase ?? event.event;
    sums[name] = (sums[name] ?? 0) + (Date.parse(events[index + 1].at) - Date.parse(event.at)) / 1000;
  });
  return sums;
}
