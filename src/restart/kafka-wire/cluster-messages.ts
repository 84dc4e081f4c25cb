import { Api } from './api';
import { Reader } from './reader';

/** One partition as a broker knows it. */
export interface Partition {
  readonly topic: string;
  readonly index: number;
  /** Node id of its leader; -1 where it has none. */
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly inSync: readonly number[];
  readonly offline: readonly number[];
}

/** What a broker knows of the cluster. */
export interface Metadata {
  /** Ids of the brokers that are up. */
  readonly brokers: readonly number[];
  readonly partitions: readonly Partition[];
  /** Topics that were not told, with the error's code. */
  readonly untold: readonly { readonly topic: string; readonly error: number }[];
}

/** Metadata: brokers and, as far as the client may see them, topics. Undefined asks for all topics. */
export const METADATA: Api<readonly string[] | undefined, Metadata> = {
  key: 3,
  name: 'Metadata',
  versions: [9, 12],
  flexible: true,
  write: (writer, topics, version) => {
    writer.compactArray(topics, (topic) => {
      if (version >= 10) {
        writer.raw(Buffer.alloc(16));
      }
      writer.compactString(topic).noTags();
    });
    // No topic is made by asking for it, and nobody's rights are asked for.
    writer.boolean(false);
    if (version <= 10) {
      writer.boolean(false);
    }
    writer.boolean(false).noTags();
  },
  read: readMetadata,
};

function readMetadata(reader: Reader, version: number): Metadata {
  reader.int32();
  const brokers = reader.compactArray(() => {
    const id = reader.int32();
    reader.compactString();
    reader.int32();
    reader.compactString();
    reader.tags();
    return id;
  });
  reader.compactString();
  reader.int32();
  const topics = reader.compactArray(() => readTopic(reader, version));
  if (version >= 8 && version <= 10) {
    reader.int32();
  }
  reader.tags();
  return {
    brokers,
    partitions: topics.flatMap((topic) => topic.partitions),
    untold: topics.filter(({ error }) => error !== 0).map(({ name, error }) => ({ topic: name, error })),
  };
}

function readTopic(reader: Reader, version: number): { readonly name: string; readonly error: number; readonly partitions: readonly Partition[] } {
  const error = reader.int16();
  const name = reader.compactString() ?? '';
  if (version >= 10) {
    reader.uuid();
  }
  reader.boolean();
  const partitions = reader.compactArray(() => readPartition(reader, name));
  reader.int32();
  reader.tags();
  return { name, error, partitions };
}

function readPartition(reader: Reader, topic: string): Partition {
  // The error repeats that there is no leader or that a replica is gone, which the lists tell.
  reader.int16();
  const index = reader.int32();
  const leader = reader.int32();
  reader.int32();
  const ids = () => reader.compactArray(() => reader.int32());
  const partition = { topic, index, leader, replicas: ids(), inSync: ids(), offline: ids() };
  reader.tags();
  return partition;
}

/** DescribeCluster (KIP-700, KIP-919): ids of the nodes of one kind that are up. */
export const DESCRIBE_CLUSTER: Api<'brokers' | 'controllers', { readonly error: number; readonly controller: number; readonly nodes: readonly number[] }> = {
  key: 60,
  name: 'DescribeCluster',
  versions: [1, 1],
  flexible: true,
  write: (writer, kind) => writer.boolean(false).int8(kind === 'brokers' ? 1 : 2).noTags(),
  read: (reader) => {
    reader.int32();
    const error = reader.int16();
    reader.compactString();
    reader.int8();
    reader.compactString();
    const controller = reader.int32();
    const nodes = reader.compactArray(() => {
      const id = reader.int32();
      reader.compactString();
      reader.int32();
      reader.compactString();
      reader.tags();
      return id;
    });
    reader.int32();
    reader.tags();
    return { error, controller, nodes };
  },
};
