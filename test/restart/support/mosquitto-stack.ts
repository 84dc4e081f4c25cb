import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { ACCOUNTS, MosquittoCluster, MosquittoNode } from './mosquitto-cluster';
import {
  IdentityApplication, MosquittoAccess, MosquittoKeys, MosquittoOAuth, MosquittoOAuthProps, MosquittoVersion, OidcIdentityProvider, RestartDriver,
  RestartNode, RestartProbe, RollingRestart, RollingRestartProps,
} from '../../../src';
import { PLUGIN } from '../../brokers/mosquitto/real-broker';

/** What differs between two syntheses of the stack. */
export interface StackOptions {
  /** Stands in jwt.json, so that every version is another one. */
  readonly version: number;
  readonly broker?: Partial<MosquittoOAuthProps>;
  readonly restart?: Partial<RollingRestartProps>;
  readonly probes?: (node: MosquittoNode) => RestartProbe[];
  /** Stands in the accounts; the version where it is left out. */
  readonly accounts?: number;
  /** Files that go to the nodes; all where it is left out. */
  readonly files?: readonly string[];
  /** Variables that the driver's commands receive. */
  readonly environment?: string[];
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

/** Synthesizes Pro Mosquitto's settings and a rolling restart of the cluster's nodes, with the engine as it is in the sources. */
export function synthesizeStack(cluster: MosquittoCluster, bundle: string, options: StackOptions): Synthesized {
  const outdir = join(cluster.folder, 'cdktf.out');
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'messaging');
  new LocalBackend(stack, { path: 'terraform.tfstate' });
  build(stack, cluster, options);
  app.synth();
  const directory = join(outdir, 'stacks', 'messaging');
  const beside = join(directory, 'broker-oauth');
  copyFileSync(bundle, join(beside, 'engine.cjs'));
  return {
    directory, engine: join(beside, 'engine.cjs'), spec: join(beside, 'Restart.restart.json'), files: join(beside, 'Mosquitto'), state: join(cluster.folder, 'state'),
  };
}

/** One rendered file. */
export function rendered(synthesized: Synthesized, name: string): string {
  return readFileSync(join(synthesized.files, name), 'utf8');
}

function build(stack: TerraformStack, cluster: MosquittoCluster, options: StackOptions): void {
  const identityProvider = new OidcIdentityProvider(stack, 'Sso', { issuer: 'https://sso.example.com', jwksUri: 'https://sso.example.com/keys' });
  const orders = IdentityApplication.fromClientId(stack, 'Orders', { identityProvider, clientId: 'orders-service', subject: 'orders-service' });
  const mosquitto = new MosquittoOAuth(stack, 'Mosquitto', {
    identityProvider,
    audience: 'messaging',
    keys: MosquittoKeys.jwks({ cacheTtlMs: 60_000 + options.version }),
    dynamicSecurityPluginPath: PLUGIN!,
    existingClients: Object.values(ACCOUNTS),
    brokerVersion: MosquittoVersion.PRO_3_3,
    acknowledge: ['MOSQUITTO_PASSWORD_LOGINS'],
    ...options.broker,
  });
  mosquitto.grant(orders, MosquittoAccess.publish(`orders/v${options.accounts ?? options.version}/created`));
  new RollingRestart(stack, 'Restart', {
    broker: mosquitto,
    nodes: cluster.nodes.map((node) => restartNode(node, options)),
    checks: 2,
    checkIntervalSeconds: 0.1,
    timeouts: { readySeconds: 5, recoverySeconds: 6, commandSeconds: 15, probeSeconds: 2 },
    stateDirectory: join(cluster.folder, 'state'),
    ...options.restart,
  });
}

const FILES = ['jwt.json', 'mosquitto.conf', 'dynamic-security.json'];

function restartNode(node: MosquittoNode, options: StackOptions): RestartNode {
  return {
    name: node.name,
    files: Object.fromEntries((options.files ?? FILES).map((name) => [name, node.file(name)])),
    driver: RestartDriver.command({
      start: node.start, stop: node.stop, pidFile: node.pidFile, logFile: node.logFile, environment: ['PATH', ...options.environment ?? []],
    }),
    probes: options.probes?.(node) ?? [RestartProbe.tcp('127.0.0.1', node.port)],
  };
}
