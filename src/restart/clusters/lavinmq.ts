import { LavinMqClusterSpec, LavinMqLook, LavinMqSight } from './lavinmq-sight';
import { ClusterView, NodeRole, ProbeResult } from '../engine/ports';
import { GateFact } from '../plan';
import { World } from '../world';

const GATE = 'in-sync';

/**
 * What a LavinMQ cluster demands of a rolling restart: no node goes down while another follower is out of sync, and the leader goes last.
 *
 * A follower that hangs stays listed as in sync for as long as nothing is written, so that one counts only while it answers itself, too.
 */
export class LavinMqCluster implements ClusterView {
  private readonly cluster: LavinMqLook;

  constructor(spec: LavinMqClusterSpec, world: World) {
    this.cluster = new LavinMqLook(spec, world);
  }

  async roles(): Promise<ReadonlyMap<string, NodeRole>> {
    const { leader, inSync } = await this.cluster.look();
    return new Map(leader === undefined ? [] : this.cluster.names.map((name): [string, NodeRole] => {
      const leads = name === leader;
      // Followers hand every login on to the leader.
      return [name, { group: 0, leads, decidesLogins: leads, text: leads ? 'leader' : inSync.has(name) ? 'follower, in sync' : 'follower' }];
    }));
  }

  async safety(names: readonly string[]): Promise<readonly GateFact[]> {
    const { names: all } = this.cluster;
    if (all.length < 2) {
      return [];
    }
    const sight = await this.cluster.look();
    if (sight.leader === undefined || sight.problem !== undefined) {
      return [fact(false, `nobody can tell which followers are in sync: ${sight.problem}`)];
    }
    const followers = all.filter((name) => name !== sight.leader && !names.includes(name));
    if (names.includes(sight.leader) && followers.length === 0) {
      return [fact(false, `the leader ${sight.leader} would go down with every follower`, true)];
    }
    const objections = followers.flatMap((name) => this.objection(sight, name) ?? []);
    if (objections.length > 0) {
      return objections.map((text) => fact(false, `${text}; ${sight.leader} leads`));
    }
    return [fact(true, followers.length === 0 ? `${sight.leader} leads alone` : `${followers.join(', ')} in sync; ${sight.leader} leads`)];
  }

  async rejoined(name: string): Promise<ProbeResult> {
    if (this.cluster.names.length < 2) {
      return { healthy: true, detail: 'the only node of its cluster' };
    }
    const sight = await this.cluster.look();
    if (sight.leader === undefined || sight.problem !== undefined) {
      return { healthy: false, detail: `nobody can tell whether it is in sync: ${sight.problem}` };
    }
    if (sight.leader === name && !sight.silent.has(name)) {
      return { healthy: true, detail: 'leads the cluster' };
    }
    const objection = this.objection(sight, name);
    return objection === undefined ? { healthy: true, detail: `in sync; ${sight.leader} leads` } : { healthy: false, detail: objection };
  }

  /** What speaks against a follower being in sync. */
  private objection(sight: LavinMqSight, name: string): string | undefined {
    const { silent, inSync, listed } = sight;
    if (silent.has(name)) {
      return `${name} does not answer: ${silent.get(name)}`;
    }
    const strangers = listed - inSync.size;
    // Where as many are listed as there are followers that it may be, it does not matter who is who.
    if (inSync.has(name) || (!this.cluster.hasId(name) && strangers >= this.nameless(sight).length)) {
      return undefined;
    }
    const somebody = strangers === 0 ? '' : ` (${strangers} more are listed, whom neither a clusteringId nor an address names)`;
    return `${name} is not among the followers that are in sync${somebody}`;
  }

  /** Followers that may be listed without being known. One that hangs may still be; one whose process is gone is not. */
  private nameless({ leader, inSync, gone }: LavinMqSight): readonly string[] {
    return this.cluster.names.filter((name) => name !== leader && !inSync.has(name) && !gone.has(name) && !this.cluster.hasId(name));
  }
}

function fact(holds: boolean, text: string, unsatisfiable = false): GateFact {
  return { gate: GATE, holds, unsatisfiable, text };
}
