import { z } from 'zod';
import { AskedAction, PreviewCase } from './case';
import { ActionResult, PreviewResult } from './result';
import { ASKED_ACTION, CASE_SCHEMA } from './schemas';
import { canonicalJson } from '../text/canonical';

/*
 * Expectations: cases and what their results should be, for people's own tests.
 */

const verdict = z.union([z.boolean(), z.literal('unknown')]);
const textOrNull = z.union([z.string(), z.null()]);
const secondsOrNull = z.union([z.number(), z.null()]);

/** What is expected of a result; members that are left out may be anything. */
const EXPECTED = z.strictObject({
  decision: z.enum(['accept', 'reject', 'undetermined']).optional(),
  reason: textOrNull.optional().describe('id of the check that decides; null on accept'),
  loads: verdict.optional(),
  principal: textOrNull.optional(),
  mqttClientId: textOrNull.optional(),
  permissions: z.union([z.array(z.record(z.string(), z.unknown())), z.null()]).optional().describe('all of them, in order'),
  tags: z.union([z.array(z.string()), z.null()]).optional(),
  can: z.union([
    z.record(z.string(), verdict),
    z.array(ASKED_ACTION.extend({ allowed: verdict })),
  ]).optional().describe('actions and whether they are allowed; they are asked besides those of the case'),
  expiresAt: secondsOrNull.optional(),
  disconnectsAt: z.union([z.number(), z.literal('unknown'), z.null()]).optional(),
  willPublished: z.union([verdict, z.null()]).optional(),
  warnings: z.array(z.string()).optional().describe('ids of all warnings, in any order'),
}).refine((expected) => Object.keys(expected).length > 0, 'Expects nothing, so it could never be missed').meta({ minProperties: 1 });

/** What is expected of a result. */
export type Expected = z.infer<typeof EXPECTED>;

const file = z.strictObject({ file: z.string().describe('path relative to this file') });
const orFile = <T extends z.ZodType>(type: T) => z.union([file, type]);
const { shape } = CASE_SCHEMA;

/** Members of a case, some of which may stand in files of their own. */
const CASE_MEMBERS = CASE_SCHEMA.partial().extend({
  settings: orFile(shape.settings.unwrap()).optional().describe('native text, an object with the native key names, or a file of either'),
  fileRealm: orFile(z.string()).optional(),
  dynamicSecurity: orFile(z.unknown()).optional(),
  acls: orFile(shape.acls.unwrap()).optional(),
  token: orFile(shape.token.unwrap()).optional(),
  jwks: orFile(shape.jwks.unwrap()).optional(),
  introspection: orFile(shape.introspection.unwrap()).optional(),
  revocation: orFile(shape.revocation.unwrap()).optional(),
});

/** One entry: a case and what is expected of its result. */
export const EXPECTATION_SCHEMA = CASE_MEMBERS.extend({ name: z.string().optional(), expect: EXPECTED });

/** A suite. */
export const SUITE_SCHEMA = z.strictObject({
  defaults: CASE_MEMBERS.optional().describe('members of every case that does not have them itself'),
  cases: z.array(EXPECTATION_SCHEMA).min(1),
});

/** One entry of a suite. */
export type Expectation = z.infer<typeof EXPECTATION_SCHEMA>;

/** One member that is not as expected. */
export interface Difference {
  readonly member: string;
  readonly expected: unknown;
  readonly got: unknown;
  /** Id of the check behind what was got. */
  readonly reason: string | null;
}

/** The actions that an expectation speaks of. */
export function expectedActions({ can = {} }: Expected): readonly (string | AskedAction)[] {
  return Array.isArray(can) ? can.map(({ allowed: _allowed, ...action }) => action) : Object.keys(can);
}

/** The case, with the actions of the expectation behind its own. */
export function withExpectedActions(input: PreviewCase, expected: Expected): PreviewCase {
  return { ...input, can: [...input.can ?? [], ...expectedActions(expected)] };
}

/** What is not as expected in the result of a case that was judged `withExpectedActions`. */
export function differencesOf(expected: Expected, result: PreviewResult): readonly Difference[] {
  const { can, warnings, ...members } = expected;
  const plain = Object.entries(members).map(([member, wanted]) => difference(member, wanted, result[member as keyof PreviewResult], result.reason));
  const told = warnings === undefined ? [] : [difference('warnings', [...warnings].sort(), result.warnings.map(({ rule }) => rule).sort(), null)];
  return [...plain, ...actionDifferences(can, result), ...told].filter((found) => found !== undefined);
}

function actionDifferences(can: Expected['can'], result: PreviewResult) {
  if (can === undefined) {
    return [];
  }
  const wanted = Array.isArray(can)
    ? can.map(({ allowed, ...action }) => ({ name: nameOf(action), allowed }))
    : Object.entries(can).map(([name, allowed]) => ({ name, allowed }));
  const got: readonly ActionResult[] = result.can.slice(result.can.length - wanted.length);
  return wanted.map(({ name, allowed }, index) => difference(`can ${name}`, allowed, got[index].allowed, got[index].reason));
}

function nameOf(action: AskedAction): string {
  return canonicalJson(action);
}

function difference(member: string, expected: unknown, got: unknown, reason: string | null): Difference | undefined {
  return canonicalJson(expected) === canonicalJson(got) ? undefined : { member, expected, got, reason };
}

/** What is wrong with an expectation; undefined where nothing is. */
export function expectationProblem(expected: unknown): string | undefined {
  const parsed = EXPECTED.safeParse(expected);
  return parsed.success ? undefined : `${['expect', ...parsed.error.issues[0].path].map(String).join('.')}: ${parsed.error.issues[0].message}`;
}
