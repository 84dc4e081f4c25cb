import * as fs from 'node:fs';
import * as path from 'node:path';
import { Build, BUILT_IN, WAYS, WITH_PROVIDERS } from './stacks';
import { CDKS, CdkName, Synthesized, synthesize } from '../support/cdks';
import { describeWithProviderSchemas, schemaProblems } from '../support/provider-schemas';
import { describeWithTerraform, terraform } from '../support/terraform';

const CASES = Object.entries({ ...BUILT_IN, ...WITH_PROVIDERS }).flatMap(([stack, build]) =>
  Object.keys(WAYS).map((way): [string, string, Build] => [stack, way, build]));

function synthesized(cdkName: CdkName, build: Build, way: string): Synthesized {
  return synthesize(cdkName, (stack, cdk) => build(stack, cdk, WAYS[way](stack, cdk)));
}

/** Everything that is written, by path: the stack without metadata, and every file beside it. */
function written({ json, directory }: Synthesized): Record<string, string> {
  const beside = path.join(directory, 'broker-oauth');
  const names = fs.readdirSync(beside, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name)).sort();
  return { 'cdk.tf.json': JSON.stringify(json), ...Object.fromEntries(names.map((name) => [path.relative(beside, name), fs.readFileSync(name, 'utf8')])) };
}

describe.each(CASES)('%s, %s', (_, way, build) => {
  test('is the same under both CDKs, to the byte', () => {
    const [first, second] = CDKS.map((cdkName) => written(synthesized(cdkName, build, way)));
    expect(Object.keys(first)).toContain('manifest.json');
    expect(second).toEqual(first);
  });

  test('is the same when it is synthesized again', () => {
    expect(written(synthesized('cdktf', build, way))).toEqual(written(synthesized('cdktf', build, way)));
  });
});

describeWithProviderSchemas('the schemas of the providers', () => {
  test.each(CASES)('accept %s, %s', (_, way, build) => {
    const { json } = synthesized('cdktf', build, way);
    expect(Object.keys(json.resource).length).toBeGreaterThan(0);
    expect(schemaProblems(json)).toEqual([]);
  });

  test('every resource type of every provider that is declared is among these stacks', () => {
    const types = new Set(CASES.flatMap(([, way, build]) => Object.keys(synthesized('cdktf', build, way).json.resource)));
    expect([...types].sort()).toEqual([
      'aiven_kafka', 'aiven_kafka_acl', 'aiven_kafka_native_acl', 'cloudamqp_oauth2_configuration', 'kubernetes_config_map_v1', 'null_resource', 'terraform_data',
    ]);
  });
});

describeWithTerraform('terraform validate', () => {
  test.each(CASES.filter(([stack]) => stack in BUILT_IN))('accepts %s, %s', (_, way, build) => {
    const { directory } = synthesized('cdktf', build, way);
    terraform(directory, ['init', '-no-color', '-input=false', '-backend=false']);
    expect(terraform(directory, ['validate', '-no-color'])).toContain('The configuration is valid');
  });
});
