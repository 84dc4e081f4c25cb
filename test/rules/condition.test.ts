import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import {
  allOf, Condition, everyMember, HTTP_URL, HTTPS_URL, matches, maxLength, NOT_BLANK, ONE_LINE, oneOf, startsWith, TRIMMED_LINE, wholeNumber,
} from '../../src/rules/condition';
import { HOSTILE } from '../support/hostile';
import { apply, describeWithTerraform } from '../support/terraform';

const TABLE: readonly (readonly [string, Condition, readonly unknown[], readonly unknown[]])[] = [
  ['matches', matches('^[a-z]+$', 'lower case'), ['abc'], ['aBc', '', 'a\n']],
  ['startsWith', startsWith('a"${b}', 'a strange start'), ['a"${b}c'], ['a"b', '']],
  ['maxLength', maxLength(3), ['', 'abc', 'äöü', '😀😀😀'], ['abcd']],
  ['maxLength over 1000', maxLength(2048), ['a'.repeat(2048), '👩‍👩‍👧‍👦'.repeat(292)], ['a'.repeat(2049), '👩‍👩‍👧‍👦'.repeat(293)]],
  ['maxLength of a long text', maxLength(65535), ['😀'.repeat(65535)], ['a'.repeat(1_000_000)]],
  ['oneOf', oneOf(['a', '"', '${b}']), ['a', '"', '${b}'], ['b', '']],
  ['wholeNumber', wholeNumber(1, 10), [1, 10], [0, 11, 1.5]],
  ['everyMember', everyMember(matches('^[^,]*$', 'a text without commas')), [['a', 'b'], []], [['a', 'b,c']]],
  ['allOf', allOf([NOT_BLANK, maxLength(3)]), ['abc'], ['   ', 'abcd']],
  ['NOT_BLANK', NOT_BLANK, ['a', ' a '], ['', ' ', '\t\n']],
  ['ONE_LINE', ONE_LINE, ['', 'a b "c" ${d} 😀'], ['a\nb', 'a\rb', 'a\u0085b', 'a\u2028b', 'a\u0001']],
  ['TRIMMED_LINE', TRIMMED_LINE, ['', 'a', 'a b'], [' a', 'a ', 'a\nb']],
  ['HTTPS_URL', HTTPS_URL, ['https://a.example'], ['http://a.example', 'HTTPS://a.example']],
  ['HTTP_URL', HTTP_URL, ['https://a.example', 'http://127.0.0.1:8080/x?y'], ['https://', 'ftp://a', 'https://a b', 'a']],
];

describe('a condition judges values known at synthesis', () => {
  test.each(TABLE)('%s', (_, condition, good, bad) => {
    good.forEach((value) => expect([value, condition.test(value as string)]).toEqual([value, true]));
    bad.forEach((value) => expect([value, condition.test(value as string)]).toEqual([value, false]));
  });

  test('the whole numbers exclude texts', () => {
    expect(wholeNumber(1, 10).test('5')).toBe(false);
  });

  test('allOf tells every expectation', () => {
    expect(allOf([NOT_BLANK, maxLength(3)]).expects).toBe('a text that is not blank, at most 3 characters');
  });
});

describeWithTerraform('a condition says the same to a real Terraform', () => {
  test('for the whole table and for hostile texts', () => {
    const cases = TABLE.flatMap(([name, condition, good, bad]) => {
      const texts = typeof good[0] === 'string' ? Object.values(HOSTILE).filter((text) => text.length < 1000) : [];
      return [...good, ...bad, ...texts].map((value) => ({ name, condition, value, expected: condition.test(value as string) }));
    });
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-conditions-'));
    const values = Object.fromEntries(cases.map((found, index) => [`v${index}`, found.value]));
    const outputs = Object.fromEntries(cases.map((found, index) => [`o${index}`, { value: `\${${found.condition.hcl(`var.values.v${index}`)}}` }]));
    fs.writeFileSync(path.join(directory, 'main.tf.json'), JSON.stringify({ variable: { values: { type: 'any' } }, output: outputs }));
    fs.writeFileSync(path.join(directory, 'terraform.tfvars.json'), JSON.stringify({ values }));

    const judged = apply(directory).values.outputs;

    fs.rmSync(directory, { recursive: true });
    const told = cases.map((found, index) => [found.name, found.value, judged[`o${index}`].value]);
    expect(told).toEqual(cases.map((found) => [found.name, found.value, found.expected]));
  });
});
