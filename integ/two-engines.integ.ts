import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleEngine } from '../test/restart/support/local-cluster';
import { SSHD } from '../test/restart/support/ssh-server';
import { handovers, openRooms, overlaps, Trial, TrialOptions, TwoEngines } from '../test/restart/support/two-engines';

/*
 * Two engines let loose at the same instant on three nodes behind real OpenSSH servers. They share nothing but the nodes: each has a network
 * and a mount namespace of its own where those can be made. Every node notes each change of it with begin and end.
 *
 *   TRIALS=100 LANES=1 TERRAFORM_BIN=terraform npx jest -c integ/jest.config.json integ/two-engines.integ.ts
 */

const TRIALS = Number(process.env.TRIALS ?? 100);
/** How many clusters are worked on side by side. */
const LANES = Number(process.env.LANES ?? 1);
const TERRAFORM = process.env.TERRAFORM_BIN;

/** Every third by Terraform with `-lock=false`; in every fifth the second one waits and does its own work after the first. */
function optionsOf(number: number): TrialOptions {
  return { vehicle: TERRAFORM !== undefined && number % 3 === 0 ? 'terraform' : 'engine', waitSeconds: number % 5 === 0 ? 300 : 0 };
}

/** What became of a trial, by how many engines changed nodes and how many came to a good end. */
function outcomeOf({ effects, runs }: Trial): string {
  return `${new Set(effects.map((effect) => effect.engine)).size} at work, ${runs.filter((run) => run.code === 0).length} to a good end`;
}

(SSHD === undefined ? describe.skip : describe)(`two engines at once${SSHD === undefined ? ' (skipped: sshd is not installed)' : ''}`, () => {
  const bundles = mkdtempSync(join(tmpdir(), 'broker-oauth-bundle-'));
  afterAll(() => rmSync(bundles, { recursive: true }));

  test(`never overlap in ${TRIALS} trials`, async () => {
    const bundle = bundleEngine(bundles);
    const counts = new Map<string, number>();
    const count = (what: string, by = 1) => counts.set(what, (counts.get(what) ?? 0) + by);
    let next = 1;
    const lane = async (index: number) => {
      const rooms = openRooms();
      const two = await TwoEngines.start(rooms, bundle, 21_200 + 10 * index, TERRAFORM);
      try {
        for (let number = next++; number <= TRIALS; number = next++) {
          const options = optionsOf(number);
          const trial = await two.trial(options);
          const shared = overlaps(trial.effects).length;
          const turns = handovers(trial.effects);
          const by = options.vehicle === 'engine' ? 'by the engine' : 'by terraform apply -lock=false';
          count(`trials ${by} in ${rooms.name}, the second ${options.waitSeconds === 0 ? 'does not wait' : 'waits'}: ${outcomeOf(trial)}`);
          count('effects', trial.effects.length);
          count('overlaps', shared);
          process.stderr.write(`trial ${number}: ${options.vehicle}, ${outcomeOf(trial)}, ${trial.effects.length} effects, ${shared} overlaps, ${turns} handovers\n`);
          expect({ number, shared, turns: turns > 1 }).toEqual({ number, shared: 0, turns: false });
        }
      } finally {
        two.stop();
      }
    };
    await Promise.all(Array.from({ length: LANES }, (_, index) => lane(index)));
    process.stderr.write(`${[...counts].map(([what, times]) => `${times} ${what}`).sort().join('\n')}\n`);
    expect(counts.get('effects')).toBeGreaterThan(0);
  }, TRIALS * 180_000);
});
