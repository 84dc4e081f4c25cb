import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/*
 * Programs of ours in Java that run with published jars. Maven has them fetched; none of them is kept here.
 */

/** Group, artifact and version. */
export type Dependency = readonly [group: string, artifact: string, version: string];

/** What runs a program: a class path, or why there is none. */
export type ClassPath = { readonly jars: string; readonly missing?: undefined } | { readonly jars?: undefined; readonly missing: string };

/** Why no program can be made here; undefined where one can. */
export function whyNoJava(): string | undefined {
  const tools = [['java', '-version'], ['javac', '-version'], ['mvn', '-v']];
  const lacking = tools.find(([program, argument]) => spawnSync(program, [argument]).status !== 0);
  return lacking && `no ${lacking[0]} is here`;
}

/** Has jars fetched, with all that they need. */
export function fetchJars(dependencies: readonly Dependency[], folder: string): ClassPath {
  const missing = whyNoJava();
  if (missing !== undefined) {
    return { missing };
  }
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'pom.xml'), '<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId>' +
    `<version>1</version><dependencies>${dependencies.map(element).join('')}</dependencies></project>`);
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:build-classpath';
  const { status, stdout } = spawnSync('mvn', ['-q', '-B', goal, '-Dmdep.outputFile=classpath'], { cwd: folder, encoding: 'utf8' });
  return status === 0
    ? { jars: fs.readFileSync(path.join(folder, 'classpath'), 'utf8').trim() }
    : { missing: `Maven has not got ${dependencies[0].join(':')}: ${/\[ERROR\].*/.exec(stdout)?.[0].slice(0, 300) ?? `it ended with ${status}`}` };
}

function element([group, artifact, version]: Dependency): string {
  return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
}

/** Compiles a program that lies beside this file; gives the class path that runs it. */
export function compileJava(name: string, jars: string, folder: string): string {
  runProgram('javac', ['-nowarn', '-cp', jars, '-d', 'classes', path.join(__dirname, `${name}.java`)], { cwd: folder });
  return `${path.join(folder, 'classes')}:${jars}`;
}

/** Runs a program to its end; gives what it printed. */
export function runProgram(program: string, args: readonly string[], options: { readonly cwd: string; readonly input?: string }): string {
  const { status, stdout, stderr } = spawnSync(program, args, { ...options, encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) {
    throw new Error(`${program} ended with ${status}: ${(stdout + stderr).slice(-2000)}`);
  }
  return stdout;
}
