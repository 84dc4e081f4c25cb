import { ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LavinMqRealCluster } from './lavinmq-cluster';
import { LavinMqOAuth, LavinMqTarget, LavinMqVersion, OidcIdentityProvider, RestartCluster, RestartDriver, RestartLogin, RestartProbe, RestartToken, RollingRestart } from '../../src';
import { encodeFiles } from '../../src/restart/payload';
import { bundleEngine } from '../../test/restart/support/local-cluster';
import { TERRAFORM_PROGRAM, TerraformFolder } from '../../test/restart/support/terraform-process';
import { resource, synthesize } from '../../test/support/cdks';

/** What differs between two syntheses. */
export interface Settings {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksCacheTtlSeconds: number;
}

/** What carries a stack out. */
export type Vehicle = 'terraform apply' | 'the engine from the synthesized stack';
export const VEHICLES: readonly Vehicle[] = TERRAFORM_PROGRAM === undefined
  ? ['the engine from the synthesized stack'] : ['terraform apply', 'the engine from the synthesized stack'];

/** How a run ended. */
export interface Ended {
  readonly code: number | null;
  readonly printed: string;
}

/** A run under way. */
export class Run {
  printed = '';
  readonly ended: Promise<Ended>;

  constructor(child: ChildProcess) {
    child.stdout!.on('data', (bytes) => (this.printed += bytes));
    child.stderr!.on('data', (bytes) => (this.printed += bytes));
    this.ended = new Promise((resolve) => child.on('close', (code) => resolve({ code, printed: this.printed })));
  }
}

/** What the engine wrote down of its last run. */
export interface Report {
  readonly outcome: string;
  readonly text: string;
  readonly findings: readonly { readonly rule: string; readonly message: string }[];
  readonly nodes: readonly { readonly name: string; readonly result: string; readonly detail: string; readonly login?: string }[];
}

/** The folder in which a self-hosted LavinMQ's stack is applied, again and again. */
export class LavinMqStack {
  readonly tokenFile: string;
  private readonly bundle: string;
  private readonly working: string;
  private files: { readonly [name: string]: string } = {};

  constructor(
    private readonly folder: string, private readonly cluster: LavinMqRealCluster,
    private readonly release: string, private readonly vehicle: Vehicle,
  ) {
    this.bundle = bundleEngine(folder);
    this.working = path.join(folder, 'terraform');
    this.tokenFile = path.join(folder, 'token');
    fs.mkdirSync(this.working);
  }

  /** Synthesizes; gives our part of lavinmq.ini. */
  write(settings: Settings): string {
    const { json, directory } = synthesize('cdktf', (stack) => {
      const { issuer, audience, jwksCacheTtlSeconds } = settings;
      const identityProvider = new OidcIdentityProvider(stack, 'Sso', { issuer, jwksUri: `${issuer}/keys` });
      const broker = new LavinMqOAuth(stack, 'LavinMq', {
        identityProvider,
        target: LavinMqTarget.selfHosted(),
        brokerVersion: LavinMqVersion.of(this.release),
        audience,
        resourceServerId: 'mq',
        mqttPermissionCheckEnabled: true,
        jwksCacheTtlSeconds,
        acceptLockout: true,
        acknowledge: ['IDENTITY_HTTP_UNWISE'],
      });
      new RollingRestart(stack, 'Restart', {
        broker,
        nodes: this.cluster.nodes.map((node) => ({
          name: node.name,
          files: { 'lavinmq.ini': node.iniFile },
          driver: RestartDriver.command({
            stop: node.command('stop'), start: node.command('start'), pidFile: node.pidFile, logFile: node.logFile,
          }),
          probes: [RestartProbe.tcp(node.host, node.ports.amqp)],
          logins: [RestartLogin.amqp({ host: node.host, port: node.ports.amqp })],
        })),
        cluster: RestartCluster.lavinMq({
          nodes: Object.fromEntries(this.cluster.nodes.map(({ name, host, ports, clusteringId }) =>
            [name, { host, port: ports.http, metricsPort: ports.metrics, clusteringId }])),
          username: 'guest',
          password: RestartToken.environmentVariable('LAVINMQ_PASSWORD'),
        }),
        acceptedToken: RestartToken.file(this.tokenFile),
        checks: 2,
        checkIntervalSeconds: 0.3,
        timeouts: { readySeconds: 30, recoverySeconds: 90, smokeSeconds: 15, probeSeconds: 5 },
        stateDirectory: path.join(this.folder, 'state'),
      });
    });
    fs.cpSync(directory, this.working, { recursive: true });
    fs.copyFileSync(this.bundle, path.join(this.working, 'broker-oauth', 'engine.cjs'));
    this.files = resource(json, 'terraform_data', 'Settings').input;
    return this.files['lavinmq.ini'];
  }

  /** Applies what was written last; `again` where nothing changed since. */
  apply(again = false): Run {
    const environment = { LAVINMQ_PASSWORD: 'guest' };
    if (this.vehicle === 'terraform apply') {
      const terraform = new TerraformFolder(this.working, environment);
      return new Run(terraform.apply(again ? [`-replace=${this.restartAddress}`] : []));
    }
    return new Run(spawn(process.execPath, ['broker-oauth/engine.cjs', 'broker-oauth/Restart.restart.json'], {
      cwd: this.working, env: { PATH: process.env.PATH, ...environment, ...encodeFiles(this.files) }, stdio: ['ignore', 'pipe', 'pipe'],
    }));
  }

  report(): Report {
    return JSON.parse(fs.readFileSync(path.join(this.folder, 'state', 'report.json'), 'utf8'));
  }

  private get restartAddress(): string {
    const { resource: resources } = JSON.parse(fs.readFileSync(path.join(this.working, 'cdk.tf.json'), 'utf8'));
    return `terraform_data.${Object.keys(resources.terraform_data).find((name) => name.startsWith('Restart'))}`;
  }
}
