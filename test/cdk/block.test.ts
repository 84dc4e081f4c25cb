import * as fs from 'node:fs';
import * as path from 'node:path';
import { addBlock, addressOf } from '../../src/cdk/block';
import { reportEvaluation } from '../../src/cdk/problems';
import { requireProvider } from '../../src/cdk/required-providers';
import { addStackFiles, STACK_FOLDER } from '../../src/cdk/stack-files';
import { Evaluation, Finding } from '../../src/rules/rule';
import { ValidationError } from '../../src/rules/validation-error';
import { CDKS, resource, synthesize } from '../support/cdks';

function broken(...findings: readonly Partial<Finding>[]): Evaluation {
  const whole = findings.map((found) => ({ rule: 'X', level: 'error' as const, path: 'prop', message: 'is wrong', remedy: 'mend it', ...found }));
  return { findings: whole, preconditions: [], deferred: [] };
}

describe.each(CDKS)('blocks under %s', (cdkName) => {
  test('compute their attributes when the stack is synthesized', () => {
    let value = 'early';
    const { json } = synthesize(cdkName, (stack) => {
      addBlock(stack, 'Late', { type: 'terraform_data', attributes: () => ({ input: value }) });
      value = 'late';
    });
    expect(resource(json, 'terraform_data')).toEqual({ input: 'late' });
  });

  test('are left out when they have no attributes', () => {
    const { json } = synthesize(cdkName, (stack) => {
      addBlock(stack, 'None', { type: 'terraform_data', attributes: () => undefined });
    });
    expect(json.resource).toBeUndefined();
  });

  test('join meta arguments with those a user adds', () => {
    const { json } = synthesize(cdkName, (stack) => {
      const first = addBlock(stack, 'First', { type: 'terraform_data', attributes: () => ({ input: 1 }) });
      const second = addBlock(stack, 'Second', {
        type: 'terraform_data',
        attributes: () => ({ depends_on: [addressOf(first)], lifecycle: { precondition: [{ condition: true }] } }),
      });
      second.addOverride('lifecycle.prevent_destroy', true);
      second.addOverride('depends_on', ['terraform_data.other']);
    });
    expect(resource(json, 'terraform_data', 'Second')).toEqual({
      depends_on: ['terraform_data.First', 'terraform_data.other'],
      lifecycle: { precondition: [{ condition: true }], prevent_destroy: true },
    });
  });

  test('adopt what exists', () => {
    const { json } = synthesize(cdkName, (stack) => {
      addBlock(stack, 'Old', { type: 'terraform_data', attributes: () => ({ input: 1 }), importId: '42' });
      addBlock(stack, 'Older', { type: 'terraform_data', attributes: () => ({ input: 1 }), importId: '43' });
    });
    expect(json.import).toEqual([{ to: 'terraform_data.Old', id: '42' }, { to: 'terraform_data.Older', id: '43' }]);
  });

  test('cannot be written as HCL, and say so', () => {
    expect(() => synthesize(cdkName, (stack) => {
      addBlock(stack, 'Text', { type: 'terraform_data', attributes: () => ({}) }).toHclTerraform();
    })).toThrow(/Stack\/Text cannot be written as HCL; .*\[CDK_HCL_OUTPUT\]/);
  });
});

describe.each(CDKS)('problems under %s', (cdkName) => {
  test('of every construct come in one error, each with its path', () => {
    const build = () => synthesize(cdkName, (stack) => {
      const one = addBlock(stack, 'One', { type: 'terraform_data', attributes: () => ({}) });
      const two = addBlock(stack, 'Two', { type: 'terraform_data', attributes: () => ({}) });
      reportEvaluation(one, () => broken({ rule: 'A' }, { rule: 'B' }));
      reportEvaluation(two, () => broken({ rule: 'C' }, { level: 'warning' }));
    });
    expect(build).toThrow(ValidationError);
    expect(build).toThrow([
      '3 problems found:',
      '  Stack/One: prop is wrong; mend it [A]',
      '  Stack/One: prop is wrong; mend it [B]',
      '  Stack/Two: prop is wrong; mend it [C]',
    ].join('\n'));
  });

  test('that are warnings become annotations until they are acknowledged', () => {
    const { annotations } = synthesize(cdkName, (stack) => {
      const block = addBlock(stack, 'One', { type: 'terraform_data', attributes: () => ({}) });
      reportEvaluation(block, () => broken({ rule: 'SHOWN', level: 'warning' }, { rule: 'RESTART_NO_EVIDENCE', level: 'warning' }), ['RESTART_NO_EVIDENCE']);
    });
    expect(annotations.map(({ message, constructPath }) => [constructPath, message])).toEqual([['Stack/One', 'prop is wrong; mend it [SHOWN]']]);
  });

  test('that are errors cannot be acknowledged', () => {
    expect(() => synthesize(cdkName, (stack) => {
      const block = addBlock(stack, 'One', { type: 'terraform_data', attributes: () => ({}) });
      reportEvaluation(block, () => broken({ rule: 'A' }), ['A']);
    })).toThrow(/\[A\]/);
  });

  test('stop the app also where no block asks', () => {
    expect(() => synthesize(cdkName, (stack) => reportEvaluation(stack, () => broken({ rule: 'A' })))).toThrow(/\[A\]/);
  });
});

describe.each(CDKS)('required providers under %s', (cdkName) => {
  const NULL = { name: 'null', source: 'hashicorp/null', version: '~> 3.2' };

  test('are declared once', () => {
    const { json } = synthesize(cdkName, (stack) => {
      requireProvider(stack, NULL);
      requireProvider(stack, NULL);
    });
    expect(json.terraform.required_providers).toEqual({ null: { source: 'hashicorp/null', version: '~> 3.2' } });
  });

  test('can be overridden by the stack', () => {
    const { json } = synthesize(cdkName, (stack) => {
      requireProvider(stack, NULL);
      stack.addOverride('terraform.required_providers.null.version', '= 3.3.1');
    });
    expect(json.terraform.required_providers.null).toEqual({ source: 'hashicorp/null', version: '= 3.3.1' });
  });

  test('leave a provider of the stack alone', () => {
    const { json } = synthesize(cdkName, (stack, cdk) => {
      requireProvider(stack, NULL);
      class Own extends cdk.TerraformProvider {}
      new Own(stack, 'null', {
        terraformResourceType: 'null',
        terraformProviderSource: 'mirror.example.com/own/null',
        terraformGeneratorMetadata: { providerName: 'null', providerVersionConstraint: '3.0.0' },
      });
    });
    expect(json.terraform.required_providers.null.source).toBe('mirror.example.com/own/null');
  });
});

describe.each(CDKS)('stack files under %s', (cdkName) => {
  test('are written beside the stack, and old ones do not stay', () => {
    const { directory } = synthesize(cdkName, (stack) => {
      addStackFiles(stack, () => ({ 'a.txt': 'A', 'b/c.txt': Buffer.from('C'), 'left-out': undefined }));
      addStackFiles(stack, () => ({ 'd.txt': 'D' }));
    });
    const folder = path.join(directory, STACK_FOLDER);
    expect(fs.readdirSync(folder, { recursive: true }).sort()).toEqual(['a.txt', 'b', 'b/c.txt', 'd.txt']);
    expect(fs.readFileSync(path.join(folder, 'b/c.txt'), 'utf8')).toBe('C');
  });
});
