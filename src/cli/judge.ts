import { ExitCode, worstExitCode } from './exit-code';
import { brokerSemantics, PREVIEWED_BROKERS } from '../brokers/semantics-registry';
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

/** The semantics of a broker, or why there are none. */
export function semanticsFor(kind: string, id: string | null = null): BrokerSemantics | PreviewFailure {
  return brokerSemantics(kind) ?? failure(id, caseProblem(CASE_BROKER, `broker ${show(kind)} is none of ${PREVIEWED_BROKERS.join(', ')}`));
}

/** Judges a case by the broker that it names. */
export function judgeCase(input: PreviewCase): Judged {
  const semantics = semanticsFor(input.broker, input.id);
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
