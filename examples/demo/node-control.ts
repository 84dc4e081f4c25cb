import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/*
 * Starts and stops one local MQTT node, as a service manager would.
 *
 * Usage: node node-control.cjs start|stop FOLDER
 */

const [action, folder] = process.argv.slice(2);
const pidFile = path.join(folder, 'node.pid');
const logFile = path.join(folder, 'node.log');
const LONGEST_MILLISECONDS = 15_000;

async function start(): Promise<void> {
  const log = fs.openSync(logFile, 'w');
  const node = spawn(process.execPath, [path.join(__dirname, 'mqtt-node.cjs'), folder], { detached: true, stdio: ['ignore', log, log] });
  node.unref();
  fs.writeFileSync(pidFile, `${node.pid}\n`);
  await until(() => fs.readFileSync(logFile, 'utf8').includes('listening on') || !runs(node.pid!), 'does not listen');
  if (!runs(node.pid!)) {
    throw new Error(`the node ended: ${fs.readFileSync(logFile, 'utf8').trim()}`);
  }
}

async function stop(): Promise<void> {
  const pid = fs.existsSync(pidFile) ? Number(fs.readFileSync(pidFile, 'utf8')) : undefined;
  if (pid !== undefined && runs(pid)) {
    process.kill(pid, 'SIGTERM');
    await until(() => !runs(pid), 'does not end');
  }
  fs.rmSync(pidFile, { force: true });
}

/** A process that has ended but that nobody has waited for yet counts as ended. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = fs.existsSync(`/proc/${pid}/stat`) ? fs.readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
  return !/\) Z /.test(status);
}

async function until(done: () => boolean, otherwise: string): Promise<void> {
  const end = Date.now() + LONGEST_MILLISECONDS;
  while (!done()) {
    if (Date.now() > end) {
      throw new Error(`the node ${otherwise} within ${LONGEST_MILLISECONDS / 1000} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

({ start, stop }[action] ?? (() => Promise.reject(new Error(`unknown action ${action}`))))().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
