import type * as Cdktf from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { Cdk, cdkOf, stackOf } from './binding';

/** Where a Terraform provider comes from. */
export interface RequiredProvider {
  /** Local name, which is the prefix of the provider's resource types. */
  readonly name: string;
  /** Address in a registry, such as `cloudamqp/cloudamqp`. */
  readonly source: string;
  /** Version constraint. */
  readonly version: string;
}

const CHILD_ID = 'BrokerOAuthProviders';

interface Declaring {
  declare(provider: RequiredProvider): void;
}

/**
 * Declares a provider for the stack around a construct.
 *
 * Where the stack has a provider of that name already, its own declaration stands; `stack.addOverride` on
 * `terraform.required_providers.<name>` wins over this one.
 */
export function requireProvider(construct: IConstruct, provider: RequiredProvider): void {
  const stack = stackOf(construct);
  const existing = stack.node.tryFindChild(CHILD_ID) as (Cdktf.TerraformElement & Declaring) | undefined;
  (existing ?? createElement(cdkOf(construct), stack)).declare(provider);
}

/** The version that the stack's own provider of that name is held to; undefined where the stack has none, or holds it to nothing. */
export function ownVersion(construct: IConstruct, name: string): string | undefined {
  const stack = stackOf(construct);
  const { TerraformProvider } = cdkOf(construct);
  const own = stack.node.findAll().filter(TerraformProvider.isTerraformProvider).find((provider) => provider.terraformResourceType === name);
  if (own === undefined) {
    return undefined;
  }
  const overrides = (stack as unknown as { readonly rawOverrides?: any }).rawOverrides;
  return overrides?.terraform?.required_providers?.[name]?.version ?? own.terraformGeneratorMetadata?.providerVersionConstraint;
}

function createElement(cdk: Cdk, stack: Cdktf.TerraformStack): Declaring {
  class RequiredProviders extends cdk.TerraformElement implements Declaring {
    private readonly required = new Map<string, RequiredProvider>();

    constructor(scope: Construct, id: string) {
      super(scope, id);
    }

    declare(provider: RequiredProvider): void {
      this.required.set(provider.name, provider);
    }

    public override toTerraform(): any {
      const present = new Set(stack.node.findAll().filter(cdk.TerraformProvider.isTerraformProvider).map((found) => found.terraformResourceType));
      const missing = [...this.required.values()].filter((provider) => !present.has(provider.name));
      if (missing.length === 0) {
        return {};
      }
      const entries = missing.map(({ name, source, version }) => [name, { source, version }]);
      return { terraform: { required_providers: Object.fromEntries(entries) } };
    }
  }
  return new RequiredProviders(stack, CHILD_ID);
}
