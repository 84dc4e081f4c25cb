import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mosquittoRelease } from '../integ/support/mosquitto-node';
import { BROKER } from '../test/brokers/mosquitto/real-broker';
import { bundleEngine } from '../test/restart/support/local-cluster';
import { MosquittoCluster, NO_MOSQUITTO } from '../test/restart/support/mosquitto-cluster';
import { MosquittoObserver } from '../test/restart/support/mosquitto-observer';
import { MosquittoTrials, Trial, Trouble } from '../test/restart/support/mosquitto-trial';
import { ENGINE_VEHICLE, terraformVehicle, Vehicle } from '../test/restart/support/mosquitto-vehicle';

/*
 * Kills engine, Terraform and real brokers at random instants and runs again until all is well, watched from outside.
 *
 *   npm run reliability -- [--runs 50] [--seed 1] [--write]
 *
 * With TERRAFORM_BIN every second trial is carried out by `terraform apply`, else all by the engine. `--write` puts the table into
 * docs/RELIABILITY.md. The exit code is 2 where a promise was broken, 3 where no real broker is there.
 */

const PAGE = resolve(__dirname, '..', 'docs', 'RELIABILITY.md');
const [BEGIN, END] = ['<!-- real processes begin -->', '<!-- real processes end -->'];
const ENGINE_TROUBLES: readonly Trouble[] = [
  'engine killed', 'engine killed', 'node killed', 'engine and node killed', 'output closed', 'second run',
];
const TERRAFORM_TROUBLES: readonly Trouble[] = [...ENGINE_TROUBLES, 'terraform killed', 'terraform killed'];

interface Group {
  readonly vehicle: Vehicle;
  readonly troubles: readonly Trouble[];
  readonly runs: number;
}

async function main(words: readonly string[]): Promise<number> {
  if (NO_MOSQUITTO !== undefined) {
    process.stdout.write(`${NO_MOSQUITTO}\n`);
    return 3;
  }
  const [count, seed] = [optionOf(words, '--runs', 50), optionOf(words, '--seed', 1)];
  const folder = mkdtempSync(join(tmpdir(), 'broker-oauth-reliability-'));
  try {
    const bundle = bundleEngine(folder);
    const lines: string[] = [];
    const broken: string[] = [];
    for (const [index, group] of groupsOf(count).entries()) {
      const trials = await carryOut(group, { folder: mkdtempSync(join(folder, 'cluster-')), bundle, seed: seed + index * count });
      lines.push(...tableOf(group.vehicle.title, trials));
      broken.push(...trials.flatMap((trial) => trial.violations.map((text) => `${group.vehicle.title}, seed ${trial.seed}, ${trial.trouble}: ${text}`)));
    }
    const page = [...HEAD, ...lines, '', ...surroundings(count, seed, words)];
    process.stdout.write(`\n${[...page, ...broken].join('\n')}\n`);
    if (words.includes('--write')) {
      write(page);
    }
    return broken.length === 0 ? 0 : 2;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function groupsOf(count: number): readonly Group[] {
  const program = process.env.TERRAFORM_BIN;
  if (program === undefined) {
    return [{ vehicle: ENGINE_VEHICLE, troubles: ENGINE_TROUBLES, runs: count }];
  }
  const half = Math.floor(count / 2);
  return [
    { vehicle: ENGINE_VEHICLE, troubles: ENGINE_TROUBLES, runs: count - half },
    { vehicle: terraformVehicle(program), troubles: TERRAFORM_TROUBLES, runs: half },
  ];
}

async function carryOut(group: Group, { folder, bundle, seed }: { folder: string; bundle: string; seed: number }): Promise<readonly Trial[]> {
  const cluster = await MosquittoCluster.prepare(folder);
  await cluster.start();
  const observer = new MosquittoObserver(cluster);
  const found: Trial[] = [];
  try {
    await observer.ready();
    const trials = new MosquittoTrials(cluster, observer, bundle, group.vehicle);
    await trials.begin();
    for (let number = 0; number < group.runs; number++) {
      const trial = await trials.run(seed + number, group.troubles);
      found.push(trial);
      process.stdout.write(`${describe(trial)}\n`);
    }
  } finally {
    await observer.end();
    cluster.end();
  }
  return found;
}

function describe({ seed, trouble, at, hit, runs, restarts, violations }: Trial): string {
  const told = violations.length === 0 ? 'good' : violations.join('; ');
  return `seed ${seed}: ${trouble} after ${at} ms${hit ? '' : ' (the run was over)'}, ${runs} runs, ${restarts} restarts: ${told}`;
}

const HEAD = ['| carried out by | trouble | trials | in the middle of a run | runs until all was well | nodes taken down | promises broken |', '|---|---|---|---|---|---|---|'];

function tableOf(title: string, trials: readonly Trial[]): readonly string[] {
  const troubles = [...new Set(trials.map(({ trouble }) => trouble))].sort();
  return troubles.map((trouble) => {
    const own = trials.filter((trial) => trial.trouble === trouble);
    const most = Math.max(...own.map(({ runs }) => runs));
    const sum = (value: (trial: Trial) => number) => own.reduce((total, trial) => total + value(trial), 0);
    const cells = [
      title, trouble, own.length, sum(({ hit }) => Number(hit)), `${sum(({ runs }) => runs)}, at most ${most} for one`, sum(({ restarts }) => restarts),
      sum(({ violations }) => violations.length),
    ];
    return `| ${cells.join(' | ')} |`;
  });
}

function surroundings(count: number, seed: number, words: readonly string[]): readonly string[] {
  const command = `${process.env.TERRAFORM_BIN === undefined ? '' : 'TERRAFORM_BIN=/path/to/terraform '}npm run reliability -- --runs ${count} --seed ${seed}${words.includes('--write') ? ' --write' : ''}`;
  return [`${new Date().toISOString().slice(0, 10)}, Mosquitto ${mosquittoRelease(BROKER!)}, Node.js ${process.versions.node}, ${cpus().length} processors: \`${command}\``];
}

function write(page: readonly string[]): void {
  const text = readFileSync(PAGE, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)];
  writeFileSync(PAGE, `${text.slice(0, begin)}\n${page.join('\n')}\n${text.slice(end)}`);
}

function optionOf(words: readonly string[], name: string, otherwise: number): number {
  const at = words.indexOf(name);
  return at < 0 ? otherwise : Number(words[at + 1]);
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
