import * as fs from 'node:fs';
import * as path from 'node:path';
import { isRuleId, RULE_CATALOGUE } from '../../src/brokers/catalogue';

const SOURCES = path.resolve(__dirname, '../../src');
const RULES = RULE_CATALOGUE.flatMap(({ room, rules }) => rules.map((rule) => ({ room, ...rule })));

/** What a pattern's first group finds in the sources, with the file. */
function inSources(pattern: RegExp): { readonly file: string; readonly id: string }[] {
  return fs.readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...fs.readFileSync(path.join(SOURCES, file), 'utf8').matchAll(pattern)].map(([, id]) => ({ file, id })));
}

const DEFINED = inSources(/\bid: '([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g);

test('every id stands in the catalogue once', () => {
  const ids = RULES.map((rule) => rule.id);

  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('every id is given to one rule only', () => {
  expect(DEFINED.filter(({ id }, index) => DEFINED.findIndex((other) => other.id === id) !== index)).toEqual([]);
});

test('every rule of the sources is in the catalogue', () => {
  expect(DEFINED.length).toBeGreaterThan(50);
  expect(DEFINED.filter(({ id }) => !isRuleId(id)).map(({ id, file }) => `${id} in ${file}`)).toEqual([]);
});

test('every id that an error text ends with is in the catalogue', () => {
  expect(inSources(/\[([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\][`'"]/g).filter(({ id }) => !isRuleId(id)).map(({ id, file }) => `${id} in ${file}`)).toEqual([]);
});

test.each(RULES.map((rule) => [rule.id, rule] as const))('%s is worded for people', (_id, rule) => {
  expect(rule.id).toMatch(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/);
  expect(rule.summary).toMatch(/^\S.*\.$/s);
  expect(rule.cause).toMatch(/^\S.*\.$/s);
  expect(rule.remedy).toMatch(/^[^A-Z].*[^.\s]$/s);
  expect(rule.source).toMatch(/\S/);
});
