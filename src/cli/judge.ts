import { ExitCode, worstExitCode } from './exit-code';
import { loadSemantics, PREVIEWED_BROKERS } from '../brokers/semantics-registry';
import { PreviewCase } from '../preview/case';
import { CASE_BROKER, caseProblem, failure } from '../preview/case-problem';
import { preview } from '../preview/preview';
import { PreviewFailure, PreviewResult } from '../preview/result';
import { BrokerSemantics } from '../preview/semantics';
import { show } from '../text/show';

/** A result and the broker that it speaks of; without a broker there is a failure. */
export interface Judged {
  readonly result: PreviewResult | PreviewFailure;
  readonly semantics: BrokerSemantics | undefined;
}

const loaded = new Map<string, BrokerSemantics>();

/** The semantics of a broker, or why there are none. */
export async function semanticsFor(kind: string, id: string | null = null): Promise<BrokerSemantics | PreviewFailure> {
  const semantics = loaded.get(kind) ?? await loadSemantics(kind);
  if (semantics === undefined) {
    return failure(id, caseProblem(CASE_BROKER, `broker ${show(kind)} is none of ${PREVIEWED_BROKERS.join(', ')}`));
  }
  loaded.set(kind, semantics);
  return semantics;
}

/** Judges a case by the broker that it names. */
export async function judgeCase(input: PreviewCase): Promise<Judged> {
  const semantics = await semanticsFor(input.broker, input.id);
  return 'error' in semantics ? { result: semantics, semantics: undefined } : { result: preview(semantics, input), semantics };
}

/** What a result means for the exit code: a denied action weighs as much as a refused login. */
export function exitCodeOf(result: PreviewResult | PreviewFailure): ExitCode {
  if ('error' in result) {
    return ExitCode.BAD_INPUT;
  }
  const verdicts = result.can.map(({ allowed }) => allowed);
  return worstExitCode([
    result.decision === 'reject' || verdicts.includes(false) ? ExitCode.NEGATIVE : ExitCode.GOOD,
    result.decision === 'undetermined' || verdicts.includes('unknown') ? ExitCode.UNDETERMINED : ExitCode.GOOD,
  ]);
}
