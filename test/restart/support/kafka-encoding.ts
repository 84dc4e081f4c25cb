/*
 * The other side of Kafka's protocol: answers as a broker writes them, by the message definitions of Apache Kafka.
 * Written apart from the code that reads them.
 */

/** Bytes of a fixed-width integer. */
export function int(bytes: 1 | 2 | 4, value: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeIntBE(value, 0, bytes);
  return buffer;
}

export function long(value: bigint): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigInt64BE(value);
  return buffer;
}

export function varint(value: number): Buffer {
  return value < 0x80 ? Buffer.from([value]) : Buffer.concat([Buffer.from([(value % 0x80) | 0x80]), varint(Math.floor(value / 0x80))]);
}

export const NO_TAGS = Buffer.from([0]);

export function compact(value: string | Buffer | undefined): Buffer {
  const bytes = value === undefined ? undefined : Buffer.from(value);
  return bytes === undefined ? varint(0) : Buffer.concat([varint(bytes.length + 1), bytes]);
}

export function compactList<T>(members: readonly T[], write: (member: T) => readonly Buffer[]): Buffer {
  return Buffer.concat([varint(members.length + 1), ...members.flatMap(write)]);
}

const UUID = Buffer.alloc(16, 7);

interface PartitionData {
  readonly index: number;
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly inSync: readonly number[];
  readonly offline?: readonly number[];
}

export interface TopicData {
  readonly name: string;
  readonly error?: number;
  readonly partitions?: readonly PartitionData[];
}

/** ApiVersions version 3; its header has no tags. */
export function apiVersions(apis: readonly (readonly [key: number, lowest: number, highest: number])[], error = 0): Buffer {
  return Buffer.concat([
    int(2, error), compactList(apis, (api) => [...api.map((value) => int(2, value)), NO_TAGS]), int(4, 0),
    // Features, which nobody here asks for: one tagged field.
    Buffer.from([1, 1, 8]), long(5n),
  ]);
}

export function metadata(version: number, brokers: readonly number[], topics: readonly TopicData[]): Buffer {
  const ids = (list: readonly number[]) => compactList(list, (id) => [int(4, id)]);
  return Buffer.concat([
    NO_TAGS, int(4, 0),
    compactList(brokers, (id) => [int(4, id), compact('localhost'), int(4, 9092), compact(undefined), NO_TAGS]),
    compact('cluster'), int(4, brokers[0] ?? -1),
    compactList(topics, ({ name, error = 0, partitions = [] }) => [
      int(2, error), compact(name), ...version >= 10 ? [UUID] : [], int(1, 0),
      compactList(partitions, ({ index, leader, replicas, inSync, offline = [] }) =>
        [int(2, 0), int(4, index), int(4, leader), int(4, 3), ids(replicas), ids(inSync), ids(offline), NO_TAGS]),
      int(4, -0x80000000), NO_TAGS,
    ]),
    ...version <= 10 ? [int(4, -0x80000000)] : [],
    NO_TAGS,
  ]);
}

export function describeCluster(nodes: readonly number[], error = 0): Buffer {
  return Buffer.concat([
    NO_TAGS, int(4, 0), int(2, error), compact(undefined), int(1, 2), compact('cluster'), int(4, nodes[0] ?? -1),
    compactList(nodes, (id) => [int(4, id), compact('localhost'), int(4, 9093), compact('rack'), NO_TAGS]), int(4, 0), NO_TAGS,
  ]);
}

export interface SettingsData {
  readonly name: string;
  readonly error?: number;
  readonly settings?: { readonly [name: string]: string | undefined };
}

export function describeConfigs(resources: readonly SettingsData[]): Buffer {
  return Buffer.concat([
    NO_TAGS, int(4, 0),
    compactList(resources, ({ name, error = 0, settings = {} }) => [
      int(2, error), compact(error === 0 ? undefined : 'no'), int(1, 2), compact(name),
      compactList(Object.entries(settings), ([key, value]) => [
        compact(key), compact(value), int(1, 0), int(1, 5), int(1, 0),
        compactList(['synonym'], (synonym) => [compact(synonym), compact('1'), int(1, 5), NO_TAGS]), int(1, 3), compact(undefined), NO_TAGS,
      ]), NO_TAGS,
    ]), NO_TAGS,
  ]);
}

export interface QuorumData {
  readonly error?: number;
  readonly leader?: number;
  readonly voters?: readonly (readonly [id: number, caughtUpAt: number])[];
}

export function describeQuorum(version: number, { error = 0, leader = 1, voters = [] }: QuorumData): Buffer {
  const message = version >= 2 ? [compact(undefined)] : [];
  const replica = ([id, caughtUpAt]: readonly [number, number]) =>
    [int(4, id), ...version >= 2 ? [UUID] : [], long(10n), long(BigInt(caughtUpAt)), long(BigInt(caughtUpAt)), NO_TAGS];
  return Buffer.concat([
    NO_TAGS, int(2, 0), ...message,
    compactList(['__cluster_metadata'], (topic) => [
      compact(topic),
      compactList([0], (partition) => [
        int(4, partition), int(2, error), ...message, int(4, leader), int(4, 7), long(9n),
        compactList(voters, replica), compactList([[99, 0] as const], replica), NO_TAGS,
      ]), NO_TAGS,
    ]),
    ...version >= 2 ? [compactList([1], (id) => [int(4, id), compactList(['C'], (name) => [compact(name), compact('localhost'), int(2, 9093), NO_TAGS]), NO_TAGS])] : [],
    NO_TAGS,
  ]);
}

export function describeLogDirs(version: number, topics: readonly string[], error = 0): Buffer {
  return Buffer.concat([
    NO_TAGS, int(4, 0), int(2, error),
    compactList(['/data'], (folder) => [
      int(2, 0), compact(folder),
      compactList(topics, (topic) => [compact(topic), compactList([0], (index) => [int(4, index), long(1n), long(0n), int(1, 0), NO_TAGS]), NO_TAGS]),
      ...version >= 4 ? [long(-1n), long(-1n)] : [], NO_TAGS,
    ]), NO_TAGS,
  ]);
}

/** SaslHandshake version 1, which is never flexible. */
export function saslHandshake(error: number, mechanisms: readonly string[]): Buffer {
  return Buffer.concat([int(2, error), int(4, mechanisms.length), ...mechanisms.flatMap((name) => [int(2, name.length), Buffer.from(name)])]);
}

export function saslAuthenticate(error: number, message: string | undefined, bytes: string, session: bigint): Buffer {
  return Buffer.concat([NO_TAGS, int(2, error), compact(message), compact(bytes), long(session), NO_TAGS]);
}
