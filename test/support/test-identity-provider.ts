import { ChildProcess, spawn } from 'node:child_process';
import * as path from 'node:path';
import { started } from './started';

/** The client whose tokens are imitated, and the client with which brokers introspect. */
export const CLIENT = { id: 'orders-service', secret: 'secret-of-orders' };
export const CALLER = { id: 'messaging', secret: 'secret-of-brokers' };

/** Running test providers, one for each kind of vendor, on the loopback interface. */
export interface TestIdentityProviders {
  readonly issuers: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts them in a process of their own, which ends with this one. */
export function startTestIdentityProviders(): Promise<TestIdentityProviders> {
  return started(startOnce);
}

function startOnce(): { readonly child: ChildProcess; readonly ready: Promise<TestIdentityProviders> } {
  const child = spawn(process.execPath, [path.join(__dirname, 'test-identity-provider.mjs')], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => { errors += chunk.toString(); });
  const ready = new Promise<TestIdentityProviders>((resolve, reject) => {
    let text = '';
    child.on('exit', () => reject(new Error(`the test provider ended: ${errors}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) {
        resolve({
          issuers: JSON.parse(text.slice(0, text.indexOf('\n'))) as Record<string, string>,
          stop: () => {
            child.stdin.end();
            return ended;
          },
        });
      }
    });
  });
  return { child, ready };
}
