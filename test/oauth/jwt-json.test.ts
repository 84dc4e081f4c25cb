import * as fc from 'fast-check';
import { readJson } from '../../src/oauth/json-reader';
import { dataOf, JsonNumber, JsonObject, treeOf } from '../../src/oauth/json-tree';

test('members keep their order, their duplicates and their place', () => {
  expect(readJson('{"2":1, "1":"a", "2":null}').value).toEqual(new JsonObject([
    { name: '2', value: new JsonNumber('1'), at: 1 },
    { name: '1', value: 'a', at: 8 },
    { name: '2', value: null, at: 17 },
  ]));
});

test('the last of duplicates can be asked for, and whether there are any', () => {
  const read = readJson('{"a":1,"b":true,"a":false}').value as JsonObject;

  expect([read.last('a'), read.last('b'), read.last('c'), read.duplicate]).toEqual([false, true, undefined, 'a']);
  expect((readJson('{"a":1}').value as JsonObject).duplicate).toBeUndefined();
});

test.each([
  ['1', true], ['-0', true], ['12345678901234567890', true], ['1.0', false], ['1e3', false], ['1E-3', false],
])('number %s keeps its digits', (text, isInteger) => {
  const number = readJson(text).value as JsonNumber;

  expect({ text: number.text, isInteger: number.isInteger, value: number.value }).toEqual({ text, isInteger, value: Number(text) });
});

test.each([
  ['', 'syntax'], ['{', 'syntax'], ['[1,]', 'syntax'], ['{"a":1,}', 'syntax'], ['{a:1}', 'syntax'], ["'a'", 'syntax'], ['tru', 'syntax'],
  ['-', 'syntax'], ['.5', 'syntax'], ['[01]', 'syntax'], ['"a', 'syntax'], ['"\\x"', 'syntax'], ['"\\u12"', 'syntax'], ['"\t"', 'syntax'], ['"\\', 'syntax'],
  ['\ufeff{}', 'syntax'], ['01', 'trailing'], ['{} x', 'trailing'], ['{}}', 'trailing'],
  ['"\\ud800"', 'lone-surrogate'], ['"\\udc00"', 'lone-surrogate'], ['"\\ud800\\u0041"', 'lone-surrogate'],
  [`${'['.repeat(513)}${']'.repeat(513)}`, 'depth'],
])('%s is no JSON: %s', (text, kind) => {
  expect(readJson(text).problem?.kind).toBe(kind);
});

test('nesting is bounded by what the caller names', () => {
  expect([readJson('[[1]]', 2).problem, readJson('[[[1]]]', 2).problem?.kind]).toEqual([undefined, 'depth']);
});

test('every JSON text is read as JSON.parse reads it', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.constantFrom(0, 1), (data, indent) => {
    const text = JSON.stringify(data, undefined, indent);

    expect(dataOf(readJson(text).value!)).toEqual(JSON.parse(text));
    expect(dataOf(treeOf(data))).toEqual(JSON.parse(text));
  }));
});

test('whatever JSON.parse refuses is refused', () => {
  const almost = fc.json().chain((text) => fc.tuple(fc.constant(text), fc.nat(text.length), fc.string({ maxLength: 2 })))
    .map(([text, at, more]) => text.slice(0, at) + more + text.slice(at + 1));
  fc.assert(fc.property(almost, (text) => {
    let accepted = true;
    try {
      JSON.parse(text);
    } catch {
      accepted = false;
    }
    const { problem } = readJson(text);

    expect(problem === undefined || problem.kind === 'lone-surrogate').toBe(accepted);
  }), { numRuns: 500 });
});

test('numbers beyond a double are written as some text that is', () => {
  expect(treeOf(JSON.parse('[1e999,-1e400,1e21]'))).toEqual([new JsonNumber('1e999'), new JsonNumber('-1e999'), new JsonNumber('1e+21')]);
  expect(treeOf(NaN)).toBeNull();
});
