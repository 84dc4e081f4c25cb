import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { readCommands, SHELL_WORD } from '../../../src/brokers/aiven-kafka/shell-words';
import { HOSTILE } from '../../support/hostile';

function words(text: string): (readonly string[])[] {
  return readCommands(text).map((command) => command.words);
}

test.each<[string, (readonly string[])[]]>([
  ['a b  c', [['a', 'b', 'c']]],
  ["a 'b c' \"d e\"", [['a', 'b c', 'd e']]],
  ["a'b'\"c\"d", [['abcd']]],
  ["'it'\\''s'", [["it's"]]],
  ['a\\ b', [['a b']]],
  ['a \\\n b\nc', [['a', 'b'], ['c']]],
  ['# x\na # y\nb#c', [['a'], ['b#c']]],
  ['"a\\"\\$\\\\b\\c"', [['a"$\\b\\c']]],
  ["''", [['']]],
  ['a "$@" b', [['a', '"$@"', 'b']]],
  ["'\"$@\"'", [['"$@"']]],
  ['', []],
])('%j splits into words as a shell splits it', (text, expected) => {
  expect(words(text)).toEqual(expected);
  expect(readCommands(text).map(({ special }) => special)).toEqual(expected.map(() => undefined));
});

test.each([['a $b', '$'], ['a `b`', '`'], ['a; b', ';'], ['a | b', '|'], ['a > b', '>'], ['a "$b"', '"'], ["a 'b", "'"]])(
  '%j is no plain command', (text, special) => {
    expect(readCommands(text)[0].special).toBe(special);
  });

test('each command tells its first line', () => {
  expect(readCommands("\n# c\na 'x\ny'\n\nb").map(({ line }) => line)).toEqual([3, 6]);
});

test.each(Object.keys(HOSTILE))('the hostile text "%s" is one word', (name) => {
  expect(words(`x ${SHELL_WORD.encode(HOSTILE[name])} y`)).toEqual([['x', HOSTILE[name], 'y']]);
});

test('every text is one word', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect(words(`x ${SHELL_WORD.encode(text)} y`)).toEqual([['x', text, 'y']]);
  }));
});

test('a real shell reads the words alike', () => {
  const texts = Object.values(HOSTILE).filter((text) => text.length < 1000);
  const script = `printf '%s\\0' ${texts.map((text) => SHELL_WORD.encode(text)).join(' ')}`;
  expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)).toEqual(texts);
});
