import { isKnown, isUnresolved, Value } from '../../src/text/unresolved';
import { CDKS, cdkModule } from '../support/cdks';

describe.each(CDKS)('marks of values known only at apply, under %s', (name) => {
  const cdk = cdkModule(name);
  const stack = new cdk.TerraformStack(new cdk.App({ outdir: '/tmp/broker-oauth-unresolved' }), 'Stack');
  const text = new cdk.TerraformVariable(stack, 'text', { type: 'string' });
  const list = new cdk.TerraformVariable(stack, 'list', { type: 'list(string)' });
  const number = new cdk.TerraformVariable(stack, 'number', { type: 'number' });

  test.each<[string, () => Value]>([
    ['text', () => text.stringValue],
    ['text in text', () => `a-${text.stringValue}-b`],
    ['list', () => list.listValue],
    ['text in list', () => ['a', text.stringValue]],
    ['number', () => number.numberValue],
    ['function', () => cdk.Token.asString(cdk.Fn.upper(text.stringValue))],
  ])('recognises a %s', (_, value) => {
    expect(isUnresolved(value())).toBe(true);
    expect(isKnown(value())).toBe(false);
  });
});

test.each<Value>(['', 'a', '${var.a}', '${ENV:A}', 0, -1e300, NaN, true, [], ['a']])('takes %j as known', (value) => {
  expect(isUnresolved(value)).toBe(false);
  expect(isKnown(value)).toBe(true);
});

test('what is absent is neither', () => {
  expect(isUnresolved(undefined)).toBe(false);
  expect(isKnown(undefined)).toBe(false);
});
