import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/*
 * Kafka's own validator classes, had by Maven and run in one Java runtime for each release.
 */

/** Why the classes cannot be run here; undefined where they can. */
export function whyNoKafkaClasses(): string | undefined {
  for (const [program, argument] of [['java', '-version'], ['javac', '-version'], ['mvn', '-v']]) {
    if (spawnSync(program, [argument]).status !== 0) {
      return `no ${program} is here`;
    }
  }
  return undefined;
}

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
const COMPANIONS = [
  ['org.bitbucket.b_c', 'jose4j', '0.9.6'], ['com.fasterxml.jackson.core', 'jackson-databind', '2.19.0'], ['org.slf4j', 'slf4j-nop', '1.7.36'],
] as const;

function dependency([group, artifact, version]: readonly string[]): string {
  return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
}

function run(program: string, args: readonly string[], options: { readonly cwd: string; readonly input?: string }): string {
  const { status, stdout, stderr } = spawnSync(program, args, { ...options, encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) {
    throw new Error(`${program} ended with ${status}: ${(stdout + stderr).slice(-2000)}`);
  }
  return stdout;
}

/** The class path of a release, with our program on it. */
export function kafkaClasses(release: string, folder: string): string {
  fs.mkdirSync(folder, { recursive: true });
  const dependencies = [['org.apache.kafka', 'kafka-clients', release], ...COMPANIONS].map(dependency).join('');
  fs.writeFileSync(path.join(folder, 'pom.xml'), '<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId>' +
    `<version>1</version><dependencies>${dependencies}</dependencies></project>`);
  run('mvn', ['-q', '-B', 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:build-classpath', '-Dmdep.outputFile=classpath'], { cwd: folder });
  const jars = fs.readFileSync(path.join(folder, 'classpath'), 'utf8').trim();
  run('javac', ['-nowarn', '-cp', jars, '-d', 'classes', path.join(__dirname, 'KafkaValidator.java')], { cwd: folder });
  return `${path.join(folder, 'classes')}:${jars}`;
}

/** Puts questions to the classes of one release. */
export function askKafka(classpath: string, questions: readonly Question[], folder: string): readonly Answer[] {
  const keys = path.join(folder, 'keys');
  fs.mkdirSync(keys, { recursive: true });
  const input = questions.map((question) => `${JSON.stringify(question)}\n`).join('');
  const lines = run('java', ['-Xmx256m', '-cp', classpath, 'KafkaValidator', keys], { cwd: folder, input }).trim().split('\n');
  return lines.map(readAnswer);
}

function readAnswer(line: string): Answer {
  const [before, after, verdict, first, ...rest] = line.split(' ');
  const times = [Number(before), Number(after)];
  return verdict === 'accept'
    ? { times, verdict, expiryMillis: BigInt(first), principal: JSON.parse(rest.join(' ')) as string }
    : { times, verdict: verdict as 'start' | 'reject', problem: first };
}
