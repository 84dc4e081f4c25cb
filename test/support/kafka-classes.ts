import * as fs from 'node:fs';
import * as path from 'node:path';
import { ClassPath, compileJava, Dependency, fetchJars, runProgram } from './maven';

/*
 * Kafka's own validator classes, had by Maven and run in one Java runtime for each release.
 */

/** What is asked: see KafkaValidator.java. */
export interface Question {
  readonly settings: Readonly<Record<string, string>>;
  readonly keys?: string;
  readonly token: string;
}

/** What the classes make of it. */
export type Answer = { readonly times: readonly number[] } & (
  | { readonly verdict: 'start' | 'reject'; readonly problem: string | undefined }
  | { readonly verdict: 'accept'; readonly expiryMillis: bigint; readonly principal: string });

/** Brokers bring these along; the jar of the clients does without. */
const COMPANIONS: readonly Dependency[] = [
  ['org.bitbucket.b_c', 'jose4j', '0.9.6'], ['com.fasterxml.jackson.core', 'jackson-databind', '2.19.0'], ['org.slf4j', 'slf4j-nop', '1.7.36'],
];

/** The jars of a release. */
export function fetchKafka(release: string, folder: string): ClassPath {
  return fetchJars([['org.apache.kafka', 'kafka-clients', release], ...COMPANIONS], folder);
}

/** Puts questions to the classes of one release. */
export function askKafka(jars: string, questions: readonly Question[], folder: string): readonly Answer[] {
  const classpath = compileJava('KafkaValidator', jars, folder);
  const keys = path.join(folder, 'keys');
  fs.mkdirSync(keys, { recursive: true });
  const input = questions.map((question) => `${JSON.stringify(question)}\n`).join('');
  const lines = runProgram('java', ['-Xmx256m', '-cp', classpath, 'KafkaValidator', keys], { cwd: folder, input }).trim().split('\n');
  return lines.map(readAnswer);
}

function readAnswer(line: string): Answer {
  const [before, after, verdict, first, ...rest] = line.split(' ');
  const times = [Number(before), Number(after)];
  return verdict === 'accept'
    ? { times, verdict, expiryMillis: BigInt(first), principal: JSON.parse(rest.join(' ')) as string }
    : { times, verdict: verdict as 'start' | 'reject', problem: first };
}
