import type * as Cdktf from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { CDK_NO_STACK, CDK_NOT_FOUND, CDK_UNKNOWN, surroundingsError } from '../rules/surroundings';

/*
 * The one door to the Terraform CDK.
 *
 * The library runs in apps of cdktf and of cdktn from one build. A construct compiled against cdktf crashes in a cdktn app
 * (it lacks methods that cdktn calls on every element), so the module is never imported: it is taken from the stack that encloses
 * the construct. Types come from cdktf, whose exports cdktn has in full.
 */

/** The CDK module, typed as cdktf; cdktn has the same exports and more. */
export type Cdk = typeof Cdktf;

/** A stack of either CDK. */
export type Stack = Cdktf.TerraformStack;

const STACK_SYMBOL = Symbol.for('cdktf/TerraformStack');
const JSII_RTTI = Symbol.for('jsii.rtti');
const STACK_CLASS = /^(cdktf|cdktn)\.TerraformStack$/;

const modules = new Map<string, Cdk>();

/** The stack that encloses a construct. */
export function stackOf(construct: IConstruct): Stack {
  const stack = [...construct.node.scopes].reverse().find((scope) => STACK_SYMBOL in scope);
  if (stack === undefined) {
    throw surroundingsError(CDK_NO_STACK, construct.node.path || construct.constructor.name, 'is enclosed by no stack');
  }
  return stack as Construct as Stack;
}

/** The CDK module that the stack around a construct was built with. */
export function cdkOf(construct: IConstruct): Cdk {
  const name = cdkName(stackOf(construct));
  const known = modules.get(name);
  if (known !== undefined) {
    return known;
  }
  const loaded = load(name);
  modules.set(name, loaded);
  return loaded;
}

/** Name of the package that defines the stack's base class: user classes only inherit the mark, so own properties are tested. */
function cdkName(stack: Stack): string {
  for (let prototype = Object.getPrototypeOf(stack); prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    const rtti = Object.getOwnPropertyDescriptor(prototype.constructor, JSII_RTTI)?.value as { fqn?: string } | undefined;
    const match = STACK_CLASS.exec(rtti?.fqn ?? '');
    if (match !== null) {
      return match[1];
    }
  }
  throw surroundingsError(CDK_UNKNOWN, stack.node.path, 'is a stack neither of cdktf nor of cdktn');
}

/** Prefers the copy that is loaded already, since aspects and providers are private to a copy. */
function load(name: string): Cdk {
  const places = [process.cwd(), __dirname, ...(require.main?.paths ?? [])];
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- which module it is shows only at run time
    return require(require.resolve(name, { paths: places }));
  } catch (error) {
    throw surroundingsError(CDK_NOT_FOUND, name, `cannot be loaded from ${places[0]}: ${(error as Error).message}`);
  }
}
