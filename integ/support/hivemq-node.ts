import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/*
 * A real HiveMQ Community Edition in a folder of its own, with one extension of ours; its log is written as its own logback.xml says
 * (hivemq/hivemq-community-edition, src/distribution/conf/logback.xml).
 */

export const EXTENSION = 'marker-extension';
export const TITLE = 'Marker Extension';

const CONFIG = (port: number) => `<hivemq><listeners><tcp-listener><port>${port}</port><bind-address>127.0.0.1</bind-address></tcp-listener></listeners>
<anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics></hivemq>`;

const LOGBACK = `<configuration>
<appender name="FILE" class="ch.qos.logback.core.rolling.RollingFileAppender">
  <file>\${hivemq.log.folder}/hivemq.log</file><append>true</append>
  <rollingPolicy class="ch.qos.logback.core.rolling.TimeBasedRollingPolicy">
    <fileNamePattern>\${hivemq.log.folder}/hivemq.%d{yyyy-MM-dd}.log</fileNamePattern><maxHistory>30</maxHistory>
  </rollingPolicy>
  <encoder><pattern>%-30(%d %level)- %msg%n%ex</pattern></encoder>
</appender>
<root level="INFO"><appender-ref ref="FILE"/></root>
</configuration>`;

/** One broker. */
export class HiveMqNode {
  readonly extensions: string;
  readonly home: string;
  readonly log: string;
  private process: ChildProcess | undefined;

  constructor(private readonly jars: string, private readonly folder: string, readonly port: number) {
    this.extensions = join(folder, 'extensions');
    this.home = join(this.extensions, EXTENSION);
    this.log = join(folder, 'log', 'hivemq.log');
    for (const name of ['conf', 'data', 'log', join('extensions', EXTENSION, 'conf')]) {
      mkdirSync(join(folder, name), { recursive: true });
    }
    writeFileSync(join(folder, 'conf', 'config.xml'), CONFIG(port));
    writeFileSync(join(folder, 'conf', 'logback.xml'), LOGBACK);
    writeFileSync(join(this.home, 'conf', 'config.xml'), 'old');
    writeFileSync(join(this.home, 'hivemq-extension.xml'),
      `<hivemq-extension><id>${EXTENSION}</id><name>${TITLE}</name><version>1.0.0</version><priority>1000</priority></hivemq-extension>`);
    this.makeJar();
  }

  get config(): string {
    return join(this.home, 'conf', 'config.xml');
  }

  get text(): string {
    return readFileSync(this.log, 'utf8');
  }

  async start(): Promise<void> {
    const before = this.starts;
    this.process = spawn('java', [
      '-Xmx256m', `-Dhivemq.home=${this.folder}`, `-Dlogback.configurationFile=${join(this.folder, 'conf', 'logback.xml')}`,
      `-Dhivemq.log.folder=${join(this.folder, 'log')}`, '-cp', this.jars, 'com.hivemq.HiveMQServer',
    ], { cwd: this.folder, stdio: 'ignore' });
    for (let tries = 0; this.starts === before; tries++) {
      if (tries > 3000 || this.process.exitCode !== null) {
        throw new Error(`HiveMQ did not start (exit code ${this.process.exitCode}): ${this.said().slice(-2000)}`);
      }
      await sleep(200);
    }
  }

  async stop(): Promise<void> {
    const { process } = this;
    if (process !== undefined && process.exitCode === null) {
      const ended = new Promise((resolve) => process.once('exit', resolve));
      process.kill('SIGTERM');
      await ended;
    }
  }

  private get starts(): number {
    return this.said().split('Started HiveMQ in ').length;
  }

  private said(): string {
    try {
      return this.text;
    } catch {
      return '';
    }
  }

  private makeJar(): void {
    const classes = join(this.folder, 'classes');
    execFileSync('javac', ['-nowarn', '-cp', this.jars, '-d', classes, join(__dirname, 'MarkerExtension.java')]);
    mkdirSync(join(classes, 'META-INF', 'services'), { recursive: true });
    writeFileSync(join(classes, 'META-INF', 'services', 'com.hivemq.extension.sdk.api.ExtensionMain'), 'MarkerExtension\n');
    execFileSync('jar', ['cf', join(this.home, `${EXTENSION}-1.0.0.jar`), '-C', classes, '.']);
  }
}
