import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { ServerProcess } from './server-process';

/** Etcd's program, from the environment; the tests skip without it. */
export const ETCD_BIN = process.env.ETCD_BIN;

/** Ports, the same on every node: a follower hands connections on to the port of the same number at the leader. */
const PORTS = { amqp: 24310, mqtt: 24311, http: 24312, replication: 24313, metrics: 24314 };
const ETCD = { client: 24300, peer: 24301 };

/** Starts and stops one node as a service manager does: one command at a time, and starting what runs is no error. */
const CONTROL = `#!/bin/sh
action=$1; folder=$2; broker=$3
exec 9>"$folder/control.lock"
flock 9
runs() { [ -s "$folder/pid" ] && state=$(cut -d ' ' -f 3 "/proc/$(cat "$folder/pid")/stat" 2>/dev/null) && [ "$state" != Z ]; }
gone() { tries=0; while runs; do [ $tries -ge $1 ] && return 1; sleep 0.02; tries=$((tries + 1)); done; }
case $action in
  start)
    runs && exit 0
    echo "$(date +%s%3N) start $(basename "$folder")" >> "$folder/../control.log"
    setsid sh -c 'echo $$ > "$0/pid.new" && mv "$0/pid.new" "$0/pid" && exec "$1" -c "$0/lavinmq.ini" --control-unix-path="$0/control.sock"' "$folder" "$broker" \\
      < /dev/null >> "$folder/broker.log" 2>&1 9>&- &
    tries=0
    while [ $tries -lt 100 ] && ! runs; do sleep 0.02; tries=$((tries + 1)); done
    ;;
  stop)
    runs || exit 0
    others=0
    for pid in "$folder"/../*/pid; do [ "$pid" -ef "$folder/pid" ] || { kill -0 "$(cat "$pid")" && others=$((others + 1)); }; done 2>/dev/null
    echo "$(date +%s%3N) stop $(basename "$folder") $others" >> "$folder/../control.log"
    kill "$(cat "$folder/pid")"
    gone 1000 || { kill -9 "$(cat "$folder/pid")"; gone 100; }
    rm -f "$folder/pid"
    ;;
esac
exit 0
`;

/** One node of a real cluster, in a folder and on an address of its own. */
export class LavinMqClusterNode {
  readonly ports = PORTS;

  constructor(readonly name: string, readonly host: string, readonly folder: string, private readonly program: string) {}

  /** What the node has before anything of ours is in it. */
  get ownIni(): string {
    const bind = (port: number) => [`bind = ${this.host}`, `port = ${port}`, ''];
    return [
      '; kept as it is', '[main]', `data_dir = ${this.folder}/data`, `metrics_http_bind = ${this.host}`, `metrics_http_port = ${PORTS.metrics}`, '',
      '[amqp]', ...bind(PORTS.amqp), '[mqtt]', ...bind(PORTS.mqtt), '[mgmt]', ...bind(PORTS.http),
      '[clustering]', 'enabled = true', `bind = ${this.host}`, `port = ${PORTS.replication}`,
      `advertised_uri = tcp://${this.host}:${PORTS.replication}`, `etcd_endpoints = 127.0.0.1:${ETCD.client}`, '# and this', '',
    ].join('\n');
  }

  /** A number to the base of 36. */
  get clusteringId(): string {
    return `abc${this.name.slice(-1)}`;
  }

  get iniFile(): string {
    return path.join(this.folder, 'lavinmq.ini');
  }

  get pidFile(): string {
    return path.join(this.folder, 'pid');
  }

  get logFile(): string {
    return path.join(this.folder, 'broker.log');
  }

  command(action: 'start' | 'stop'): string[] {
    return [path.join(this.folder, '..', 'control.sh'), action, this.folder, this.program];
  }

  /** Its process; undefined while none runs. */
  get pid(): number | undefined {
    try {
      const pid = Number(fs.readFileSync(this.pidFile, 'utf8'));
      return pid > 0 && !/^[ZX]/.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '')) ? pid : undefined;
    } catch {
      return undefined;
    }
  }

  /** Whether its own metrics are those of a leader; undefined while it gives none. */
  async leads(): Promise<boolean | undefined> {
    const text = await fetch(`http://${this.host}:${PORTS.metrics}/metrics`, { signal: AbortSignal.timeout(1000) }).then((answer) => answer.text(), () => undefined);
    return text === undefined ? undefined : text.includes('lavinmq_total_connected_followers');
  }

  /** How many followers the leader lists, asked through this node. */
  async followers(): Promise<number> {
    const headers = { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}` };
    try {
      const answer = await fetch(`http://${this.host}:${PORTS.http}/api/nodes`, { headers, signal: AbortSignal.timeout(1000) });
      const [{ followers }] = await answer.json() as [{ followers: unknown[] }];
      return followers.length;
    } catch {
      return -1;
    }
  }

  async isListening(): Promise<boolean> {
    return new Promise((done) => {
      const socket = net.connect({ host: this.host, port: PORTS.amqp }, () => {
        socket.destroy();
        done(true);
      }).on('error', () => done(false));
    });
  }
}

/** Three real LavinMQ with a real etcd on loopback. */
export class LavinMqRealCluster {
  readonly nodes: readonly LavinMqClusterNode[];
  private etcd: ServerProcess | undefined;

  constructor(private readonly folder: string, program: string) {
    this.nodes = ['lavinmq-1', 'lavinmq-2', 'lavinmq-3'].map((name, index) => new LavinMqClusterNode(name, `127.0.24.${11 + index}`, path.join(folder, name), program));
  }

  node(name: string): LavinMqClusterNode {
    return this.nodes.find((node) => node.name === name)!;
  }

  async start(): Promise<void> {
    fs.writeFileSync(path.join(this.folder, 'control.sh'), CONTROL, { mode: 0o755 });
    const urls = { client: `http://127.0.0.1:${ETCD.client}`, peer: `http://127.0.0.1:${ETCD.peer}` };
    this.etcd = new ServerProcess({
      program: ETCD_BIN!,
      args: [
        '--data-dir', path.join(this.folder, 'etcd'), '--listen-client-urls', urls.client, '--advertise-client-urls', urls.client,
        '--listen-peer-urls', urls.peer, '--initial-advertise-peer-urls', urls.peer, '--initial-cluster', `default=${urls.peer}`,
      ],
    });
    await this.etcd.until(() => fetch(`${urls.client}/health`).then((answer) => answer.ok, () => false), 20_000);
    for (const node of this.nodes) {
      fs.mkdirSync(path.join(node.folder, 'data'), { recursive: true });
      // Else a node makes one up; here all have the address of this machine, so that nothing else tells them apart.
      fs.writeFileSync(path.join(node.folder, 'data', '.clustering_id'), node.clusteringId);
      fs.writeFileSync(node.iniFile, node.ownIni);
      execFileSync(node.command('start')[0], node.command('start').slice(1));
      await until(`${node.name} listens`, () => node.isListening(), 20_000);
    }
    await this.whole();
  }

  /** Waits until one node leads and the others are in sync. */
  async whole(): Promise<void> {
    await until('the cluster is whole', async () => (await this.leader()) !== undefined && (await this.nodes[0].followers()) === this.nodes.length - 1, 60_000);
  }

  /** The name of the one node that says that it leads. */
  async leader(): Promise<string | undefined> {
    const leading = await Promise.all(this.nodes.map((node) => node.leads()));
    const names = this.nodes.filter((_node, index) => leading[index] === true).map((node) => node.name);
    return names.length === 1 ? names[0] : undefined;
  }

  /** Names of the nodes that were stopped, in order; `from` counts those to leave out. */
  stopped(from = 0): readonly string[] {
    return this.commands('stop').slice(from);
  }

  /** How many other processes ran whenever a node was stopped, each number once. */
  get runningBesideStopped(): readonly number[] {
    return [...new Set(this.lines('stop').map(([, , , others]) => Number(others)))].sort();
  }

  /** Processes that ended without being stopped, as LavinMQ does when it loses its lease, or wins it and is not in sync. */
  get endedByThemselves(): number {
    return this.nodes.map((node) => this.lines('start').filter(([, , name]) => name === node.name).length
      - this.lines('stop').filter(([, , name]) => name === node.name).length - Number(node.pid !== undefined)).reduce((sum, count) => sum + count, 0);
  }

  get stops(): number {
    return this.commands('stop').length;
  }

  async stop(): Promise<void> {
    for (const { pid } of this.nodes) {
      if (pid !== undefined) {
        process.kill(pid, 'SIGKILL');
      }
    }
    await this.etcd?.stop();
  }

  private commands(action: string): readonly string[] {
    return this.lines(action).map(([, , name]) => name);
  }

  private lines(action: string): readonly string[][] {
    const file = path.join(this.folder, 'control.log');
    const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n') : [];
    return lines.map((line) => line.split(' ')).filter(([, what]) => what === action);
  }
}

/** Looks at the nodes' processes from outside, again and again. */
export class ProcessWatch {
  mostDown = 0;
  looks = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(cluster: LavinMqRealCluster) {
    this.timer = setInterval(() => {
      this.mostDown = Math.max(this.mostDown, cluster.nodes.filter(({ pid }) => pid === undefined).length);
      this.looks += 1;
    }, 10);
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

/** Waits for a condition. */
export async function until(what: string, condition: () => boolean | Promise<boolean>, milliseconds: number): Promise<void> {
  for (const deadline = Date.now() + milliseconds; Date.now() < deadline;) {
    if (await condition()) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what}: not within ${milliseconds} ms`);
}
