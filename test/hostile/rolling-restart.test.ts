import * as fs from 'node:fs';
import * as path from 'node:path';
import { Construct } from 'constructs';
import { MosquittoOAuth } from '../../src/brokers/mosquitto/mosquitto-oauth';
import { OidcIdentityProvider } from '../../src/identity/oidc-identity-provider';
import { CommandDriverOptions } from '../../src/restart/command-driver-options';
import { RestartDriver } from '../../src/restart/restart-driver';
import { DeliveryMode, RestartNode } from '../../src/restart/restart-node';
import { RestartProbe } from '../../src/restart/restart-probe';
import { RollingRestart, RollingRestartProps } from '../../src/restart/rolling-restart';
import { readSpec } from '../../src/restart/spec';
import { canonicalJson } from '../../src/text/canonical';
import { synthesize } from '../support/cdks';
import { describeWithTerraform } from '../support/terraform';
import { evaluateForEach, evaluateStack, Evaluated } from './support/evaluate';
import { benignOf, MARKER, namesProp, PropCase, Variant, variantsOf } from './support/prop-case';
import { carried, STRINGS } from './support/strings';
import { refusal, unclear, variablesIn } from './support/suite';
import { expectedTree } from './support/tree';

/*
 * Texts of a restart do not go through Terraform when they are written down: they stand in the spec, which the engine reads by readSpec.
 * Those that only Terraform knows reach the engine in the environment, and readSpec puts them into their places.
 */

function restart(scope: Construct, props: Partial<RollingRestartProps>): void {
  new RollingRestart(scope, 'Restart', { broker: brokerOf(scope.node.scopes[1] as Construct), nodes: [node({})], ...props });
}

/** One broker for every restart of a stack: its settings are the same in all. */
function brokerOf(stack: Construct): MosquittoOAuth {
  const known = stack.node.tryFindChild('Broker') as MosquittoOAuth | undefined;
  if (known !== undefined) {
    return known;
  }
  const identityProvider = new OidcIdentityProvider(stack, 'Sso', { issuer: 'https://sso.example.com', jwksUri: 'https://sso.example.com/keys' });
  return new MosquittoOAuth(stack, 'Broker', { identityProvider, audience: 'messaging' });
}

const node = (own: Partial<RestartNode>): RestartNode => ({
  name: 'n1', files: { 'jwt.json': '/etc/jwt.json' }, driver: driver({}), probes: [RestartProbe.tcp('127.0.0.1', 1883)], ...own,
});
const driver = (own: CommandDriverOptions): RestartDriver => RestartDriver.command({ stop: ['stop'], start: ['start'], pidFile: '/run/n1.pid', ...own });

type Row = readonly [prop: string, props: (text: string) => Partial<RollingRestartProps>, more?: Partial<PropCase>];

const nodes = (own: Partial<RestartNode>): Partial<RollingRestartProps> => ({ nodes: [node(own)] });
const command = (own: CommandDriverOptions): Partial<RollingRestartProps> => nodes({ driver: driver(own) });

const ROWS: readonly Row[] = [
  ['nodes name', (name) => nodes({ name })],
  ['nodes zone', (zone) => nodes({ zone })],
  ['nodes files path', (text) => nodes({ files: { 'jwt.json': text } }), { named: /files/, around: ['/etc/', '.json'] }],
  ['nodes files name', (name) => nodes({ files: { [name]: '/etc/x' } }), { named: /files/, benign: 'jwt.json' }],
  ['nodes secretVersions', (version) => nodes({ secretVersions: { SECRET: version } })],
  ['nodes name of a secret', (name) => nodes({ secretVersions: { [name]: '1' } }), { named: /secretVersions/ }],
  ['driver restart', (word) => ({ deliver: DeliveryMode.BEFORE_RESTART, nodes: [node({ driver: RestartDriver.command({ restart: ['ssh', word] }) })] })],
  ['driver stop', (word) => command({ stop: ['ssh', word] })],
  ['driver start', (word) => command({ start: ['ssh', word] })],
  ['driver workingDirectory', (workingDirectory) => command({ workingDirectory })],
  ['driver environment', (name) => command({ environment: [name] })],
  ['driver pidFile', (pidFile) => command({ pidFile })],
  ['driver startTimeCommand', (word) => command({ startTimeCommand: ['ssh', word] })],
  ['driver leaderCommand', (word) => command({ leaderCommand: ['ssh', word] })],
  ['driver leaderOutput', (leaderOutput) => command({ leaderCommand: ['x'], leaderOutput })],
  ['driver logFile', (logFile) => command({ logFile })],
  ['driver logCommand', (word) => command({ logCommand: ['ssh', word] })],
  ['probes host', (host) => nodes({ probes: [RestartProbe.tcp(host, 1883)] })],
  ['probes url', (url) => nodes({ probes: [RestartProbe.http(url)] }), { around: ['http://127.0.0.1/', ''], benign: 'http://127.0.0.1/zqmarkerqz' }],
  ['probes bodyContains', (bodyContains) => nodes({ probes: [RestartProbe.http('http://127.0.0.1/', { bodyContains })] })],
  ['order', (name) => ({ order: [name] }), { benign: 'n1' }],
  ['stateDirectory', (stateDirectory) => ({ stateDirectory })],
  ['nodeExecutable', (nodeExecutable) => ({ nodeExecutable })],
];

const CASES: readonly PropCase[] = ROWS.map(([prop, props, more]) => ({ prop, build: (scope, text) => restart(scope, props(text)), ...more }));
const VARIANTS = variantsOf(CASES).filter(({ benign }) => benign === undefined || benign.includes(MARKER));
const STRING_NAMES = Object.keys(STRINGS);

/** What the engine is told of a scope's restart: its spec with the values, or what it says is wrong; and how it is started. */
function toldTo(directory: string, scope: string, { resources }: Evaluated): { readonly problems?: readonly string[]; readonly tree?: unknown } {
  const [, { step, attributes }] = Object.entries(resources).find(([name]) => name.startsWith(`${scope}_Restart_`))!;
  const written = JSON.parse(fs.readFileSync(path.join(directory, 'broker-oauth', `${scope}.Restart.restart.json`), 'utf8'));
  const { spec, problems } = readSpec(written, step.values === null ? [] : JSON.parse(step.values));
  const { values: _values, ...started } = step;
  const tree = JSON.parse(JSON.stringify({ spec, started, attributes }).replaceAll(`${scope}.`, 'scope.').replaceAll(`${scope}/`, 'scope/'));
  return problems === undefined ? { tree } : { problems };
}

function problemOf(variant: Variant, told: ReturnType<typeof toldTo>, benign: ReturnType<typeof toldTo>, text: string): string | undefined {
  if (told.problems !== undefined) {
    return told.problems.every((problem) => namesProp(variant, problem)) ? undefined : told.problems.join('; ');
  }
  const arrived = canonicalJson(told.tree);
  return [text, text.normalize('NFC')].some((one) => arrived === expectedTree(benign.tree, MARKER, one)) ? undefined : `came back as another text: ${arrived.slice(0, 1500)}`;
}

describeWithTerraform('a restart: a hostile string that is written down', () => {
  const problems = new Map<Variant, string[]>();

  beforeAll(() => {
    const builds: { readonly variant: Variant; readonly string: string; readonly value: string }[] = VARIANTS.map((variant) => ({ variant, string: '', value: benignOf(variant) }));
    for (const variant of VARIANTS) {
      problems.set(variant, []);
      for (const string of STRING_NAMES) {
        const value = `${variant.before}${STRINGS[string]}${variant.after}`;
        const refused = refusal((scope) => variant.build(scope, value, []));
        if (refused === undefined) {
          builds.push({ variant, string, value });
        } else {
          problems.get(variant)!.push(...[unclear(variant, refused)].flatMap((found) => found ?? []));
        }
      }
    }
    const { json, directory } = synthesize('cdktf', (stack) => builds.forEach(({ variant, value }, index) => variant.build(new Construct(stack, `p${index}`), value, [])));
    const evaluated = evaluateStack(json);
    const told = builds.map((_, index) => toldTo(directory, `p${index}`, evaluated));
    builds.slice(VARIANTS.length).forEach(({ variant, string }, index) => {
      const found = problemOf(variant, told[VARIANTS.length + index], told[VARIANTS.indexOf(variant)], STRINGS[string]);
      problems.get(variant)!.push(...(found === undefined ? [] : [`${string}: ${found}`]));
    });
  }, 240_000);

  test.each(VARIANTS.map((variant) => [variant.label, variant] as const))('in %s is refused by name or reaches the engine', (_, variant) => {
    expect(problems.get(variant)).toEqual([]);
  });
});

describeWithTerraform('a restart: a hostile string that is known only at apply', () => {
  const refused = new Map(VARIANTS.map((variant) => [variant, refusal((scope, { text }) => variant.build(scope, `${variant.before}${text}${variant.after}`, []), variablesIn)]));
  const open = VARIANTS.filter((variant) => refused.get(variant) === undefined);
  const problems = new Map<Variant, string[]>();

  beforeAll(() => {
    const { json, directory } = synthesize('cdktf', (stack, cdk) => {
      const { text } = variablesIn(stack, cdk);
      open.forEach((variant, index) => variant.build(new Construct(stack, `p${index}`), `${variant.before}${text}${variant.after}`, []));
    });
    const evaluated = evaluateForEach(json, { ...STRINGS, [MARKER]: MARKER });
    open.forEach((variant, index) => {
      const benign = toldTo(directory, `p${index}`, evaluated.get(MARKER)!);
      problems.set(variant, STRING_NAMES.flatMap((string) => {
        const found = problemOf(variant, toldTo(directory, `p${index}`, evaluated.get(string)!), benign, carried(STRINGS[string]));
        return found === undefined ? [] : [`${string}: ${found}`];
      }));
    });
  }, 240_000);

  test.each(VARIANTS.map((variant) => [variant.label, variant] as const))('in %s is refused by name or reaches the engine', (_, variant) => {
    const message = refused.get(variant);
    expect(message === undefined ? problems.get(variant) : unclear(variant, message) ?? []).toEqual([]);
  });
});
