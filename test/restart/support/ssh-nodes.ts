import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SSHD } from './ssh-server';
import { SshOptions } from '../../../src/restart/ssh-options';

/** A change of a node as the node itself has seen it; times in milliseconds of the node's clock. */
export interface Effect {
  readonly engine: string;
  readonly node: string;
  readonly what: string;
  readonly begin: number;
  readonly end: number;
}

/** Where the servers listen, and how programs are started there. */
export interface Place {
  /** What stands in front of a server's command. */
  readonly words: readonly string[];
  address(index: number): string;
}

export const LOOPBACK: Place = { words: [], address: () => '127.0.0.1' };

const NAMES = ['n1', 'n2', 'n3'];

/** Notes who changed what, from begin to end; the times are taken on the node. */
const NOTE = 'note() { echo "$ENGINE $NODE $1 $begin $(date +%s%3N)" >> "$ROOT/effects"; }; begin=$(date +%s%3N)';

/** Answers as systemctl(1) says; its one unit is a process that sleeps. */
const SYSTEMCTL = `#!/bin/sh
pid=$(cat "$ROOT/pid")
case "$*" in
  *--value*) echo "$pid" ;;
  show*) printf 'LoadState=loaded\\nActiveState=active\\nMainPID=%s\\n' "$pid" ;;
  *) ${NOTE}
     kill "$pid"
     sleep 0.1
     setsid sleep 3600 </dev/null >/dev/null 2>&1 &
     echo $! > "$ROOT/pid"
     note restart ;;
esac
`;

/** Renames as mv(1) does, and notes it unless the file is the lease's own. */
const MV = `#!/bin/sh
for target; do :; done
case "$target" in leases/*) exec /bin/mv "$@" ;; esac
${NOTE}
/bin/mv "$@"
code=$?
note file
exit $code
`;

/** Three hosts behind real OpenSSH servers, each with a folder of its own; the key tells which engine logs in. */
export class SshNodes {
  static async start(place: Place, firstPort: number): Promise<SshNodes> {
    const folder = mkdtempSync(join(tmpdir(), 'broker-oauth-nodes-'));
    for (const name of ['host', 'one', 'two']) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)]);
    }
    const key = (name: string) => readFileSync(join(folder, `${name}.pub`), 'utf8');
    writeFileSync(join(folder, 'authorized'), ['one', 'two'].map((name) => `environment="ENGINE=${name}" ${key(name)}`).join(''), { mode: 0o600 });
    const hosts = NAMES.map((_, index) => `[${place.address(index)}]:${firstPort + index}`);
    writeFileSync(join(folder, 'known'), hosts.map((host) => `${host} ${key('host')}`).join(''));
    execFileSync('mkdir', ['-p', '/run/sshd']);
    const nodes = new SshNodes(folder, place, firstPort);
    await nodes.begin();
    return nodes;
  }

  readonly names = NAMES;
  private readonly servers: ChildProcess[] = [];

  private constructor(readonly folder: string, private readonly place: Place, private readonly firstPort: number) {}

  /** How an engine reaches a node. */
  target(name: string, engine: string): SshOptions {
    const index = NAMES.indexOf(name);
    return {
      host: this.place.address(index), port: this.firstPort + index, user: userInfo().username,
      identityFile: join(this.folder, engine), knownHostsFile: join(this.folder, 'known'),
    };
  }

  /** The folder of a node. */
  root(name: string): string {
    return join(this.folder, name);
  }

  /** What was done to all nodes, in the order in which it began, and forgets it. */
  takeEffects(): readonly Effect[] {
    const lines = NAMES.flatMap((name) => {
      const path = join(this.root(name), 'effects');
      const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
      rmSync(path, { force: true });
      return text.split('\n').filter((line) => line !== '');
    });
    return lines.map((line): Effect => {
      const [engine, node, what, begin, end] = line.split(' ');
      return { engine, node, what, begin: Number(begin), end: Number(end) };
    }).sort((a, b) => a.begin - b.begin);
  }

  stop(): void {
    this.servers.forEach((server) => server.kill('SIGTERM'));
    NAMES.forEach((name) => {
      try {
        process.kill(Number(readFileSync(join(this.root(name), 'pid'), 'utf8')), 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    });
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async begin(): Promise<void> {
    NAMES.forEach((name, index) => this.prepare(name, index));
    await Promise.all(NAMES.map((name, index) => this.untilReady(join(this.root(name), 'sshd.pid'), this.servers[index])));
  }

  private prepare(name: string, index: number): void {
    const root = this.root(name);
    const program = (file: string, text: string) => {
      writeFileSync(file, text);
      chmodSync(file, 0o755);
    };
    mkdirSync(join(root, 'bin'), { recursive: true });
    program(join(root, 'bin', 'systemctl'), SYSTEMCTL);
    program(join(root, 'bin', 'mv'), MV);
    program(join(root, 'session'), `#!/bin/sh\nexport ROOT=${root} NODE=${name} PATH=${root}/bin:$PATH\ncd ${root}\nexec sh -c "$SSH_ORIGINAL_COMMAND"\n`);
    const unit = spawn('sleep', ['3600'], { detached: true, stdio: 'ignore' });
    unit.unref();
    writeFileSync(join(root, 'pid'), `${unit.pid}\n`);
    writeFileSync(join(root, 'sshd.conf'), [
      `Port ${this.firstPort + index}`, `ListenAddress ${this.place.address(index)}`, `HostKey ${join(this.folder, 'host')}`,
      `AuthorizedKeysFile ${join(this.folder, 'authorized')}`, 'StrictModes no', 'UsePAM no', 'PasswordAuthentication no',
      'PermitRootLogin prohibit-password', 'PermitUserEnvironment yes', 'MaxSessions 100', 'MaxStartups 100', 'UseDNS no',
      `ForceCommand ${join(root, 'session')}`, `PidFile ${join(root, 'sshd.pid')}`, '',
    ].join('\n'));
    const [command, ...words] = [...this.place.words, SSHD!, '-D', '-f', join(root, 'sshd.conf')];
    this.servers.push(spawn(command, words, { stdio: 'ignore' }));
  }

  private async untilReady(pidFile: string, server: ChildProcess): Promise<void> {
    for (let tries = 0; !existsSync(pidFile); tries++) {
      if (tries > 200 || server.exitCode !== null) {
        throw new Error(`sshd did not start (exit code ${server.exitCode})`);
      }
      await sleep(50);
    }
  }
}
