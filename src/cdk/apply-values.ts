import type * as Cdktf from 'cdktf';
import { Construct } from 'constructs';
import { escapeTemplate, escapeTemplateBeforeHole } from '../text/hcl';
import { Template } from '../text/template';
import { Value } from '../text/unresolved';
import { cdkOf } from './binding';
import { assertNoProblems } from './problems';

/**
 * The values of one construct that Terraform knows only at apply, under a name that expressions can use.
 *
 * A marked string cannot stand inside a hand-written expression, so all of them go into one local list; texts and preconditions
 * refer to its members. Without such values there is no local.
 */
export class ApplyValues {
  private readonly values: Value[] = [];
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
    const key = JSON.stringify(value);
    let index = this.values.findIndex((known) => JSON.stringify(known) === key);
    if (index < 0) {
      index = this.values.push(value) - 1;
    }
    return `local.${this.local.friendlyUniqueId}[${index}]`;
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
}
