import { GeneratedCase, generatedCase } from './generated-case';
import { signingKeys } from './signing-keys';
import { KAFKA_SEMANTICS } from '../../../../src/brokers/aiven-kafka/semantics';
import { preview } from '../../../../src/preview/preview';
import { PreviewResult } from '../../../../src/preview/result';
import { temporaryFolder } from '../../../support/folders';
import { Answer, askKafka, fetchKafka } from '../../../support/kafka-classes';

/*
 * KAFKA_COMPARE=300 puts that many cases before each release; without it a few before two of them.
 */

const asked = process.env.KAFKA_COMPARE;
const RELEASES = asked === undefined ? ['4.1.1', '4.2.0'] : ['3.9.1', '4.0.0', '4.1.0', '4.1.2', '4.2.0', '4.3.0', '4.4.0'];
const COUNT = Number(asked ?? 100);
const FIRST = Number(process.env.KAFKA_COMPARE_SEED ?? 1);
const folders = RELEASES.map(() => temporaryFolder());
const classes = RELEASES.map((release, index) => fetchKafka(release, folders[index]));
const missing = classes.find((one) => one.missing !== undefined)?.missing;

/** What an answer or a result comes to, in the words of both. */
function wordsOf(answer: Answer): string {
  return answer.verdict === 'accept' ? `accept User:${answer.principal} until ${Number(answer.expiryMillis) / 1000}` : answer.verdict;
}

/** Steps that lie behind the classes: a token that the broker then cannot make a session of has passed them. */
const BEHIND = 'KAFKA_SESSION_LENGTH';
/** What depends on the Java runtime, or on which parsers differ. */
const OPEN = ['KAFKA_TOKEN_ALGORITHM', 'KAFKA_TOKEN_PAYLOAD'];

function agrees({ decision, loads, principal, expiresAt, reason }: PreviewResult, answer: Answer): boolean {
  if (decision === 'undetermined') {
    return OPEN.includes(reason!);
  }
  if (reason === BEHIND) {
    return answer.verdict === 'accept';
  }
  const words = loads === false ? 'start' : decision === 'reject' ? 'reject' : `accept ${principal} until ${expiresAt}`;
  return words === wordsOf(answer);
}

function show({ changes, input, question }: GeneratedCase, result: PreviewResult, answer: Answer): object {
  return {
    changes: changes.join(' '), kafka: wordsOf(answer), preview: `${result.loads} ${result.decision} ${result.reason} ${result.principal} ${result.expiresAt}`,
    settings: JSON.stringify(question.settings),
    token: (input.token as string).split('.').slice(0, 2).map((segment) => Buffer.from(segment, 'base64url').toString('utf8').slice(0, 400)),
  };
}

(missing === undefined ? describe : describe.skip)(`Kafka's own classes${missing === undefined ? '' : ` (${missing})`}`, () => {
  const keys = signingKeys();

  test.each(RELEASES.map((release, index) => [release, index] as const))('%s judges every generated login the same', (release, at) => {
    const now = Math.floor(Date.now() / 1000);
    const cases = Array.from({ length: COUNT }, (_, index) => generatedCase(FIRST + index, keys, now));
    const answers = askKafka(classes[at].jars!, cases.map(({ question }) => question), folders[at]);
    // The classes ask the clock themselves; a second may have begun meanwhile.
    const results = cases.map(({ input }, index) => answers[index].times
      .map((time) => preview(KAFKA_SEMANTICS, { ...input, now: time, brokerVersion: release }) as PreviewResult));

    expect(cases.flatMap((one, index) => (results[index].some((result) => agrees(result, answers[index]))
      ? [] : [show(one, results[index][0], answers[index])]))).toEqual([]);
    expect(answers).toHaveLength(COUNT);
    expect(results.filter(([{ decision }]) => decision === 'undetermined').length).toBeLessThan(COUNT / 10);
    expect(new Set(answers.map(({ verdict }) => verdict)).size).toBe(3);
  }, 600_000);
});
