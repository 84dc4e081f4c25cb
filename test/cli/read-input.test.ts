import { scratchFolder } from './command-line';
import { CliError } from '../../src/cli/cli-error';
import { CliIo } from '../../src/cli/cli-io';
import { inputName, parseJson, readInput } from '../../src/cli/read-input';
import { Line, readLines } from '../../src/cli/read-lines';

const { folder, write } = scratchFolder();
const io: CliIo = { write: fail, complain: fail, stdin: () => pieces('from ', 'stdin'), now: () => 0 };

function fail(): never {
  throw new Error('nothing is printed here');
}

async function* pieces(...texts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    yield Buffer.from(text as string);
  }
}

describe('a text', () => {
  test.each([
    ['plain', 'ä\n', 'ä\n'],
    ['with a byte order mark', '\ufeffx', 'x'],
    ['empty', '', ''],
  ])('%s is read', async (_what, contents, text) => {
    expect(await readInput(io, write('text', contents))).toBe(text);
  });

  test('is read from the standard input by -', async () => {
    expect(await readInput(io, '-')).toBe('from stdin');
  });

  test.each([
    ['a file that is not there', () => `${folder}/missing`, /missing cannot be read: ENOENT/],
    ['a folder', () => folder, /cannot be read: EISDIR/],
    ['bytes that are no UTF-8', () => write('latin1', Buffer.from([0x61, 0xe4])), /is not UTF-8 text/],
    ['more than the limit', () => write('large', 'x'.repeat(101)), /has more than 100 bytes/],
    ['a device without end', () => '/dev/zero', /has more than 100 bytes/],
  ])('cannot be %s', async (_what, path, message) => {
    await expect(readInput(io, path(), 100)).rejects.toThrow(CliError);
    await expect(readInput(io, path(), 100)).rejects.toThrow(message);
  });
});

test('JSON that cannot be parsed is not quoted', () => {
  expect(() => parseJson('{"token": secret', 'x.json')).toThrow(new CliError('x.json is no JSON'));
});

test.each([
  ['a/b.json', 'a/b.json'],
  ['-', 'standard input'],
  ['{"claims":{"sub":"x"}}', String.raw`"{\"claims\":{\"sub\":\"x\"}}"`],
  ['a\u001bb', '"a\\u001bb"'],
])('%j is called %s', (path, name) => expect(inputName(path)).toBe(name));

describe('lines', () => {
  async function linesOf(longest: number, ...texts: readonly (string | Uint8Array)[]): Promise<readonly Line[]> {
    const lines: Line[] = [];
    for await (const group of readLines({ ...io, stdin: () => pieces(...texts) }, '-', longest)) {
      lines.push(...group);
    }
    return lines;
  }

  test.each<[string, readonly string[], readonly string[]]>([
    ['a last line without end', ['a\nb'], ['a', 'b']],
    ['lines over several pieces', ['a', 'b\nc', '\n'], ['ab', 'c']],
    ['blank lines', ['\n\na\n'], ['', '', 'a']],
    ['ends of Windows', ['a\r\nb\r\n'], ['a\r', 'b\r']],
    ['nothing', [], []],
  ])('are told apart: %s', async (_what, texts, lines) => {
    expect(await linesOf(10, ...texts)).toEqual(lines.map((text) => ({ text })));
  });

  test('that are too long are skipped to their end, whatever the pieces', async () => {
    expect(await linesOf(3, 'abc\nabcd\nx', 'yzuvw', 'st\nend\nlonger')).toEqual([
      { text: 'abc' }, { problem: 'too-long' }, { problem: 'too-long' }, { text: 'end' }, { problem: 'too-long' },
    ]);
  });

  test('that are no UTF-8 do not spoil the next', async () => {
    expect(await linesOf(10, Buffer.from([0xff, 0x0a]), 'a')).toEqual([{ problem: 'not-utf8' }, { text: 'a' }]);
  });

  test('may have a character over two pieces', async () => {
    const [first, second] = [Buffer.from('ä').subarray(0, 1), Buffer.from('ä').subarray(1)];
    expect(await linesOf(10, first, second)).toEqual([{ text: 'ä' }]);
  });
});
