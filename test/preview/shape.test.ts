import {
  ANYTHING, atLeast, described, either, listOf, mapOf, MEMBERS, NUMBER, objectOf, oneOf, optional, orNull, partial, Shape, TEXT, TRUTH, whole,
} from '../../src/preview/shape';

const PERSON = objectOf({ name: TEXT, age: optional(whole(0, 150)) });

test.each<[string, Shape, unknown, object | undefined]>([
  ['a text', TEXT, '', undefined],
  ['no text', TEXT, 5, { path: [], message: 'must be a text' }],
  ['a number', NUMBER, -1.5, undefined],
  ['a number that JSON has not', NUMBER, NaN, { path: [], message: 'must be a number' }],
  ['a truth', TRUTH, false, undefined],
  ['no truth', TRUTH, 0, { path: [], message: 'must be true or false' }],
  ['anything', ANYTHING, null, undefined],
  ['members', MEMBERS, {}, undefined],
  ['a list for members', MEMBERS, [], { path: [], message: 'must be an object' }],
  ['null for members', MEMBERS, null, { path: [], message: 'must be an object' }],
  ['a whole number', whole(), -3, undefined],
  ['a fraction', whole(), 0.5, { path: [], message: 'must be a whole number' }],
  ['the least', whole(0, 2), 0, undefined],
  ['the most', whole(0, 2), 2, undefined],
  ['too little', whole(0, 2), -1, { path: [], message: 'must be a whole number from 0 to 2' }],
  ['too much', whole(0, 2), 3, { path: [], message: 'must be a whole number from 0 to 2' }],
  ['enough', atLeast(0), 0, undefined],
  ['not enough', atLeast(0), -0.1, { path: [], message: 'must be a number of at least 0' }],
  ['one of several', oneOf('a', true, null), null, undefined],
  ['none of several', oneOf('a', true), 'b', { path: [], message: 'must be "a" or true' }],
  ['a list', listOf(TEXT), ['a'], undefined],
  ['a list with a stranger', listOf(TEXT), ['a', 1], { path: [1], message: 'must be a text' }],
  ['no list', listOf(TEXT), 'a', { path: [], message: 'must be a list' }],
  ['a list that is too short', listOf(TEXT, 1), [], { path: [], message: 'must be a list of at least 1' }],
  ['a map', mapOf(TRUTH), { a: true }, undefined],
  ['a map with a stranger', mapOf(TRUTH), { a: true, b: 1 }, { path: ['b'], message: 'must be true or false' }],
  ['no map', mapOf(TRUTH), [], { path: [], message: 'must be an object' }],
  ['an object', PERSON, { name: 'a', age: undefined }, undefined],
  ['an object without what is optional', PERSON, { name: 'a' }, undefined],
  ['an object without what is not', PERSON, { age: 1 }, { path: ['name'], message: 'is missing' }],
  ['an object with a stranger', PERSON, { name: 'a', toString: 1 }, { path: ['toString'], message: 'is no member that is known here' }],
  ['an object with a stranger of every object', PERSON, JSON.parse('{"name":"a","__proto__":1}'), { path: ['__proto__'], message: 'is no member that is known here' }],
  ['an object with a wrong member', PERSON, { name: 'a', age: 151 }, { path: ['age'], message: 'must be a whole number from 0 to 150' }],
  ['the second', either(TEXT, PERSON), { name: 'a' }, undefined],
  ['neither', either(TEXT, PERSON), 5, { path: [], message: 'must be a text or an object' }],
  ['the second, wrong inside', either(TEXT, listOf(PERSON)), [{ name: 5 }], { path: [0, 'name'], message: 'must be a text' }],
  ['null', orNull(TEXT), null, undefined],
  ['partial', objectOf(partial({ name: TEXT })), {}, undefined],
])('%s', (_what, shape, value, problem) => {
  expect(shape.problem(value)).toEqual(problem);
});

test('the schema says the same', () => {
  const shape = objectOf({ a: described(listOf(either(TEXT, whole(0))), 'why'), b: optional(mapOf(oneOf('x'))), c: optional(ANYTHING) });

  expect(JSON.parse(JSON.stringify(shape.schema))).toEqual({
    type: 'object',
    properties: {
      a: { description: 'why', type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer', minimum: 0 }] } },
      b: { type: 'object', additionalProperties: { enum: ['x'] } },
      c: {},
    },
    required: ['a'],
    additionalProperties: false,
  });
  expect(JSON.parse(JSON.stringify(objectOf({ a: optional(TEXT) }).schema))).not.toHaveProperty('required');
});
