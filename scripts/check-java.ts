import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { attempt, demand, EXAMPLE, givesGoldenOutput, packageFor, packageJson, packageOther, ROOT, skip, WORK } from './binding-checks';

/*
 * Compiles the example in Java with Maven against the library's jar and one CDK, and checks that it synthesizes what the example in
 * TypeScript does.
 *
 * Usage: npm run package:check-java [cdktf] [cdktn]
 *
 * A CDK release that Maven Central does not serve is packaged from its npm package by the same tool that its makers use. Skips, with the
 * reason, where there is no JDK or no Maven.
 */

const SOURCES = path.join(ROOT, 'examples', EXAMPLE, 'java');
const LOCAL_REPOSITORY = path.join(WORK, 'maven');
const MAVEN = ['--batch-mode', '--quiet', `-Dmaven.repo.local=${LOCAL_REPOSITORY}`];
const cdks = process.argv.length > 2 ? process.argv.slice(2) : ['cdktf', 'cdktn'];

interface JavaTarget {
  readonly package: string;
  readonly maven: { readonly groupId: string; readonly artifactId: string };
}

for (const tool of ['javac', 'mvn']) {
  if (spawnSync(tool, ['-version'], { stdio: 'ignore' }).status !== 0) {
    skip(`no ${tool}`);
  }
}

const library = javaTarget('.');
// The version stays the same between builds, and Maven would keep the jar it knows.
fs.rmSync(path.join(LOCAL_REPOSITORY, ...library.maven.groupId.split('.')), { recursive: true, force: true });
const repositories = [packageFor('java')];

process.exitCode = cdks.map((cdk) => {
  const project = writeProject(cdk);
  if (!attempt('mvn', [...MAVEN, 'compile'], { cwd: project, stdio: 'ignore' })) {
    console.log(`${cdk} is not to be had from Maven Central in this version, or the example does not compile; trying a jar made from the npm package`);
    repositories.push(packageOther(cdk, 'java'));
    writeProject(cdk);
    demand('mvn', [...MAVEN, '--update-snapshots', 'compile'], { cwd: project });
  }
  demand('mvn', [...MAVEN, 'dependency:build-classpath', '-Dmdep.outputFile=classpath'], { cwd: project });
  const classpath = [path.join(project, 'target', 'classes'), fs.readFileSync(path.join(project, 'classpath'), 'utf8').trim()].join(path.delimiter);
  return givesGoldenOutput(`Java with ${cdk}`, (env) => demand('java', ['-cp', classpath, 'Main'], { cwd: project, env }));
}).every(Boolean) ? 0 : 1;

function javaTarget(folder: string): JavaTarget {
  return packageJson(folder).jsii.targets.java;
}

/** The example as a Maven project of its own, with the CDK wanted; its pom.xml and its imports name cdktf. */
function writeProject(cdk: string): string {
  const project = path.join(WORK, `java-${cdk}`);
  const [from, to] = [packageJson('node_modules/cdktf'), packageJson(`node_modules/${cdk}`)];
  const [oldTarget, newTarget]: JavaTarget[] = [from.jsii.targets.java, to.jsii.targets.java];
  fs.rmSync(project, { recursive: true, force: true });
  fs.cpSync(SOURCES, project, { recursive: true });

  const pom = path.join(project, 'pom.xml');
  fs.writeFileSync(pom, fs.readFileSync(pom, 'utf8')
    .replace(coordinates(oldTarget, from.version), coordinates(newTarget, to.version))
    .replace('<dependencies>', `${repositoriesElement()}\n  <dependencies>`));
  const main = path.join(project, 'src', 'main', 'java', 'Main.java');
  fs.writeFileSync(main, fs.readFileSync(main, 'utf8').replaceAll(`import ${oldTarget.package}.`, `import ${newTarget.package}.`));
  return project;
}

function coordinates({ maven }: JavaTarget, version: string): string {
  return `<groupId>${maven.groupId}</groupId>\n      <artifactId>${maven.artifactId}</artifactId>\n      <version>${version}</version>`;
}

function repositoriesElement(): string {
  const each = repositories.map((folder, index) => `<repository><id>made-here-${index}</id><url>file://${folder}</url></repository>`);
  return `<repositories>${each.join('')}</repositories>`;
}
