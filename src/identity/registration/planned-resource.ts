/*
 * Resources of an identity provider as data: what shall exist, without saying how a CDK writes it.
 */

/** Whose construct a resource stands under: the provider's, where applications share it, or the application's own. */
export type Place = 'provider' | 'application';

/** An attribute of another planned resource. */
export class AttributeReference {
  /** @param owner path of the application, where it is not the one that is planned */
  constructor(readonly place: Place, readonly resource: string, readonly attribute: string, readonly owner?: string) {}
}

/** The value of an attribute or block; texts may be known only at apply. */
export type PlannedValue =
  | string | number | boolean | AttributeReference | readonly PlannedValue[] | { readonly [name: string]: PlannedValue | undefined };

/** One resource. */
export interface PlannedResource {
  /** Id below the construct of its place; as long as it stays, so does the resource's address. */
  readonly id: string;
  /** Terraform resource type. */
  readonly type: string;
  /** Attributes and blocks by the provider's names; those that are undefined are left out. */
  readonly attributes: { readonly [name: string]: PlannedValue | undefined };
  /** Resources that must exist before, although no attribute of them is needed. */
  readonly after?: readonly AttributeReference[];
}

/** Makes a stable id of a kind of resource and the names it is about, which may be known only at apply. */
export type IdOf = (kind: string, ...names: readonly string[]) => string;

/** An attribute of a resource of the provider. */
export function ofProvider(resource: string, attribute: string): AttributeReference {
  return new AttributeReference('provider', resource, attribute);
}

/** An attribute of a resource of the application that is planned. */
export function ofApplication(resource: string, attribute: string): AttributeReference {
  return new AttributeReference('application', resource, attribute);
}

/** An attribute of a resource of another application. */
export function ofOther(owner: string, resource: string, attribute: string): AttributeReference {
  return new AttributeReference('application', resource, attribute, owner);
}
