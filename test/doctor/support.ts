import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { CliIo } from '../../src/cli/cli-io';
import { COMMANDS } from '../../src/cli/commands';
import { runProgram } from '../../src/cli/program';

const GOLDEN = path.resolve(__dirname, '../../examples/all-brokers/golden/broker-oauth/manifest.json');

/** How a kind of provider differs from the manifest of the example, which was made for Keycloak. */
export interface ManifestFor {
  readonly kind: string;
  readonly issuer: string;
  readonly jwksUri?: string;
  /** The string claim that holds the client id. */
  readonly clientIdClaim?: string;
  /** Where LavinMQ finds scopes besides `scope`. */
  readonly scopesKey?: string;
  readonly subject?: string;
  /** Settings of Mosquitto's token plugin that are added. */
  readonly mosquitto?: object;
}

/** The manifest of the example with four brokers, for another provider. */
export function manifestText(wanted: ManifestFor): string {
  const { kind, issuer, jwksUri = `${issuer.replace(/\/$/, '')}/jwks`, clientIdClaim = 'azp', scopesKey, subject } = wanted;
  const text = fs.readFileSync(GOLDEN, 'utf8')
    .replaceAll('https://sso.example.com/realms/messaging/protocol/openid-connect/certs', jwksUri)
    .replaceAll('https://sso.example.com/realms/messaging', issuer)
    .replaceAll('<jwt-claim>azp</jwt-claim>', `<jwt-claim>${clientIdClaim}</jwt-claim>`)
    .replaceAll('8f4fd1b5-0f04-4d4b-9c55-0a3b1f6f2c11', subject ?? '8f4fd1b5-0f04-4d4b-9c55-0a3b1f6f2c11');
  const manifest = JSON.parse(text);
  manifest.identityProviders[0].kind = kind;
  for (const written of manifest.brokers.flatMap((broker: { files: object[] }) => broker.files)) {
    if (written.name === 'lavinmq.ini' && scopesKey !== undefined) {
      written.text += `additional_scopes_keys = ${scopesKey}\n`;
    }
    if (written.name === 'jwt.json' && wanted.mosquitto !== undefined) {
      const settings = JSON.parse(written.text);
      written.text = JSON.stringify({ ...settings, options: { ...settings.options, ...wanted.mosquitto } });
    }
  }
  return JSON.stringify(manifest);
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-test-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
let files = 0;

/** Writes a file that is gone after the tests. */
export function file(text: string): string {
  const name = path.join(folder, `file-${files++}`);
  fs.writeFileSync(name, text);
  return name;
}

/** What a run of the program printed, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly complaints: string;
}

/** Runs the doctor as the command line does. */
export async function doctor(...words: readonly string[]): Promise<Ran> {
  return doctorAt(() => Math.floor(Date.now() / 1000), ...words);
}

/** Runs it by a given clock. */
export async function doctorAt(now: () => number, ...words: readonly string[]): Promise<Ran> {
  let [out, complaints] = ['', ''];
  const io: CliIo = {
    write: (text) => { out += text; },
    complain: (text) => { complaints += text; },
    stdin: async function* () { yield Buffer.alloc(0); },
    now,
  };
  const code = await runProgram(COMMANDS, ['doctor', ...words], io, '0.0.0');
  return { code, out, complaints };
}

/** The report on the only identity provider. */
export function reportIn({ out }: Ran): any {
  return JSON.parse(out).identityProviders[0];
}

/** Broken rules of a report, each once. */
export function rulesIn(ran: Ran, level = 'error'): readonly string[] {
  return [...new Set<string>(reportIn(ran).findings.filter((found: any) => found.level === level).map((found: any) => found.rule))].sort();
}
