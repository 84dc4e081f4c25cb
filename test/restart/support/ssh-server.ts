import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SshTarget } from '../../../src/restart/drivers/host';

/** OpenSSH's server where Debian and others put it; undefined where it is not installed. */
export const SSHD = ['/usr/sbin/sshd', '/usr/local/sbin/sshd'].find((path) => existsSync(path));

/** A real OpenSSH server on loopback, for the user who runs the tests. */
export class SshServer {
  static async start(): Promise<SshServer> {
    const folder = mkdtempSync(join(tmpdir(), 'broker-oauth-ssh-'));
    for (const name of ['host', 'client', 'stranger']) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)]);
    }
    const port = await freePort();
    writeFileSync(join(folder, 'authorized'), readFileSync(join(folder, 'client.pub')), { mode: 0o600 });
    writeFileSync(join(folder, 'known'), `[127.0.0.1]:${port} ${readFileSync(join(folder, 'host.pub'), 'utf8')}`);
    writeFileSync(join(folder, 'wrong'), `[127.0.0.1]:${port} ${readFileSync(join(folder, 'stranger.pub'), 'utf8')}`);
    writeFileSync(join(folder, 'config'), [
      `Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${join(folder, 'host')}`, `AuthorizedKeysFile ${join(folder, 'authorized')}`,
      'StrictModes no', 'UsePAM no', 'PasswordAuthentication no', 'PermitRootLogin prohibit-password', `PidFile ${join(folder, 'pid')}`, '',
    ].join('\n'));
    execFileSync('mkdir', ['-p', '/run/sshd']);
    const server = spawn(SSHD!, ['-D', '-e', '-f', join(folder, 'config')], { stdio: 'ignore' });
    const started = new SshServer(folder, port, server);
    await started.untilReady();
    return started;
  }

  private constructor(readonly folder: string, readonly port: number, private readonly server: ChildProcess) {}

  target(more: Partial<SshTarget> = {}): SshTarget {
    return {
      host: '127.0.0.1', port: this.port, user: userInfo().username,
      identityFile: join(this.folder, 'client'), knownHostsFile: join(this.folder, 'known'), ...more,
    };
  }

  stop(): void {
    this.server.kill('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async untilReady(): Promise<void> {
    for (let tries = 0; !existsSync(join(this.folder, 'pid')); tries++) {
      if (tries > 200 || this.server.exitCode !== null) {
        throw new Error(`sshd did not start (exit code ${this.server.exitCode})`);
      }
      await sleep(50);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
