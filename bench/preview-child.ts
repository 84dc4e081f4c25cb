import { importJWK, JWK as Jwk, jwtVerify } from 'jose';
import { AUDIENCE, COMPACT_TOKENS, ISSUER, JWK, NOW, OPEN_TOKENS, Workload, WORKLOADS } from './preview-work';
import { PreviewCase } from '../src/preview/case';
import { preview } from '../src/preview/preview';
import { PreviewResult } from '../src/preview/result';

/*
 * Times previews and jose in one process, in turn, and prints what each took, as JSON. Times are the processor's, of all threads: jose
 * verifies in one of its own.
 */

/** Microseconds for one token, by round. */
export interface PreviewTimes {
  readonly title: string;
  readonly open: readonly number[];
  readonly compact: readonly number[];
  readonly signed: readonly number[];
  readonly jose: readonly number[];
}

const [rounds, milliseconds] = process.argv.slice(2).map(Number);
const KEYS = { keys: [JWK] };

function casesOf({ login }: Workload, tokens: readonly PreviewCase['token'][], more: Partial<PreviewCase>): readonly PreviewCase[] {
  return tokens.map((token) => ({ ...login, ...more, token }));
}

/** Every token must be let in, or something else is measured. */
function assertAccepted({ semantics }: Workload, cases: readonly PreviewCase[]): void {
  for (const input of cases) {
    const { decision, reason } = preview(semantics, input) as PreviewResult;
    if (decision !== 'accept') {
      throw new Error(`${semantics.kind}: ${decision} over ${reason}`);
    }
  }
}

function processorMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Goes through all tokens again and again until the time is up. */
async function timeOf(once: () => Promise<number> | number): Promise<number> {
  const [start, end] = [processorMicros(), performance.now() + milliseconds];
  let done = 0;
  while (performance.now() < end) {
    done += await once();
  }
  return (processorMicros() - start) / done;
}

function previews({ semantics }: Workload, cases: readonly PreviewCase[]): () => number {
  return () => {
    for (const input of cases) {
      preview(semantics, input);
    }
    return cases.length;
  };
}

async function main(): Promise<void> {
  const key = await importJWK(JWK as Jwk, 'RS256');
  const options = { issuer: ISSUER, audience: AUDIENCE, algorithms: ['RS256'], currentDate: new Date(NOW * 1000) };
  const verifyAll = async () => {
    for (const token of COMPACT_TOKENS) {
      await jwtVerify(token, key, options);
    }
    return COMPACT_TOKENS.length;
  };
  const measured: PreviewTimes[] = [];
  for (const workload of WORKLOADS) {
    const ways = {
      open: casesOf(workload, OPEN_TOKENS, { signature: 'valid' }), compact: casesOf(workload, COMPACT_TOKENS, {}),
      signed: casesOf(workload, COMPACT_TOKENS, { jwks: KEYS }),
    };
    Object.values(ways).forEach((cases) => assertAccepted(workload, cases));
    const times = { open: [] as number[], compact: [] as number[], signed: [] as number[], jose: [] as number[] };
    for (let round = -1; round < rounds; round++) {
      // In turn, so that all suffer alike from whatever else the machine does; the first round warms up.
      for (const way of ['signed', 'open', 'compact'] as const) {
        push(times[way], round, await timeOf(previews(workload, ways[way])));
        if (way === 'signed') {
          push(times.jose, round, await timeOf(verifyAll));
        }
      }
    }
    measured.push({ title: workload.semantics.title, ...times });
  }
  process.stdout.write(JSON.stringify(measured));
}

function push(times: number[], round: number, time: number): void {
  if (round >= 0) {
    times.push(time);
  }
}

void main();
