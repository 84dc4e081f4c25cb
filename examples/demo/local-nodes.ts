import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { buildSync } from 'esbuild';

/** One local MQTT node: a process on loopback whose folder stands for /mosquitto. */
export interface LocalNode {
  readonly name: string;
  readonly port: number;
  readonly folder: string;
  readonly pidFile: string;
  readonly logFile: string;
  readonly start: string[];
  readonly stop: string[];
}

/** What an operator wrote before this stack came: it must still be there at the end. */
export const FOREIGN_ACCOUNT = 'admin';

/** Prepares nodes with the files of a fresh installation; none is started. */
export async function prepareNodes(folder: string, count: number): Promise<LocalNode[]> {
  const programs = path.join(folder, 'programs');
  buildSync({
    entryPoints: ['mqtt-node', 'node-control'].map((name) => path.join(__dirname, `${name}.ts`)),
    outdir: programs,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  const ports = await freePorts(count);
  return ports.map((port, index) => prepareNode(folder, programs, `mosquitto-${index + 1}`, port));
}

function prepareNode(root: string, programs: string, name: string, port: number): LocalNode {
  const folder = path.join(root, name);
  fs.mkdirSync(path.join(folder, 'config'), { recursive: true });
  fs.mkdirSync(path.join(folder, 'data'));
  fs.writeFileSync(path.join(folder, 'config', 'mosquitto.conf'), `# written by the operator\nlistener ${port} 127.0.0.1\n`);
  const accounts = { clients: [{ username: FOREIGN_ACCOUNT, textdescription: 'written by the operator', roles: [] }], groups: [], roles: [] };
  fs.writeFileSync(path.join(folder, 'data', 'dynamic-security.json'), `${JSON.stringify(accounts, undefined, 2)}\n`);
  const control = (action: string) => [process.execPath, path.join(programs, 'node-control.cjs'), action, folder];
  return {
    name, port, folder, pidFile: path.join(folder, 'node.pid'), logFile: path.join(folder, 'node.log'), start: control('start'), stop: control('stop'),
  };
}

/** Starts a node. */
export function startNode(node: LocalNode, variables: NodeJS.ProcessEnv): void {
  execFileSync(node.start[0], node.start.slice(1), { stdio: 'inherit', env: { PATH: process.env.PATH, ...variables } });
}

/** Stops a node; one that does not run is fine. */
export function stopNode(node: LocalNode): void {
  execFileSync(node.stop[0], node.stop.slice(1), { stdio: 'inherit' });
}

/** Ports that nobody listens on; all are held until the last is found, so that no two are the same. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise<net.Server>((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => resolve(server));
  })));
  const ports = servers.map((server) => (server.address() as net.AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
