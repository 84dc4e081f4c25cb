import { IConstruct } from 'constructs';
import { cdkOf } from './binding';
import { ACKNOWLEDGED_RULE_UNKNOWN } from '../brokers/acknowledge-rules';
import { isRuleId } from '../brokers/catalogue';
import { describeFinding, evaluate as evaluateRules, Evaluation, Finding, joinEvaluations } from '../rules/rule';
import { PlacedProblem, ValidationError } from '../rules/validation-error';

/*
 * How broken rules reach the user.
 *
 * Every construct registers a function that evaluates its rules. Errors of the whole app are thrown together, once, either when the
 * CDK first asks one of our elements for its Terraform text or when it validates, whichever comes first. Warnings become
 * annotations of the construct.
 */

type Source = { readonly construct: IConstruct; readonly evaluate: () => Evaluation };

const sources = new WeakMap<IConstruct, Source[]>();

/** How often something changed that rules judge and blocks are made from, by the root of the app. */
const revisions = new WeakMap<IConstruct, number>();

/** The revision in which nothing was broken when last judged. */
const sound = new WeakMap<IConstruct, number>();

/**
 * Registers the rules of a construct.
 *
 * `evaluate` is called at synthesis, possibly several times: it must be pure and cheap or cached.
 */
export function reportEvaluation(construct: IConstruct, evaluate: () => Evaluation, acknowledged: readonly string[] = []): void {
  const { root } = construct.node;
  const registered = sources.get(root) ?? [];
  sources.set(root, registered);
  const judge = () => joinEvaluations([evaluate(), evaluateRules([ACKNOWLEDGED_RULE_UNKNOWN], { acknowledged, isRuleId })]);
  registered.push({ construct, evaluate: judge });
  judgeAgain(construct);

  let warned = false;
  construct.node.addValidation({
    validate: () => {
      if (!warned) {
        warned = true;
        warn(construct, judge().findings, acknowledged);
      }
      return errorsOf(judge().findings).map((found) => describeFinding(found));
    },
  });
}

/** Says that something changed which rules judge or blocks are made from; until then nothing is judged or made again. */
export function judgeAgain(construct: IConstruct): void {
  revisions.set(construct.node.root, revisionOf(construct) + 1);
}

/** Counts the changes in an app: what was computed in the same revision still holds. */
export function revisionOf(construct: IConstruct): number {
  return revisions.get(construct.node.root) ?? 0;
}

/** Throws every error of the app at once; does nothing when there is none. */
export function assertNoProblems(construct: IConstruct): void {
  const { root } = construct.node;
  if (sound.get(root) === revisionOf(construct)) {
    return;
  }
  const problems: PlacedProblem[] = [];
  for (const source of sources.get(root) ?? []) {
    for (const found of errorsOf(source.evaluate().findings)) {
      problems.push({ path: source.construct.node.path, text: describeFinding(found) });
    }
  }
  if (problems.length > 0) {
    throw new ValidationError(problems);
  }
  sound.set(root, revisionOf(construct));
}

/** The findings that a user has not acknowledged; errors cannot be acknowledged. */
export function openFindings(findings: readonly Finding[], acknowledged: readonly string[]): readonly Finding[] {
  return findings.filter((found) => found.level === 'error' || !acknowledged.includes(found.rule));
}

function errorsOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((found) => found.level === 'error');
}

function warn(construct: IConstruct, findings: readonly Finding[], acknowledged: readonly string[]): void {
  const annotations = cdkOf(construct).Annotations.of(construct);
  for (const found of openFindings(findings, acknowledged)) {
    if (found.level === 'warning') {
      annotations.addWarning(describeFinding(found));
    }
  }
}
