import { AskedAction, JsonMembers, PreviewCase } from './case';
import { ActionResult, Decision, PreviewResult, Verdict } from './result';
import { ASKED_ACTION, CASE_FIELDS, VERDICT } from './schemas';
import { described, either, Fields, listOf, mapOf, MEMBERS, NUMBER, objectOf, oneOf, optional, orNull, partial, Shape, TEXT } from './shape';
import { canonicalJson } from '../text/canonical';

/*
 * Expectations: cases and what their results should be, for people's own tests.
 */

/** What is expected of a result; members that are left out may be anything. */
export interface Expected {
  readonly decision?: Decision;
  readonly reason?: string | null;
  readonly loads?: Verdict;
  readonly principal?: string | null;
  readonly mqttClientId?: string | null;
  readonly permissions?: readonly JsonMembers[] | null;
  readonly tags?: readonly string[] | null;
  readonly can?: { readonly [action: string]: Verdict } | readonly ExpectedAction[];
  readonly expiresAt?: number | null;
  readonly disconnectsAt?: number | 'unknown' | null;
  readonly willPublished?: Verdict | null;
  readonly warnings?: readonly string[];
}

/** An action as an object, and whether it is allowed. */
export interface ExpectedAction extends AskedAction {
  readonly allowed: Verdict;
}

const EXPECTED_MEMBERS = objectOf({
  decision: optional(oneOf('accept', 'reject', 'undetermined')),
  reason: optional(orNull(TEXT), 'id of the check that decides; null on accept'),
  loads: optional(VERDICT),
  principal: optional(orNull(TEXT)),
  mqttClientId: optional(orNull(TEXT)),
  permissions: optional(orNull(listOf(MEMBERS)), 'all of them, in order'),
  tags: optional(orNull(listOf(TEXT))),
  can: optional(either(mapOf(VERDICT), listOf(objectOf({ ...ASKED_ACTION, allowed: VERDICT }))),
    'actions and whether they are allowed; they are asked besides those of the case'),
  expiresAt: optional(orNull(NUMBER)),
  disconnectsAt: optional(either(NUMBER, oneOf('unknown', null))),
  willPublished: optional(oneOf(true, false, 'unknown', null)),
  warnings: optional(listOf(TEXT), 'ids of all warnings, in any order'),
});

const EXPECTED: Shape = {
  ...EXPECTED_MEMBERS,
  schema: { ...EXPECTED_MEMBERS.schema, minProperties: 1 },
  problem: (value) => EXPECTED_MEMBERS.problem(value)
    ?? (Object.keys(value as object).length > 0 ? undefined : { path: [], message: 'expects nothing, so it could never be missed' }),
};

const FILE = objectOf({ file: described(TEXT, 'path relative to this file') });

/** Members of a case that may stand in a file of their own. */
const IN_FILES = ['settings', 'fileRealm', 'dynamicSecurity', 'acls', 'token', 'jwks', 'introspection', 'revocation'] as const;

const ENTRY_FIELDS: Fields = partial({ ...CASE_FIELDS, ...Object.fromEntries(IN_FILES.map((name) => [name, either(FILE, CASE_FIELDS[name])])) });

/** A suite. */
export const SUITE_SHAPE = objectOf({
  defaults: optional(objectOf(ENTRY_FIELDS), 'members of every case that does not have them itself'),
  cases: listOf(objectOf({ ...ENTRY_FIELDS, name: optional(TEXT), expect: EXPECTED }), 1),
});

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
  return isList(can) ? can.map(({ allowed: _allowed, ...action }) => action) : Object.keys(can);
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
  const wanted = isList(can)
    ? can.map(({ allowed, ...action }) => ({ name: nameOf(action), allowed }))
    : Object.entries(can).map(([name, allowed]) => ({ name, allowed }));
  const got: readonly ActionResult[] = result.can.slice(result.can.length - wanted.length);
  return wanted.map(({ name, allowed }, index) => difference(`can ${name}`, allowed, got[index].allowed, got[index].reason));
}

function isList(can: NonNullable<Expected['can']>): can is readonly ExpectedAction[] {
  return Array.isArray(can);
}

function nameOf(action: AskedAction): string {
  return canonicalJson(action);
}

function difference(member: string, expected: unknown, got: unknown, reason: string | null): Difference | undefined {
  return canonicalJson(expected) === canonicalJson(got) ? undefined : { member, expected, got, reason };
}

/** What is wrong with an expectation; undefined where nothing is. */
export function expectationProblem(expected: unknown): string | undefined {
  const problem = EXPECTED.problem(expected);
  return problem && `${['expect', ...problem.path].join('.')}: ${problem.message}`;
}
