import { Kill, Layout, SimulatedCluster } from './simulated-cluster';

/*
 * The engine is killed at every single effect in turn, and at every pair of effects, then run again to the end.
 */

const LAYOUTS: Readonly<Record<string, Layout>> = {
  'three nodes': { nodes: 3 },
  'three nodes of which one leads': { nodes: 3, leader: true },
  'three nodes that catch up after a start, in two groups, of which tokens are tried': {
    nodes: 3, leader: true, asksBrokers: true, laterGroup: 1, triesTokens: true,
  },
  'three nodes of which one does not tell when its process started': { nodes: 3, unobservable: 1 },
  'three nodes whose files are delivered while they are stopped': { nodes: 3, deliver: 'while-stopped' },
};

const WHENS = ['before', 'after'] as const;

/** Runs with the kills in turn, then without, and says what was wrong. */
async function violations(layout: Layout, kills: readonly Kill[]) {
  const cluster = new SimulatedCluster(1, layout);
  const effects: number[] = [];
  for (const kill of [...kills, undefined]) {
    const engine = cluster.start(kill);
    await cluster.finish(engine);
    effects.push(engine.effects);
    if (kill === undefined && engine.report?.outcome !== 'good') {
      cluster.observer.report(`the last run ends with ${JSON.stringify(engine.report ?? String(engine.error))}`);
    }
  }
  return { wrong: cluster.observer.violations, effects };
}

describe.each(Object.entries(LAYOUTS))('%s', (_, layout) => {
  test('survive a crash at every effect, and at every pair of effects', async () => {
    const { wrong: undisturbed, effects: [total] } = await violations(layout, []);
    expect(undisturbed).toEqual([]);
    let tried = 0;
    for (let first = 1; first <= total; first++) {
      for (const when of WHENS) {
        const single = [{ effect: first, when }];
        const { wrong, effects } = await violations(layout, single);
        expect({ single, wrong }).toEqual({ single, wrong: [] });
        tried++;
        for (let second = 1; second <= effects[1]; second++) {
          const pair = [...single, { effect: second, when: WHENS[(first + second) % 2] }];
          const { wrong: twice } = await violations(layout, pair);
          expect({ pair, twice }).toEqual({ pair, twice: [] });
          tried++;
        }
      }
    }
    expect(tried).toBeGreaterThan(total * total);
  }, 600_000);
});
