import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { CliIo } from '../../src/cli/cli-io';
import { COMMANDS } from '../../src/cli/commands';
import { runProgram } from '../../src/cli/program';

/** What one run printed, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export const NOW = 1767225600;

/** Runs the command line in this process, with this standard input. */
export async function brokerOAuth(
  words: readonly string[], stdin: string | Uint8Array | AsyncIterable<Uint8Array> = '', now = () => NOW,
): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const io: CliIo = {
    write: (text) => out.push(text),
    complain: (text) => err.push(text),
    stdin: () => (typeof stdin === 'string' || stdin instanceof Uint8Array ? chunksOf(Buffer.from(stdin as string)) : stdin),
    now,
  };
  const code = await runProgram(COMMANDS, words, io, '0.0.0');
  return { code, out: out.join(''), err: err.join('') };
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) {
    yield bytes.subarray(at, at + 65_536);
  }
}

/** A folder that is gone after the tests of a file; `write` returns the path of a new file in it. */
export function scratchFolder() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-cli-'));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    write(name: string, contents: string | Uint8Array | object): string {
      const file = path.join(folder, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, typeof contents === 'string' || contents instanceof Uint8Array ? contents : JSON.stringify(contents));
      return file;
    },
  };
}

/** One case a broker that is let in, with settings as a native file has them. */
export const KAFKA_CASE = {
  id: 'kafka',
  broker: 'aiven-kafka',
  brokerVersion: '4.4.0',
  now: NOW,
  settings: { jwks_url: 'https://sso.example.com/keys', expected_issuer: 'https://sso.example.com', expected_audience: 'messaging' },
  acls: [{
    principal: 'User:orders', resource_type: 'Topic', resource_name: 'orders', pattern_type: 'LITERAL', operation: 'Read', permission_type: 'ALLOW', host: '*',
  }],
  token: {
    header: { alg: 'RS256', kid: 'k1' },
    claims: { iss: 'https://sso.example.com', aud: 'messaging', sub: 'orders', iat: NOW - 60, exp: NOW + 300, scope: 'a' },
  },
  signature: 'valid',
};

export const LAVINMQ_INI = '[main]\nauth_backends = oauth,local\n[oauth]\nissuer = https://sso.example.com\naudience = messaging\nresource_server_id = lavinmq\n';

export const LAVINMQ_TOKEN = {
  header: { alg: 'RS256', kid: 'k1' },
  claims: { iss: 'https://sso.example.com', aud: 'messaging', sub: 'orders', exp: NOW + 300, scope: 'lavinmq.write:%2F/orders' },
};
