import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as readline from 'node:readline';
import { parseManifest } from '../../src/manifest/manifest';
import { encodeFiles } from '../../src/restart/payload';

/** Carries out a synthesized stack. */
export interface Carrier {
  /** For people: "Terraform v1.11.4", or why there is none. */
  readonly title: string;
  /** The commands a reader would type for it. */
  readonly command: string;
  /** What would change, as lines; undefined where only the engine is there, which plans when it runs. */
  plan(directory: string): Promise<string[] | undefined>;
  /** Applies the stack; every line of progress goes to `onLine` while it runs. */
  apply(directory: string, onLine: (line: string) => void): Promise<void>;
  /** Ends what is running. */
  stop(): void;
}

/** Terraform or OpenTofu when one is on PATH, else the engine alone. */
export function findCarrier(folder: string): Carrier {
  for (const program of ['terraform', 'tofu']) {
    const asked = spawnSync(program, ['version'], { encoding: 'utf8', env: environment(folder) });
    if (asked.status === 0) {
      return new TerraformCarrier(program, asked.stdout.split('\n')[0], folder);
    }
  }
  return new EngineCarrier();
}

/** Terraform asks nobody on the network and reads no settings of the user. */
function environment(folder: string): NodeJS.ProcessEnv {
  const configuration = path.join(folder, 'terraformrc');
  fs.writeFileSync(configuration, '');
  return { ...process.env, TF_CLI_CONFIG_FILE: configuration, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
}

class TerraformCarrier implements Carrier {
  private readonly children = new Children();
  private initialized = false;

  constructor(readonly command: string, readonly title: string, private readonly folder: string) {}

  async plan(directory: string): Promise<string[]> {
    const lines: string[] = [];
    await this.terraform(directory, ['plan', '-no-color', '-input=false'], (line) => lines.push(line));
    return lines;
  }

  async apply(directory: string, onLine: (line: string) => void): Promise<void> {
    await this.terraform(directory, ['apply', '-no-color', '-input=false', '-auto-approve'], (line) => {
      const progress = / \(local-exec\): (.*)$/.exec(line)?.[1];
      if (progress !== undefined && !progress.startsWith('Executing:')) {
        onLine(progress);
      } else if (line.startsWith('Apply complete!')) {
        onLine(line);
      }
    });
  }

  stop(): void {
    this.children.stop();
  }

  private async terraform(directory: string, args: readonly string[], onLine: (line: string) => void): Promise<void> {
    const env = environment(this.folder);
    if (!this.initialized) {
      await this.children.run(this.command, ['init', '-no-color', '-input=false'], { cwd: directory, env }, () => undefined);
      this.initialized = true;
    }
    await this.children.run(this.command, args, { cwd: directory, env }, onLine);
  }
}

class EngineCarrier implements Carrier {
  readonly title = 'the engine alone, since neither terraform nor tofu is on PATH';
  readonly command = 'terraform';
  private readonly children = new Children();

  async plan(): Promise<undefined> {
    return undefined;
  }

  async apply(directory: string, onLine: (line: string) => void): Promise<void> {
    const folder = path.join(directory, 'broker-oauth');
    const read = parseManifest(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
    if ('problem' in read) {
      throw new Error(`the manifest ${read.problem}`);
    }
    for (const restart of read.manifest.restarts) {
      const broker = read.manifest.brokers.find((candidate) => candidate.path === restart.broker)!;
      const files = encodeFiles(Object.fromEntries(broker.files.map((file) => [file.name, file.text])));
      const args = [path.join(folder, 'engine.cjs'), path.join(folder, restart.spec)];
      await this.children.run(process.execPath, args, { cwd: directory, env: { ...process.env, ...files } }, onLine);
    }
  }

  stop(): void {
    this.children.stop();
  }
}

class Children {
  private running: ChildProcess | undefined;

  async run(command: string, args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }, onLine: (line: string) => void): Promise<void> {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    this.running = child;
    const told: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      readline.createInterface({ input: stream }).on('line', (line) => {
        told.push(line);
        onLine(line);
      });
    }
    const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    this.running = undefined;
    if (code !== 0) {
      throw new Error(`${[path.basename(command), ...args].join(' ')} ended with ${code}:\n${told.join('\n')}`);
    }
  }

  stop(): void {
    this.running?.kill('SIGTERM');
  }
}
