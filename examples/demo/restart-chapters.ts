import * as fs from 'node:fs';
import * as path from 'node:path';
import { TerraformStack } from 'cdktf';
import { OidcIdentityProvider, RestartDriver, RestartNode, RestartProbe } from 'cdktf-broker-oauth';
import { Carrier, findCarrier } from './carrier';
import { difference } from './difference';
import { LocalIdentityProvider, startIdentityProvider } from './identity-provider';
import { FOREIGN_ACCOUNT, LocalNode, prepareNodes, startNode, stopNode } from './local-nodes';
import { publish } from './login';
import { expectLogins, tellLogins, TriedToken, tryLogins } from './logins';
import { searchSecrets, SearchResult } from './search';
import { Synthesized, synthesize } from './synthesized';
import { Terminal } from './terminal';
import { build, INTROSPECTION_SECRET } from '../mosquitto/stack';

/** The client ids of the Mosquitto stack; the broker itself asks the identity provider whether tokens are active. */
export const CLIENTS = { orders: 'orders-service', dashboard: 'orders-dashboard', broker: 'messaging' } as const;

const OLD_AUDIENCE = 'messaging';
const NEW_AUDIENCE = 'messaging-2027';
const NODE_COUNT = 3;
const CHECK_INTERVAL_SECONDS = 0.5;
/** Long enough for the logins between two nodes. */
const SETTLE_SECONDS = 3;

/** What is to be told at the end. */
export interface Outcome {
  readonly carrier: string;
  readonly restarted: readonly string[];
  readonly changedLines: number;
  readonly search: SearchResult;
}

/** Everything that runs, so that it can be ended. */
export class Rollout {
  private identityProvider!: LocalIdentityProvider;
  private nodes: LocalNode[] = [];
  private carrier!: Carrier;
  private tokens: readonly TriedToken[] = [];
  private readonly outdir: string;

  constructor(private readonly terminal: Terminal, private readonly folder: string) {
    this.outdir = path.join(folder, 'cdktf.out');
  }

  /** Tells the whole story of a changed audience. */
  async tell(): Promise<Outcome> {
    await this.begin();
    const before = await this.firstApply();
    const previous = path.join(this.folder, 'previous-manifest.json');
    fs.copyFileSync(before.manifestFile, previous);
    const after = await this.change(before, previous);
    const restarted = await this.roll(after.stack);
    await this.prove(after.stack);
    return { carrier: this.carrier.title, restarted, changedLines: after.changedLines, search: this.search() };
  }

  /** Ends every process. */
  async end(): Promise<void> {
    await this.carrier?.stop();
    this.nodes.forEach(stopNode);
    await this.identityProvider?.close();
  }

  private async begin(): Promise<void> {
    const { terminal } = this;
    terminal.heading('A cluster on this machine');
    this.identityProvider = await startIdentityProvider(Object.values(CLIENTS));
    this.nodes = await prepareNodes(this.folder, NODE_COUNT);
    const variables = { [INTROSPECTION_SECRET]: this.identityProvider.secretOf(CLIENTS.broker) };
    this.carrier = findCarrier(this.folder, variables);
    this.nodes.forEach((node) => startNode(node, variables));
    terminal.say(`An identity provider listens on ${this.identityProvider.issuer}, and ${this.nodes.length} MQTT nodes run as processes. Each loads the `
      + 'three files of Pro Mosquitto when it starts, and none of them knows of tokens yet. The nodes stand in for Pro Mosquitto, which needs a '
      + `license; the settings, the plan and the restart are the real ones. They are carried out by ${this.carrier.title}.`);
    terminal.gap();
    terminal.lines(this.nodes.map((node) => `${node.name}   127.0.0.1:${node.port}   process ${fs.readFileSync(node.pidFile, 'utf8').trim()}`));
  }

  private async firstApply(): Promise<Synthesized> {
    const { terminal } = this;
    terminal.heading(`First apply: tokens for the audience "${OLD_AUDIENCE}"`);
    const stack = this.synthesize({ audience: OLD_AUDIENCE });
    await this.carrier.apply(stack.directory, (line) => terminal.progress(line));
    this.tokens = await Promise.all([OLD_AUDIENCE, NEW_AUDIENCE].map(async (audience) => ({
      title: `token for ${audience}`, username: CLIENTS.orders, token: await this.identityProvider.fetchToken(CLIENTS.orders, audience),
    })));
    terminal.gap();
    terminal.say(`${CLIENTS.orders} gets two tokens from the identity provider and logs in to each node:`);
    const logins = await tryLogins(this.nodes, this.tokens);
    tellLogins(terminal, this.tokens, logins);
    expectLogins(logins, () => ['accepted', 'refused']);
    const { port } = this.nodes[0];
    const [granted, other] = ['orders/17/created', 'invoices/17/created'];
    const { username, token } = this.tokens[0];
    const taken = await publish(port, username, token, granted);
    const refused = !await publish(port, username, token, other);
    if (!taken || !refused) {
      throw new Error('the rights are not those that the stack grants');
    }
    terminal.lines([`It may publish to ${granted}, which was granted; ${other} was not and is refused.`]);
    return stack;
  }

  private async change(before: Synthesized, previous: string): Promise<{ readonly stack: Synthesized; readonly changedLines: number }> {
    const { terminal } = this;
    terminal.heading(`The audience becomes "${NEW_AUDIENCE}"`);
    terminal.say('One line of the stack changes. Synthesis compares with the manifest of the first one and refuses:');
    terminal.gap();
    terminal.say(refusal(() => this.synthesize({ audience: NEW_AUDIENCE, previousManifest: previous })), 'yellow');
    terminal.gap();
    terminal.say('The demo wants to show just that, so the stack says `acceptLockout: true`: applications that hold tokens for the old audience are refused '
      + 'by each node from its restart on. A real move goes in steps that overlap: docs/moving-without-lockout.md.');
    terminal.gap();
    const stack = this.synthesize({ audience: NEW_AUDIENCE, previousManifest: previous, acceptLockout: true });
    const lines = changedSettings(before, stack);
    terminal.say('What that changes in the settings:');
    terminal.difference(lines);
    terminal.gap();
    terminal.say(`What ${this.carrier.title.split(',')[0]} plans:`);
    terminal.lines(essentialPlan(await this.carrier.plan(stack.directory)));
    return { stack, changedLines: lines.filter((line) => line.startsWith('+')).length };
  }

  private async roll(stack: Synthesized): Promise<string[]> {
    const { terminal, tokens, nodes } = this;
    terminal.heading('The rolling restart');
    const restarted: string[] = [];
    let told = Promise.resolve();
    await this.carrier.apply(stack.directory, (line) => {
      terminal.progress(line);
      const node = /\] (\S+) settle: /.exec(line)?.[1];
      if (node !== undefined) {
        restarted.push(node);
        told = told.then(async () => {
          const logins = await tryLogins(nodes, tokens);
          tellLogins(terminal, tokens, logins);
          expectLogins(logins, (name) => (restarted.includes(name) ? ['refused', 'accepted'] : ['accepted', 'refused']));
        });
      }
    });
    await told;
    return restarted;
  }

  private async prove(stack: Synthesized): Promise<void> {
    const { terminal } = this;
    terminal.heading('Afterwards');
    const logins = await tryLogins(this.nodes, this.tokens);
    tellLogins(terminal, this.tokens, logins);
    expectLogins(logins, () => ['refused', 'accepted']);
    const kept = this.nodes.filter((node) => fs.readFileSync(path.join(node.folder, 'data', 'dynamic-security.json'), 'utf8').includes(`"${FOREIGN_ACCOUNT}"`));
    terminal.gap();
    terminal.say('Planned once more, there is nothing left to do:');
    terminal.lines(essentialPlan(await this.carrier.plan(stack.directory)));
    terminal.gap();
    terminal.say(`The account "${FOREIGN_ACCOUNT}" that somebody else had written into dynamic-security.json is still there on ${kept.length} of `
      + `${this.nodes.length} nodes: only our part of a file changes.`);
  }

  private search(): SearchResult {
    const secrets = [...Object.values(CLIENTS).map((client) => this.identityProvider.secretOf(client)), ...this.tokens.map((tried) => tried.token)];
    const result = searchSecrets(this.folder, secrets);
    if (result.found.length > 0) {
      throw new Error(`a secret stands in ${result.found.join(', ')}`);
    }
    this.terminal.say(`A search for the ${secrets.length} secrets and tokens of this run in ${result.files} files (stack, state, settings, logs, reports) finds none.`);
    return result;
  }

  private synthesize(options: { audience: string; previousManifest?: string; acceptLockout?: boolean }): Synthesized {
    const { issuer } = this.identityProvider;
    return synthesize(this.outdir, 'mosquitto', (stack: TerraformStack) => build(stack, {
      ...options,
      // Everything stays on this machine.
      acknowledge: ['MOSQUITTO_PLAIN_HTTP'],
      identityProvider: new OidcIdentityProvider(stack, 'Sso', {
        issuer, jwksUri: `${issuer}/jwks`, introspectionEndpoint: `${issuer}/introspect`, tokenEndpoint: `${issuer}/token`,
      }),
      subjects: CLIENTS,
      nodes: this.nodes.map(restartNode),
      checkIntervalSeconds: CHECK_INTERVAL_SECONDS,
      settleSeconds: SETTLE_SECONDS,
    }));
  }
}

function restartNode(node: LocalNode): RestartNode {
  return {
    name: node.name,
    files: {
      'jwt.json': path.join(node.folder, 'data', 'jwt.json'),
      'mosquitto.conf': path.join(node.folder, 'config', 'mosquitto.conf'),
      'dynamic-security.json': path.join(node.folder, 'data', 'dynamic-security.json'),
    },
    driver: RestartDriver.command({
      stop: node.stop, start: node.start, pidFile: node.pidFile, logFile: node.logFile, environment: ['PATH', INTROSPECTION_SECRET],
    }),
    probes: [RestartProbe.tcp('127.0.0.1', node.port)],
  };
}

function refusal(attempt: () => void): string {
  try {
    attempt();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('a change that locks applications out was not refused');
}

function changedSettings(before: Synthesized, after: Synthesized): string[] {
  return after.manifest.brokers[0].files.flatMap((file, index) => {
    const lines = difference(before.manifest.brokers[0].files[index].text, file.text);
    return lines.length === 0 ? [] : [`  ${file.name}`, ...lines];
  });
}

/** The plan without what Terraform says at every plan, and without the settings' `output`, which repeats the old text in full. */
function essentialPlan(lines: readonly string[]): string[] {
  const from = lines.findIndex((line) => / will perform the following actions:$/.test(line));
  if (from < 0) {
    return lines.filter((line) => !/^(terraform_data\.|$)/.test(line));
  }
  const to = lines.findIndex((line) => line.startsWith('Plan:'));
  const actions = lines.slice(from + 1, to + 1).filter((line) => line.trim() !== '');
  const output = actions.findIndex((line) => /^ +~ output += \{$/.test(line));
  const end = actions.findIndex((line) => /^ +\} -> \(known after apply\)$/.test(line));
  return output < 0 || end < output ? actions : [...actions.slice(0, output), ...actions.slice(end + 1)];
}
