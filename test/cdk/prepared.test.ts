import * as fs from 'node:fs';
import * as path from 'node:path';
import type * as Cdktf from 'cdktf';
import { addBlock } from '../../src/cdk/block';
import { CDKS, Cdk, cdkModule, resource, synthesize } from '../support/cdks';

/** The ways in which a block may hold a reference to another stack; each marks it differently. */
const REFERENCES: { readonly [name: string]: (other: Cdktf.TerraformResource, cdk: Cdk) => unknown } = {
  'a text': (other) => other.getStringAttribute('output'),
  'a text within a text': (other) => `before ${other.getStringAttribute('output')} after`,
  'a number': (other) => other.getNumberAttribute('output'),
  'a number within a text': (other) => `before ${other.getNumberAttribute('output')} after`,
  'a list': (other) => other.getListAttribute('output'),
  'a list of numbers': (other) => other.getNumberListAttribute('output'),
  'a map': (other) => other.getStringMapAttribute('output'),
  'a value that is not resolved yet': (other) => other.interpolationForAttribute('output'),
  'a value computed late': (other, cdk) => {
    const deep = other.getStringAttribute('output');
    return cdk.Lazy.anyValue({ produce: () => [{ deep }] });
  },
  'a key': (other) => ({ [other.getStringAttribute('output')]: 'value' }),
};

/** The outputs that another stack got for a block that refers to it. */
function outputsOfOther(cdkName: (typeof CDKS)[number], give: (block: Cdktf.TerraformResource, other: Cdktf.TerraformResource) => void) {
  const { json, directory } = synthesize(cdkName, (stack, cdk) => {
    const otherStack = new cdk.TerraformStack(stack.node.root, 'Other');
    new cdk.LocalBackend(otherStack, { path: 'other.tfstate' });
    const other = new cdk.TerraformResource(otherStack, 'Resource', { terraformResourceType: 'terraform_data' });
    give(addBlock(stack, 'Block', { type: 'terraform_data', attributes: () => ({}) }), other);
  });
  const otherJson = JSON.parse(fs.readFileSync(path.join(directory, '..', 'Other', 'cdk.tf.json'), 'utf8'));
  return { body: JSON.stringify(resource(json, 'terraform_data')), outputs: Object.keys(otherJson.output ?? {}) };
}

describe.each(CDKS)('blocks under %s', (cdkName) => {
  test.each(Object.entries(REFERENCES))('may refer to another stack by %s', (_name, reference) => {
    const { body, outputs } = outputsOfOther(cdkName, (block, other) => block.addOverride('input', reference(other, cdkModule(cdkName))));
    expect(outputs).toHaveLength(1);
    expect(body).toContain(`outputs.${outputs[0]}`);
    expect(body).not.toMatch(/TfToken|e\+29/);
  });

  test('may refer to another stack by a meta argument', () => {
    const { body, outputs } = outputsOfOther(cdkName, (block, other) => { block.count = other.getNumberAttribute('output') as never; });
    expect(outputs).toHaveLength(1);
    expect(body).toContain(`outputs.${outputs[0]}`);
  });

  test('leave another stack alone that they do not refer to', () => {
    expect(outputsOfOther(cdkName, (block) => block.addOverride('input', { text: 'e+ TfToken[', list: [1, true, null] })).outputs).toEqual([]);
  });
});
