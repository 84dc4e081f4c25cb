import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Effect, LOOPBACK, Place, SshNodes } from './ssh-nodes';
import { LavinMqOAuth } from '../../../src/brokers/lavinmq/lavinmq-oauth';
import { LavinMqTarget } from '../../../src/brokers/lavinmq/target';
import { LavinMqVersion } from '../../../src/brokers/lavinmq/version';
import { OidcIdentityProvider } from '../../../src/identity/oidc-identity-provider';
import { RestartDriver } from '../../../src/restart/restart-driver';
import { RestartLease } from '../../../src/restart/restart-lease';
import { RestartProbe } from '../../../src/restart/restart-probe';
import { RollingRestart } from '../../../src/restart/rolling-restart';
import { synthesize } from '../../support/cdks';

/** Engines, by the name that the nodes know them by. */
export const ENGINES = ['one', 'two'];

/** Where the engines run: apart from each other but for the network between them and the nodes. */
export interface Rooms {
  /** For people. */
  readonly name: string;
  /** Where the nodes are. */
  readonly nodes: Place;
  /** What stands in front of an engine's command, which then sees `work` as a folder that nobody else sees. */
  enter(engine: string, work: string): readonly string[];
  close(): void;
}

/** Two folders of this machine, for where namespaces cannot be made. */
export const FOLDERS: Rooms = { name: 'two folders', nodes: LOOPBACK, enter: () => [], close: () => undefined };

let opened = 0;

function ip(...words: readonly string[]): boolean {
  return spawnSync('ip', words, { stdio: 'ignore' }).status === 0;
}

/** A network namespace each for the nodes and the two engines, and for each engine a mount namespace with a file system in memory. */
export function openRooms(): Rooms {
  const prefix = `bo${process.pid}x${++opened}`;
  const [nodes, ...engines] = ['nodes', ...ENGINES].map((name) => `${prefix}-${name}`);
  const close = () => [nodes, ...engines].forEach((name) => ip('netns', 'del', name));
  const made = spawnSync('unshare', ['-m', 'true']).status === 0
    && [nodes, ...engines].every((name) => ip('netns', 'add', name) && ip('-n', name, 'link', 'set', 'lo', 'up'))
    && ip('-n', nodes, 'link', 'add', 'bridge', 'type', 'bridge') && ip('-n', nodes, 'link', 'set', 'bridge', 'up')
    && [1, 2, 3].every((last) => ip('-n', nodes, 'address', 'add', `10.98.0.${last}/24`, 'dev', 'bridge'))
    && engines.every((name, index) => ip('-n', nodes, 'link', 'add', `to${index}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name)
      && ip('-n', nodes, 'link', 'set', `to${index}`, 'master', 'bridge', 'up')
      && ip('-n', name, 'address', 'add', `10.98.0.${11 + index}/24`, 'dev', 'eth0') && ip('-n', name, 'link', 'set', 'eth0', 'up'));
  if (!made) {
    close();
    return FOLDERS;
  }
  return {
    name: 'network and mount namespaces',
    nodes: { words: ['ip', 'netns', 'exec', nodes], address: (index) => `10.98.0.${index + 1}` },
    enter: (engine, work) => [
      'ip', 'netns', 'exec', `${prefix}-${engine}`, 'unshare', '-m', 'sh', '-c', 'mount -t tmpfs none "$1" && shift && exec "$@"', 'sh', work,
    ],
    close,
  };
}

/** How both engines are started. */
export type Vehicle = 'engine' | 'terraform';

/** What the two are given. */
export interface TrialOptions {
  readonly vehicle: Vehicle;
  /** How long the second one waits for the lease. */
  readonly waitSeconds: number;
  /** Names of the lease; two that differ keep nobody apart. */
  readonly leases?: readonly string[];
}

/** How a trial went. */
export interface Trial {
  readonly effects: readonly Effect[];
  /** Exit codes, and what the engines printed. */
  readonly runs: readonly { readonly code: number | null; readonly printed: string }[];
}

const OLD = `[main]
data_dir = /var/lib/lavinmq
auth_backends = local,oauth

[oauth]
issuer = https://sso.example.com
resource_server_id = lavinmq
audience = messaging
`;

const TERRAFORM_RUN = 'terraform init -input=false -no-color >/dev/null || exit 90';

/** Three nodes, and pairs of engines that are let loose on them at the same instant. */
export class TwoEngines {
  static async start(rooms: Rooms, bundle: string, firstPort: number, terraform = 'terraform'): Promise<TwoEngines> {
    const nodes = await SshNodes.start(rooms.nodes, firstPort);
    nodes.names.forEach((name) => writeFileSync(join(nodes.root(name), 'lavinmq.ini'), OLD));
    return new TwoEngines(rooms, bundle, nodes, terraform, mkdtempSync(join(tmpdir(), 'broker-oauth-two-')));
  }

  private settings = 0;

  private constructor(
    private readonly rooms: Rooms, private readonly bundle: string, readonly nodes: SshNodes, private readonly terraform: string,
    private readonly folder: string,
  ) {}

  /** Starts both at once, each with settings of its own, and waits for their ends. */
  async trial(options: TrialOptions): Promise<Trial> {
    this.nodes.takeEffects();
    const go = join(this.folder, 'go');
    rmSync(go, { force: true });
    const running = ENGINES.map((engine, index) => this.launch(engine, options, options.leases?.[index], go));
    while (!ENGINES.every((engine) => existsSync(join(this.folder, `${engine}.ready`)))) {
      await sleep(20);
    }
    writeFileSync(go, '');
    const runs = await Promise.all(running);
    return { effects: this.nodes.takeEffects(), runs };
  }

  stop(): void {
    this.nodes.stop();
    this.rooms.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private launch(engine: string, options: TrialOptions, lease: string | undefined, go: string): Promise<Trial['runs'][number]> {
    const ready = join(this.folder, `${engine}.ready`);
    rmSync(ready, { force: true });
    const stack = this.synthesize(engine, options, lease);
    const work = join(this.folder, engine, 'work');
    mkdirSync(work, { recursive: true });
    const terraform = options.vehicle === 'terraform';
    const script = [
      `cp -R ${stack}/. ${work} && cd ${work}`,
      ...terraform ? [TERRAFORM_RUN.replace('terraform', this.terraform)] : [],
      `touch ${ready}; until [ -e ${go} ]; do sleep 0.02; done`,
      terraform ? `${this.terraform} apply -input=false -no-color -auto-approve -lock=false`
        : `${process.execPath} broker-oauth/engine.cjs broker-oauth/Restart.restart.json --files-from broker-oauth/Broker`,
    ].join('\n');
    const [command, ...words] = [...this.rooms.enter(engine, work), 'sh', '-c', script];
    const { TF_CLI_CONFIG_FILE } = process.env;
    const child = spawn(command, words, {
      env: { PATH: `${this.sharedConnections(engine)}:${process.env.PATH}`, HOME: work, CHECKPOINT_DISABLE: '1', ...TF_CLI_CONFIG_FILE === undefined ? {} : { TF_CLI_CONFIG_FILE } },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    [child.stdout, child.stderr].forEach((stream) => stream.on('data', (bytes: Buffer) => { printed += bytes; }));
    return new Promise((done) => child.on('close', (code) => done({ code, printed })));
  }

  /** A folder with an `ssh` that shares one connection a host, as many users' settings have it; each engine has connections of its own. */
  private sharedConnections(engine: string): string {
    const place = join(this.folder, engine, 'bin');
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -o ControlMaster=auto -o ControlPath=${place}/%C -o ControlPersist=20 "$@"\n`);
    chmodSync(join(place, 'ssh'), 0o755);
    return place;
  }

  /** Synthesizes a stack with settings that no run before had. */
  private synthesize(engine: string, { waitSeconds }: TrialOptions, lease: string | undefined): string {
    this.settings++;
    const { directory } = synthesize('cdktf', (stack) => {
      const identityProvider = new OidcIdentityProvider(stack, 'Sso', { issuer: 'https://sso.example.com', jwksUri: 'https://sso.example.com/keys' });
      new RollingRestart(stack, 'Restart', {
        broker: new LavinMqOAuth(stack, 'Broker', {
          identityProvider, audience: 'messaging', resourceServerId: 'lavinmq', target: LavinMqTarget.selfHosted(), brokerVersion: LavinMqVersion.V2_9_1,
          jwksCacheTtlSeconds: 1000 + this.settings,
        }),
        nodes: this.nodes.names.map((name) => ({
          name,
          files: { 'lavinmq.ini': join(this.nodes.root(name), 'lavinmq.ini') },
          driver: RestartDriver.systemd({ unit: 'lavinmq.service', ssh: this.nodes.target(name, engine) }),
          probes: [RestartProbe.tcp(this.nodes.target(name, engine).host, this.nodes.target(name, engine).port!)],
        })),
        lease: RestartLease.hosts({ folder: 'leases', waitSeconds, name: lease }),
        checks: 1,
        checkIntervalSeconds: 0.1,
      });
    });
    // The bundle of the sources as they are, whatever was built before.
    cpSync(this.bundle, join(directory, 'broker-oauth', 'engine.cjs'));
    return directory;
  }
}

/** Pairs of changes by different engines that happened at the same time. */
export function overlaps(effects: readonly Effect[]): readonly (readonly [Effect, Effect])[] {
  return effects.flatMap((one, index) => effects.slice(index + 1)
    .filter((other) => other.engine !== one.engine && other.begin <= one.end && one.begin <= other.end)
    .map((other) => [one, other] as const));
}

/** How often the work went from one engine to another; more than once when they took turns within their work. */
export function handovers(effects: readonly Effect[]): number {
  return effects.filter((effect, index) => index > 0 && effects[index - 1].engine !== effect.engine).length;
}
