import { Cluster } from './cluster';
import { Ports } from './ports';
import { Batch, batchGates, GateFact } from '../plan';
import { RestartSpec } from '../spec';

/** What speaks against taking a batch down now, or at the end against calling the run done. */
export interface Objections {
  readonly shut: readonly GateFact[];
  /** Gates that do not hold and are switched off. */
  readonly overridden: readonly GateFact[];
}

/**
 * Looks at every gate before a batch: the other nodes, the quorum and the broker's own rules.
 *
 * A node that is down for sure takes nothing away when it restarts, so the brokers are not asked about it: a broken cluster often cannot
 * answer, and repairing it is what makes it answer again.
 */
export async function lookAtGates(batch: Batch | undefined, cluster: Cluster, ports: Ports, spec: RestartSpec): Promise<Objections> {
  const facts = [
    ...batch?.turn === 'repair' ? [] : othersHealthy(cluster),
    ...batch === undefined ? [] : batchGates(cluster.planInput(), batch),
    ...batch === undefined ? [] : await brokersOwn(batch, cluster, ports),
  ].filter((fact) => !fact.holds);
  const isOff = (fact: GateFact) => (spec.overrides as readonly string[]).includes(fact.gate);
  return { shut: facts.filter((fact) => !isOff(fact)), overridden: facts.filter(isOff) };
}

/** The facts that keep a batch waiting, as one line. */
export function describeFacts(facts: readonly GateFact[]): string {
  return facts.map((fact) => fact.text).join('; ');
}

function othersHealthy(cluster: Cluster): readonly GateFact[] {
  return cluster.names.filter((name) => cluster.pending(name).length === 0 && !cluster.isHealthy(name)).map((name) => ({
    gate: 'others-healthy', holds: false, unsatisfiable: false, text: `${name} is not healthy any more: ${cluster.healthDetail(name)}`,
  }));
}

async function brokersOwn(batch: Batch, cluster: Cluster, ports: Ports): Promise<readonly GateFact[]> {
  const up = batch.nodes.map((node) => node.name).filter((name) => !cluster.isDown(name));
  return ports.cluster === undefined || up.length === 0 ? [] : ports.cluster.safety(up);
}
