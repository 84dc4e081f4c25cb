import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Synthesized } from './mosquitto-stack';

/** What carries a stack out: Terraform where TERRAFORM_BIN names it, or the engine by itself. */
export interface Vehicle {
  /** For people, such as "terraform apply (Terraform v1.11.4)". */
  readonly title: string;
  /** Starts carrying a stack out. */
  launch(stack: Synthesized, environment?: { readonly [name: string]: string }): ChildProcess;
}

/** How a run ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Everything it printed. */
  readonly printed: string;
}

const BASE = { PATH: process.env.PATH!, HOME: process.env.HOME ?? '/' };

/** The engine by itself, with the files that lie beside the stack. */
export const ENGINE_VEHICLE: Vehicle = {
  title: 'the engine from the synthesized stack',
  launch: ({ directory, engine, spec, files }, environment) => spawn(process.execPath, [engine, spec, '--files-from', files], {
    cwd: directory, env: { ...BASE, ...environment }, stdio: ['ignore', 'pipe', 'pipe'],
  }),
};

/** Every vehicle that is there. */
export function vehicles(): readonly Vehicle[] {
  const program = process.env.TERRAFORM_BIN;
  return program === undefined ? [ENGINE_VEHICLE] : [ENGINE_VEHICLE, terraformVehicle(program)];
}

/** `terraform apply` or `tofu apply`. */
export function terraformVehicle(program: string): Vehicle {
  const prepared = new Set<string>();
  return {
    title: `${program.split('/').pop()} apply (${execFileSync(program, ['version'], { encoding: 'utf8' }).split('\n')[0]})`,
    launch: ({ directory }, environment) => {
      const configuration = join(directory, 'terraformrc');
      writeFileSync(configuration, '');
      const env = { ...BASE, TF_CLI_CONFIG_FILE: configuration, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', ...environment };
      if (!prepared.has(directory)) {
        execFileSync(program, ['init', '-no-color', '-input=false'], { cwd: directory, env, stdio: 'pipe' });
        prepared.add(directory);
      }
      const words = ['apply', '-no-color', '-input=false', '-auto-approve'];
      return spawn(program, words, { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'] });
    },
  };
}

/** Waits for the end of a run. */
export function endOf(run: ChildProcess): Promise<Ended> {
  let printed = '';
  for (const stream of [run.stdout!, run.stderr!]) {
    stream.on('data', (bytes) => {
      printed += bytes;
    });
  }
  return new Promise((done) => {
    run.on('exit', (code, signal) => {
      // A worker that lives on may hold the pipes open.
      setTimeout(() => done({ code, signal, printed }), 100);
    });
  });
}
