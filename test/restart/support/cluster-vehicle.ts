import { ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Synthesized } from './cluster-stack';
import { TERRAFORM_PROGRAM, TerraformFolder } from './terraform-process';

/** What an apply is given. */
export interface ApplyOptions {
  readonly environment?: { readonly [name: string]: string };
  /** The engine is called although nothing has changed. */
  readonly again?: boolean;
  /** Terraform's own lock is left out, so that two may run. */
  readonly withoutLock?: boolean;
}

/** What carries a stack out. */
export interface Vehicle {
  readonly title: string;
  apply(stack: Synthesized, options?: ApplyOptions): ChildProcess;
}

const ENGINE: Vehicle = {
  title: 'the engine from the synthesized stack',
  apply: ({ directory, engine, spec, files }, { environment } = {}) => spawn(process.execPath, [engine, '--detached', spec, '--files-from', files], {
    cwd: directory, env: { PATH: process.env.PATH, ...environment }, stdio: ['ignore', 'pipe', 'pipe'],
  }),
};

const TERRAFORM: Vehicle = {
  title: 'terraform apply',
  apply: (stack, { environment, again, withoutLock } = {}) => new TerraformFolder(stack.directory, environment).apply([
    ...again ? [`-replace=${restartAddress(stack)}`] : [],
    ...withoutLock ? ['-lock=false'] : [],
  ]),
};

/** Runs the tests once a vehicle; without Terraform the engine alone, and says so. */
export function describeVehicles(body: (vehicle: Vehicle) => void): void {
  describe(`by ${ENGINE.title}`, () => body(ENGINE));
  if (TERRAFORM_PROGRAM === undefined) {
    describe.skip(`by ${TERRAFORM.title} (skipped: TERRAFORM_BIN names no terraform and none is on PATH)`, () => body(TERRAFORM));
  } else {
    describe(`by ${TERRAFORM.title}`, () => body(TERRAFORM));
  }
}

/** The address of the restart in a stack. */
export function restartAddress(stack: Synthesized): string {
  const { resource } = JSON.parse(readFileSync(join(stack.directory, 'cdk.tf.json'), 'utf8'));
  return `terraform_data.${Object.keys(resource.terraform_data).find((name) => name.startsWith('Restart'))}`;
}
