import { ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { bundleEngine, ended, EngineRun } from './local-cluster';
import { RealKafka, RealKafkaNode, TOKEN_LISTENER } from './real-kafka';
import { SelfManagedKafkaOAuth } from '../../../src/brokers/aiven-kafka/self-managed-kafka-oauth';
import { KafkaVersion } from '../../../src/brokers/aiven-kafka/version';
import { OidcIdentityProvider } from '../../../src/identity/oidc-identity-provider';
import { encodeFiles } from '../../../src/restart/payload';
import { RestartCluster } from '../../../src/restart/restart-cluster';
import { RestartDriver } from '../../../src/restart/restart-driver';
import { RestartLogin } from '../../../src/restart/restart-login';
import { RestartProbe } from '../../../src/restart/restart-probe';
import { RestartToken } from '../../../src/restart/restart-token';
import { RollingRestart } from '../../../src/restart/rolling-restart';
import { resource, synthesize } from '../../support/cdks';
import { TERRAFORM } from '../../support/terraform';

export const ISSUER = 'https://sso.example.com';

/** What rolls the cluster: Terraform where there is one, else the engine itself, from the same synthesized stack. */
const TERRAFORM_PROGRAM = process.env.TERRAFORM_BIN ?? TERRAFORM;
export const VEHICLE = TERRAFORM_PROGRAM === undefined ? 'the engine, from the synthesized stack' : `${path.basename(TERRAFORM_PROGRAM)} apply`;

/** What a test changes in the settings. */
export interface StackChange {
  readonly audience: string[];
  readonly jwksUri: string;
  readonly tokenFile: string;
  readonly readySeconds?: number;
}

/** What the engine wrote down of its last run. */
export interface Report {
  readonly outcome: string;
  readonly nodes: readonly { readonly name: string; readonly result: string; readonly detail: string }[];
}

/** A run under way. */
export interface Run {
  readonly child: ChildProcess;
  readonly done: Promise<EngineRun>;
  /** What has been printed so far. */
  printed(): string;
}

/** The folder in which a stack is applied, again and again. */
export class KafkaStack {
  private readonly bundle: string;
  private readonly working: string;
  private initialized = false;

  constructor(private readonly folder: string, private readonly kafka: RealKafka, private readonly release: string) {
    this.bundle = bundleEngine(folder);
    this.working = path.join(folder, 'terraform');
    fs.mkdirSync(this.working);
  }

  /** Only since 4.0 a broker must be told which URLs it may call. */
  private get hasJvmOptions(): boolean {
    return Number(this.release.split('.')[0]) >= 4;
  }

  /** The texts of our part. */
  write(change: StackChange): { readonly [name: string]: string } {
    const { json, directory } = synthesize('cdktf', (stack) => {
      const identityProvider = new OidcIdentityProvider(stack, 'Sso', { issuer: ISSUER, jwksUri: change.jwksUri });
      const broker = new SelfManagedKafkaOAuth(stack, 'Kafka', {
        identityProvider,
        listener: TOKEN_LISTENER,
        audience: change.audience,
        brokerVersion: KafkaVersion.of(this.release),
        acceptLockout: true,
        acknowledge: ['IDENTITY_HTTP_UNWISE', 'KAFKA_JWKS_URL_PLAIN_HTTP', 'KAFKA_TOKENS_ONLY'],
      });
      new RollingRestart(stack, 'Restart', {
        broker,
        nodes: this.kafka.nodes.map((node) => restartNode(node, this.hasJvmOptions)),
        cluster: RestartCluster.kafka({
          nodes: Object.fromEntries(this.kafka.nodes.map((node) => [node.name, { ...node.questions, nodeId: node.id }])),
          timeoutSeconds: 10,
        }),
        acceptedToken: RestartToken.file(change.tokenFile),
        checks: 2,
        checkIntervalSeconds: 0.5,
        timeouts: { readySeconds: change.readySeconds ?? 180, recoverySeconds: 180 },
        stateDirectory: path.join(this.folder, 'state'),
      });
    });
    fs.cpSync(directory, this.working, { recursive: true });
    fs.copyFileSync(this.bundle, path.join(this.working, 'broker-oauth', 'engine.cjs'));
    return resource(json, 'terraform_data', 'Settings').input as { [name: string]: string };
  }

  /** Applies what was written last. */
  apply(files: { readonly [name: string]: string }): Run {
    if (TERRAFORM_PROGRAM === undefined) {
      return this.launch(process.execPath, ['broker-oauth/engine.cjs', 'broker-oauth/Restart.restart.json'], encodeFiles(files));
    }
    const words = ['apply', '-no-color', '-input=false', '-auto-approve'];
    const init = this.initialized ? '' : `'${TERRAFORM_PROGRAM}' init -no-color -input=false >/dev/null && `;
    this.initialized = true;
    fs.writeFileSync(path.join(this.folder, 'terraformrc'), '');
    const environment = { TF_CLI_CONFIG_FILE: path.join(this.folder, 'terraformrc'), CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
    return this.launch('sh', ['-c', `${init}exec '${TERRAFORM_PROGRAM}' ${words.join(' ')}`], environment);
  }

  /** What the engine wrote down of its last run. */
  report(): Report {
    return JSON.parse(fs.readFileSync(path.join(this.folder, 'state', 'report.json'), 'utf8'));
  }

  private launch(program: string, words: string[], environment: Record<string, string>): Run {
    const child = spawn(program, words, { cwd: this.working, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    child.stdout.on('data', (bytes) => (text += bytes));
    child.stderr.on('data', (bytes) => (text += bytes));
    return { child, done: ended(child), printed: () => text };
  }
}

function restartNode(node: RealKafkaNode, hasJvmOptions: boolean) {
  const address = { host: '127.0.0.1', nodeId: node.id };
  const files: { [name: string]: string } = {
    // A dedicated controller has no listener for clients, so nothing of ours has a place in its properties.
    ...node.roles === 'controller' ? {} : { 'server.properties': node.propertiesFile },
    ...hasJvmOptions ? { 'kafka-jvm.options': node.jvmOptionsFile } : {},
  };
  return {
    name: node.name,
    files,
    driver: RestartDriver.command({ stop: node.stopCommand, start: node.startCommand, pidFile: node.pidFile, logFile: node.logFile }),
    probes: [RestartProbe.kafka({ ...address, port: node.questions.port })],
    logins: node.roles === 'controller' ? [] : [RestartLogin.kafka({ host: '127.0.0.1', port: node.ports.clients })],
  };
}
