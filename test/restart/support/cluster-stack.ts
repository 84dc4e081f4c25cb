import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, LocalBackend, TerraformStack, TerraformVariable } from 'cdktf';
import { LocalCluster } from './local-cluster';
import {
  CommandDriverOptions, LavinMqOAuth, LavinMqOAuthProps, LavinMqTarget, LavinMqVersion, OidcIdentityProvider, RestartDriver, RestartProbe,
  RollingRestart, RollingRestartProps,
} from '../../../src';

/** What differs between two syntheses of the stack. */
export interface StackOptions {
  /** Stands in lavinmq.ini, so that every version is another one. */
  readonly version: number;
  readonly broker?: Partial<LavinMqOAuthProps>;
  readonly restart?: Partial<RollingRestartProps>;
  /** Variables that the driver's commands receive. */
  readonly environment?: string[];
  /** What is other about the way in which a node is restarted. */
  readonly driver?: (name: string) => Partial<CommandDriverOptions>;
  /** Whether a part of the settings and of the spec is known only at apply: the variables `audience` and `url`. */
  readonly unknown?: boolean;
}

/** A stack that was synthesized. */
export interface Synthesized {
  /** Where Terraform runs. */
  readonly directory: string;
  readonly engine: string;
  readonly spec: string;
  /** Folder with the rendered files. */
  readonly files: string;
  /** Folder for journal, lease and report. */
  readonly state: string;
}

/** Synthesizes LavinMQ's settings and a rolling restart of the cluster's nodes, with the engine as it is in the sources. */
export function synthesizeCluster(cluster: LocalCluster, folder: string, bundle: string, options: StackOptions): Synthesized {
  const outdir = join(folder, 'cdktf.out');
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'messaging');
  new LocalBackend(stack, { path: 'terraform.tfstate' });
  build(stack, cluster, folder, options);
  app.synth();
  const directory = join(outdir, 'stacks', 'messaging');
  const beside = join(directory, 'broker-oauth');
  copyFileSync(bundle, join(beside, 'engine.cjs'));
  return { directory, engine: join(beside, 'engine.cjs'), spec: join(beside, 'Restart.restart.json'), files: join(beside, 'LavinMq'), state: join(folder, 'state') };
}

function build(stack: TerraformStack, cluster: LocalCluster, folder: string, options: StackOptions): void {
  const { version, broker, restart, environment = ['PATH'], unknown, driver } = options;
  const identityProvider = new OidcIdentityProvider(stack, 'Sso', { issuer: 'https://sso.example.com', jwksUri: 'https://sso.example.com/keys' });
  const variable = (name: string) => new TerraformVariable(stack, name, { type: 'string' }).stringValue;
  const lavinMq = new LavinMqOAuth(stack, 'LavinMq', {
    identityProvider,
    target: LavinMqTarget.selfHosted(),
    brokerVersion: LavinMqVersion.V2_9_1,
    audience: unknown ? variable('audience') : 'messaging',
    resourceServerId: 'lavinmq',
    mqttPermissionCheckEnabled: true,
    jwksCacheTtlSeconds: version,
    ...broker,
  });
  const [url] = unknown ? [variable('url')] : [undefined];
  new RollingRestart(stack, 'Restart', {
    broker: lavinMq,
    nodes: cluster.names.map((name, index) => ({
      name,
      files: { 'lavinmq.ini': cluster.file(name) },
      driver: RestartDriver.command({ ...cluster.driver(name), environment, ...driver?.(name) }),
      probes: [RestartProbe.http(url !== undefined && index === 0 ? url : cluster.url(name))],
    })),
    checks: 2,
    checkIntervalSeconds: 0.05,
    timeouts: { readySeconds: 3, recoverySeconds: 3, commandSeconds: 10 },
    stateDirectory: join(folder, 'state'),
    ...restart,
  });
}
