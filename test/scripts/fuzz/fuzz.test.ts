import { PARSERS } from '../../../scripts/fuzz/parsers';
import { PREVIEWS } from '../../../scripts/fuzz/previews';
import { Random } from '../../../scripts/fuzz/random';
import { run } from '../../../scripts/fuzz/run';
import { Target } from '../../../scripts/fuzz/target';

/*
 * A few inputs each; `npm run fuzz` feeds more, and docs/TESTING.md says of how many nothing failed.
 */

test.each([...PARSERS, ...PREVIEWS].map((target) => [target.name, target] as const))('%s stands a few inputs', async (_name, target) => {
  const { count, failures, outcomes } = await run(target, { count: 150, seed: 42 });

  expect({ count, failures }).toEqual({ count: 150, failures: [] });
  expect(outcomes.accept ?? outcomes.read).toBeGreaterThan(10);
}, 60_000);

test('one name for each target', () => {
  const names = [...PARSERS, ...PREVIEWS].map(({ name }) => name);

  expect(new Set(names).size).toBe(names.length);
});

test('a seed alone repeats an input, and another seed gives another', () => {
  const [{ make }] = PARSERS;

  expect(make(new Random(7))).toEqual(make(new Random(7)));
  expect(new Set(Array.from({ length: 50 }, (_, seed) => make(new Random(seed)))).size).toBeGreaterThan(40);
});

/** A target that fails over one letter. */
function failing(fail: (text: string) => string | undefined): Target {
  return { name: 'failing', make: (random) => `${random.below(1000)} ${'abc'.repeat(20)}x${'def'.repeat(20)}`, check: (input) => fail(input as string) };
}

test('what fails is made small and told with its seed', async () => {
  const { failures } = await run(failing((text) => (text.includes('x') ? 'accepts: x' : undefined)), { count: 1, seed: 9 });

  expect(failures).toEqual([{ seed: 9, problem: 'accepts: x', input: 'x' }]);
});

test('an exception is a failure', async () => {
  const { failures } = await run(failing((text) => JSON.parse(text) as string), { count: 1, seed: 9 });

  expect(failures).toMatchObject([{ seed: 9, problem: expect.stringMatching(/^throws: SyntaxError/) }]);
});

test('so is what takes long', async () => {
  const wait = (text: string) => {
    const begun = process.cpuUsage();
    const spent = () => process.cpuUsage(begun).user + process.cpuUsage(begun).system;
    while (text.includes('x') && spent() < 300_000) {
      // Nothing but the processor's time passes, which is what counts.
    }
    return undefined;
  };
  const { failures } = await run(failing(wait), { count: 1, seed: 9 });

  expect(failures).toMatchObject([{ problem: expect.stringMatching(/^takes \d+ ms$/) }]);
}, 300_000);

test('it ends after ten failures', async () => {
  expect((await run(failing(() => 'wrong: all'), { count: 100, seed: 1 })).failures).toHaveLength(10);
});
