import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { LavinMqOAuth, LavinMqTarget, LavinMqVersion, OidcIdentityProvider, RestartDriver, RestartProbe, RollingRestart } from '../src';

/*
 * What Terraform takes to plan a restart of many nodes: by the library, as one hand-written resource, and as a chain of resources.
 * No engine runs: a program that does nothing stands for it, so that a state can be had.
 */

/** Who wrote the resources that are planned. */
export type PlanSide = 'library' | 'map' | 'chain';

/** Seconds of two plans: where nothing exists yet, and where every node changes. */
export interface PlanTimes {
  readonly first: number;
  readonly change: number;
}

type Write = (folder: string, count: number, version: number) => string;

const NOTHING = '/bin/true';

const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index + 1}`);
const fingerprint = (name: string, version: number) => Buffer.from(`${name} ${version}`.padEnd(32, '.')).toString('hex');

const WRITE: Readonly<Record<PlanSide, Write>> = {
  library: (folder, count, version) => {
    fs.mkdirSync(folder, { recursive: true });
    const outdir = path.join(folder, 'cdktf.out');
    const app = new App({ outdir });
    const stack = new TerraformStack(app, 'messaging');
    new LocalBackend(stack, { path: 'terraform.tfstate' });
    const identityProvider = new OidcIdentityProvider(stack, 'Sso', { issuer: 'https://sso.example.com', jwksUri: 'https://sso.example.com/keys' });
    const broker = new LavinMqOAuth(stack, 'LavinMq', {
      identityProvider,
      target: LavinMqTarget.selfHosted(),
      brokerVersion: LavinMqVersion.V2_9_1,
      audience: 'messaging',
      resourceServerId: 'lavinmq',
      mqttPermissionCheckEnabled: true,
      jwksCacheTtlSeconds: version,
    });
    new RollingRestart(stack, 'Restart', {
      broker,
      nodes: names(count).map((name) => ({
        name,
        files: { 'lavinmq.ini': `/etc/${name}/lavinmq.ini` },
        driver: RestartDriver.command({ restart: ['restart', name], pidFile: `/run/${name}.pid` }),
        probes: [RestartProbe.tcp(`${name}.example.com`, 5672)],
      })),
      nodeExecutable: NOTHING,
    });
    app.synth();
    return path.join(outdir, 'stacks', 'messaging');
  },
  map: (folder, count, version) => write(folder, {
    Restart: {
      triggers_replace: Object.fromEntries(names(count).map((name) => [name, fingerprint(name, version)])),
      provisioner: [{ 'local-exec': { command: NOTHING } }],
    },
  }),
  chain: (folder, count, version) => write(folder, Object.fromEntries(names(count).map((name, index) => [name, {
    triggers_replace: fingerprint(name, version),
    provisioner: [{ 'local-exec': { command: NOTHING } }],
    ...index === 0 ? {} : { depends_on: [`terraform_data.n${index}`] },
  }]))),
};

function write(folder: string, resources: object): string {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'main.tf.json'), JSON.stringify({ resource: { terraform_data: resources } }));
  return folder;
}

/** Plans that can be repeated: both folders hold the same resources, one without a state and one with a state of an earlier version. */
export class PlannedStack {
  private readonly fresh: string;
  private readonly changed: string;

  constructor(private readonly terraform: string, folder: string, side: PlanSide, count: number) {
    const place = path.join(folder, side);
    this.fresh = WRITE[side](path.join(place, 'fresh'), count, 1);
    this.changed = WRITE[side](path.join(place, 'changed'), count, 1);
    this.run(this.fresh, 'init', '-input=false');
    this.run(this.changed, 'init', '-input=false');
    this.run(this.changed, 'apply', '-input=false', '-auto-approve');
    WRITE[side](path.join(place, 'changed'), count, 2);
  }

  /** Plans once each. */
  measure(): PlanTimes {
    return { first: this.secondsOf(this.fresh), change: this.secondsOf(this.changed) };
  }

  private secondsOf(folder: string): number {
    const begun = performance.now();
    this.run(folder, 'plan', '-input=false');
    return (performance.now() - begun) / 1000;
  }

  private run(folder: string, ...words: string[]): void {
    const configuration = path.join(folder, 'terraformrc');
    fs.writeFileSync(configuration, '');
    execFileSync(this.terraform, [...words, '-no-color'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { PATH: process.env.PATH, HOME: process.env.HOME, TF_CLI_CONFIG_FILE: configuration, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' },
    });
  }
}
