import { LocalCluster } from './local-cluster';

/** Looks at all nodes from outside, again and again, and remembers how many were down at once. */
export class ClusterWatch {
  private most = 0;
  private looks = 0;
  private over = false;
  private readonly ended: Promise<void>;

  constructor(cluster: LocalCluster) {
    this.ended = this.look(cluster);
  }

  /** The most nodes that did not answer well in one look, and the number of looks. */
  async stop(): Promise<{ readonly mostDown: number; readonly looks: number }> {
    this.over = true;
    await this.ended;
    return { mostDown: this.most, looks: this.looks };
  }

  private async look(cluster: LocalCluster): Promise<void> {
    while (!this.over) {
      const good = await Promise.all(cluster.names.map((name) => fetch(cluster.url(name)).then(({ status }) => status === 200, () => false)));
      this.most = Math.max(this.most, good.filter((one) => !one).length);
      this.looks += 1;
      await new Promise((done) => setTimeout(done, 10));
    }
  }
}
