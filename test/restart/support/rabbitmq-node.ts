import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { freePorts, isListening } from '../../../integ/support/ports';
import { ServerProcess } from '../../../integ/support/server-process';

const PROGRAMS = [process.env.RABBITMQ_SERVER, '/usr/lib/rabbitmq/bin/rabbitmq-server'];

/** The broker's program; not the wrapper of the package, which becomes another user. The tests skip without it. */
export const RABBITMQ_SERVER = PROGRAMS.find((file) => file !== undefined && fs.existsSync(file));

/** A RabbitMQ that judges tokens by the public key of one issuer, on 127.0.0.1 and in a folder of its own. */
export class RabbitMqNode {
  static async start(publicKey: string): Promise<RabbitMqNode> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-rabbitmq-'));
    const [port, distribution, mapper] = await freePorts(3);
    const write = (name: string, text: string) => {
      fs.writeFileSync(path.join(folder, name), text);
      return path.join(folder, name);
    };
    const key = write('key.pem', publicKey);
    write('rabbitmq.conf', [
      `listeners.tcp.local = 127.0.0.1:${port}`, 'auth_backends.1 = rabbit_auth_backend_oauth2', 'auth_oauth2.resource_server_id = messaging',
      `auth_oauth2.signing_keys.k1 = ${key}`, 'auth_oauth2.default_key = k1', '',
    ].join('\n'));
    const environment = {
      HOME: folder,
      RABBITMQ_NODENAME: `test${port}@localhost`,
      RABBITMQ_CONFIG_FILE: path.join(folder, 'rabbitmq.conf'),
      RABBITMQ_CONF_ENV_FILE: path.join(folder, 'none'),
      RABBITMQ_ENABLED_PLUGINS_FILE: write('enabled_plugins', '[rabbitmq_auth_backend_oauth2].\n'),
      RABBITMQ_MNESIA_BASE: path.join(folder, 'data'),
      RABBITMQ_LOGS: '-',
      RABBITMQ_DIST_PORT: String(distribution),
      RABBITMQ_PID_FILE: path.join(folder, 'pid'),
      // A port mapper of its own, which ends with the test.
      ERL_EPMD_PORT: String(mapper),
      ERL_EPMD_ADDRESS: '127.0.0.1',
    };
    const server = new ServerProcess({ program: RABBITMQ_SERVER!, args: [], environment, directory: folder });
    await server.until(() => isListening(port), 60_000);
    return new RabbitMqNode(port, folder, server, environment);
  }

  private constructor(
    readonly port: number, private readonly folder: string, private readonly server: ServerProcess,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  async stop(): Promise<void> {
    await this.server.stop();
    try {
      execFileSync('epmd', ['-kill'], { env: { ...process.env, ...this.environment }, stdio: 'ignore' });
    } catch {
      // It has ended by itself.
    }
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
