import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { TERRAFORM } from '../../test/support/terraform';

/** Runs Terraform in a folder without holding up servers of this process; gives what it printed, throws with it where it fails. */
export async function runTerraform(directory: string, args: readonly string[], environment: Readonly<Record<string, string>>): Promise<string> {
  const options = {
    cwd: directory, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', ...environment },
  };
  try {
    return (await promisify(execFile)(TERRAFORM!, [...args], options)).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${args[0]} failed:\n${stdout}\n${stderr}`);
  }
}
