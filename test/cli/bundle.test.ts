import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { KAFKA_CASE, NOW, scratchFolder } from './command-line';

const ROOT = path.resolve(__dirname, '../..');
const { folder, write } = scratchFolder();
const program = path.join(folder, 'lib/cli/broker-oauth.cjs');
const good = JSON.stringify(KAFKA_CASE);

beforeAll(() => {
  write('package.json', { version: '1.2.3' });
  execFileSync(process.execPath, ['scripts/bundle-cli.mjs', path.join(folder, 'lib')], { cwd: ROOT });
}, 60_000);

/** Runs a line of bash in which $P is the program; $? of the program itself where it is the first of a pipe. */
function bash(line: string, input = '') {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
    input, encoding: 'utf8', cwd: folder, env: { ...process.env, P: program, NODE_NO_WARNINGS: '1' }, timeout: 60_000, maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}

test('the program runs as it is installed, and knows its version', () => {
  expect(bash('"$P" --version')).toEqual({ status: 0, stdout: '1.2.3\n', stderr: '' });
});

test('it judges a case by the bundled semantics of each broker', () => {
  const result = JSON.parse(bash('"$P" preview --case - --json', good).stdout);

  expect(result).toMatchObject({ id: 'kafka', decision: 'accept', principal: 'User:orders' });
  for (const broker of ['lavinmq', 'hivemq', 'mosquitto']) {
    const input = JSON.stringify({ broker, now: NOW, settings: '' });
    expect(JSON.parse(bash('"$P" preview --case - --json', input).stdout)).toMatchObject({ broker, decision: expect.stringMatching(/reject|undetermined/) });
  }
});

test('expectations and claims are in the bundle', () => {
  const suite = write('suite.yaml', `cases: [${JSON.stringify({ ...KAFKA_CASE, expect: { decision: 'accept' } })}]`);

  expect(bash(`"$P" expect ${suite}`)).toEqual({ status: 0, stdout: 'ok         kafka\n1 expected: 1 met, 0 missed, 0 unreadable\n', stderr: '' });
  expect(JSON.parse(bash('"$P" claims --idp generic --token - --json', JSON.stringify(KAFKA_CASE.token)).stdout)).toMatchObject({ subject: 'orders' });
});

test('a reader that closes the pipe early ends nothing badly', () => {
  const batch = write('batch.jsonl', `${good}\n`.repeat(2000));

  const { status, stdout, stderr } = bash(`"$P" preview --batch ${batch} | head -n 1; exit "\${PIPESTATUS[0]}"`);

  expect([status, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout).id).toBe('kafka');
  expect(bash('"$P" preview --help | true; exit "${PIPESTATUS[0]}"')).toMatchObject({ status: 0, stderr: '' });
});

(fs.existsSync('/dev/full') ? test : test.skip)('output that is lost is an error', () => {
  expect(bash('"$P" preview --case - > /dev/full', good)).toEqual({ status: 1, stdout: '', stderr: 'error: the output cannot be written: ENOSPC\n' });
});

test('an input without end is left where it is too large', () => {
  const { status, stderr } = bash('yes | "$P" preview lavinmq --settings -');
  expect([status, stderr]).toEqual([1, 'error: standard input has more than 10000000 bytes; check the path\n']);
});

test('a long batch with a slow reader needs little memory', () => {
  const line = JSON.stringify({ ...KAFKA_CASE, id: 'x'.repeat(20_000) });
  const batch = write('long.jsonl', `${line}\n`.repeat(5000));

  // 100 MB go in and more come out, with a heap of 48 MB.
  const { status, stdout, stderr } = bash(`node --max-old-space-size=48 "$P" preview --batch ${batch} | (sleep 1; wc -l)`);

  expect([status, stderr, stdout.trim()]).toEqual([0, '', '5000']);
}, 90_000);

describe('what is not needed is not loaded:', () => {
  const LOADED = `
    const { brokerSemantics } = require('./src/brokers/semantics-registry');
    const { COMMANDS } = require('./src/cli/commands');
    const { runProgram } = require('./src/cli/program');
    const io = { write() {}, complain() {}, now: () => ${NOW}, stdin: async function* () { yield Buffer.from(process.env.INPUT); } };
    runProgram(COMMANDS, process.argv.slice(1), io, '').then((code) => {
      const names = Object.keys(require.cache).map((file) => /node_modules\\/([^/]+)|brokers\\/([^/]+)\\/semantics\\.ts/.exec(file)).filter(Boolean);
      console.log(JSON.stringify([code, [...new Set(names.map(([, library, broker]) => library ?? broker))].filter((name) => WANTED.includes(name)).sort()]));
    });`;
  const WANTED = ['zod', 'jose', 'yaml', 'saxes', 'commander', 'lavinmq', 'hivemq', 'mosquitto', 'aiven-kafka', 'cdktf', 'constructs'];

  test.each<[string, readonly string[], readonly string[]]>([
    ['for the help, nothing', ['--help'], ['commander']],
    ['for claims, nothing', ['claims', '--idp', 'uaa', '--token', '-'], ['commander']],
    ['for a preview of one broker, no other', ['preview', '--case', '-'], ['aiven-kafka', 'commander']],
  ])('%s', (_what, words, names) => {
    const output = execFileSync(process.execPath, ['--require', './scripts/register.cjs', '-e', `const WANTED = ${JSON.stringify(WANTED)};${LOADED}`, '--', ...words], {
      cwd: ROOT, encoding: 'utf8', env: { ...process.env, INPUT: words[0] === 'claims' ? JSON.stringify(KAFKA_CASE.token) : good },
    });
    expect(JSON.parse(output)).toEqual([0, names]);
  }, 60_000);
});

test('the clients of every protocol are beside the bundle, and speak', () => {
  const logins = [
    { kind: 'mqtt', host: '127.0.0.1', port: 1 }, { kind: 'mqtt', host: '127.0.0.1', port: 1, webSocketPath: '/mqtt' },
    { kind: 'amqp', host: '127.0.0.1', port: 1 }, { kind: 'kafka', host: '127.0.0.1', port: 1 },
  ];
  const spec = write('smoke.restart.json', {
    schemaVersion: 1, broker: { kind: 'lavinmq', path: 'S/LavinMq' }, stateDirectory: 'state', smoke: { accepted: { kind: 'file', path: write('opaque', 'opaque') } },
    nodes: [{ name: 'a', files: {}, driver: { kind: 'command', restart: ['true'] }, probes: [{ kind: 'tcp', host: 'a', port: 1 }], logins }],
  });

  const { status, stdout, stderr } = bash(`"$P" smoke --spec ${spec} --json`);

  expect([status, stderr]).toEqual([3, '']);
  expect(JSON.parse(stdout).restarts[0].logins.map(({ seen, detail }: { seen: string; detail: string }) => [seen, /ECONNREFUSED/.test(detail)]))
    .toEqual(logins.map(() => ['unclear', true]));
});
