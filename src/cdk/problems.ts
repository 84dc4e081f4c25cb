import { IConstruct } from 'constructs';
import { describeFinding, Evaluation, Finding } from '../rules/rule';
import { PlacedProblem, ValidationError } from '../rules/validation-error';
import { cdkOf } from './binding';

/*
 * How broken rules reach the user.
 *
 * Every construct registers a function that evaluates its rules. Errors of the whole app are thrown together, once, either when the
 * CDK first asks one of our elements for its Terraform text or when it validates, whichever comes first. Warnings become
 * annotations of the construct.
 */

type Source = { readonly construct: IConstruct; readonly evaluate: () => Evaluation; readonly acknowledged: readonly string[] };

const sources = new WeakMap<IConstruct, Source[]>();

/**
 * Registers the rules of a construct.
 *
 * `evaluate` is called at synthesis, possibly several times: it must be pure and cheap or cached.
 */
export function reportEvaluation(construct: IConstruct, evaluate: () => Evaluation, acknowledged: readonly string[] = []): void {
  const { root } = construct.node;
  const registered = sources.get(root) ?? [];
  sources.set(root, registered);
  registered.push({ construct, evaluate, acknowledged });

  let warned = false;
  construct.node.addValidation({
    validate: () => {
      if (!warned) {
        warned = true;
        warn(construct, evaluate().findings, acknowledged);
      }
      return errorsOf(evaluate().findings).map((found) => describeFinding(found));
    },
  });
}

/** Throws every error of the app at once; does nothing when there is none. */
export function assertNoProblems(construct: IConstruct): void {
  const problems: PlacedProblem[] = [];
  for (const source of sources.get(construct.node.root) ?? []) {
    for (const found of errorsOf(source.evaluate().findings)) {
      problems.push({ path: source.construct.node.path, text: describeFinding(found) });
    }
  }
  if (problems.length > 0) {
    throw new ValidationError(problems);
  }
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
