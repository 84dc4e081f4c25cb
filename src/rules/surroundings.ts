import { describeFinding, finding, RuleText } from './rule';

/*
 * What the library needs around it. Where it is missing nothing can go on, so these are thrown at once and not collected.
 */

export const CDK_NO_STACK: RuleText = {
  id: 'CDK_NO_STACK',
  level: 'error',
  summary: 'Constructs of this library are created inside a stack.',
  cause: 'The CDK to use is that of the enclosing stack; without one there is neither a CDK nor a place for resources.',
  remedy: 'create it inside a TerraformStack of cdktf or cdktn',
  source: 'docs/ARCHITECTURE.md',
};

export const CDK_UNKNOWN: RuleText = {
  id: 'CDK_UNKNOWN',
  level: 'error',
  summary: 'The enclosing stack is one of cdktf or cdktn.',
  cause: 'Elements of one CDK crash in an app of another.',
  remedy: 'use one of these packages',
  source: 'docs/ARCHITECTURE.md',
};

export const CDK_NOT_FOUND: RuleText = {
  id: 'CDK_NOT_FOUND',
  level: 'error',
  summary: 'The CDK of the enclosing stack can be loaded.',
  cause: 'The library takes it at run time from where the app has it.',
  remedy: 'install it beside the app',
  source: 'docs/ARCHITECTURE.md',
};

export const CDK_HCL_OUTPUT: RuleText = {
  id: 'CDK_HCL_OUTPUT',
  level: 'error',
  summary: 'Stacks are synthesized to JSON.',
  cause: 'The CDK writes HCL from typed attributes, which blocks that carry whole texts do not have; the output would be empty.',
  remedy: 'synthesize to JSON, which Terraform reads as well',
  source: 'docs/ARCHITECTURE.md',
};

export const ENGINE_MISSING: RuleText = {
  id: 'ENGINE_MISSING',
  level: 'error',
  summary: 'The package holds the restart engine.',
  cause: 'It is carried beside each stack with a rolling restart or a pre-flight.',
  remedy: 'reinstall the package, or run "npm run bundle" in a source tree',
  source: 'docs/rolling-restart.md',
};

/** Everything the library needs around it. */
export const SURROUNDINGS: readonly RuleText[] = [CDK_NO_STACK, CDK_UNKNOWN, CDK_NOT_FOUND, CDK_HCL_OUTPUT, ENGINE_MISSING];

/** The error for something that is missing around the library. */
export function surroundingsError(rule: RuleText, path: string, message: string): Error {
  return new Error(describeFinding(finding(rule, path, { message })));
}
