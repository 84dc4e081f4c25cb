import { z } from 'zod';

/* What a LavinMQ node says about its cluster, read from texts alone. */

/** A follower that the leader holds for in sync. */
export interface ListedFollower {
  /** Its clustering id, a number to the base of 36. */
  readonly id: string;
  /** Where its replication comes from, without the port. */
  readonly address: string;
  readonly lagBytes: number;
}

const FOLLOWER = z.object({ id: z.string(), remote_address: z.string(), lag_in_bytes: z.number().default(0) });

// `followers` is there for administrators alone.
const NODES = z.array(z.object({ followers: z.array(FOLLOWER).optional() })).min(1);

/**
 * The followers that `GET /api/nodes` lists, or why it lists none.
 *
 * Only the leader answers; a follower hands the question on to it. Followers that are catching up are not listed.
 *
 * Source: cloudamqp/lavinmq, src/lavinmq/http/controller/nodes.cr and src/lavinmq/clustering/server.cr.
 */
export function readFollowers(body: string): { readonly followers: readonly ListedFollower[] } | { readonly problem: string } {
  const parsed = NODES.safeParse(parseJson(body));
  if (!parsed.success) {
    return { problem: 'an answer that is no list of nodes' };
  }
  const [{ followers }] = parsed.data;
  if (followers === undefined) {
    return { problem: 'an answer without followers; the user needs the tag administrator' };
  }
  return { followers: followers.map((one) => ({ id: one.id, address: hostOf(one.remote_address), lagBytes: one.lag_in_bytes })) };
}

/**
 * Whether metrics are those of a leader; every node serves its own, and a follower's tell of its process alone.
 *
 * Source: cloudamqp/lavinmq, src/lavinmq/http/controller/prometheus.cr.
 */
export function metricsOfLeader(body: string): boolean | undefined {
  if (/^lavinmq_total_connected_followers\s/m.test(body)) {
    return true;
  }
  return /^lavinmq_\w/m.test(body) ? false : undefined;
}

/** An address without its port, as a plain IPv4 or IPv6 address. */
function hostOf(address: string): string {
  const host = address.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return host.replace(/^::ffff:(?=\d+\.)/i, '').toLowerCase();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
