import { Api } from './api';
import { Reader } from './reader';
import { WireProblem } from './wire-problem';

/** A controller that votes. */
export interface Voter {
  readonly id: number;
  /** When it had last all that the leader had, by the leader's clock, in milliseconds since 1970; undefined where that is not known. */
  readonly caughtUpAt: number | undefined;
}

/** What the active controller says about the controllers. */
export interface Quorum {
  readonly error: number;
  readonly leader: number;
  readonly voters: readonly Voter[];
}

const METADATA_LOG = '__cluster_metadata';

/** DescribeQuorum (KIP-595, KIP-836): who leads the controllers, and how far the others are. */
export const DESCRIBE_QUORUM: Api<undefined, Quorum> = {
  key: 55,
  name: 'DescribeQuorum',
  // The first version does not say when a voter had caught up.
  versions: [1, 2],
  flexible: true,
  write: (writer) => writer.compactArray([METADATA_LOG], (topic) => writer.compactString(topic)
    .compactArray([0], (partition) => writer.int32(partition).noTags()).noTags()).noTags(),
  read: (reader, version) => {
    const error = reader.int16();
    skipMessage(reader, version);
    const topics = reader.compactArray(() => {
      reader.compactString();
      const partitions = reader.compactArray(() => readLog(reader, version));
      reader.tags();
      return partitions;
    });
    if (version >= 2) {
      reader.compactArray(() => skipNode(reader));
    }
    reader.tags();
    const [log] = topics.flat();
    if (error !== 0) {
      return { error, leader: -1, voters: [] };
    }
    if (log === undefined) {
      throw new WireProblem('the answer is malformed: it does not tell of the metadata log');
    }
    return log;
  },
};

function readLog(reader: Reader, version: number): Quorum {
  reader.int32();
  const error = reader.int16();
  skipMessage(reader, version);
  const leader = reader.int32();
  reader.int32();
  reader.int64();
  const voters = reader.compactArray(() => readReplica(reader, version));
  reader.compactArray(() => readReplica(reader, version));
  reader.tags();
  return { error, leader, voters };
}

function readReplica(reader: Reader, version: number): Voter {
  const id = reader.int32();
  if (version >= 2) {
    reader.uuid();
  }
  reader.int64();
  reader.int64();
  const caughtUpAt = Number(reader.int64());
  reader.tags();
  return { id, caughtUpAt: caughtUpAt < 0 ? undefined : caughtUpAt };
}

function skipMessage(reader: Reader, version: number): void {
  if (version >= 2) {
    reader.compactString();
  }
}

function skipNode(reader: Reader): void {
  reader.int32();
  reader.compactArray(() => {
    reader.compactString();
    reader.compactString();
    reader.int16();
    reader.tags();
  });
  reader.tags();
}
