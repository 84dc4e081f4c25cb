import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { RealKafka, RealKafkaNode, TEST_WORLD } from './real-kafka';
import { askNode } from '../../../src/restart/kafka-wire/ask-node';
import { DESCRIBE_QUORUM } from '../../../src/restart/kafka-wire/quorum-messages';

const LOOK_MILLISECONDS = 100;
/** An active controller that is told to stop hands its office on and listens for a while yet. */
const HANDOVER_MILLISECONDS = 10_000;

/** A node that went down, and whether it led the controllers until then. */
export interface Fall {
  readonly name: string;
  readonly led: boolean;
}

/** Looks from outside at which nodes listen and who leads, all the time. */
export class KafkaWatch {
  readonly falls: Fall[] = [];
  mostDown = 0;
  private readonly down = new Set<string>();
  /** When each node was last seen to lead. */
  private readonly led = new Map<number, number>();
  private over = false;
  private readonly looking: Promise<unknown>;

  constructor(private readonly kafka: RealKafka) {
    this.looking = Promise.all([this.lookAtNodes(), this.lookAtLeader()]);
  }

  async stop(): Promise<void> {
    this.over = true;
    await this.looking;
  }

  private async lookAtNodes(): Promise<void> {
    while (!this.over) {
      await Promise.all(this.kafka.nodes.map(async (node) => {
        if (await listens(node)) {
          this.down.delete(node.name);
        } else if (!this.down.has(node.name)) {
          this.down.add(node.name);
          this.falls.push({ name: node.name, led: performance.now() - (this.led.get(node.id) ?? -Infinity) < HANDOVER_MILLISECONDS });
        }
      }));
      this.mostDown = Math.max(this.mostDown, this.down.size);
      await sleep(LOOK_MILLISECONDS);
    }
  }

  private async lookAtLeader(): Promise<void> {
    while (!this.over) {
      for (const node of this.kafka.nodes) {
        const { answer } = await askNode(node.questions, TEST_WORLD, 2, (client) => client.ask(DESCRIBE_QUORUM, undefined));
        if (answer?.error === 0) {
          this.led.set(answer.leader, performance.now());
          break;
        }
      }
      await sleep(LOOK_MILLISECONDS);
    }
  }
}

/** Listeners close as soon as a node begins to go down; a process that is still about takes no client any more. */
function listens(node: RealKafkaNode): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(node.questions.port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    }).on('error', () => resolve(false));
  });
}
