import { brokerOAuth, KAFKA_CASE, NOW, scratchFolder } from './command-line';
import { CliIo } from '../../src/cli/cli-io';
import { COMMANDS } from '../../src/cli/commands';
import { runProgram } from '../../src/cli/program';
import { preview } from '../../src/preview/preview';
import { BROKERS_WITH_VECTORS, semanticsOf, vectorsOf } from '../preview/vector-file';

const { write } = scratchFolder();
const good = JSON.stringify(KAFKA_CASE);
const rejected = JSON.stringify({ ...KAFKA_CASE, id: 'late', now: NOW + 1000 });
const open = JSON.stringify({ id: 'open', broker: 'hivemq', now: NOW, settings: 'no XML' });

async function batch(text: string | Buffer) {
  const { code, out, err } = await brokerOAuth(['preview', '--batch', '-'], text);
  expect(err).toBe('');
  expect(out === '' || out.endsWith('\n')).toBe(true);
  return { code, lines: out.split('\n').slice(0, -1).map((line) => JSON.parse(line)) };
}

test('every vector of every broker gives what its semantics say, in order', async () => {
  const vectors = BROKERS_WITH_VECTORS.flatMap((broker) => vectorsOf(broker).map(({ input }, index) => ({ ...input, id: `${broker}-${index}` })));

  const { out } = await brokerOAuth(['preview', '--batch', write('vectors.jsonl', vectors.map((input) => `${JSON.stringify(input)}\n`).join(''))]);

  const expected = vectors.map((input) => JSON.stringify(preview(semanticsOf(input.broker), JSON.parse(JSON.stringify(input)))));
  expect(out.split('\n').slice(0, -1)).toEqual(expected);
  expect(vectors.length).toBeGreaterThan(240);
});

describe('a line that cannot be read yields an error in its place', () => {
  test.each<[string, string | Buffer, string | null, string]>([
    ['no JSON', '{"id":"x",', null, 'PREVIEW_CASE_JSON'],
    ['a list', '[]', null, 'PREVIEW_CASE_JSON'],
    ['blank', '', null, 'PREVIEW_CASE_JSON'],
    ['no UTF-8', Buffer.from([0xff, 0xfe]), null, 'PREVIEW_CASE_JSON'],
    ['too long', 'x'.repeat(10_000_001), null, 'PREVIEW_CASE_TOO_LARGE'],
    ['a broker that nobody knows', '{"id":"x","broker":"rabbitmq","now":1,"settings":""}', 'x', 'PREVIEW_CASE_BROKER'],
    ['a broker named like a member of every object', '{"id":"x","broker":"__proto__","now":1,"settings":""}', 'x', 'PREVIEW_CASE_BROKER'],
    ['an unknown member', JSON.stringify({ ...KAFKA_CASE, stranger: 1 }), 'kafka', 'PREVIEW_CASE_SHAPE'],
    ['an unknown action', JSON.stringify({ ...KAFKA_CASE, can: ['x'] }), 'kafka', 'PREVIEW_CASE_ACTION'],
    ['without settings', JSON.stringify({ ...KAFKA_CASE, settings: undefined }), 'kafka', 'PREVIEW_CASE_SETTINGS'],
  ])('%s', async (_what, line, id, rule) => {
    const { code, lines } = await batch(Buffer.concat([Buffer.from(`${good}\n`), Buffer.from(line as string), Buffer.from(`\n${good}`)]));

    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.objectContaining({ id: 'kafka', decision: 'accept' }),
      { id, error: { rule, message: expect.any(String) } },
      expect.objectContaining({ id: 'kafka', decision: 'accept' }),
    ]);
  });
});

test.each<[string, readonly string[], number]>([
  ['nothing', [], 0],
  ['blank lines at the end', [good, '', ' ', ''], 0],
  ['good', [good, good], 0],
  ['good, rejected', [good, rejected], 2],
  ['open, good', [open, good], 3],
  ['open, rejected', [open, rejected], 2],
  ['rejected, open', [rejected, open], 2],
  ['open, rejected, unreadable', [open, rejected, '{'], 1],
  ['unreadable, good', ['{', good], 1],
])('the exit code is the worst of the lines: %s', async (_what, lines, code) => {
  expect((await batch(lines.join('\n'))).code).toBe(code);
});

test('a line after the other is read, judged and printed, whatever the length of all', async () => {
  const waiting: string[] = [];
  let [printed, drains, most] = [0, 0, 0];
  async function* endless(): AsyncGenerator<Uint8Array> {
    const chunk = Buffer.from(`${rejected}\n`.repeat(50));
    for (let count = 0; count < 100; count++) {
      yield chunk;
      // Nothing more is asked for before what came of the last lines was taken.
      expect(waiting).toEqual([]);
    }
  }
  const io: CliIo = {
    write: (text) => waiting.push(text),
    drained: async () => {
      drains++;
      most = Math.max(most, waiting.join('').length);
      printed += waiting.splice(0).join('').split('\n').length - 1;
    },
    complain: (text) => { throw new Error(text); },
    stdin: endless,
    now: () => NOW,
  };

  expect(await runProgram(COMMANDS, ['preview', '--batch', '-'], io, '')).toBe(2);
  expect(printed).toBe(5000);
  expect(drains).toBeGreaterThanOrEqual(100);
  expect(most).toBeLessThan(1_000_000);
});

test('a batch that cannot be read to its end is a complaint behind the results', async () => {
  async function* torn(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${good}\n`);
    throw Object.assign(new Error(), { code: 'EIO' });
  }
  const { code, out, err } = await brokerOAuth(['preview', '--batch', '-'], torn());

  expect([code, err]).toEqual([1, 'error: standard input cannot be read: EIO\n']);
  expect(JSON.parse(out).id).toBe('kafka');
});
