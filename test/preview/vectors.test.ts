import { recordOf, recordsOf } from './recorded';
import { BROKERS_WITH_VECTORS, semanticsOf, vectorsOf } from './vector-file';
import { preview } from '../../src/preview/preview';
import { checkCase } from '../../src/preview/read-case';
import { PreviewResult } from '../../src/preview/result';
import { FAILURE_SHAPE, RESULT_SHAPE } from '../../src/preview/schemas';

describe.each(BROKERS_WITH_VECTORS)('%s', (broker) => {
  const semantics = semanticsOf(broker);
  const vectors = vectorsOf(broker);
  const records = recordsOf(broker);
  const rules = new Set(semantics.facts.map((fact) => fact.rule));

  test('has enough vectors, each with a name of its own', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(60);
    expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length);
  });

  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (name, { source, input, vector }) => {
    expect(source).toMatch(/\S/);
    expect(checkCase(input).problem).toBeUndefined();

    const result = preview(semantics, input);

    expect(result).toMatchObject(vector.expect);
    expect('error' in result ? FAILURE_SHAPE.problem(result) : RESULT_SHAPE.problem(result)).toBeUndefined();
    if (!('error' in result)) {
      holdsTogether(result);
      expect(recordOf(result)).toEqual(records[name]);
      expect(result.checks.map(({ rule }) => rule).filter((rule) => !rules.has(rule))).toEqual([]);
      expect(Object.fromEntries(Object.keys(vector.can ?? {}).map((action, index) => [action, result.can[index].allowed]))).toEqual(vector.can ?? {});
    }
  });

  // Behind the vectors, so that none finds its case in a cache of the semantics already.
  test('is recorded with every step, by npm run vectors:record', () => {
    const judged = vectors.filter(({ input }) => !('error' in preview(semantics, input)));

    expect(Object.keys(records)).toEqual(judged.map(({ name }) => name));
  });
});

/** What is true of every result. */
function holdsTogether(result: PreviewResult): void {
  const outcomes = result.checks.map(({ outcome }) => outcome);
  expect(result.decision).toBe(outcomes.includes('fail') ? 'reject' : outcomes.includes('unknown') ? 'undetermined' : 'accept');
  const decisive = result.checks.find(({ outcome }) => outcome === 'fail') ?? result.checks.find(({ outcome }) => outcome === 'unknown');
  expect(result.reason).toBe(decisive?.rule ?? null);
  if (result.decision === 'reject') {
    expect([result.principal, result.permissions, result.expiresAt]).toEqual([null, null, null]);
    expect(result.can.filter(({ allowed, reason }) => allowed !== false || reason !== result.reason)).toEqual([]);
  }
  if (result.decision === 'undetermined') {
    expect(result.can.filter(({ allowed }) => allowed === true)).toEqual([]);
  }
}
