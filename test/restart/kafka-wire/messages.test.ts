import * as fc from 'fast-check';
import { Api, readAnswer } from '../../../src/restart/kafka-wire/api';
import { DESCRIBE_CLUSTER, METADATA } from '../../../src/restart/kafka-wire/cluster-messages';
import { DESCRIBE_CONFIGS } from '../../../src/restart/kafka-wire/config-messages';
import { DESCRIBE_LOG_DIRS } from '../../../src/restart/kafka-wire/log-messages';
import { API_VERSIONS, SASL_AUTHENTICATE, SASL_HANDSHAKE } from '../../../src/restart/kafka-wire/login-messages';
import { DESCRIBE_QUORUM } from '../../../src/restart/kafka-wire/quorum-messages';
import { Reader } from '../../../src/restart/kafka-wire/reader';
import { WireProblem } from '../../../src/restart/kafka-wire/wire-problem';
import * as encoding from '../support/kafka-encoding';

const read = <Answer>(api: Api<any, Answer>, version: number, bytes: Buffer): Answer =>
  readAnswer(api as Api<never, Answer>, version, new Reader(bytes));

const id = fc.integer({ min: 0, max: 0x7fffffff });
const ids = fc.array(id, { maxLength: 5 });
const name = fc.string({ unit: 'grapheme', maxLength: 300 });
const partition = fc.record({ index: id, leader: fc.integer({ min: -1, max: 99 }), replicas: ids, inSync: ids, offline: ids });
const topic = fc.record({ name, error: fc.constantFrom(0, 3, 29), partitions: fc.array(partition, { maxLength: 4 }) });

describe('answers of a broker are read as they were written', () => {
  test.each([9, 10, 11, 12])('Metadata %d', (version) => {
    fc.assert(fc.property(ids, fc.array(topic, { maxLength: 5 }), (brokers, topics) => {
      expect(read(METADATA, version, encoding.metadata(version, brokers, topics))).toEqual({
        brokers,
        partitions: topics.flatMap((one) => one.partitions.map((part) => ({ ...part, topic: one.name }))),
        untold: topics.filter(({ error }) => error !== 0).map((one) => ({ topic: one.name, error: one.error })),
      });
    }));
  });

  test.each([1, 2])('DescribeQuorum %d', (version) => {
    fc.assert(fc.property(id, fc.array(fc.tuple(id, fc.integer({ min: -1 }))), (leader, voters) => {
      expect(read(DESCRIBE_QUORUM, version, encoding.describeQuorum(version, { leader, voters })))
        .toEqual({ error: 0, leader, voters: voters.map(([voter, at]) => ({ id: voter, caughtUpAt: at < 0 ? undefined : at })) });
    }));
  });

  test('DescribeConfigs', () => {
    const settings = fc.dictionary(name, fc.option(name, { nil: undefined }), { maxKeys: 4, noNullPrototype: true });
    fc.assert(fc.property(fc.array(fc.record({ name, error: fc.constantFrom(0, 31), settings })), (resources) => {
      const values = read(DESCRIBE_CONFIGS, 4, encoding.describeConfigs(resources));
      expect(values.map((one) => ({ name: one.name, error: one.error, settings: [...one.settings] }))).toEqual(resources.map((one) => ({
        name: one.name, error: one.error, settings: Object.entries(one.settings).filter(([, value]) => value !== undefined),
      })));
    }));
  });

  test.each([3, 4])('DescribeLogDirs %d', (version) => {
    fc.assert(fc.property(fc.uniqueArray(name), (topics) => {
      expect(read(DESCRIBE_LOG_DIRS, version, encoding.describeLogDirs(version, topics))).toEqual({ error: 0, topics });
    }));
  });

  test('ApiVersions, DescribeCluster, SaslHandshake and SaslAuthenticate', () => {
    expect(read(API_VERSIONS, 3, encoding.apiVersions([[3, 0, 12], [18, 0, 4]])))
      .toEqual({ error: 0, apis: [{ key: 3, lowest: 0, highest: 12 }, { key: 18, lowest: 0, highest: 4 }] });
    expect(read(DESCRIBE_CLUSTER, 1, encoding.describeCluster([4, 5]))).toEqual({ error: 0, controller: 4, nodes: [4, 5] });
    expect(read(SASL_HANDSHAKE, 1, encoding.saslHandshake(33, ['PLAIN']))).toEqual({ error: 33, mechanisms: ['PLAIN'] });
    expect(read(SASL_AUTHENTICATE, 2, encoding.saslAuthenticate(58, 'no', '{}', 7n)))
      .toEqual({ error: 58, message: 'no', bytes: Buffer.from('{}'), sessionMilliseconds: 7 });
  });

  test('fields that later releases add are left out', () => {
    const tagged = Buffer.concat([encoding.saslAuthenticate(0, undefined, '', 0n).subarray(0, -1), Buffer.from([2, 9, 3, 1, 2, 3, 10, 0])]);
    expect(read(SASL_AUTHENTICATE, 2, tagged)).toEqual({ error: 0, message: undefined, bytes: Buffer.alloc(0), sessionMilliseconds: 0 });
  });

  test('an answer about the controllers that lacks their log is malformed', () => {
    const empty = Buffer.concat([encoding.NO_TAGS, encoding.int(2, 0), Buffer.from([1, 0])]);
    expect(() => read(DESCRIBE_QUORUM, 1, empty)).toThrow(/does not tell of the metadata log/);
    const refused = Buffer.concat([encoding.NO_TAGS, encoding.int(2, 31), Buffer.from([1, 0])]);
    expect(read(DESCRIBE_QUORUM, 1, refused)).toEqual({ error: 31, leader: -1, voters: [] });
  });
});

const APIS: readonly (readonly [Api<any, unknown>, number])[] = [
  ...[9, 10, 11, 12].map((version) => [METADATA, version] as const), ...[1, 2].map((version) => [DESCRIBE_QUORUM, version] as const),
  ...[3, 4].map((version) => [DESCRIBE_LOG_DIRS, version] as const), [DESCRIBE_CONFIGS, 4], [DESCRIBE_CLUSTER, 1], [API_VERSIONS, 3],
  [SASL_HANDSHAKE, 1], [SASL_AUTHENTICATE, 2],
];
const TOPICS = [{ name: 'orders', partitions: [{ index: 0, leader: 1, replicas: [1, 2, 3], inSync: [1, 2], offline: [3] }] }];
const GOOD: readonly Buffer[] = [
  ...[9, 10, 12].map((version) => encoding.metadata(version, [1, 2], TOPICS)), encoding.describeQuorum(2, { voters: [[1, 5], [2, 6]] }),
  encoding.describeLogDirs(4, ['orders']), encoding.describeConfigs([{ name: 'orders', settings: { 'min.insync.replicas': '2' } }]),
  encoding.describeCluster([1, 2]), encoding.apiVersions([[3, 0, 12]]), encoding.saslHandshake(0, ['OAUTHBEARER']), encoding.saslAuthenticate(0, 'm', 'b', 1n),
];

/** Either an answer or a problem in our own words. */
function survives(api: Api<any, unknown>, version: number, bytes: Buffer): void {
  try {
    read(api, version, bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(WireProblem);
  }
}

const LONG = 600_000;
/** Inputs for each test of a version: KAFKA_WIRE_FUZZ=20000 tries more. */
const RUNS = Number(process.env.KAFKA_WIRE_FUZZ ?? 300);

describe('a hostile answer does no harm', () => {
  test.each(APIS.map(([api, version]) => [`${api.name} ${version}`, api, version] as const))('%s of random bytes', (_name, api, version) => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => survives(api, version, Buffer.from(bytes))), { numRuns: RUNS });
  }, LONG);

  test.each(APIS.map(([api, version]) => [`${api.name} ${version}`, api, version] as const))('%s, changed at a place or cut', (_name, api, version) => {
    const change = fc.record({ good: fc.constantFrom(...GOOD), at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }), cut: fc.nat() });
    fc.assert(fc.property(change, ({ good, at, byte, cut }) => {
      const bytes = Buffer.from(good);
      bytes[at % bytes.length] = byte;
      survives(api, version, bytes);
      survives(api, version, bytes.subarray(0, cut % bytes.length));
    }), { numRuns: RUNS });
  }, LONG);

  test('every answer that is cut anywhere or goes on too long is malformed', () => {
    for (const version of [9, 12]) {
      const good = encoding.metadata(version, [1, 2], TOPICS);
      for (let length = 0; length < good.length; length++) {
        expect(() => read(METADATA, version, good.subarray(0, length))).toThrow(/^the answer is malformed: /);
      }
      expect(() => read(METADATA, version, Buffer.concat([good, Buffer.from([0])]))).toThrow('the answer is malformed: 1 bytes stand after its end');
    }
  });

  test.each([
    ['a list of two thousand million', Buffer.concat([encoding.NO_TAGS, encoding.int(4, 0), Buffer.from([0xff, 0xff, 0xff, 0xff, 0x07])]), /a list of 2147483646 in 0 bytes/],
    ['a number without an end', Buffer.concat([encoding.NO_TAGS, encoding.int(4, 0), Buffer.alloc(9, 0xff)]), /a number has too many bytes/],
    ['two thousand million tags', Buffer.from([0xff, 0xff, 0xff, 0xff, 0x07]), /1 bytes are announced and 0 are there/],
    ['a tag of four thousand million bytes', Buffer.from([1, 0, 0xff, 0xff, 0xff, 0xff, 0x0f]), /4294967295 bytes are announced and 0 are there/],
  ])('%s is refused before anything is made of it', (_what, bytes, message) => {
    expect(() => read(METADATA, 12, bytes)).toThrow(message);
  });
});
