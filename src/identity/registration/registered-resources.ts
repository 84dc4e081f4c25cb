import { hash } from 'node:crypto';
import type * as Cdktf from 'cdktf';
import { Construct } from 'constructs';
import { AttributeReference, IdOf, PlannedResource, PlannedValue } from './planned-resource';
import { cdkOf } from '../../cdk/binding';
import { addBlock, addressOf, Attributes } from '../../cdk/block';
import { revisionOf } from '../../cdk/problems';
import { escapeAroundTokens, escapeTemplate } from '../../text/hcl';
import { isUnresolvedText } from '../../text/unresolved';

const LONGEST_NAME_IN_ID = 40;

/** Finds the resources of one place. */
export type FindResource = (reference: AttributeReference) => Construct;

/**
 * The planned resources below one construct.
 *
 * A block is added as soon as it is known that there will be one; what stands in it is computed at synthesis.
 */
export class RegisteredResources {
  private readonly blocks = new Map<string, Cdktf.TerraformResource>();
  private computed: { readonly revision: number; readonly resources: ReadonlyMap<string, PlannedResource> } | undefined;

  constructor(private readonly place: Construct, private readonly plan: () => readonly PlannedResource[], private readonly find: FindResource) {}

  /** Adds what is not there yet. */
  ensure(planned: readonly PlannedResource[]): void {
    for (const { id, type } of planned) {
      if (!this.blocks.has(id)) {
        this.blocks.set(id, addBlock(this.place, id, { type, attributes: () => this.attributesOf(id) }));
      }
    }
  }

  /** The resource with an id. */
  resource(id: string): Construct {
    const found = this.blocks.get(id);
    if (found === undefined) {
      throw new Error(`${this.place.node.path}/${id} was never planned`);
    }
    return found;
  }

  private attributesOf(id: string): Attributes | undefined {
    const revision = revisionOf(this.place);
    if (this.computed?.revision !== revision) {
      this.computed = { revision, resources: new Map(this.plan().map((resource) => [resource.id, resource])) };
    }
    const resource = this.computed.resources.get(id);
    if (resource === undefined) {
      return undefined;
    }
    const after = (resource.after ?? []).map((other) => addressOf(blockOf(this.find(other))));
    return { ...this.members(resource.attributes), ...(after.length === 0 ? {} : { depends_on: after }) };
  }

  private members(attributes: { readonly [name: string]: PlannedValue | undefined }): Attributes {
    const given = Object.entries(attributes).filter((entry): entry is [string, PlannedValue] => entry[1] !== undefined);
    return Object.fromEntries(given.map(([name, value]) => [escaped(name), this.written(value)]));
  }

  private written(value: PlannedValue): unknown {
    if (value instanceof AttributeReference) {
      return `\${${addressOf(blockOf(this.find(value)))}.${value.attribute}}`;
    }
    if (typeof value === 'string') {
      return escaped(value);
    }
    if (Array.isArray(value)) {
      return value.map((member: PlannedValue) => this.written(member));
    }
    return typeof value === 'object' ? this.members(value as { readonly [name: string]: PlannedValue }) : value;
  }
}

/** Literal text as Terraform must find it, so that the same text arrives. */
function escaped(text: string): string {
  return isUnresolvedText(text) ? escapeAroundTokens(text) : escapeTemplate(text);
}

/**
 * A marked text for an attribute of a resource, which settings may hold like any other text.
 *
 * The mark begins with the resource's own name, so that whatever is sorted by it keeps its order when other values come or go.
 */
export function markOf(block: Construct, attribute: string): string {
  const cdk = cdkOf(block);
  const resource = blockOf(block);
  return cdk.Token.asString(resource.interpolationForAttribute(attribute), { displayHint: `${resource.friendlyUniqueId}-${attribute}` });
}

/** A resource as the CDK has it. Declarations that an app reads say `Construct` instead, since it need not have the CDK whose types these are. */
function blockOf(block: Construct): Cdktf.TerraformResource {
  return block as Cdktf.TerraformResource;
}

/** Ids below a construct: readable as far as names are known, and the same in every run. */
export function idsBelow(construct: Construct): IdOf {
  return (kind, ...names) => {
    const digest = hash('sha256', JSON.stringify([kind, ...names.map((name) => writtenOut(construct, name))])).slice(0, 8);
    const known = names.filter((name) => !isUnresolvedText(name)).map((name) => readable(name).slice(0, LONGEST_NAME_IN_ID));
    return [kind, ...known.filter((name) => name !== ''), digest].join('-');
  };
}

/** What an id can have of a name. */
function readable(name: string): string {
  return name.split(/[^A-Za-z0-9_]+/).filter((word) => word !== '').join('-');
}

/** The text with its references as Terraform will see them. */
function writtenOut(construct: Construct, value: string): string {
  if (!isUnresolvedText(value)) {
    return value;
  }
  const cdk = cdkOf(construct);
  const resolver = new cdk.DefaultTokenResolver(new cdk.StringConcat());
  return String(cdk.Tokenization.resolve(value, { scope: construct, preparing: false, resolver }));
}
