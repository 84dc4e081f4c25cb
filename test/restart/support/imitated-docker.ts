import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * An imitated docker: a program that answers as docs.docker.com says that the command line does, with containers that are entries of a JSON
 * file and folders of this machine. It is no Docker.
 */

/** One container. */
export interface ImitatedContainer {
  id: string;
  /** Service of the project, where Compose made it. */
  service?: string;
  /** Made by `docker compose run`. */
  oneOff?: boolean;
  status: 'running' | 'exited' | 'created' | 'paused' | 'restarting';
  exitCode: number;
  startedAt: string;
  log: string;
}

/** Everything that the imitated docker knows. */
interface World {
  containers: { [name: string]: ImitatedContainer };
  /** What the next calls of a verb fail with. */
  failures: { [verb: string]: string };
  counter: number;
  /** The mode that every file gets that is copied into a container, whatever it was. */
  mode?: number;
}

const PROGRAM = `
const fs = require('fs');
const { spawnSync } = require('child_process');
const path = require('path');
const folder = FOLDER;
const file = path.join(folder, 'docker.json');
const world = JSON.parse(fs.readFileSync(file, 'utf8'));
const words = process.argv.slice(3);
fs.appendFileSync(path.join(folder, 'calls'), words.join(' ') + '\\n');
const fail = (text, code = 1) => { process.stderr.write(text + '\\n'); process.exit(code); };
const save = () => fs.writeFileSync(file, JSON.stringify(world));
const withoutValue = new Set(['--all', '--quiet', '--detach', '--no-deps', '--force-recreate', '-']);
const plain = (list) => list.filter((word, at) => !word.startsWith('-') && !(at > 0 && list[at - 1].startsWith('-') && !withoutValue.has(list[at - 1])));
const find = (word) => {
  const name = Object.keys(world.containers).find((key) => key === word || world.containers[key].id === word);
  return name === undefined ? fail('Error response from daemon: No such container: ' + word) : name;
};
const begin = (name) => {
  const container = world.containers[name];
  container.status = 'running';
  // To the nanosecond, as Docker tells times.
  container.startedAt = new Date().toISOString().replace('Z', String(world.counter++).padStart(6, '0') + 'Z');
  container.log += 'started\\n';
};
const end = (name) => Object.assign(world.containers[name], { status: 'exited', exitCode: 0 });
const change = { restart: (name) => { end(name); begin(name); }, stop: end, start: (name) => world.containers[name].status !== 'running' && begin(name) };
const stateOf = ({ status, exitCode, startedAt }) => ({
  Status: status, Running: status === 'running' || status === 'paused' || status === 'restarting', Paused: status === 'paused', Restarting: status === 'restarting',
  OOMKilled: false, Dead: false, Pid: status === 'running' ? 4242 : 0, ExitCode: exitCode, Error: '', StartedAt: startedAt, FinishedAt: '0001-01-01T00:00:00Z',
});
const inside = (spec) => { const at = spec.indexOf(':'); return path.join(folder, 'root', find(spec.slice(0, at)), spec.slice(at + 1)); };
const verbs = {
  inspect: () => {
    const format = words[words.indexOf('--format') + 1];
    for (const word of words.slice(words.indexOf('--format') + 2)) {
      const container = world.containers[find(word)];
      const values = { '.Id': container.id, '.State': stateOf(container) };
      const labels = { 'com.docker.compose.oneoff': container.service === undefined ? undefined : container.oneOff ? 'True' : 'False' };
      const filled = format.replace('{{.Id}}', container.id).replace(/\\{\\{json ([.A-Za-z]+)\\}\\}/g, (_, key) => JSON.stringify(values[key]))
        .replace(/\\{\\{index \\.Config\\.Labels "([^"]+)"\\}\\}/g, (_, key) => labels[key] ?? '');
      process.stdout.write(filled + '\\n');
    }
  },
  logs: () => {
    const count = Number(words[words.indexOf('--tail') + 1]);
    process.stderr.write(world.containers[find(words.at(-1))].log.split('\\n').slice(0, -1).slice(-count).join('\\n') + '\\n');
  },
  exec: () => { find(words[1]); const { status, stdout } = spawnSync(words[2], words.slice(3)); process.stdout.write(stdout ?? ''); process.exit(status ?? 127); },
  cp: () => {
    if (words[1] === '-') {
      const target = inside(words[2]);
      if (!fs.existsSync(target)) fail('Error response from daemon: Could not find the file ' + words[2].split(':')[1] + ' in container');
      const { status } = spawnSync('tar', ['-C', target, '-xpf', '-'], { input: fs.readFileSync(0) });
      if (world.mode !== undefined) fs.readdirSync(target).forEach((name) => fs.chmodSync(path.join(target, name), world.mode));
      process.exit(status);
    }
    const source = inside(words[1]);
    if (!fs.existsSync(source)) fail('Error response from daemon: Could not find the file ' + words[1].split(':')[1] + ' in container ' + words[1].split(':')[0]);
    const archive = spawnSync('tar', ['--format=pax', '-C', path.dirname(source), '-cf', '-', path.basename(source)], { maxBuffer: 1e8 }).stdout;
    process.stdout.write(archive);
  },
  compose: () => {
    const at = words.findIndex((word) => ['ps', 'restart', 'stop', 'start', 'up'].includes(word));
    const rest = words.slice(at + 1);
    const service = plain(rest).at(-1);
    const names = Object.keys(world.containers).filter((name) => world.containers[name].service === service);
    if (words[at] === 'ps') return process.stdout.write(names.map((name) => world.containers[name].id + '\\n').join(''));
    if (words[at] === 'up') {
      for (const name of names) {
        world.containers[name].id = (++world.counter).toString(16).padStart(64, 'c');
        begin(name);
      }
      return save();
    }
    names.forEach(change[words[at]]);
    save();
  },
};
const verb = words[0];
const asked = verb === 'compose' ? words.find((word) => ['ps', 'restart', 'stop', 'start', 'up'].includes(word)) : verb;
if (world.failures[asked] !== undefined) fail(world.failures[asked]);
if (verbs[verb] !== undefined) verbs[verb]();
else { change[verb](find(words.at(-1))); save(); process.stdout.write(words.at(-1) + '\\n'); }
`;

/** A folder with the imitated docker and its containers. */
export class ImitatedDocker {
  constructor(private readonly folder: string) {
    mkdirSync(join(folder, 'bin'), { recursive: true });
    const program = join(folder, 'bin', 'docker');
    writeFileSync(join(folder, 'docker.cjs'), PROGRAM.replace('FOLDER', () => JSON.stringify(folder)));
    // Behind the two hyphens Node takes no option for its own; it has one that Compose has too.
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${join(folder, 'docker.cjs')}' -- "$@"\n`);
    chmodSync(program, 0o755);
    this.write({ containers: {}, failures: {}, counter: 1 });
  }

  /** The environment in which nothing but the imitated docker is found; the real one would not be in these folders of the system. */
  get environment(): { readonly PATH: string } {
    return { PATH: `${join(this.folder, 'bin')}:/usr/bin:/bin` };
  }

  /** Every call so far, a line each. */
  get calls(): readonly string[] {
    const file = join(this.folder, 'calls');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  }

  /** Where a path of a container is on this machine. */
  path(container: string, path: string): string {
    return join(this.folder, 'root', container, path);
  }

  add(name: string, container: Partial<ImitatedContainer> = {}): void {
    mkdirSync(join(this.folder, 'root', name, 'etc'), { recursive: true });
    this.change((world) => {
      const id = (world.counter++).toString(16).padStart(64, 'a');
      world.containers[name] = { id, status: 'running', exitCode: 0, startedAt: '2026-11-22T10:00:00.123456789Z', log: '', ...container };
    });
  }

  set(name: string, changes: Partial<ImitatedContainer>): void {
    this.change((world) => Object.assign(world.containers[name], changes));
  }

  get(name: string): ImitatedContainer {
    return this.read().containers[name];
  }

  remove(name: string): void {
    this.change((world) => delete world.containers[name]);
  }

  /** Lets a verb fail with a text, such as a daemon that does not answer. */
  fail(verb: string, text: string): void {
    this.change((world) => world.failures[verb] = text);
  }

  giveMode(mode: number): void {
    this.change((world) => world.mode = mode);
  }

  private change(apply: (world: World) => unknown): void {
    const world = this.read();
    apply(world);
    this.write(world);
  }

  private read(): World {
    return JSON.parse(readFileSync(join(this.folder, 'docker.json'), 'utf8'));
  }

  private write(world: World): void {
    writeFileSync(join(this.folder, 'docker.json'), JSON.stringify(world));
  }
}
