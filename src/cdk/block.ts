import type * as Cdktf from 'cdktf';
import { Construct } from 'constructs';
import { Cdk, cdkOf } from './binding';
import { assertNoProblems, revisionOf } from './problems';
import { CDK_HCL_OUTPUT, surroundingsError } from '../rules/surroundings';

/** Attributes of a Terraform block, in the provider's own names, already escaped for Terraform. */
export type Attributes = { readonly [name: string]: unknown };

/** What a block needs besides its attributes. */
export interface BlockOptions {
  /** Terraform resource type, such as `terraform_data`. */
  readonly type: string;
  /** Local name of the provider; undefined for the built-in one. */
  readonly provider?: string;
  /** Called at synthesis, once for each `judgeAgain`; undefined leaves the block out. */
  readonly attributes: () => Attributes | undefined;
  /** Id by which the provider knows a resource that exists and is to be adopted; left out, one is created. */
  readonly importId?: string;
}

type BlockClass = new (scope: Construct, id: string, options: BlockOptions) => Cdktf.TerraformResource;

const classes = new WeakMap<Cdk, BlockClass>();

/**
 * Adds a resource whose attributes are computed when the CDK asks for them.
 *
 * Grants may still arrive after construction, so nothing can be written down earlier. This costs less than one Lazy a value,
 * each of which captures a stack trace and is resolved three times.
 */
export function addBlock(scope: Construct, id: string, options: BlockOptions): Cdktf.TerraformResource {
  const cdk = cdkOf(scope);
  const known = classes.get(cdk) ?? defineBlock(cdk);
  classes.set(cdk, known);
  return new known(scope, id, options);
}

function defineBlock(cdk: Cdk): BlockClass {
  return class Block extends cdk.TerraformResource {
    private computed: { readonly revision: number; readonly attributes: Attributes | undefined } | undefined;

    constructor(scope: Construct, id: string, private readonly options: BlockOptions) {
      super(scope, id, {
        terraformResourceType: options.type,
        terraformGeneratorMetadata: options.provider === undefined ? undefined : { providerName: options.provider },
      });
    }

    public override toTerraform(): any {
      assertNoProblems(this);
      const attributes = this.current();
      if (attributes === undefined) {
        return {};
      }
      const fragment = super.toTerraform();
      const body = fragment.resource[this.terraformResourceType][this.friendlyUniqueId];
      const resource = { [this.terraformResourceType]: { [this.friendlyUniqueId]: withMetaArguments(attributes, body) } };
      // The CDK's own importFrom starts Terraform at synthesis to ask for its version.
      const adopted = this.options.importId === undefined ? {} : { import: [{ to: addressOf(this), id: this.options.importId }] };
      return { ...fragment, ...adopted, resource };
    }

    public override toHclTerraform(): any {
      throw surroundingsError(CDK_HCL_OUTPUT, this.node.path, 'cannot be written as HCL');
    }

    protected override synthesizeAttributes(): { [name: string]: any } {
      const { depends_on: _dependsOn, lifecycle: _lifecycle, provisioner: _provisioner, ...own } = this.current() ?? {};
      // The CDK joins overrides into what it is given.
      return Object.keys(this.rawOverrides).length > 0 ? structuredClone(own) : own;
    }

    /** The attributes as of the last change in the app; the CDK asks for them several times in one synthesis. */
    private current(): Attributes | undefined {
      const revision = revisionOf(this);
      if (this.computed?.revision !== revision) {
        this.computed = { revision, attributes: this.options.attributes() };
      }
      return this.computed.attributes;
    }
  };
}

/** The CDK deletes meta arguments that it was not given itself, so ours are joined to what users added by its own means. */
function withMetaArguments(attributes: Attributes, body: Attributes): Attributes {
  const dependsOn = [...(attributes.depends_on as string[] ?? []), ...(body.depends_on as string[] ?? [])];
  const lifecycle = { ...(attributes.lifecycle as object), ...(body.lifecycle as object) };
  const provisioner = [...(attributes.provisioner as object[] ?? []), ...(body.provisioner as object[] ?? [])];
  return {
    ...body,
    ...(dependsOn.length > 0 ? { depends_on: [...new Set(dependsOn)] } : {}),
    ...(Object.keys(lifecycle).length > 0 ? { lifecycle } : {}),
    ...(provisioner.length > 0 ? { provisioner } : {}),
  };
}

/** The address by which expressions refer to a resource: `terraform_data.name`. */
export function addressOf(resource: Cdktf.TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}
