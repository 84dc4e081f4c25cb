import type * as Cdktf from 'cdktf';
import { Construct } from 'constructs';
import { evaluateForEach, evaluateStack, Verdict } from './evaluate';
import { HAS_JAVA } from './parsers';
import { benignOf, MARKER, namesProp, PropCase, Variant, variantsOf } from './prop-case';
import { carried, STRINGS } from './strings';
import { expectedTree, Made, madeIn, showsMarker, treesOf } from './tree';
import { ValidationError } from '../../../src/rules/validation-error';
import { canonicalJson } from '../../../src/text/canonical';
import { cdkModule } from '../../support/cdks';
import { TERRAFORM } from '../../support/terraform';

/*
 * The two suites that every target goes through: each string prop with each hostile string, written down and known only at apply.
 * Either an error names prop and rule, or the string comes back exactly from the parser of the target's format, and nothing else in the
 * stack is different from what a harmless string makes of it.
 */

const LONGEST_MILLISECONDS = 240_000;
const STRING_NAMES = Object.keys(STRINGS);

type Build = (scope: Construct, variable: Variables) => void;

interface Variables {
  readonly text: string;
  readonly list: string[];
}

/** The Terraform JSON of a stack, validations included, without writing it. */
function stackJson(build: (stack: Construct, cdk: typeof Cdktf) => void): any {
  const cdk = cdkModule('cdktf');
  const stack = new cdk.TerraformStack(new cdk.App({ outdir: '/nowhere' }), 'Stack');
  build(stack, cdk);
  stack.prepareStack();
  return stack.toTerraform();
}

/** The message that synthesis refuses a stack with; undefined when it does not. Any other error is one of the library. */
export function refusal(build: Build, variables: (stack: Construct, cdk: typeof Cdktf) => Variables = () => ({ text: '', list: [] })): string | undefined {
  try {
    stackJson((stack, cdk) => build(new Construct(stack, 'scope'), variables(stack, cdk)));
    return undefined;
  } catch (error) {
    if (ValidationError.is(error)) {
      return error.message;
    }
    return `NO ERROR FOR USERS: ${(error as Error).stack}`;
  }
}

/**
 * The message that each of several stacks would be refused with, found in one stack: problems are told apart by their scope.
 *
 * A stack with anything else than a validation error is built again alone, so that the error says which it is.
 */
function refusals(builds: readonly Build[]): readonly (string | undefined)[] {
  const found: (string | undefined)[] = builds.map(() => undefined);
  try {
    stackJson((stack) => builds.forEach((build, index) => {
      try {
        build(new Construct(stack, `p${index}`), { text: '', list: [] });
      } catch (error) {
        found[index] = ValidationError.is(error) ? error.message : refusal(build);
      }
    }));
  } catch (error) {
    if (!ValidationError.is(error)) {
      return builds.map((build) => refusal(build));
    }
    for (const { path, text } of error.problems) {
      const index = Number(/^Stack\/p(\d+)\//.exec(path)![1]);
      found[index] = [...(found[index] === undefined ? [] : [found[index]]), `${path}: ${text}`].join('\n');
    }
  }
  return found;
}

/** Why a refusal is no clear error; undefined when it is one. */
export function unclear(variant: Variant, message: string): string | undefined {
  if (!/\[[A-Z][A-Z0-9_]+\]/.test(message)) {
    return `names no rule: ${message.slice(0, 600)}`;
  }
  return namesProp(variant, message) ? undefined : `does not name ${variant.named?.source ?? variant.prop}: ${message.slice(0, 600)}`;
}

/** What came of one prop with one string: an error text, or the tree that arrived. */
interface Outcome {
  readonly variant: Variant;
  readonly string: string;
  readonly text: string;
  readonly refused?: string;
}

/** Everything that is wrong with the outcomes of one prop. */
function problemsOf(outcomes: readonly Outcome[], treeOf: (outcome: Outcome) => unknown, benign: unknown): readonly string[] {
  const marker = outcomes[0].variant.before + outcomes[0].variant.after === '' ? outcomes[0].variant.benign ?? MARKER : MARKER;
  return outcomes.flatMap((outcome) => {
    const { variant, string, text, refused } = outcome;
    const said = (problem: string | undefined) => (problem === undefined ? [] : [`${string}: ${problem}`]);
    if (refused !== undefined) {
      return said(unclear(variant, refused));
    }
    if (variant.separator?.test(text)) {
      return said('was let through although it holds what separates members');
    }
    const expected = expectedTree(benign, marker, text);
    const arrived = canonicalJson(treeOf(outcome));
    // Where a format escapes everything but ASCII, Terraform has nothing to put into normal form.
    const isAsWritten = expectedTree(benign, marker, STRINGS[string]) === arrived;
    return said(expected === arrived || (isAsWritten && !/Surrogate|nul/.test(string)) ? undefined : `came back as another text: ${firstDifference(expected, arrived)}`);
  });
}

function firstDifference(expected: string, arrived: string): string {
  let at = 0;
  while (expected[at] === arrived[at]) {
    at++;
  }
  const around = (text: string) => text.slice(Math.max(0, at - 40), at + 80);
  return `expected ${around(expected)}, arrived ${around(arrived)}`;
}

const textWith = ({ before, after }: Variant, text: string) => `${before}${text}${after}`;

/** Both suites on the props of one target; `needsJava` tells that a real parser of Java reads its files. */
export function describeHostile(title: string, cases: readonly PropCase[], needsJava = false): void {
  const why = TERRAFORM === undefined ? 'neither terraform nor tofu is on PATH' : needsJava && !HAS_JAVA ? 'no Java runtime is on PATH' : undefined;
  const describeAll = (name: string, body: () => void) => (why === undefined ? describe(name, body) : describe.skip(`${name} (skipped: ${why})`, body));
  describeAll(`${title}: a hostile string that is written down`, () => describeLiteral(variantsOf(cases)));
  describeAll(`${title}: a hostile string that is known only at apply`, () => describeApply(variantsOf(cases)));
}

function describeLiteral(variants: readonly Variant[]): void {
  const outcomes: Outcome[] = [];
  const trees = new Map<Outcome, unknown>();
  const benign = new Map<Variant, unknown>();
  const harmful = new Map(variants.map((variant) => [variant, refusal((scope) => variant.build(scope, benignOf(variant), [benignOf(variant)]))]));
  const fitting = variants.filter((variant) => harmful.get(variant) === undefined);

  beforeAll(() => {
    const cases = fitting.flatMap((variant) => STRING_NAMES.map((string) => ({ variant, string, value: textWith(variant, STRINGS[string]) })));
    const refused = refusals(cases.map(({ variant, value }) => (scope) => variant.build(scope, value, [value])));
    cases.forEach(({ variant, string }, index) => outcomes.push({ variant, string, text: carried(STRINGS[string]), refused: refused[index] }));
    const accepted = outcomes.filter((outcome) => outcome.refused === undefined);
    const builds: ((scope: Construct) => void)[] = [
      ...fitting.map((variant) => (scope: Construct) => variant.build(scope, benignOf(variant), [benignOf(variant)])),
      ...accepted.map(({ variant, string }) => (scope: Construct) => {
        const text = textWith(variant, STRINGS[string]);
        variant.build(scope, text, [text]);
      }),
    ];
    const evaluated = evaluateStack(stackJson((stack) => builds.forEach((build, index) => build(new Construct(stack, `p${index}`)))));
    const read = treesOf(builds.map((_, index): Made => madeIn(`p${index}`, evaluated)));
    fitting.forEach((variant, index) => benign.set(variant, read[index]));
    accepted.forEach((outcome, index) => trees.set(outcome, read[fitting.length + index]));
  }, LONGEST_MILLISECONDS);

  test.each(variants.map((variant) => [variant.label, variant] as const))('in %s is refused by name or comes back', (_, variant) => {
    expect(harmful.get(variant)).toBeUndefined();
    expect(showsMarker(benign.get(variant), variant.before + variant.after === '' ? variant.benign : undefined)).toBe(true);
    expect(problemsOf(outcomes.filter((outcome) => outcome.variant === variant), (outcome) => trees.get(outcome), benign.get(variant))).toEqual([]);
  });

  afterAll(() => tell('written down', outcomes));
}

/** A prop as it takes a variable: as a text, as a member of a list, or as a whole list. */
interface Way {
  readonly label: string;
  readonly variant: Variant;
  readonly build: Build;
}

function waysOf(variants: readonly Variant[]): readonly Way[] {
  return variants.flatMap((variant): readonly Way[] => {
    const asText: Way = {
      label: variant.label, variant,
      build: (scope, { text }) => variant.build(scope, textWith(variant, text), [textWith(variant, text)]),
    };
    if (variant.isList !== true || variant.before + variant.after !== '') {
      return [asText];
    }
    return [asText, { label: `${variant.label} as a whole`, variant, build: (scope, { text, list }) => variant.build(scope, text, list) }];
  });
}

export function variablesIn(stack: Construct, cdk: typeof Cdktf): Variables {
  const text = new cdk.TerraformVariable(stack, 'text', { type: 'string' });
  const list = new cdk.TerraformVariable(stack, 'list', { type: 'list(string)' });
  return { text: text.stringValue, list: list.listValue };
}

function describeApply(variants: readonly Variant[]): void {
  const ways = waysOf(variants);
  const refusedAtSynthesis = new Map(ways.map((way) => [way, refusal(way.build, variablesIn)]));
  const open = ways.filter((way) => refusedAtSynthesis.get(way) === undefined);
  const outcomes: Outcome[] = [];
  const byWay = new Map<Way, Outcome[]>();
  const trees = new Map<Outcome, unknown>();
  const benign = new Map<Way, { readonly tree: unknown; readonly verdicts: readonly Verdict[] }>();

  beforeAll(() => {
    if (open.length === 0) {
      return;
    }
    const json = stackJson((stack, cdk) => {
      const variables = variablesIn(stack, cdk);
      open.forEach(({ build }, index) => build(new Construct(stack, `p${index}`), variables));
    });
    const harmless = new Set([MARKER, ...variants.map(({ benign: text }) => text ?? MARKER)]);
    const evaluated = evaluateForEach(json, { ...STRINGS, ...Object.fromEntries([...harmless].map((text) => [text, text])) });
    const made: Made[] = [];
    const keep: ((tree: unknown) => void)[] = [];
    open.forEach((way, index) => {
      const verdictsOf = (name: string) => Object.entries(evaluated.get(name)!.gates).filter(([gate]) => gate.startsWith(`p${index}_`)).flatMap(([, found]) => found);
      const first = way.variant.before + way.variant.after === '' ? way.variant.benign ?? MARKER : MARKER;
      made.push(madeIn(`p${index}`, evaluated.get(first)!));
      keep.push((tree) => benign.set(way, { tree, verdicts: verdictsOf(first) }));
      byWay.set(way, STRING_NAMES.map((string) => {
        const failed = verdictsOf(string).filter(({ passes }) => !passes).map(({ message }) => message);
        const outcome = { variant: way.variant, string, text: carried(STRINGS[string]), refused: failed.length > 0 ? failed.join('\n') : undefined };
        outcomes.push(outcome);
        if (failed.length === 0) {
          made.push(madeIn(`p${index}`, evaluated.get(string)!));
          keep.push((tree) => trees.set(outcome, tree));
        }
        return outcome;
      }));
    });
    treesOf(made).forEach((tree, index) => keep[index](tree));
  }, LONGEST_MILLISECONDS);

  test.each(ways.map((way) => [way.label, way] as const))('in %s is stopped by name or comes back', (_, way) => {
    const refused = refusedAtSynthesis.get(way);
    if (refused !== undefined) {
      expect(unclear(way.variant, refused)).toBeUndefined();
      return;
    }
    const { tree, verdicts } = benign.get(way)!;
    expect(verdicts.filter(({ passes }) => !passes)).toEqual([]);
    expect(showsMarker(tree, way.variant.before + way.variant.after === '' ? way.variant.benign : undefined)).toBe(true);
    expect(problemsOf(byWay.get(way)!, (outcome) => trees.get(outcome), tree)).toEqual([]);
  });

  afterAll(() => tell(`known only at apply; refused at synthesis: ${ways.length - open.length} of ${ways.length} places`, outcomes));
}

/** Prints numbers of cases on request. */
function tell(what: string, outcomes: readonly Outcome[]): void {
  if (process.env.HOSTILE_NUMBERS !== undefined) {
    const refused = outcomes.filter((outcome) => outcome.refused !== undefined).length;
    process.stdout.write(`${what}: ${outcomes.length} cases, ${refused} refused, ${outcomes.length - refused} came back\n`);
  }
}
