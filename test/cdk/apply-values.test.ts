import * as fs from 'node:fs';
import * as path from 'node:path';
import { ApplyValues } from '../../src/cdk/apply-values';
import { addBlock } from '../../src/cdk/block';
import { JSON_VALUE, TemplateBuilder, VERBATIM } from '../../src/text/template';
import { CDKS, resource, synthesize } from '../support/cdks';
import { HOSTILE } from '../support/hostile';
import { apply, describeWithTerraform, stateResources } from '../support/terraform';

describe.each(CDKS)('ApplyValues under %s', (cdkName) => {
  test('writes literals escaped and values of apply by reference to one local list', () => {
    const { json } = synthesize(cdkName, (stack, cdk) => {
      const variable = new cdk.TerraformVariable(stack, 'name', { type: 'string' });
      const template = new TemplateBuilder().text('a ${b} $').value(`x-${variable.stringValue}`, JSON_VALUE).text(' %{c}').build();
      const values = new ApplyValues(stack, 'Values', () => values.text(template));
      addBlock(stack, 'Text', { type: 'terraform_data', attributes: () => ({ input: values.text(template) }) });
    });
    expect(json.locals).toEqual({ Values: ['x-${var.name}'] });
    expect(resource(json, 'terraform_data').input).toBe('a $${b} ${"$"}${jsonencode(local.Values[0])} %%{c}');
  });

  test('adds no local when everything is known', () => {
    const { json } = synthesize(cdkName, (stack) => {
      new ApplyValues(stack, 'Values', () => undefined);
    });
    expect(json.locals).toBeUndefined();
  });
});

describeWithTerraform('text through a real Terraform', () => {
  test('every hostile literal and every hostile value of apply comes back as it was', () => {
    const names = Object.keys(HOSTILE);
    const { directory } = synthesize('cdktf', (stack, cdk) => {
      const variable = new cdk.TerraformVariable(stack, 'given', { type: 'map(string)' });
      const literals = names.map((name) => [name, new TemplateBuilder().text(HOSTILE[name]).build()] as const);
      const given = names.map((name) => [name, new TemplateBuilder().text('$').value(cdk.Fn.lookup(variable.value, name), VERBATIM).build()] as const);
      const values = new ApplyValues(stack, 'Values', () => given.forEach(([, template]) => values.text(template)));
      const block = (id: string, templates: typeof literals) => addBlock(stack, id, {
        type: 'terraform_data',
        attributes: () => ({ input: Object.fromEntries(templates.map(([name, template]) => [name, values.text(template)])) }),
      });
      block('Literals', literals);
      block('Given', given);
    });
    fs.writeFileSync(path.join(directory, 'terraform.tfvars.json'), JSON.stringify({ given: HOSTILE }));

    const state = stateResources(apply(directory));

    expect(state['terraform_data.Literals'].input).toEqual(HOSTILE);
    expect(state['terraform_data.Given'].input).toEqual(Object.fromEntries(names.map((name) => [name, `$${HOSTILE[name]}`])));
  });
});
