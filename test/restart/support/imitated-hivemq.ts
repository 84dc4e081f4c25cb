import { ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/*
 * An imitated HiveMQ: a process that looks at an extension's marker DISABLED from time to time, reads the extension's file when it starts
 * it, and writes the lines of hivemq/hivemq-community-edition, HiveMQExtensions.java, in the form of its logback.xml. It is no HiveMQ, and
 * lets nobody in.
 */

const PROGRAM = `
const fs = require('fs');
const path = require('path');
const [home, log, every] = process.argv.slice(2);
const config = path.join(home, 'conf', 'config.xml');
const mode = () => fs.readFileSync(path.join(home, '..', '..', 'mode'), 'utf8');
const say = (text) => {
  const time = new Date().toISOString().replace('T', ' ').replace('.', ',').replace('Z', '');
  fs.appendFileSync(log, (time + ' INFO').padEnd(30) + '- ' + text + '\\n');
};
const named = 'Extension "HiveMQ Enterprise Security Extension" version 4.36.0 ';
let runs = false;
const start = () => {
  if (mode() === 'invalid') {
    say('Startup of extension with id "hivemq-enterprise-security-extension" was prevented by the extension itself, reason: hunter2. Extension will be disabled.');
    fs.writeFileSync(path.join(home, 'DISABLED'), '');
    return;
  }
  fs.writeFileSync(path.join(home, '..', '..', 'loaded'), fs.readFileSync(config));
  runs = true;
  say(named + 'started successfully.');
};
const look = () => {
  const disabled = fs.existsSync(path.join(home, 'DISABLED'));
  if (mode() === 'deaf') return;
  if (disabled && runs) { runs = false; say(named + 'stopped successfully.'); }
  if (!disabled && !runs && mode() !== 'invalid') start();
  if (!disabled && !runs) start();
};
if (!fs.existsSync(path.join(home, 'DISABLED'))) start();
setInterval(look, Number(every));
setTimeout(() => process.exit(), 120000);
`;

/** One imitated broker in a folder of its own. */
export class ImitatedHiveMq {
  readonly extensions: string;
  readonly home: string;
  readonly log: string;
  private process: ChildProcess | undefined;

  constructor(private readonly folder: string) {
    this.extensions = join(folder, 'extensions');
    this.home = join(this.extensions, 'hivemq-enterprise-security-extension');
    this.log = join(folder, 'hivemq.log');
    mkdirSync(join(this.home, 'conf'), { recursive: true });
    writeFileSync(this.config, '<old/>');
    writeFileSync(join(folder, 'hivemq.cjs'), PROGRAM);
    this.mode = 'good';
  }

  get config(): string {
    return join(this.home, 'conf', 'config.xml');
  }

  /** `deaf` does not look at markers, as the community edition; `invalid` cannot start the extension. */
  set mode(mode: 'good' | 'deaf' | 'invalid') {
    writeFileSync(join(this.folder, 'mode'), mode);
  }

  /** What the extension read when it started. */
  get loaded(): string {
    return readFileSync(join(this.folder, 'loaded'), 'utf8');
  }

  get disabled(): boolean {
    return existsSync(join(this.home, 'DISABLED'));
  }

  set disabled(is: boolean) {
    if (is) {
      writeFileSync(join(this.home, 'DISABLED'), '');
    } else {
      rmSync(join(this.home, 'DISABLED'), { force: true });
    }
  }

  async start(every = 50): Promise<void> {
    this.process = spawn(process.execPath, [join(this.folder, 'hivemq.cjs'), this.home, this.log, String(every)], { stdio: 'ignore' });
    for (let tries = 0; tries < 200 && !existsSync(this.log) && !this.disabled; tries++) {
      await sleep(25);
    }
  }

  async stop(): Promise<void> {
    const { process } = this;
    if (process !== undefined && process.exitCode === null) {
      const ended = new Promise((resolve) => process.once('exit', resolve));
      process.kill('SIGKILL');
      await ended;
    }
  }

  /** Puts the log away under a date, as HiveMQ does at midnight. */
  putLogAway(date: string): void {
    renameSync(this.log, join(this.folder, `hivemq.${date}.log`));
    appendFileSync(this.log, '');
  }

  write(line: string): void {
    appendFileSync(this.log, `${line}\n`);
  }

  /** Lays an extension that lets everybody in beside it. */
  allowAll(disabled: boolean): void {
    const home = join(this.extensions, 'hivemq-allow-all-extension');
    mkdirSync(home, { recursive: true });
    rmSync(join(home, 'DISABLED'), { force: true });
    if (disabled) {
      writeFileSync(join(home, 'DISABLED'), '');
    }
  }
}
