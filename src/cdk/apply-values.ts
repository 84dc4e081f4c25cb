import type * as Cdktf from 'cdktf';
import { Construct } from 'constructs';
import { cdkOf } from './binding';
import { assertNoProblems } from './problems';
import { escapeAroundTokens, escapeTemplate, escapeTemplateBeforeHole } from '../text/hcl';
import { Template } from '../text/template';
import { Value } from '../text/unresolved';

/**
 * The values of one construct that Terraform knows only at apply, under a name that expressions can use.
 *
 * A marked string cannot stand inside a hand-written expression, so all of them go into one local list; texts and preconditions
 * refer to its members. Without such values there is no local.
 */
export class ApplyValues {
  private readonly values: Value[] = [];
  private readonly places = new Map<string, number>();
  private readonly local: Cdktf.TerraformLocal;

  /** `collect` is called before the list is written and must ask for every reference there will be. */
  constructor(scope: Construct, id: string, collect: () => void) {
    const cdk = cdkOf(scope);
    const { values } = this;
    const Values = class extends cdk.TerraformLocal {
      public override toTerraform(): any {
        assertNoProblems(this);
        collect();
        return values.length === 0 ? {} : { locals: { [this.friendlyUniqueId]: values } };
      }
    };
    this.local = new Values(scope, id, '');
  }

  /** The expression that yields the value. The same value gets the same expression. */
  reference(value: Value): string {
    return this.member(written(value));
  }

  /** Computes an expression once, in the list, and gives the one that yields its result. */
  computed(expression: string): string {
    return this.member(`\${${expression}}`);
  }

  /** The template as Terraform text: literals escaped, each hole an interpolation with the encoding of its place. */
  text(template: Template): string {
    return template
      .map((part, index) => {
        if (typeof part !== 'string') {
          return `\${${part.encoding.hcl(this.reference(part.value))}}`;
        }
        return index + 1 < template.length ? escapeTemplateBeforeHole(part) : escapeTemplate(part);
      })
      .join('');
  }

  private member(text: Value): string {
    const key = JSON.stringify(text);
    const index = this.places.get(key) ?? this.values.push(text) - 1;
    this.places.set(key, index);
    return `local.${this.local.friendlyUniqueId}[${index}]`;
  }
}

/** Literal text around a marked string is literal here too, although the CDK takes all of it for a template. */
function written(value: Value): Value {
  if (Array.isArray(value)) {
    return value.map(escapeAroundTokens);
  }
  return typeof value === 'string' ? escapeAroundTokens(value) : value;
}
