import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type * as Cdktf from 'cdktf';

/** The two CDKs, by package name. */
export const CDKS = ['cdktf', 'cdktn'] as const;
export type CdkName = (typeof CDKS)[number];
export type Cdk = typeof Cdktf;

/** The module of a CDK, typed as cdktf. */
export function cdkModule(name: CdkName): Cdk {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- both CDKs are tested by name
  return require(name);
}

/** A synthesized stack: its Terraform JSON without the CDK's metadata, its folder, and the annotations. */
export interface Synthesized {
  readonly json: any;
  readonly directory: string;
  readonly annotations: readonly { readonly level: string; readonly message: string; readonly constructPath: string }[];
}

const folders: string[] = [];
afterAll(() => folders.splice(0).forEach((folder) => fs.rmSync(folder, { recursive: true, force: true })));

/** Runs a whole synthesis of one stack named `Stack`, validations included. */
export function synthesize(name: CdkName, build: (stack: Cdktf.TerraformStack, cdk: Cdk) => void): Synthesized {
  const cdk = cdkModule(name);
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-synth-'));
  folders.push(outdir);
  const app = new cdk.App({ outdir });
  const stack = new cdk.TerraformStack(app, 'Stack');
  // The default backend writes an absolute path in the working directory, which tests would share.
  new cdk.LocalBackend(stack, { path: 'terraform.tfstate' });
  build(stack, cdk);
  app.synth();
  const directory = path.join(outdir, 'stacks', 'Stack');
  const manifest = JSON.parse(fs.readFileSync(path.join(outdir, 'manifest.json'), 'utf8'));
  const json = JSON.parse(fs.readFileSync(path.join(directory, 'cdk.tf.json'), 'utf8'));
  return { json: withoutMetadata(json), directory, annotations: manifest.stacks.Stack.annotations };
}

/** Every resource of one type, by logical name. */
export function resourcesOf(json: any, type: string): Record<string, any> {
  return json.resource?.[type] ?? {};
}

/** The one resource of a type whose logical name contains the text. */
export function resource(json: any, type: string, nameContains = ''): any {
  const found = Object.entries(resourcesOf(json, type)).filter(([name]) => name.includes(nameContains));
  if (found.length !== 1) {
    throw new Error(`${found.length} resources of type ${type} match "${nameContains}": ${Object.keys(resourcesOf(json, type)).join(', ')}`);
  }
  return found[0][1];
}

function withoutMetadata(value: any): any {
  if (Array.isArray(value)) {
    return value.map(withoutMetadata);
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== '//').map(([key, member]) => [key, withoutMetadata(member)]));
}
