import { createServer, RequestListener, Server } from 'node:http';
import { AddressInfo } from 'node:net';

/** One node of the stand-in. */
export interface StandInNode {
  readonly id: string;
  /** Its address, on which it listens. */
  readonly host: string;
  /** A node that is down answers nothing; one that hangs takes connections and says nothing. */
  state: 'up' | 'down' | 'hangs';
  metricsPort: number;
  port: number;
}

/**
 * Stands in for a LavinMQ cluster on loopback, at the level of HTTP: followers hand the management port on to the leader, metrics are a node's own,
 * and a follower that hangs stays listed. Seen at LavinMQ 2.9.1.
 */
export class LavinMqStandIn {
  static async start(names: readonly string[], leader: string): Promise<LavinMqStandIn> {
    const cluster = new LavinMqStandIn(names, leader);
    for (const [name, node] of cluster.nodes) {
      node.port = await cluster.listen(node.host, (request, response) => cluster.answerManagement(name, request.headers.authorization, response));
      node.metricsPort = await cluster.listen(node.host, (_request, response) => cluster.answerMetrics(name, response));
    }
    return cluster;
  }

  readonly nodes: ReadonlyMap<string, StandInNode>;
  /** Names of the followers that the leader lists. */
  readonly listed = new Set<string>();
  leader: string | undefined;
  /** A node that has not noticed yet that it leads no more. */
  alsoLeads: string | undefined;
  administrator = true;
  /** Whether followers reach the leader from their own addresses; on one machine they share one. */
  ownAddresses = false;
  readonly asked: (string | undefined)[] = [];
  private readonly servers: Server[] = [];

  private constructor(names: readonly string[], leader: string) {
    this.nodes = new Map(names.map((name) => [name, { id: `id${name}`, host: `127.0.24.${names.indexOf(name) + 1}`, state: 'up', port: 0, metricsPort: 0 }]));
    this.leader = leader;
    names.filter((name) => name !== leader).forEach((name) => this.listed.add(name));
  }

  node(name: string): StandInNode {
    return this.nodes.get(name)!;
  }

  /** Ends the process of a node: nobody listens there any more, and the leader loses it. */
  async kill(name: string): Promise<void> {
    this.listed.delete(name);
    const ports = [this.node(name).port, this.node(name).metricsPort];
    await Promise.all(this.servers.filter((server) => ports.includes((server.address() as AddressInfo | null)?.port ?? 0)).map((server) => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    }));
  }

  async stop(): Promise<void> {
    this.servers.forEach((server) => server.closeAllConnections());
    await Promise.all(this.servers.map((server) => new Promise((done) => server.close(done))));
  }

  private answerManagement(name: string, authorization: string | undefined, response: Parameters<RequestListener>[1]): void {
    this.asked.push(authorization);
    const leads = this.leader === undefined ? undefined : this.node(this.leader);
    const state = this.node(name).state === 'up' ? leads?.state ?? 'down' : this.node(name).state;
    if (state === 'down') {
      response.socket!.destroy();
    } else if (state === 'up') {
      const followers = [...this.listed].map((one) => ({ id: this.node(one).id, remote_address: `${this.ownAddresses ? this.node(one).host : '127.0.0.1'}:50000`, lag_in_bytes: 0 }));
      response.writeHead(authorization === `Basic ${Buffer.from('admin:secret').toString('base64')}` ? 200 : 401)
        .end(JSON.stringify([{ uptime: 1, running: true, name: 'host', ...this.administrator ? { followers } : {} }]));
    }
  }

  private answerMetrics(name: string, response: Parameters<RequestListener>[1]): void {
    const { state } = this.node(name);
    if (state === 'down') {
      response.socket!.destroy();
    } else if (state === 'up') {
      const leading = [this.leader, this.alsoLeads].includes(name) ? `lavinmq_uptime 5\nlavinmq_total_connected_followers ${this.listed.size}\n` : '';
      response.end(`# TYPE x gauge\nlavinmq_gc_heap_size_bytes 1\n${leading}`);
    }
  }

  private async listen(host: string, listener: RequestListener): Promise<number> {
    const server = createServer(listener);
    this.servers.push(server);
    await new Promise<void>((done) => server.listen(0, host, done));
    return (server.address() as AddressInfo).port;
  }
}
