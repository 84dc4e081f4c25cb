import { Probe, ProbeResult } from '../engine/ports';
import { askNode } from '../kafka-wire/ask-node';
import { KafkaClient } from '../kafka-wire/client';
import { DESCRIBE_CLUSTER, METADATA } from '../kafka-wire/cluster-messages';
import { errorName, WireProblem } from '../kafka-wire/wire-problem';
import { KafkaProbeSpec } from '../spec/kafka-probe';
import { World } from '../world';

/** Good when a Kafka node answers and its cluster counts it among the nodes that are up. */
export class KafkaProbe implements Probe {
  readonly target: string;

  constructor(private readonly spec: KafkaProbeSpec, private readonly world: World) {
    this.target = `kafka ${spec.host}:${spec.port}`;
  }

  async check(timeoutSeconds: number): Promise<ProbeResult> {
    const { nodeId } = this.spec;
    const { answer, problem } = await askNode(this.spec, this.world, timeoutSeconds, nodesUp);
    if (answer === undefined) {
      return { healthy: false, detail: problem };
    }
    const up = `${answer.kind} up: ${answer.nodes.join(', ') || 'none'}`;
    const counted = nodeId === undefined ? answer.nodes.length > 0 : answer.nodes.includes(nodeId);
    return counted ? { healthy: true, detail: up } : { healthy: false, detail: nodeId === undefined ? up : `node ${nodeId} is not among the ${up}` };
  }
}

/** Ids of the nodes that are up, of the kind of the node that is asked. */
async function nodesUp(client: KafkaClient): Promise<{ readonly kind: string; readonly nodes: readonly number[] }> {
  if (client.speaks(METADATA)) {
    return { kind: 'brokers', nodes: (await client.ask(METADATA, [])).brokers };
  }
  const { error, nodes } = await client.ask(DESCRIBE_CLUSTER, 'controllers');
  if (error !== 0) {
    throw new WireProblem(`DescribeCluster: ${errorName(error)}`);
  }
  return { kind: 'controllers', nodes };
}
