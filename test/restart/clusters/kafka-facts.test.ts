import * as fc from 'fast-check';
import { brokerRejoined, controllerRejoined, inSyncFact, mergeMetadata, quorumFact } from '../../../src/restart/clusters/kafka-facts';
import { Partition } from '../../../src/restart/kafka-wire/cluster-messages';
import { Quorum } from '../../../src/restart/kafka-wire/quorum-messages';

const partition = (replicas: number[], inSync: number[], more: Partial<Partition> = {}): Partition =>
  ({ topic: 'orders', index: 0, leader: inSync[0] ?? -1, replicas, inSync, offline: [], ...more });

const judge = (partitions: readonly Partition[], ids: readonly number[] = [1], least: object = { orders: 2 }) =>
  inSyncFact({ names: ids.map((id) => `n${id}`).join(', '), ids, partitions, leastInSync: new Map(Object.entries(least)) });

describe('whether partitions can spare a node', () => {
  test.each<[string, Partition, boolean]>([
    ['all are in sync', partition([1, 2, 3], [1, 2, 3]), true],
    ['one more than needed is in sync without it', partition([1, 2, 3, 4], [1, 2, 3]), true],
    ['it is not in sync itself and the others are just enough', partition([1, 2, 3], [2, 3]), true],
    ['just as many as needed are in sync and it is one of them', partition([1, 2, 3], [1, 2]), false],
    ['too few are in sync, though it is none of them: it may be the next to catch up', partition([1, 2, 3], [3]), false],
    ['none is in sync', partition([1, 2, 3], []), false],
    ['it has no replica', partition([2, 3, 4], [2]), true],
  ])('%s', (_what, one, holds) => {
    expect(judge([one])).toMatchObject({ gate: 'in-sync', holds, unsatisfiable: false });
  });

  test('names what stands in the way, a few of them', () => {
    const many = Array.from({ length: 8 }, (_, index) => partition([1, 2, 3], [1, 2], { index }));
    expect(judge(many).text).toBe('partitions cannot spare n1 now: ' + [0, 1, 2, 3, 4].map((index) =>
      `orders-${index} (in sync 1 2 of 1 2 3, min.insync.replicas 2)`).join(', ') + ' and 3 more');
  });

  test('does not wait for what can never be: as many replicas as must be in sync', () => {
    const fact = judge([partition([1, 2], [2], { topic: 'thin' }), partition([1, 2, 3], [1, 2, 3])], [1], { thin: 2, orders: 2 });
    expect(fact).toEqual({
      gate: 'in-sync', holds: true, unsatisfiable: false,
      text: '1 partitions on n1 have enough other replicas in sync; not waited for, since min.insync.replicas leaves no replica to spare: thin-0',
    });
  });

  test('nodes together may be too many for a partition, which no waiting mends', () => {
    expect(judge([partition([1, 2, 3], [1, 2, 3])], [1, 2])).toEqual({
      gate: 'in-sync', holds: false, unsatisfiable: true,
      text: 'n1, n2 hold too many replicas of one partition to go down together: orders-0 (in sync 1 2 3 of 1 2 3, min.insync.replicas 2)',
    });
    expect(judge([partition([1, 3, 4], [1, 3, 4]), partition([2, 3, 4], [2, 3, 4])], [1, 2]).holds).toBe(true);
    expect(judge([partition([1, 2, 3, 4], [1, 2, 3])], [1, 2])).toMatchObject({ holds: false, unsatisfiable: false });
  });

  test('stays shut where nobody tells how many must be in sync', () => {
    expect(judge([partition([1, 2, 3], [1, 2, 3])], [1], {}))
      .toEqual({ gate: 'in-sync', holds: false, unsatisfiable: false, text: 'min.insync.replicas is not told for orders' });
  });

  test('whatever goes down, enough stay in sync in every partition that is judged', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 });
    const any = ids.chain((replicas) => fc.subarray(replicas).map((inSync) => partition(replicas, inSync)));
    const goingDown = fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 });
    fc.assert(fc.property(fc.array(any), goingDown, fc.integer({ min: 1, max: 4 }),
      (partitions, down, least) => {
        const left = (one: Partition) => one.inSync.filter((id) => !down.includes(id)).length;
        const touched = partitions.filter((one) => one.replicas.some((id) => down.includes(id)) && one.replicas.length > least);
        expect(judge(partitions, down, { orders: least }).holds).toBe(touched.every((one) => left(one) >= least));
      }));
  });
});

describe('what several brokers say, taken together', () => {
  test('who is in sync is so for all, who is up is so for all', () => {
    const views = [
      { brokers: [1, 2, 3], partitions: [partition([1, 2, 3], [1, 2, 3])], untold: [] },
      { brokers: [2, 3], partitions: [partition([1, 2, 3], [2, 3], { offline: [1] }), partition([4], [4], { topic: 'new' })], untold: [{ topic: 'x', error: 3 }] },
    ];
    expect(mergeMetadata(views)).toEqual({
      brokers: [2, 3],
      partitions: [partition([1, 2, 3], [2, 3], { leader: 1, offline: [1] }), partition([4], [4], { topic: 'new' })],
      untold: [{ topic: 'x', error: 3 }],
    });
    expect(mergeMetadata([views[1], { ...views[0], partitions: [partition([1, 2, 3], [2], { leader: -1 })] }]).partitions[0].leader).toBe(-1);
  });
});

describe('whether the controllers can spare a node', () => {
  const quorum = (leader: number, ...behind: number[]): Quorum =>
    ({ error: 0, leader, voters: behind.map((milliseconds, index) => ({ id: index + 1, caughtUpAt: 1_000_000 - milliseconds })) });

  test.each<[string, Quorum, number[], boolean, boolean, RegExp]>([
    ['two others of three follow', quorum(1, 0, 0, 500), [3], true, false, /^2 of 3 controllers remain caught up without n3, 2 are needed$/],
    ['one of the others is behind', quorum(1, 0, 2001, 0), [3], false, false, /^1 of 3 .* 2 are needed; behind: 2$/],
    ['it is behind itself', quorum(1, 0, 9000, 2000), [2], true, false, /^2 of 3/],
    ['the active one goes, the others follow', quorum(1, 0, 0, 0), [1], true, false, /^2 of 3/],
    ['two of three go', quorum(1, 0, 0, 0), [2, 3], false, true, /^1 of 3 .* 2 are needed$/],
    ['two of five go', quorum(1, 0, 0, 0, 0, 0), [2, 3], true, false, /^3 of 5 .* 3 are needed$/],
    ['one of four goes, one is behind', quorum(1, 0, 0, 0, 5000), [2], false, false, /^2 of 4 .* 3 are needed; behind: 4$/],
    ['one of two goes, the other follows', quorum(1, 0, 0), [1], true, false, /^1 of 2 .* 1 are needed$/],
    ['one of two goes, the other is behind', quorum(1, 0, 9000), [1], false, false, /^0 of 2 .* 1 are needed; behind: 2$/],
    ['the only one goes', quorum(1, 0), [1], true, false, /^n1 is the only controller; nothing is led while it restarts$/],
    ['nobody is active', quorum(-1, 0, 0, 0), [3], false, false, /no controller is active$/],
  ])('%s', (_what, quorumNow, ids, holds, unsatisfiable, text) => {
    expect(quorumFact(ids.map((id) => `n${id}`).join(', '), ids, quorumNow, 2))
      .toEqual({ gate: 'controller-quorum', holds, unsatisfiable, text: expect.stringMatching(text) });
  });

  test('says nothing of nodes that do not vote', () => {
    expect(quorumFact('n9', [9], quorum(1, 0, 0, 0), 2)).toBeUndefined();
  });

  test('a voter of which nobody knows how far it is does not count', () => {
    const unknown = { ...quorum(1, 0, 0, 0), voters: [{ id: 1, caughtUpAt: 5 }, { id: 2, caughtUpAt: undefined }, { id: 3, caughtUpAt: 5 }] };
    expect(quorumFact('n3', [3], unknown, 2)).toMatchObject({ holds: false });
    expect(controllerRejoined(2, unknown, 2)).toEqual({ healthy: false, detail: 'has not caught up with controller 1' });
  });

  test('a controller is back when it follows or leads', () => {
    expect(controllerRejoined(3, quorum(1, 0, 0, 1999), 2)).toEqual({ healthy: true, detail: 'follows controller 1' });
    expect(controllerRejoined(1, quorum(1, 0, 0, 1999), 2)).toEqual({ healthy: true, detail: 'active controller' });
    expect(controllerRejoined(3, quorum(1, 0, 0, 2001), 2).healthy).toBe(false);
  });
});

describe('whether a broker is back', () => {
  const seen = (brokers: number[], ...partitions: Partition[]) => brokerRejoined(1, { brokers, partitions, untold: [] });

  test.each([
    ['in sync again', seen([1, 2, 3], partition([1, 2, 3], [1, 2])), { healthy: true, detail: 'in sync with 1 partitions' }],
    ['counted by nobody', seen([2, 3]), { healthy: false, detail: 'broker 1 is not counted among those that are up (2, 3)' }],
    ['not in sync yet', seen([1, 2], partition([1, 2], [2])), { healthy: false, detail: 'not in sync yet with 1 of 1 partitions: orders-0' }],
    ['without replicas', seen([1], partition([2], [])), { healthy: true, detail: 'in sync with 0 partitions' }],
    ['without a leader to catch up with', seen([1], partition([1, 2], [2], { leader: -1 })),
      { healthy: true, detail: 'in sync with 0 partitions; cannot catch up, without a leader or a disk: orders-0' }],
    ['with a disk that has failed', seen([1, 2], partition([1, 2], [2], { offline: [1] }), partition([1, 2], [2], { index: 1 })),
      { healthy: false, detail: 'not in sync yet with 1 of 2 partitions: orders-1; cannot catch up, without a leader or a disk: orders-0' }],
  ])('%s', (_what, result, expected) => expect(result).toEqual(expected));
});
