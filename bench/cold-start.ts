import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/*
 * How long the command line takes from nothing, against Node alone.
 *
 *   node --require ./scripts/register.cjs bench/cold-start.ts [<program>]
 */

/** Medians of wall clock time, in milliseconds. */
export interface ColdStart {
  readonly bareMs: number;
  readonly programMs: number;
  readonly ratio: number;
}

/** A preview that needs one broker: what most runs of the command line are. */
const CASE = {
  broker: 'aiven-kafka',
  brokerVersion: '4.2.0',
  now: 1767225600,
  settings: { jwks_url: 'https://sso.example.com/keys', expected_issuer: 'https://sso.example.com', expected_audience: 'messaging' },
  token: {
    header: { alg: 'RS256', kid: 'k1' },
    claims: { iss: 'https://sso.example.com', aud: 'messaging', sub: 'orders', iat: 1767225540, exp: 1767229200, scope: 'a' },
  },
  signature: 'valid',
};

/** Starts both in turn, so that whatever else the machine does weighs on both, and takes the median of each. */
export function coldStart(program: string, runs: number): ColdStart {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-cold-'));
  try {
    const file = path.join(folder, 'case.json');
    fs.writeFileSync(file, JSON.stringify(CASE));
    const [bare, ours]: [number[], number[]] = [[], []];
    for (let run = 0; run <= runs; run++) {
      const times = [timeOf(['-e', '0']), timeOf([program, 'preview', '--case', file])];
      // The first of each fills the caches of the file system.
      if (run > 0) {
        bare.push(times[0]);
        ours.push(times[1]);
      }
    }
    const [bareMs, programMs] = [median(bare), median(ours)];
    return { bareMs, programMs, ratio: programMs / bareMs };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function timeOf(words: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`node ${words[0]} ended with ${status}: ${stderr}`);
  }
  return performance.now() - start;
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

if (require.main === module) {
  const program = process.argv[2] ?? path.resolve(__dirname, '..', 'lib', 'cli', 'broker-oauth.cjs');
  const { bareMs, programMs, ratio } = coldStart(program, 31);
  console.log(`node -e 0: ${bareMs.toFixed(0)} ms; a preview: ${programMs.toFixed(0)} ms; ratio ${ratio.toFixed(2)}`);
}
