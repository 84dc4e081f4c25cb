import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { Manifest, parseManifest } from '../../src/manifest/manifest';

/** A stack that was synthesized. */
export interface Synthesized {
  /** Where Terraform runs. */
  readonly directory: string;
  readonly manifestFile: string;
  readonly manifest: Manifest;
  /** Warnings of rules, with the construct that each is about. */
  readonly warnings: readonly { readonly path: string; readonly text: string }[];
}

/** Synthesizes one stack into a folder; its Terraform state lies there too. */
export function synthesize(outdir: string, name: string, build: (stack: TerraformStack) => void): Synthesized {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, name);
  new LocalBackend(stack, { path: 'terraform.tfstate' });
  build(stack);
  app.synth();
  const directory = path.join(outdir, 'stacks', name);
  const manifestFile = path.join(directory, 'broker-oauth', 'manifest.json');
  const read = parseManifest(fs.readFileSync(manifestFile, 'utf8'));
  if ('problem' in read) {
    throw new Error(`${manifestFile} ${read.problem}`);
  }
  const { stacks } = JSON.parse(fs.readFileSync(path.join(outdir, 'manifest.json'), 'utf8'));
  const annotations: { level: string; message: string; constructPath: string }[] = stacks[name].annotations;
  const warnings = annotations.filter((found) => found.level === '@cdktf/warn').map((found) => ({ path: found.constructPath, text: found.message }));
  return { directory, manifestFile, manifest: read.manifest, warnings };
}
