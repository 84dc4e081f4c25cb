import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as readline from 'node:readline';
import { parseManifest } from '../../src/manifest/manifest';

const GRACE_MILLISECONDS = 2_000;

/** Carries out a synthesized stack. */
export interface Carrier {
  /** For people: "Terraform v1.11.4", or why there is none. */
  readonly title: string;
  /** What would change, as lines. */
  plan(directory: string): Promise<string[]>;
  /** Applies the stack; every line of progress goes to `onLine` while it runs. */
  apply(directory: string, onLine: (line: string) => void): Promise<void>;
  /** Ends what is running; done when it has ended. */
  stop(): Promise<void>;
}

/**
 * Terraform or OpenTofu when one is on PATH, else the engine alone.
 *
 * @param variables environment variables that the nodes need
 */
export function findCarrier(folder: string, variables: NodeJS.ProcessEnv): Carrier {
  // Terraform asks nobody on the network and reads no settings of the user.
  const configuration = path.join(folder, 'terraformrc');
  fs.writeFileSync(configuration, '');
  const environment = { ...process.env, ...variables, TF_CLI_CONFIG_FILE: configuration, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
  for (const program of ['terraform', 'tofu']) {
    const asked = spawnSync(program, ['version'], { encoding: 'utf8', env: environment });
    if (asked.status === 0) {
      return new TerraformCarrier(program, asked.stdout.split('\n')[0], environment);
    }
  }
  return new EngineCarrier(environment);
}

class TerraformCarrier implements Carrier {
  private readonly children = new Children();
  private initialized = false;

  constructor(private readonly program: string, readonly title: string, private readonly environment: NodeJS.ProcessEnv) {}

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

  stop(): Promise<void> {
    return this.children.stop();
  }

  private async terraform(directory: string, args: readonly string[], onLine: (line: string) => void): Promise<void> {
    const env = this.environment;
    if (!this.initialized) {
      await this.children.run(this.program, ['init', '-no-color', '-input=false'], { cwd: directory, env }, () => undefined);
      this.initialized = true;
    }
    await this.children.run(this.program, args, { cwd: directory, env }, onLine);
  }
}

class EngineCarrier implements Carrier {
  readonly title = 'the engine alone, since neither terraform nor tofu is on PATH';
  private readonly children = new Children();

  constructor(private readonly environment: NodeJS.ProcessEnv) {}

  async plan(directory: string): Promise<string[]> {
    const lines: string[] = [];
    await this.engine(directory, ['--dry-run'], (line) => lines.push(line));
    return lines;
  }

  async apply(directory: string, onLine: (line: string) => void): Promise<void> {
    await this.engine(directory, [], onLine);
  }

  stop(): Promise<void> {
    return this.children.stop();
  }

  /** Runs the engine for every restart of the stack, with the files that lie beside it. */
  private async engine(directory: string, flags: readonly string[], onLine: (line: string) => void): Promise<void> {
    const folder = path.join(directory, 'broker-oauth');
    const read = parseManifest(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
    if ('problem' in read) {
      throw new Error(`the manifest ${read.problem}`);
    }
    for (const restart of read.manifest.restarts) {
      const files = path.join(folder, restart.broker.split('/').slice(1).join('.'));
      const args = [path.join(folder, 'engine.cjs'), path.join(folder, restart.spec), '--files-from', files, ...flags];
      await this.children.run(process.execPath, args, { cwd: directory, env: this.environment }, onLine);
    }
  }
}

interface Place {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** One child at a time, whose lines are told as they come. */
class Children {
  private running: ChildProcess | undefined;

  async run(command: string, args: readonly string[], place: Place, onLine: (line: string) => void): Promise<void> {
    const child = spawn(command, args, { ...place, stdio: ['ignore', 'pipe', 'pipe'] });
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

  async stop(): Promise<void> {
    const child = this.running;
    if (child === undefined || child.exitCode !== null) {
      return;
    }
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    await ended;
    // What a killed step had begun, such as the start of a node, comes to its end by itself.
    await new Promise((resolve) => setTimeout(resolve, GRACE_MILLISECONDS));
  }
}
