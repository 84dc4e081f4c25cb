import { evaluate } from '../../src/rules/rule';
import { normalized, textsIn, TEXT_RULES } from '../../src/rules/text-rules';
import { Template, VERBATIM } from '../../src/text/template';

const TOKEN = '${TfToken[TOKEN.1]}';

function rulesBrokenBy(text: Template): string[] {
  return evaluate(TEXT_RULES, [{ name: 'a.ini', text }]).findings.map((found) => found.rule);
}

test.each([
  ['plain text', ['a\n'], []],
  ['a whole surrogate pair', ['😀'], []],
  ['NUL', ['a\0b'], ['TEXT_NUL']],
  ['half a surrogate pair at the end', ['a\ud83d'], ['TEXT_LONE_SURROGATE']],
  ['half a surrogate pair at the start', ['\ude00a'], ['TEXT_LONE_SURROGATE']],
  ['a text that normalization changes', ['e\u0301'], ['TEXT_NOT_NORMALIZED']],
] as [string, Template, string[]][])('%s', (_, text, expected) => {
  expect(rulesBrokenBy(text)).toEqual(expected);
});

test('a value of apply is checked for NUL by Terraform', () => {
  const { findings, preconditions } = evaluate(TEXT_RULES, [{ name: 'a.ini', text: ['a = ', { value: TOKEN, encoding: VERBATIM }] }]);
  expect(findings).toEqual([]);
  expect(preconditions.map(({ rule, path, value }) => ({ rule, path, value }))).toEqual([{ rule: 'TEXT_NUL', path: 'a.ini', value: TOKEN }]);
});

test('a list of apply is checked member by member', () => {
  const { preconditions } = evaluate(TEXT_RULES, [{ name: 'a.ini', text: [{ value: ['a', TOKEN], encoding: VERBATIM }] }]);
  expect(preconditions.map(({ condition }) => condition.hcl('x'))).toEqual(['alltrue([for member in x : can(regex("^[^\\\\x00]*$", member))])']);
});

test('texts travel in normal form C', () => {
  const hole = { value: TOKEN, encoding: VERBATIM };
  expect(normalized(['e\u0301', hole])).toEqual(['\u00e9', hole]);
});

test('the texts of settings that may break a rule are found under their paths, keys of maps included', () => {
  expect(textsIn({ a: 'ä', list: ['plain', { b: '😀' }], map: { 'k\0': 1, 'plain': '\0' }, absent: undefined, number: 1 })).toEqual([
    { name: 'a', text: ['ä'] },
    { name: 'list[1].b', text: ['😀'] },
    { name: 'map["k\\u0000"]', text: ['k\0'] },
    { name: 'map.plain', text: ['\0'] },
  ]);
});
