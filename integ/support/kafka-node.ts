import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { freePorts } from './ports';
import { ServerProcess } from './server-process';

/** Where a Kafka is, with its jars in `libs`, from the environment; the tests skip without it. */
export const KAFKA_HOME = process.env.KAFKA_HOME;

/** Its release, by the name of the clients' jar. */
export function kafkaRelease(home: string): string {
  const names = fs.readdirSync(path.join(home, 'libs')).map((name) => /^kafka-clients-(\d+\.\d+\.\d+)\.jar$/.exec(name)?.[1]);
  return names.find((name) => name !== undefined)!;
}

/** The listener that takes tokens. */
export const TOKEN_LISTENER = 'CLIENTS';

const READY_WITHIN = 120_000;

/** One broker and controller on 127.0.0.1 with a data directory of its own. */
export class KafkaNode {
  /** The properties that a broker has before anything of ours is in it: the listener for clients takes plain passwords, of which it knows none. */
  static async plan(): Promise<KafkaNode> {
    const [clients, administration, controller] = await freePorts(3);
    return new KafkaNode(fs.mkdtempSync(path.join(os.tmpdir(), 'kafka-')), { clients, administration, controller });
  }

  private process: ServerProcess | undefined;

  private constructor(private readonly directory: string, readonly ports: { readonly [name in 'clients' | 'administration' | 'controller']: number }) {}

  /** What stands in its file before. */
  get properties(): string {
    const { clients, administration, controller } = this.ports;
    return [
      '# kept as it is', 'process.roles=broker,controller', 'node.id=1', `controller.quorum.voters=1@127.0.0.1:${controller}`,
      'controller.listener.names=CONTROLLER', 'inter.broker.listener.name=INTERNAL',
      `listeners=${TOKEN_LISTENER}://127.0.0.1:${clients},INTERNAL://127.0.0.1:${administration},CONTROLLER://127.0.0.1:${controller}`,
      `listener.security.protocol.map=${TOKEN_LISTENER}:SASL_PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT`,
      'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer', 'super.users=User:ANONYMOUS',
      `log.dirs=${this.directory}/data`, 'offsets.topic.replication.factor=1', '',
    ].join('\n');
  }

  get out(): string {
    return this.process?.out ?? '';
  }

  async start(home: string, properties: string, jvmOptions: string | undefined): Promise<void> {
    const file = path.join(this.directory, 'server.properties');
    const options = path.join(this.directory, 'jvm.options');
    fs.writeFileSync(file, properties);
    fs.writeFileSync(options, jvmOptions ?? '');
    const java = ['-Xmx400m', `@${options}`, '-cp', `${home}/libs/*`];
    const format = ['kafka.tools.StorageTool', 'format', '--cluster-id', 'AAAAAAAAAAAAAAAAAAAAAQ', '--config', file];
    execFileSync('java', [...java, ...format], { stdio: 'pipe' });
    this.process = new ServerProcess({ program: 'java', args: [...java, 'kafka.Kafka', file], directory: this.directory });
    await this.process.until(() => this.out.includes('Kafka Server started'), READY_WITHIN);
  }

  /** Runs a list of commands that call `kafka-acls.sh`, as an administrator. */
  administrate(home: string, commands: string): string {
    const folder = path.join(this.directory, 'bin');
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'kafka-acls.sh'), `#!/bin/sh\nexec java -cp '${home}/libs/*' org.apache.kafka.tools.AclCommand "$@"\n`, { mode: 0o755 });
    const file = path.join(folder, 'commands');
    fs.writeFileSync(file, commands);
    return execFileSync('sh', [file, '--bootstrap-server', `127.0.0.1:${this.ports.administration}`], {
      encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
    });
  }

  async stop(): Promise<void> {
    await this.process?.stop();
    fs.rmSync(this.directory, { recursive: true, force: true });
  }
}
