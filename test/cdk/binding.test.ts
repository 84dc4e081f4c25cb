import { Construct } from 'constructs';
import { cdkOf, stackOf } from '../../src/cdk/binding';
import { CDKS, cdkModule } from '../support/cdks';
import { temporaryFolder } from '../support/folders';

describe.each(CDKS)('the CDK of a construct under %s', (name) => {
  const cdk = cdkModule(name);

  test('is the one the enclosing stack was built with, user classes included', () => {
    class OwnStack extends cdk.TerraformStack {}
    const stack = new OwnStack(new cdk.App({ outdir: temporaryFolder() }), 'Stack');
    const construct = new Construct(stack, 'Child');

    expect(cdkOf(construct)).toBe(cdk);
    expect(stackOf(construct)).toBe(stack);
  });
});

describe('outside a stack', () => {
  test('the error names the construct and what to do', () => {
    const root = new Construct(undefined as unknown as Construct, '');
    const construct = new Construct(root, 'Lonely');
    expect(() => cdkOf(construct)).toThrow(
      'Lonely is enclosed by no stack; create it inside a TerraformStack of cdktf or cdktn [CDK_NO_STACK]');
  });

  test('a stack of another make is refused', () => {
    class Strange extends Construct {}
    const root = new Strange(undefined as unknown as Construct, '');
    Object.defineProperty(root, Symbol.for('cdktf/TerraformStack'), { value: true });
    expect(() => cdkOf(new Construct(root, 'Child'))).toThrow(/is a stack neither of cdktf nor of cdktn; .*\[CDK_UNKNOWN\]/);
  });
});
