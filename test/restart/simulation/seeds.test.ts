import { tell } from './trouble';

/*
 * Stories of trouble from seeds. `SIMULATION_SEEDS=10000` tells that many, from `SIMULATION_FIRST` on; `SIMULATION_SEED=17` tells one again,
 * exactly as it was.
 */

const ONE = process.env.SIMULATION_SEED;
const COUNT = Number(process.env.SIMULATION_SEEDS ?? 150);
const FIRST = Number(ONE ?? process.env.SIMULATION_FIRST ?? 1);
const LAST = ONE === undefined ? FIRST + COUNT - 1 : FIRST;

test(`no story of ${LAST - FIRST + 1} seeds breaks what the engine promises`, async () => {
  const broken: object[] = [];
  let effects = 0;
  for (let seed = FIRST; seed <= LAST && broken.length < 5; seed++) {
    const story = await tell(seed);
    effects += story.effects;
    if (story.violations.length > 0) {
      // The whole trace only of a seed that somebody looks into.
      broken.push(ONE === undefined ? { ...story, trace: [] } : story);
    }
  }
  expect(broken).toEqual([]);
  expect(effects).toBeGreaterThan(0);
}, 3600_000);

test('a seed tells the same story every time', async () => {
  expect(await tell(7)).toEqual(await tell(7));
}, 120_000);
