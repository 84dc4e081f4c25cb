import * as fs from 'node:fs';
import * as path from 'node:path';
import { brokerOAuth, scratchFolder } from './command-line';
import { smokeText } from '../../src/smoke/report';
import { manifestText } from '../doctor/support';
import { tokenWith } from '../restart/support/identity-provider';
import { MqttBroker } from '../restart/support/mqtt-broker';
import { CLIENT, startTestIdentityProviders, TestIdentityProviders } from '../support/test-identity-provider';

/*
 * docs/smoke.md shows what the program prints, at a provider and brokers that run here; their ports are shown as names. SMOKE_DOCS=write
 * writes the page anew.
 */

const PAGE = path.resolve(__dirname, '../../docs/smoke.md');
const GOLDEN = path.resolve(__dirname, '../../examples/all-brokers/golden/broker-oauth/MosquittoRestart.restart.json');
const CONSOLE = /^```console\n\$ (?<command>.*)\n[\s\S]*?^```$/gm;
const FOREIGN = tokenWith({ iss: 'https://elsewhere.example.com', sub: 'orders', aud: 'messaging', exp: 4_000_000_000 });
const { folder, write } = scratchFolder();

let providers: TestIdentityProviders;
const brokers: MqttBroker[] = [];
beforeAll(async () => {
  providers = await startTestIdentityProviders();
  process.env.SMOKE_TEST_SECRET = CLIENT.secret;
}, 60_000);
afterAll(async () => {
  await Promise.all(brokers.map((broker) => broker.stop()));
  await providers.stop();
});

interface Shown {
  readonly text: string;
  readonly code: number;
}

/** Runs a command against two brokers that take tokens of an issuer, and shows them as two hosts. */
async function shown(name: string, command: string, issuer: string, openTo: readonly string[] = []): Promise<Shown> {
  const pair = [await MqttBroker.start({ issuer, jwksUri: `${issuer}/jwks` }), await MqttBroker.start({ issuer, jwksUri: `${issuer}/jwks`, accepted: openTo })];
  brokers.push(...pair);
  const spec = JSON.parse(fs.readFileSync(GOLDEN, 'utf8'));
  const nodes = pair.map(({ ports }, index) => ({
    ...spec.nodes[index], logins: [{ kind: 'mqtt', host: '127.0.0.1', port: ports.tcp, protocolVersion: '3.1.1' }],
  }));
  const accepted = { kind: 'client-credentials', tokenEndpoint: `${issuer}/token`, clientId: CLIENT.id, clientSecretVariable: 'SMOKE_TEST_SECRET' };
  write(`${name}/MosquittoRestart.restart.json`, { ...spec, nodes, order: undefined, smoke: { accepted } });
  const manifest = JSON.parse(manifestText({ kind: 'oidc', issuer, clientIdClaim: 'client_id', subject: CLIENT.id }));
  write(`${name}/manifest.json`, { ...manifest, restarts: manifest.restarts.filter(({ spec: file }: { spec: string }) => file.startsWith('Mosquitto')) });
  write(`${name}/foreign.jwt`, FOREIGN);
  const words = command.split(' ').slice(1).map((word) => (/\.(json|jwt)$/.test(word) ? path.join(folder, name, word) : word));
  const { code, out } = await brokerOAuth([...words, '--json'], '', () => Math.floor(Date.now() / 1000));
  const named = pair.reduce((text, { ports }, index) => text.replaceAll(`127.0.0.1:${ports.tcp}`, `mosquitto-${'ab'[index]}.example.com:8883`), out);
  return { code, text: smokeText(JSON.parse(named.replaceAll(`${path.join(folder, name)}/`, ''))) };
}

test('docs/smoke.md shows what the program prints', async () => {
  const page = fs.readFileSync(PAGE, 'utf8');
  const { generic, uaa } = providers.issuers;
  const runs = [...page.matchAll(CONSOLE)].map(({ groups }) => groups!.command);
  const outputs = [
    await shown('usual', runs[0], generic), await shown('list', runs[1], uaa), await shown('open', runs[2], generic, [FOREIGN]),
  ];
  let at = 0;
  const fresh = page.replace(CONSOLE, (_block, command: string) => {
    const { text, code } = outputs[at++];
    return `\`\`\`console\n$ ${command}\n${text}${code === 0 ? '' : `(exit code ${code})\n`}\`\`\``;
  });
  if (process.env.SMOKE_DOCS === 'write') {
    fs.writeFileSync(PAGE, fresh);
  }
  expect(runs).toHaveLength(3);
  expect(fresh).toBe(page);
}, 60_000);
