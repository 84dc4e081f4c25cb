import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** The Terraform engine on PATH: terraform, else tofu, else undefined. */
export const TERRAFORM: string | undefined = ['terraform', 'tofu'].find((name) => spawnSync(name, ['version'], { stdio: 'ignore' }).status === 0);

/** `describe`, or a skipped one with the reason in its name where no Terraform is on PATH. */
export const describeWithTerraform = (name: string, body: () => void): void =>
  TERRAFORM === undefined ? describe.skip(`${name} (skipped: neither terraform nor tofu is on PATH)`, body) : describe(name, body);

/** Runs Terraform in a folder and returns what it printed; throws with its output when it fails. `input` is what it reads, else nothing. */
export function terraform(directory: string, args: readonly string[], environment: Record<string, string> = {}, input = ''): string {
  const configuration = path.join(directory, 'terraformrc');
  fs.writeFileSync(configuration, '');
  try {
    return execFileSync(TERRAFORM!, [...args], {
      cwd: directory,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      input,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, TF_CLI_CONFIG_FILE: configuration, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', ...environment },
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${args[0]} failed:\n${stdout}\n${stderr}`);
  }
}

/** Applies the stack in a folder and returns its state as JSON. */
export function apply(directory: string, environment: Record<string, string> = {}): any {
  terraform(directory, ['init', '-no-color', '-input=false'], environment);
  terraform(directory, ['apply', '-no-color', '-input=false', '-auto-approve'], environment);
  return JSON.parse(terraform(directory, ['show', '-json'], environment));
}

/** The attributes of every resource in a state, by address. */
export function stateResources(state: any): Record<string, any> {
  const resources = state.values?.root_module?.resources ?? [];
  return Object.fromEntries(resources.map((found: any) => [found.address, found.values]));
}
