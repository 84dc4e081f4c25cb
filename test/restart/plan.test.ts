import * as fc from 'fast-check';
import { batchGates, defaultQuorum, describePlan, ObservedNode, PlanInput, planRestart } from '../../src/restart/plan';

const nodes = (...names: string[]) => names.map((name) => ({ name }));
const REASON = { code: 'fingerprint', text: 'aaa becomes bbb' } as const;
const UP: ObservedNode = { healthy: true, reasons: [REASON] };
const DOWN: ObservedNode = { healthy: false, down: true, reasons: [REASON] };
const DONE: ObservedNode = { healthy: true, runs: 'marker', reasons: [] };

const namesOf = (input: PlanInput) => planRestart(input).batches.map((batch) => batch.nodes.map((node) => node.name));
const rulesOf = (input: PlanInput) => planRestart(input).findings.map((found) => `${found.level} ${found.rule}`);

describe('defaultQuorum', () => {
  test.each([[0, 0], [1, 0], [2, 1], [3, 2], [4, 3], [5, 3], [6, 4], [7, 4]])('of %d nodes is %d', (count, quorum) => {
    expect(defaultQuorum(count)).toBe(quorum);
  });
});

describe('batches', () => {
  test('hold every node in the order given when nobody has looked', () => {
    expect(planRestart({ nodes: nodes('b', 'a'), maxUnavailable: 1 }).batches).toEqual([
      { turn: 'ordinary', nodes: [{ name: 'b', zone: undefined, reasons: [{ code: 'fingerprint', text: 'restarts when its fingerprint changes' }] }] },
      { turn: 'ordinary', nodes: [{ name: 'a', zone: undefined, reasons: [{ code: 'fingerprint', text: 'restarts when its fingerprint changes' }] }] },
    ]);
  });

  test.each<[string, PlanInput, string[][]]>([
    ['put nodes that are down first and the leader last', {
      nodes: nodes('a', 'b', 'c'), maxUnavailable: 1, observed: { a: { ...UP, leader: true }, b: UP, c: DOWN },
    }, [['c'], ['b'], ['a']]],
    ['put a leader that is down first', { nodes: nodes('a', 'b', 'c'), maxUnavailable: 1, observed: { a: UP, b: { ...DOWN, leader: true }, c: UP } }, [['b'], ['a'], ['c']]],
    ['put a node in doubt first', {
      nodes: nodes('a', 'b'), maxUnavailable: 1, observed: { a: UP, b: { healthy: true, reasons: [{ code: 'in-doubt', text: 'x' }] } },
    }, [['b'], ['a']]],
    ['leave out nodes that provably run', { nodes: nodes('a', 'b', 'c'), maxUnavailable: 1, observed: { a: DONE, b: UP, c: DONE } }, [['b']]],
    ['keep an explicit order', { nodes: nodes('a', 'b', 'c'), order: ['c', 'a', 'b'], maxUnavailable: 1 }, [['c'], ['a'], ['b']]],
    ['take as many as may be down', { nodes: nodes('a', 'b', 'c', 'd', 'e'), maxUnavailable: 2 }, [['a', 'b'], ['c', 'd'], ['e']]],
    ['stay within one zone', {
      nodes: [{ name: 'a', zone: 'x' }, { name: 'b', zone: 'y' }, { name: 'c', zone: 'x' }, { name: 'd', zone: 'y' }, { name: 'e', zone: 'x' }], maxUnavailable: 2,
    }, [['a', 'c'], ['e'], ['b', 'd']]],
    ['keep the order whatever the zone when one node restarts at a time', {
      nodes: [{ name: 'a', zone: 'x' }, { name: 'b', zone: 'y' }, { name: 'c', zone: 'x' }], maxUnavailable: 1,
    }, [['a'], ['b'], ['c']]],
  ])('%s', (_name, input, expected) => {
    expect(namesOf(input)).toEqual(expected);
  });

  test('hold each node that needs a restart exactly once and never more than may be down', () => {
    const observed = fc.record({ healthy: fc.boolean(), leader: fc.option(fc.boolean(), { nil: undefined }), needs: fc.boolean() });
    fc.assert(fc.property(fc.array(observed, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (states, maxUnavailable) => {
      const names = states.map((_, index) => `n${index}`);
      const found = Object.fromEntries(states.map((state, index) => [names[index], { ...state, reasons: state.needs ? [REASON] : [] }]));
      const batches = namesOf({ nodes: nodes(...names), maxUnavailable, observed: found });
      expect(batches.flat().sort()).toEqual(names.filter((_, index) => states[index].needs).sort());
      expect(batches.every((batch) => batch.length <= maxUnavailable)).toBe(true);
    }));
  });
});

describe('what speaks against a plan', () => {
  test.each<[string, PlanInput, string[]]>([
    ['one of three', { nodes: nodes('a', 'b', 'c'), maxUnavailable: 1 }, []],
    ['two of three', { nodes: nodes('a', 'b', 'c'), maxUnavailable: 2 }, ['error RESTART_MAX_UNAVAILABLE']],
    ['two of three when the quorum allows it', { nodes: nodes('a', 'b', 'c'), maxUnavailable: 2, quorum: 1 }, []],
    ['two of three when the gate is overridden', { nodes: nodes('a', 'b', 'c'), maxUnavailable: 2, overrides: ['quorum'] }, []],
    ['two of five', { nodes: nodes('a', 'b', 'c', 'd', 'e'), maxUnavailable: 2 }, []],
    ['one of two', { nodes: nodes('a', 'b'), maxUnavailable: 1 }, []],
    ['a single node', { nodes: nodes('a'), maxUnavailable: 1 }, ['warning RESTART_DOWNTIME']],
    ['a single node that is a service', { nodes: [{ name: 'a', driver: { kind: 'aiven' } }], maxUnavailable: 1 }, []],
    ['a single node of a service', { nodes: [{ name: 'a', driver: { kind: 'cloudamqp' } }], maxUnavailable: 1 }, ['warning RESTART_DOWNTIME']],
    ['a quorum of all', { nodes: nodes('a', 'b'), maxUnavailable: 1, quorum: 2 }, ['error RESTART_QUORUM_POSSIBLE']],
    ['the same name twice', { nodes: nodes('a', 'a', 'b'), maxUnavailable: 1 }, ['error RESTART_NODES_UNIQUE']],
    ['an order with a stranger', { nodes: nodes('a', 'b'), order: ['a', 'x'], maxUnavailable: 1 }, ['error RESTART_ORDER_COMPLETE']],
    ['an order that leaves one out', { nodes: nodes('a', 'b'), order: ['a'], maxUnavailable: 1 }, ['error RESTART_ORDER_COMPLETE']],
    ['no nodes', { nodes: [], maxUnavailable: 1 }, []],
  ])('%s', (_name, input, expected) => {
    expect(rulesOf(input)).toEqual(expected);
  });

  test('is told with both numbers', () => {
    expect(planRestart({ nodes: nodes('a', 'b', 'c'), maxUnavailable: 2 }).findings[0].message).toBe('must be at most 1: of 3 nodes 2 must stay available, got 2');
  });
});

describe('gates', () => {
  const gatesOf = (input: PlanInput) => batchGates(input, planRestart(input).batches[0]).map((fact) => `${fact.gate} ${fact.holds} ${fact.unsatisfiable}`);

  test.each<[string, PlanInput, string[]]>([
    ['all up', { nodes: nodes('a', 'b', 'c'), maxUnavailable: 1, observed: { a: UP, b: UP, c: UP } }, ['quorum true false', 'max-unavailable true false']],
    ['another one down', { nodes: nodes('a', 'b', 'c'), maxUnavailable: 1, observed: { a: UP, b: UP, c: { ...DOWN, reasons: [] } } },
      ['quorum false false', 'max-unavailable false false']],
    ['a quorum that can never hold', { nodes: nodes('a', 'b'), quorum: 2, maxUnavailable: 1, observed: { a: UP, b: UP } },
      ['quorum false true', 'max-unavailable true false']],
    ['a node that is down already', { nodes: nodes('a', 'b', 'c'), maxUnavailable: 1, observed: { a: DOWN, b: { ...DOWN, reasons: [] }, c: UP } }, []],
  ])('%s', (_name, input, expected) => {
    expect(gatesOf(input)).toEqual(expected);
  });
});

test('describePlan tells batches, reasons, what is left out and the quorum', () => {
  const plan = planRestart({
    nodes: [{ name: 'a', zone: 'x' }, { name: 'b' }, { name: 'c' }], maxUnavailable: 1, overrides: ['quorum'],
    observed: { a: { ...UP, leader: true }, b: DONE, c: DOWN },
  });
  expect(describePlan(plan)).toEqual([
    'batch 1 of 2 (repair): c: aaa becomes bbb',
    'batch 2 of 2 (leader): a (zone x): aaa becomes bbb',
    'skipped: b: marker',
    'at least 2 nodes stay available',
    'gates switched off: quorum',
  ]);
});
