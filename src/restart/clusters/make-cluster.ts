import { KafkaCluster } from './kafka';
import { LavinMqCluster } from './lavinmq';
import { MosquittoHaCluster } from './mosquitto';
import { ClusterView } from '../engine/ports';
import { ClusterSpec } from '../spec/clusters';
import { World } from '../world';

type Makers = { readonly [Kind in ClusterSpec['kind']]?: (cluster: Extract<ClusterSpec, { kind: Kind }>, world: World) => ClusterView };

const MAKERS: Makers = {
  kafka: (cluster, world) => new KafkaCluster(cluster, world),
  lavinmq: (cluster, world) => new LavinMqCluster(cluster, world),
  mosquitto: (cluster, world) => new MosquittoHaCluster(cluster, world),
};

/** The view of the cluster that a spec describes. */
export function makeCluster(cluster: ClusterSpec, world: World): ClusterView {
  return (MAKERS[cluster.kind] as (cluster: ClusterSpec, world: World) => ClusterView)(cluster, world);
}
