import Ajv2020 from 'ajv/dist/2020';
import { KAFKA_CASE } from './command-line';
import { preview } from '../../src/preview/preview';
import { publishedSchemas } from '../../src/preview/published-schemas';
import { BROKERS_WITH_VECTORS, semanticsOf, vectorsOf } from '../preview/vector-file';

const schemas = publishedSchemas();
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: false });
const validate = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]));
const verdictOf = (name: string, value: unknown) => {
  validate[name](JSON.parse(JSON.stringify(value)));
  return validate[name].errors ?? [];
};

test('every schema has a title and says by which draft it is written', () => {
  expect(Object.keys(schemas).sort()).toEqual([
    'expectations.schema.json', 'preview-case.schema.json', 'preview-result.schema.json', 'smoke-result.schema.json',
  ]);
  expect(Object.values(schemas)).toEqual(Object.values(schemas).map(() =>
    expect.objectContaining({ title: expect.any(String), $schema: 'https://json-schema.org/draft/2020-12/schema' })));
});

test.each(BROKERS_WITH_VECTORS)('every vector of %s fits the schema of cases, and its result that of results', (broker) => {
  for (const { name, input } of vectorsOf(broker)) {
    expect([name, verdictOf('preview-case.schema.json', input)]).toEqual([name, []]);
    expect([name, verdictOf('preview-result.schema.json', preview(semanticsOf(broker), input))]).toEqual([name, []]);
    const suite = { defaults: { broker }, cases: [{ ...input, name, expect: { decision: 'accept', can: { 'a:b': 'unknown' } } }] };
    expect([name, verdictOf('expectations.schema.json', suite)]).toEqual([name, []]);
  }
});

test.each<[string, string, unknown]>([
  ['a case without broker', 'preview-case.schema.json', { ...KAFKA_CASE, broker: undefined }],
  ['a case with a stranger', 'preview-case.schema.json', { ...KAFKA_CASE, audiance: 1 }],
  ['a result without checks', 'preview-result.schema.json', { id: null, broker: 'x' }],
  ['an error without rule', 'preview-result.schema.json', { id: null, error: { message: 'x' } }],
  ['a suite without cases', 'expectations.schema.json', { cases: [] }],
  ['an entry without expectation', 'expectations.schema.json', { cases: [{ ...KAFKA_CASE }] }],
  ['an expectation of a verdict that there is not', 'expectations.schema.json', { cases: [{ ...KAFKA_CASE, expect: { decision: 'maybe' } }] }],
  ['an expectation of nothing', 'expectations.schema.json', { cases: [{ ...KAFKA_CASE, expect: {} }] }],
])('%s does not fit', (_what, name, value) => {
  expect(verdictOf(name, value)).not.toEqual([]);
});
