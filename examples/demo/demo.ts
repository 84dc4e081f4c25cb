import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { tellAllBrokers } from './all-brokers-chapters';
import { Outcome, Rollout } from './restart-chapters';
import { Synthesized } from './synthesized';
import { Terminal } from './terminal';

/*
 * The library at work, in about a minute: settings for four brokers, then a rolling restart of a cluster on this machine.
 *
 * Usage: npm run demo [-- --keep]
 */

const keep = process.argv.includes('--keep');
const terminal = new Terminal(process.stdout);
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-demo-')));
const rollout = new Rollout(terminal, folder);

async function main(): Promise<void> {
  const all = tellAllBrokers(terminal, folder);
  const outcome = await rollout.tell();
  tellSummary(all, outcome);
}

function tellSummary(all: Synthesized, outcome: Outcome): void {
  const { brokers, applications } = all.manifest;
  const grants = brokers.reduce((sum, broker) => sum + broker.grants.length, 0);
  const files = brokers.reduce((sum, broker) => sum + broker.files.length, 0);
  terminal.heading('Summary');
  terminal.lines([
    `declared    one identity provider, ${applications.length} applications, ${grants} rights on ${brokers.length} brokers`,
    `written     ${files} settings files in the brokers' own formats, without a secret`,
    `changed     ${outcome.changedLines === 1 ? 'one line' : `${outcome.changedLines} lines`}: the audience that tokens must have`,
    `restarted   ${outcome.restarted.join(', then ')}, each only when the one before was healthy again`,
    'logins      the old token was refused by the nodes that had restarted, and only by them',
    `carried by  ${outcome.carrier}`,
  ]);
  terminal.gap();
  terminal.say('Three commands to try next:');
  terminal.lines([
    'npm run demo -- --keep               keeps the folder, to look at the stack, the state and the report',
    'cat examples/mosquitto/stack.ts      the stack whose audience changed',
    'npm test                             everything the library promises',
  ]);
}

let ending: Promise<void> | undefined;

/** Ends every process and removes the folder, once. */
function cleanUp(): Promise<void> {
  ending ??= rollout.end().then(() => {
    if (keep) {
      terminal.say(`Kept: ${folder}`);
    } else {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
  return ending;
}

function abort(exitCode: number): void {
  void cleanUp().finally(() => process.exit(exitCode));
}

process.once('SIGINT', () => abort(130));
process.once('SIGTERM', () => abort(143));
process.once('SIGHUP', () => abort(129));
// A reader that goes away, such as `head`, ends the demo.
process.stdout.on('error', () => abort(1));

main().then(cleanUp, async (error: Error) => {
  if (ending === undefined) {
    process.stderr.write(`\nThe demo failed: ${error.message}\n`);
    process.exitCode = 1;
  }
  await cleanUp();
});
