import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BROKER, passwordHash, PLUGIN } from '../../brokers/mosquitto/real-broker';

/** Why real nodes cannot run here; undefined where they can. */
export const NO_MOSQUITTO = BROKER === undefined || PLUGIN === undefined ? 'skipped: mosquitto and its dynamic security plugin are not installed' : undefined;

/** Every command that comes to a node leaves a line in this file of its folder; `NodeCommand` tells what it holds. */
const CONTROL_LOG = 'control.log';

/**
 * Starts and stops one node as a service manager does: one command at a time, and starting what runs is no error.
 *
 * The settings name places of a container, /mosquitto/data, so the node is started with them moved to its folder; and the token
 * plugin, which only Pro Mosquitto has, is left out. The files themselves stay as they were delivered.
 */
const CONTROL = `#!/bin/sh
action=$1; folder=$2; broker=$3; asker=$PPID
exec 9>"$folder/control.lock"
flock 9
runs() { [ -s "$folder/pid" ] && state=$(cut -d ' ' -f 3 "/proc/$(cat "$folder/pid")/stat" 2>/dev/null) && [ "$state" != Z ]; }
state=$(runs && echo up || echo down)
older=$(for marker in "$folder"/data/.broker-oauth-*.json; do [ -e "$marker" ] && [ "$folder/pid" -nt "$marker" ] && echo younger; done)
echo "$(date +%s%N) $action $asker $state \${older:-older} $(cat "$folder/loaded.hash" 2>/dev/null)" >> "$folder/${CONTROL_LOG}"
case $action in
  start)
    [ $state = up ] && exit 0
    sed -e '/cedalo_jwt_auth/d' -e "s#/mosquitto/data/#$folder/data/#" "$folder/config/mosquitto.conf" > "$folder/run.conf"
    cp "$folder/config/mosquitto.conf" "$folder/loaded.conf"
    if [ -e "$folder/data/jwt.json" ]; then
      cp "$folder/data/jwt.json" "$folder/loaded.jwt"
      sha256sum < "$folder/loaded.jwt" | cut -d ' ' -f 1 > "$folder/loaded.hash"
    fi
    setsid sh -c 'echo $$ > "$0/pid.new" && mv "$0/pid.new" "$0/pid" && exec "$1" -c "$0/run.conf"' "$folder" "$broker" < /dev/null >> "$folder/broker.log" 2>&1 9>&- &
    tries=0
    while [ $tries -lt 100 ] && ! runs; do sleep 0.01; tries=$((tries + 1)); done
    ;;
  stop)
    [ $state = down ] && exit 0
    kill "$(cat "$folder/pid")"
    tries=0
    while runs; do [ $tries -ge 1000 ] && exit 1; sleep 0.01; tries=$((tries + 1)); done
    rm -f "$folder/pid"
    ;;
esac
exit 0
`;

/** One node: a real Mosquitto in a folder of its own. */
export class MosquittoNode {
  readonly start: string[];
  readonly stop: string[];

  constructor(readonly name: string, readonly folder: string, readonly port: number, control: string) {
    this.start = [control, 'start', folder, BROKER!];
    this.stop = [control, 'stop', folder, BROKER!];
  }

  file(name: string): string {
    return join(this.folder, name === 'mosquitto.conf' ? 'config' : 'data', name);
  }

  read(name: string): string {
    return readFileSync(this.file(name), 'utf8');
  }

  get pidFile(): string {
    return join(this.folder, 'pid');
  }

  get logFile(): string {
    return join(this.folder, 'broker.log');
  }

  /** Number of the process; undefined while none runs. */
  get pid(): number | undefined {
    try {
      const pid = Number(readFileSync(this.pidFile, 'utf8'));
      return / [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')) ? undefined : pid;
    } catch {
      return undefined;
    }
  }

  /** What the node had before any of our settings, byte for byte. */
  get foreign(): { readonly [name: string]: string } {
    return {
      'mosquitto.conf': readFileSync(join(this.folder, 'foreign.conf'), 'utf8'),
      'dynamic-security.json': readFileSync(join(this.folder, 'foreign-accounts.json'), 'utf8'),
    };
  }

  /** Everything that was asked of the node so far. */
  get commands(): readonly NodeCommand[] {
    const path = join(this.folder, CONTROL_LOG);
    return !existsSync(path) ? [] : readFileSync(path, 'utf8').trim().split('\n').map((line) => {
      const [nanoseconds, action, asker, state, age, loaded] = line.split(' ');
      return {
        node: this.name, at: Number(nanoseconds) / 1e6, action, asker: Number(asker), wasUp: state === 'up', youngerThanMarker: age === 'younger', loaded,
      };
    });
  }

  /** What the running process was started with. */
  get loaded(): { readonly conf: string; readonly jwt: string | undefined } {
    const jwt = join(this.folder, 'loaded.jwt');
    return { conf: readFileSync(join(this.folder, 'loaded.conf'), 'utf8'), jwt: existsSync(jwt) ? readFileSync(jwt, 'utf8') : undefined };
  }

  /** Whether the listener takes connections. */
  answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      }).on('error', () => resolve(false));
    });
  }

  kill(signal: NodeJS.Signals): void {
    const { pid } = this;
    if (pid !== undefined) {
      process.kill(pid, signal);
    }
  }
}

/** Something that was asked of a node. */
export interface NodeCommand {
  readonly node: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly action: string;
  /** Number of the process that asked: an engine, or 1 after its death. */
  readonly asker: number;
  /** Whether the node's process ran when the command's turn came. */
  readonly wasUp: boolean;
  /** Whether the process started after the marker beside the files was written. */
  readonly youngerThanMarker: boolean;
  /** SHA-256 of the jwt.json that the process was started with; undefined before there was any. */
  readonly loaded: string | undefined;
}

/** User names and passwords that the nodes know without us; each password is the name and `-password`. */
export const ACCOUNTS = { admin: 'admin', traffic: 'traffic' } as const;

export const passwordOf = (username: string): string => `${username}-password`;

/** Three real brokers on this machine, independent of each other, each with accounts and lines that are not ours. */
export class MosquittoCluster {
  /** Makes the folders of fresh nodes; none runs. `more` are further lines of an operator. */
  static async prepare(folder: string, count = 3, more: (node: MosquittoNode) => readonly string[] = () => []): Promise<MosquittoCluster> {
    const cluster = new MosquittoCluster(folder, await reservedPorts(count));
    for (const node of cluster.nodes) {
      ['config', 'data', 'store'].forEach((name) => mkdirSync(join(node.folder, name), { recursive: true }));
      const lines = `${foreignConf(node)}${more(node).map((line) => `${line}\n`).join('')}`;
      writeFileSync(join(node.folder, 'foreign.conf'), lines);
      writeFileSync(node.file('mosquitto.conf'), lines);
      const accounts = foreignAccounts();
      writeFileSync(join(node.folder, 'foreign-accounts.json'), accounts);
      writeFileSync(node.file('dynamic-security.json'), accounts);
    }
    return cluster;
  }

  readonly nodes: readonly MosquittoNode[];

  private constructor(readonly folder: string, ports: readonly number[]) {
    const control = join(folder, 'control.sh');
    writeFileSync(control, CONTROL, { mode: 0o755 });
    this.nodes = ports.map((port, index) => new MosquittoNode(`mosquitto-${index + 1}`, join(folder, `mosquitto-${index + 1}`), port, control));
  }

  /** Starts every node as it is. */
  async start(): Promise<void> {
    this.nodes.forEach((node) => execFileSync(node.start[0], node.start.slice(1)));
    await Promise.all(this.nodes.map(listening));
  }

  /** Ends every node at once. */
  end(): void {
    this.nodes.forEach((node) => node.kill('SIGKILL'));
  }

  node(name: string): MosquittoNode {
    return this.nodes.find((node) => node.name === name)!;
  }

  /** Commands of all nodes in the order of time. */
  get commands(): readonly NodeCommand[] {
    return this.nodes.flatMap((node) => node.commands).sort((a, b) => a.at - b.at);
  }

  /** How often each node was taken down while it ran. */
  get restarts(): readonly number[] {
    return this.nodes.map((node) => node.commands.filter(({ action, wasUp }) => action === 'stop' && wasUp).length);
  }
}

async function listening(node: MosquittoNode): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await node.answers()) {
      return;
    }
    await sleep(25);
  }
  throw new Error(`${node.name} does not listen: ${readFileSync(node.logFile, 'utf8')}`);
}

/** Lines of an operator, blanks, comments and odd line ends included. */
function foreignConf(node: MosquittoNode): string {
  return [
    '# written by the operator', `listener ${node.port} 127.0.0.1`, `user ${userInfo().username}`, '', 'persistence true', `persistence_file ${node.name}.db`,
    `persistence_location ${join(node.folder, 'store')}/`, '# kept\tas it is  ', 'max_queued_messages 0', 'log_type error', 'log_type warning', '',
  ].join('\n');
}

/** Accounts of an operator, who may use the control API, and of the traffic. */
export function foreignAccounts(): string {
  const client = (username: string, roles: readonly string[]) => {
    const { salt, hash, iterations } = passwordHash(passwordOf(username));
    return { username, textname: `${username} of the operator`, password: hash, salt, iterations, roles: roles.map((rolename) => ({ rolename })) };
  };
  const allow = (acltype: string, topic: string) => ({ acltype, topic, priority: 0, allow: true });
  const topics = ['publishClientSend', 'publishClientReceive', 'subscribePattern'];
  return JSON.stringify({
    defaultACLAccess: { publishClientSend: false, publishClientReceive: true, subscribe: false, unsubscribe: true },
    clients: [client(ACCOUNTS.admin, ['operator']), client(ACCOUNTS.traffic, ['traffic'])],
    groups: [],
    roles: [
      { rolename: 'operator', acls: topics.map((type) => allow(type, '$CONTROL/dynamic-security/#')) },
      { rolename: 'traffic', acls: topics.map((type) => allow(type, 'orders/#')) },
    ],
  }, undefined, '\t');
}

const [FIRST_PORT, LAST_PORT, PORTS_OF_ONE] = [25_000, 25_499, 10];

/**
 * Ports below those that the system gives to outgoing connections, one of which could take the port of a node that is down; and another
 * ten for each process, since a port of a node that is down looks free.
 */
export async function reservedPorts(count: number): Promise<readonly number[]> {
  const first = FIRST_PORT + process.pid * PORTS_OF_ONE % (LAST_PORT + 1 - FIRST_PORT);
  const ports: number[] = [];
  for (let port = first; ports.length < count && port < first + PORTS_OF_ONE; port++) {
    if (await isFree(port)) {
      ports.push(port);
    }
  }
  if (ports.length < count) {
    throw new Error(`fewer than ${count} ports from ${first} on are free`);
  }
  return ports;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
