import { ChildProcess, spawn } from 'node:child_process';
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

interface Interruption {
  /** The text after which it acts. */
  readonly at: string;
  readonly act: (demo: ChildProcess) => void;
}

/** Runs the demo as a user does; an interruption acts once a text was printed. */
function runDemo(environment: Record<string, string>, interruption?: Interruption): Promise<Ended> {
  const child = spawn(process.execPath, ['--require', './scripts/register.cjs', 'examples/demo/demo.ts'], {
    cwd: ROOT, env: { ...process.env, TMPDIR: temporary, ...environment }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let interrupted = false;
  const add = (text: Buffer) => {
    output += text.toString();
    if (interruption !== undefined && !interrupted && output.includes(interruption.at)) {
      interrupted = true;
      interruption.act(child);
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

/** Command lines of processes that the demo has left running; looked for where the system shows them. */
function leftRunning(): string[] {
  const pids = fs.existsSync('/proc') ? fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return pids.map(commandLine).filter((text) => text.includes(temporary));
}

function commandLine(pid: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
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
    expect(leftRunning()).toEqual([]);
  }, LONGEST_MILLISECONDS);

  (TERRAFORM === undefined ? test.skip : test)('tells its whole story with Terraform (needs terraform or tofu on PATH)', async () => {
    const ended = await runDemo({});

    expectStory(ended);
    expect(ended.output).toMatch(/carried by {2}(Terraform|OpenTofu) v/);
    expect(leftOvers()).toEqual([]);
    expect(leftRunning()).toEqual([]);
  }, LONGEST_MILLISECONDS);

  test('cleans up when it is interrupted in the middle of a restart', async () => {
    const { code } = await runDemo({ PATH: temporary }, { at: '[2/3]', act: (demo) => demo.kill('SIGINT') });

    expect(code).toBe(130);
    expect(leftOvers()).toEqual([]);
    expect(leftRunning()).toEqual([]);
  }, LONGEST_MILLISECONDS);

  test('cleans up when its reader goes away', async () => {
    const { code } = await runDemo({ PATH: temporary }, { at: 'First apply', act: (demo) => demo.stdout!.destroy() });

    expect(code).toBe(1);
    expect(leftOvers()).toEqual([]);
    expect(leftRunning()).toEqual([]);
  }, LONGEST_MILLISECONDS);
});
