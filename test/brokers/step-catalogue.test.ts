import { isRuleId } from '../../src/brokers/catalogue';
import { STEP_CATALOGUE } from '../../src/brokers/step-catalogue';
import { preview } from '../../src/preview/preview';
import { PreviewFailure, PreviewResult } from '../../src/preview/result';
import { BROKERS_WITH_VECTORS, semanticsOf, vectorsOf } from '../preview/vector-file';

const STEPS = STEP_CATALOGUE.flatMap(({ room, steps }) => steps.map((step) => ({ room, ...step })));
const STEP_IDS = new Set(STEPS.map(({ rule }) => rule));

/** Every id in a result: of checks, reasons, verdicts on actions, warnings and failures. */
function idsOf(result: PreviewResult | PreviewFailure): readonly string[] {
  if ('error' in result) {
    return [result.error.rule];
  }
  const { reason, checks, can, warnings } = result;
  return [reason, ...checks.map(({ rule }) => rule), ...can.map((entry) => entry.reason), ...warnings.map(({ rule }) => rule)]
    .filter((id) => id !== null);
}

const REACHED = new Set(BROKERS_WITH_VECTORS.flatMap((broker) => {
  const semantics = semanticsOf(broker);
  return vectorsOf(broker).flatMap(({ input }) => idsOf(preview(semantics, input)));
}));

test('every broker with vectors has its steps in the catalogue', () => {
  expect(STEP_CATALOGUE.map(({ room }) => room).sort()).toEqual(BROKERS_WITH_VECTORS.map((broker) => semanticsOf(broker).title).sort());
});

test('every id of a step stands in the catalogue once', () => {
  const ids = STEPS.map(({ rule }) => rule);

  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('every id that any vector yields is that of a rule or of a step', () => {
  expect(REACHED.size).toBeGreaterThan(100);
  expect([...REACHED].filter((id) => !isRuleId(id) && !STEP_IDS.has(id))).toEqual([]);
});

/** Steps that no vector reaches, and why. */
const NOT_REACHED: Readonly<Record<string, string>> = {};

test('every step is reached by a vector, or the reason why not is known', () => {
  expect([...STEP_IDS].filter((id) => !REACHED.has(id) && NOT_REACHED[id] === undefined)).toEqual([]);
  expect(Object.keys(NOT_REACHED).filter((id) => REACHED.has(id) || !STEP_IDS.has(id))).toEqual([]);
});

/** Where a rule judges in settings, or a warning tells of every login, what the step meets at one. */
const ALSO_RULES = [
  'LAVINMQ_LOGIN_FRAME', 'LAVINMQ_OAUTH_BACKEND', 'MOSQUITTO_ACCOUNTS_UNREADABLE', 'MOSQUITTO_ACCOUNT_UNKNOWN', 'MOSQUITTO_PLUGIN_ORDER',
];

test('no step can be acknowledged, unless a rule has its name', () => {
  expect([...STEP_IDS].filter(isRuleId).sort()).toEqual(ALSO_RULES);
});

test.each(STEPS.map((step) => [step.rule, step] as const))('%s is worded for people', (_id, step) => {
  expect(step.rule).toMatch(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/);
  expect(step.looksAt).toMatch(/^\S.*[^.\s]$/s);
  expect(step.remedy).toMatch(/^\S.*[^.\s]$/s);
  expect(step.source).toMatch(/\S/);
});
