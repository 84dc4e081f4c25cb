import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { TERRAFORM } from '../support/terraform';

const ROOT = path.resolve(__dirname, '../..');
const LONGEST_MILLISECONDS = 240_000;

let temporary: string;
beforeEach(() => {
  temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-demo-test-'));
});
afterEach(() => fs.rmSync(temporary, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs the demo as a user does; `interruptAt` sends it an interrupt once that text was printed. */
function runDemo(environment: Record<string, string>, interruptAt?: string): Promise<Ended> {
  const child = spawn(process.execPath, ['--require', './scripts/register.cjs', 'examples/demo/demo.ts'], {
    cwd: ROOT, env: { ...process.env, TMPDIR: temporary, ...environment }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let interrupted = false;
  const add = (text: Buffer) => {
    output += text.toString();
    if (interruptAt !== undefined && !interrupted && output.includes(interruptAt)) {
      interrupted = true;
      child.kill('SIGINT');
    }
  };
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

/** Folders of the demo; others may use the temporary folder too, such as the compile cache of ts-node. */
function leftOvers(): string[] {
  return fs.readdirSync(temporary).filter((name) => name.startsWith('broker-oauth-demo'));
}

function nodeProcesses(output: string): number[] {
  return [...output.matchAll(/^ {2}mosquitto-\d .* process (\d+)$/gm)].map((match) => Number(match[1]));
}

function isRunning(pid: number): boolean {
  return fs.existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

/** What each node's logins were after each node had restarted, in the order of printing. */
function loginsWhileRolling(output: string): string[] {
  const rolling = output.slice(output.indexOf('The rolling restart'), output.indexOf('Afterwards'));
  return [...rolling.matchAll(/^ {2}(mosquitto-\d) {3}token for messaging (\w+) .* token for messaging-2027 (\w+) /gm)]
    .map(([, node, old, renewed]) => `${node}: old ${old}, new ${renewed}`);
}

const OLD = 'old accepted, new refused';
const NEW = 'old refused, new accepted';

function expectStory({ code, output }: Ended): void {
  expect({ code, problem: /The demo failed[^]*/.exec(output)?.[0] }).toEqual({ code: 0, problem: undefined });
  // eslint-disable-next-line no-control-regex -- nobody watches a pipe, so nothing is coloured
  expect(output).not.toMatch(/\u001b/);
  expect(output).toContain('LOCKOUT_NOT_ACCEPTED');
  expect(output).toContain('mosquitto-1, then mosquitto-2, then mosquitto-3, each only when the one before was healthy again');
  expect(loginsWhileRolling(output)).toEqual([
    `mosquitto-1: ${NEW}`, `mosquitto-2: ${OLD}`, `mosquitto-3: ${OLD}`,
    `mosquitto-1: ${NEW}`, `mosquitto-2: ${NEW}`, `mosquitto-3: ${OLD}`,
    `mosquitto-1: ${NEW}`, `mosquitto-2: ${NEW}`, `mosquitto-3: ${NEW}`,
  ]);
  expect(output).toMatch(/A search for the \d+ secrets and tokens of this run in \d+ files [^]* finds\s+none/);
  expect(output).toContain('Three commands to try next');
}

describe('the demo', () => {
  test('tells its whole story without Terraform and cleans up', async () => {
    const ended = await runDemo({ PATH: temporary });

    expectStory(ended);
    expect(ended.output).toContain('the engine alone, since neither terraform nor tofu is on PATH');
    expect(leftOvers()).toEqual([]);
    expect(nodeProcesses(ended.output).filter(isRunning)).toEqual([]);
  }, LONGEST_MILLISECONDS);

  (TERRAFORM === undefined ? test.skip : test)('tells its whole story with Terraform (needs terraform or tofu on PATH)', async () => {
    const ended = await runDemo({});

    expectStory(ended);
    expect(ended.output).toMatch(/carried by {2}(Terraform|OpenTofu) v/);
    expect(leftOvers()).toEqual([]);
  }, LONGEST_MILLISECONDS);

  test.each(['process', '[2/3]'])('cleans up when it is interrupted after "%s"', async (moment) => {
    const { code, output } = await runDemo({ PATH: temporary }, moment);

    expect(code).toBe(130);
    expect(leftOvers()).toEqual([]);
    expect(nodeProcesses(output).filter(isRunning)).toEqual([]);
  }, LONGEST_MILLISECONDS);
});
