import type * as Cdktf from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { Cdk, cdkOf } from './binding';
import { prepared } from './prepared';
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
  /** Elements that Terraform must have put in place before. */
  readonly dependsOn?: readonly IConstruct[];
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
    private computed: { readonly revision: number; readonly content: Content | undefined } | undefined;

    constructor(scope: Construct, id: string, private readonly options: BlockOptions) {
      super(scope, id, {
        terraformResourceType: options.type,
        dependsOn: options.dependsOn as Cdktf.ITerraformDependable[] | undefined,
        terraformGeneratorMetadata: options.provider === undefined ? undefined : { providerName: options.provider },
      });
    }

    public override toTerraform(): any {
      assertNoProblems(this);
      const content = this.current();
      if (content === undefined) {
        return {};
      }
      const fragment = super.toTerraform();
      const named = fragment.resource[this.terraformResourceType];
      addMetaArguments(named[this.friendlyUniqueId], content.meta);
      // The CDK's own importFrom starts Terraform at synthesis to ask for its version.
      const adopted = this.options.importId === undefined ? {} : { import: [{ to: addressOf(this), id: this.options.importId }] };
      return prepared({ ...fragment, ...adopted });
    }

    public override toHclTerraform(): any {
      throw surroundingsError(CDK_HCL_OUTPUT, this.node.path, 'cannot be written as HCL');
    }

    protected override synthesizeAttributes(): { [name: string]: any } {
      const own = this.current()?.own ?? {};
      // The CDK joins overrides into what it is given.
      return Object.keys(this.rawOverrides).length > 0 ? structuredClone(own) : own;
    }

    /** The content as of the last change in the app; the CDK asks for it several times in one synthesis. */
    private current(): Content | undefined {
      const revision = revisionOf(this);
      if (this.computed?.revision !== revision) {
        this.computed = { revision, content: contentOf(this.options.attributes()) };
      }
      return this.computed.content;
    }
  };
}

/** What a block consists of, its meta arguments apart. */
interface Content {
  readonly own: Attributes;
  readonly meta: MetaArguments;
}

interface MetaArguments {
  readonly depends_on?: readonly string[];
  readonly lifecycle?: object;
  readonly provisioner?: readonly object[];
}

function contentOf(attributes: Attributes | undefined): Content | undefined {
  if (attributes === undefined) {
    return undefined;
  }
  const { depends_on, lifecycle, provisioner, ...own } = attributes;
  return { own, meta: { depends_on, lifecycle, provisioner } as MetaArguments };
}

/** The CDK deletes meta arguments that it was not given itself, so ours are joined to what users added by its own means. */
function addMetaArguments(body: { -readonly [Name in keyof MetaArguments]: MetaArguments[Name] }, ours: MetaArguments): void {
  const { depends_on: dependsOn = [], lifecycle, provisioner = [] } = ours;
  if (dependsOn.length > 0) {
    body.depends_on = [...new Set([...dependsOn, ...(body.depends_on ?? [])])];
  }
  if (lifecycle !== undefined) {
    body.lifecycle = { ...lifecycle, ...body.lifecycle };
  }
  if (provisioner.length > 0) {
    body.provisioner = [...provisioner, ...(body.provisioner ?? [])];
  }
}

/** The address by which expressions refer to a resource: `terraform_data.name`. */
export function addressOf(resource: Cdktf.TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}
