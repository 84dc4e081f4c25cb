import { byCodePoint } from '../text/canonical';

/** What the identity provider must have or do for an application, asked for by a broker. */
export interface IdentityDemand {
  /** Path of the broker construct. */
  readonly broker: string;
  readonly kind: DemandKind;
  /** The scope, audience, subject, claim, role or client id; may be known only at apply. */
  readonly value: string;
  /** Why, as the end of a sentence: "so that it may publish to orders". */
  readonly reason: string;
}

/** The kinds of demand, in the order in which an administrator meets them. */
export const DEMAND_KINDS = ['audience', 'scope', 'role', 'claim', 'subject', 'introspection'] as const;

/** What is asked for. */
export type DemandKind = (typeof DEMAND_KINDS)[number];

/** The demands without repetition, by kind, value, broker and reason. */
export function sortDemands(demands: readonly IdentityDemand[]): readonly IdentityDemand[] {
  const parts = ({ kind, value, broker, reason }: IdentityDemand) => [String(DEMAND_KINDS.indexOf(kind)), value, broker, reason];
  const unique = new Map(demands.map((demand) => [JSON.stringify(parts(demand)), demand]));
  return [...unique.values()].sort((one, other) => compare(parts(one), parts(other)));
}

/** The values of one kind without repetition, in order. */
export function demandedValues(demands: readonly IdentityDemand[], kind: DemandKind): readonly string[] {
  return [...new Set(sortDemands(demands).filter((demand) => demand.kind === kind).map((demand) => demand.value))];
}

function compare(some: readonly string[], others: readonly string[]): number {
  for (let index = 0; index < some.length; index++) {
    const order = byCodePoint(some[index], others[index]);
    if (order !== 0) {
      return order;
    }
  }
  return 0;
}
