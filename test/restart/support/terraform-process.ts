import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TERRAFORM } from '../../support/terraform';

/** Terraform or OpenTofu: what TERRAFORM_BIN names, else what is on PATH, else nothing. */
export const TERRAFORM_PROGRAM: string | undefined = process.env.TERRAFORM_BIN ?? TERRAFORM;

/** `describe`, or a skipped one with the reason in its name where there is no Terraform. */
export const describeWithTerraformProgram = (name: string, body: () => void): void =>
  TERRAFORM_PROGRAM === undefined ? describe.skip(`${name} (skipped: TERRAFORM_BIN names no terraform and none is on PATH)`, body) : describe(name, body);

/** Terraform in one folder, as a process that signals can be sent to. */
export class TerraformFolder {
  private readonly environment: { [name: string]: string };

  constructor(private readonly directory: string, environment: { readonly [name: string]: string } = {}) {
    const configuration = join(directory, 'terraformrc');
    writeFileSync(configuration, '');
    this.environment = {
      PATH: process.env.PATH!, HOME: process.env.HOME ?? '/', TF_CLI_CONFIG_FILE: configuration, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', ...environment,
    };
    this.run(['init', '-no-color', '-input=false']);
  }

  /** Runs to the end and gives the output; throws with it where that is bad. */
  run(words: readonly string[]): string {
    try {
      return execFileSync(TERRAFORM_PROGRAM!, words, { cwd: this.directory, env: this.environment, encoding: 'utf8', stdio: 'pipe', maxBuffer: 64 * 1024 * 1024 });
    } catch (error) {
      const { message, stdout, stderr } = error as Error & { stdout: string | null; stderr: string | null };
      throw new Error(`${words[0]} failed: ${message}\n${stdout ?? ''}\n${stderr ?? ''}`);
    }
  }

  /** Starts an apply, as the leader of its own group of processes. */
  apply(more: readonly string[] = []): ChildProcess {
    const words = ['apply', '-no-color', '-input=false', '-auto-approve', ...more];
    return spawn(TERRAFORM_PROGRAM!, words, { cwd: this.directory, env: this.environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  }
}
