import * as fs from 'node:fs';
import * as path from 'node:path';
import { answerLine, DoctorAnswer } from '../../src/doctor/batch';
import { PROVIDER_JUDGEMENT_RULES } from '../../src/doctor/rules';

/*
 * Vectors are lines of a batch with what the doctor answers, and the source that says so. A file's `common` line holds for all its
 * vectors; `line`, `discovery`, `header`, `claims` and `without` change parts of it; `raw` is a line that JSON values cannot say.
 */

type Members = { readonly [name: string]: unknown };

interface Vector {
  readonly name: string;
  readonly source?: string;
  readonly line?: Members;
  readonly discovery?: Members;
  readonly header?: Members;
  readonly claims?: Members;
  readonly without?: readonly string[];
  readonly raw?: string;
  readonly expect: Partial<DoctorAnswer> & { readonly errors: readonly string[]; readonly warnings?: readonly string[] };
}

interface VectorFile {
  readonly source: string;
  readonly common: Members;
  readonly vectors: readonly Vector[];
}

const FOLDER = path.resolve(__dirname, '../vectors/doctor');
const FILES = fs.readdirSync(FOLDER).filter((name) => name.endsWith('.json')).map((name) =>
  [name, JSON.parse(fs.readFileSync(path.join(FOLDER, name), 'utf8')) as VectorFile] as const);

function lineOf(common: Members, vector: Vector): string {
  if (vector.raw !== undefined) {
    return vector.raw;
  }
  const without = (members: unknown, prefix = '') => Object.fromEntries(Object.entries(members as Members)
    .filter(([name]) => !vector.without?.includes(`${prefix}${name}`)));
  const line: Members = { id: vector.name, ...without(common), ...vector.line };
  const token = line.token as { readonly header: Members; readonly claims: Members } | string | undefined;
  const isOpen = token !== null && typeof token === 'object' && !Array.isArray(token.claims);
  return JSON.stringify({
    ...line,
    ...isOpen ? { token: { header: without({ ...token.header, ...vector.header }), claims: without({ ...token.claims, ...vector.claims }) } } : {},
    ...isObject(line.discovery) ? { discovery: without({ ...line.discovery, ...vector.discovery }, 'discovery.') } : {},
  });
}

function isObject(value: unknown): value is Members {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

const ANSWER_KEYS = ['id', 'verdict', 'findings', 'urls', 'endpoints', 'introspection'];
const RULES = new Map(PROVIDER_JUDGEMENT_RULES.map((rule) => [rule.id, rule]));

describe.each(FILES)('%s', (_name, file) => {
  test('names every vector once', () => {
    expect(new Set(file.vectors.map(({ name }) => name)).size).toBe(file.vectors.length);
  });

  test.each(file.vectors.map((vector) => [vector.name, vector] as const))('%s', (_vectorName, vector) => {
    expect(vector.source ?? file.source).toMatch(/\S/);

    const answer = answerLine(lineOf(file.common, vector)) as DoctorAnswer;

    const { errors, warnings, ...rest } = vector.expect;
    expect(answer).toMatchObject(rest);
    expect(refsOf(answer, 'error')).toEqual([...errors].sort());
    if (warnings !== undefined) {
      expect(refsOf(answer, 'warning')).toEqual([...warnings].sort());
    }
    if (rest.endpoints !== undefined) {
      expect(answer.endpoints).toEqual(rest.endpoints);
    }
    holdsTogether(answer);
  });
});

function refsOf({ findings }: DoctorAnswer, level: string): readonly string[] {
  return [...new Set(findings.filter((found) => found.level === level).map(({ ref }) => ref))].sort();
}

/** What is true of every answer. */
function holdsTogether(answer: DoctorAnswer): void {
  expect(Object.keys(answer)).toEqual(ANSWER_KEYS);
  expect(answer.verdict === 'reject').toBe(answer.findings.some(({ level }) => level === 'error'));
  for (const found of answer.findings) {
    expect(Object.keys(found)).toEqual(['rule', 'ref', 'level', 'message']);
    expect(RULES.get(found.rule)?.ref).toBe(found.ref);
  }
}

/** What only a look at servers can break. */
const ONLINE = ['DOCTOR_DISCOVERY_PLACE', 'DOCTOR_METADATA_PLACE', 'DOCTOR_NO_REDIRECT', 'DOCTOR_MEDIA_TYPE', 'DOCTOR_RESOURCE_URI',
  'DOCTOR_ENTRA_DOCUMENT_ELSEWHERE'];

test('every rule that a batch can break is broken by some vector', () => {
  const broken = new Set(FILES.flatMap(([, file]) => file.vectors.flatMap((vector) =>
    (answerLine(lineOf(file.common, vector)) as DoctorAnswer).findings.map(({ rule }) => rule))));

  expect([...RULES.keys()].filter((rule) => !broken.has(rule))).toEqual(ONLINE);
});
