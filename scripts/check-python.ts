import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { attempt, demand, EXAMPLE, givesGoldenOutput, packageFor, packageJson, ROOT, skip, WORK } from './binding-checks';

/*
 * Installs the Python wheel in a fresh environment with one CDK from PyPI, and checks that the example in Python synthesizes what the
 * one in TypeScript does, and that it can preview a token.
 *
 * Usage: npm run package:check-python [cdktf] [cdktn]
 *
 * Skips, with the reason, where there is no Python 3 with venv or PyPI cannot be reached.
 */

const PROGRAM = path.join(ROOT, 'examples', EXAMPLE, 'python', 'main.py');

/** Asks the example's broker of one right that it gives and one that it does not, through every type of the public API of previews. */
const PREVIEW = `
from cdktf_broker_oauth import PreviewDecision, PreviewOutcome, PreviewProtocol, PreviewSignature, PreviewVerdict, TokenPreview

preview = lavinmq.preview(now=1800000000, application=orders, protocol=PreviewProtocol.AMQP, can=["write:%2F/orders", "read:%2F/orders"])
assert preview.decision == PreviewDecision.ACCEPT, preview.explanation()
assert [action.allowed for action in preview.actions] == [PreviewVerdict.YES, PreviewVerdict.NO], preview.to_json()
assert preview.permissions[0]["write"] == "^orders$", preview.permissions
assert preview.checks[0].outcome == PreviewOutcome.PASS
forged = lavinmq.preview(now=1800000000, application=orders, signature=PreviewSignature.INVALID)
assert (forged.decision, forged.reason, forged.principal) == (PreviewDecision.REJECT, "LAVINMQ_TOKEN_SIGNATURE", None)
native = TokenPreview.preview(broker="mosquitto", broker_version="2.1", now=1800000000, authenticated_as="bob",
                              dynamic_security='{"clients": [{"username": "bob"}]}', can=["publish:a"])
assert native.actions[0].reason == "MOSQUITTO_ACCESS_DEFAULT", native.explanation()
`;

const cdks = process.argv.length > 2 ? process.argv.slice(2) : ['cdktf', 'cdktn'];

if (spawnSync('python3', ['-c', 'import venv, ensurepip'], { stdio: 'ignore' }).status !== 0) {
  skip('no python3 with venv');
}
const environments = cdks.map((cdk) => ({ cdk, folder: freshEnvironment(cdk) }));
const packaged = packageFor('python');
const wheel = fs.readdirSync(packaged).find((name) => name.endsWith('.whl'));
if (wheel === undefined) {
  throw new Error(`jsii-pacmak left no wheel in ${packaged}`);
}

process.exitCode = environments.map(({ cdk, folder }) => {
  const python = path.join(folder, 'bin', 'python');
  demand(python, ['-m', 'pip', 'install', '--quiet', path.join(packaged, wheel)]);
  assertOnly(python, cdk);
  return givesGoldenOutput(`Python with ${cdk}`, (env) => demand(python, [programFor(cdk, folder)], { cwd: folder, env }));
}).every(Boolean) ? 0 : 1;

/** A virtual environment that has the CDK and nothing else. */
function freshEnvironment(cdk: string): string {
  const folder = path.join(WORK, `venv-${cdk}`);
  fs.rmSync(folder, { recursive: true, force: true });
  demand('python3', ['-m', 'venv', folder]);
  const wanted = `${cdk}==${packageJson('.').devDependencies[cdk]}`;
  if (!attempt(path.join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', wanted])) {
    skip(`${wanted} cannot be installed from the Python package index`);
  }
  return folder;
}

/** The wheel must not bring the other CDK with it. */
function assertOnly(python: string, cdk: string): void {
  const other = cdk === 'cdktf' ? 'cdktn' : 'cdktf';
  if (spawnSync(python, ['-c', `import ${other}`], { stdio: 'ignore' }).status === 0) {
    console.error(`the wheel has installed ${other} beside ${cdk}`);
    process.exit(1);
  }
}

/** The example imports cdktf; under cdktn the same program imports that instead. A token is previewed before the stack is written. */
function programFor(cdk: string, folder: string): string {
  const text = fs.readFileSync(PROGRAM, 'utf8').replace(/^app\.synth\(\)$/m, (synth) => `${PREVIEW}\n${synth}`);
  const program = path.join(folder, 'main.py');
  fs.writeFileSync(program, text.replace(/^(from|import) cdktf\b/gm, `$1 ${cdk}`));
  return program;
}
