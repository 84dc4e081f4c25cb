import { AmqpClient } from './support/amqp-client';
import { AUDIENCE, buildFourBrokers, FourBrokers, Parts, REALM, semanticsOf } from './support/four-brokers';
import { KafkaClient } from './support/kafka-client';
import { KAFKA_HOME, KafkaNode, kafkaRelease } from './support/kafka-node';
import { KEYCLOAK_HOME, KeycloakServer } from './support/keycloak-server';
import { LAVINMQ_BIN, LavinMqNode, releaseOf } from './support/lavinmq-node';
import { MOSQUITTO_BIN, mosquittoRelease, startMosquitto } from './support/mosquitto-node';
import { claimsOf, contentsOf, Credentials, TOKEN_KINDS, TokenKind, tokensOf } from './support/realm-tokens';
import { runTerraform } from './support/terraform-run';
import { AIVEN_KAFKA } from '../src/brokers/aiven-kafka/core';
import { LAVINMQ } from '../src/brokers/lavinmq/core';
import { MOSQUITTO_SEMANTICS } from '../src/brokers/mosquitto/semantics';
import { JsonMembers, PreviewCase } from '../src/preview/case';
import { preview } from '../src/preview/preview';
import { PreviewResult } from '../src/preview/result';
import { compareVersions } from '../src/rules/version';
import { publishCode, RealBroker, subscribeCode } from '../test/brokers/mosquitto/real-broker';
import { CDKS, synthesize, Synthesized } from '../test/support/cdks';
import { TERRAFORM } from '../test/support/terraform';

/*
 * A stack whose applications are created at a real Keycloak by the real Terraform provider, and real brokers behind what it renders:
 * they decide on Keycloak's own tokens as the preview says.
 *
 * KEYCLOAK_HOME, LAVINMQ_BIN and KAFKA_HOME name the parts, TF_CLI_CONFIG_FILE a mirror of providers where there is one.
 */

const missing = KEYCLOAK_HOME === undefined ? 'KEYCLOAK_HOME names no Keycloak' : TERRAFORM === undefined ? 'no terraform is on PATH' : undefined;
const because = (lacking: string | undefined) => (lacking === undefined ? '' : ` (skipped: ${lacking})`);
const describeUnless = (lacking: string | undefined) => (lacking === undefined ? describe : describe.skip);

const DENIED = 0x87;

/** What a client may do, by what was asked. */
type Allowed = Readonly<Record<string, boolean | 'unknown'>>;

/** How a login ends and how many of the actions that are asked for are allowed. */
type Ends = Partial<Record<TokenKind, { readonly end: string; readonly count: number }>>;

const REFUSED = { end: 'refused', count: 0 };
const LAVINMQ_ENDS: Ends = {
  'good': { end: 'open', count: 3 }, 'for two audiences': { end: 'open', count: 3 }, 'without a scope': { end: 'no-vhost', count: 0 },
};
// Kafka looks at no scope; `reports` has rights of its own.
const KAFKA_ENDS: Ends = {
  'good': { end: 'open', count: 3 }, 'for two audiences': { end: 'open', count: 3 }, 'without a scope': { end: 'open', count: 2 },
};

const nothing = (asked: readonly string[]): Allowed => Object.fromEntries(asked.map((action) => [action, false]));
const count = (allowed: Allowed): number => Object.values(allowed).filter((answer) => answer === true).length;

describeUnless(missing)(`applications created at a real Keycloak${because(missing)}`, () => {
  let server: KeycloakServer;
  let parts: Parts;
  let synthesized: Synthesized;
  let stack: FourBrokers;
  let before: object;
  let secondPlan: string;
  let orders: Credentials;
  let tokens: Record<TokenKind, string>;
  let served: Pick<PreviewCase, 'jwks' | 'discovery'>;

  beforeAll(async () => {
    server = await KeycloakServer.start(KEYCLOAK_HOME!);
    await server.administrate('POST', '', { realm: REALM, enabled: true });
    before = await contentsOf(server, REALM);
    parts = {
      baseUrl: server.baseUrl,
      keycloak: server.release,
      lavinmq: LAVINMQ_BIN === undefined ? '2.9.1' : releaseOf(LAVINMQ_BIN),
      kafka: KAFKA_HOME === undefined ? '4.1.2' : kafkaRelease(KAFKA_HOME),
    };
    synthesized = synthesizeStack('cdktf');
    stack = new FourBrokers(synthesized);
    await run('init', '-input=false');
    await run('apply', '-input=false', '-auto-approve');
    secondPlan = await run('plan', '-input=false');
    orders = await credentials('orders-service', 'Orders_Secret');
    tokens = await tokensOf(server, REALM, orders, await credentials('reports', 'Reports_Secret'));
    served = await readServed();
  });
  afterAll(async () => server?.stop());

  const synthesizeStack = (cdk: (typeof CDKS)[number]) => synthesize(cdk, (scope) => buildFourBrokers(scope, parts));

  async function run(command: string, ...args: string[]): Promise<string> {
    return runTerraform(synthesized.directory, [command, '-no-color', ...args], server.providerEnvironment);
  }

  async function credentials(id: string, output: string): Promise<Credentials> {
    const outputs: Record<string, { readonly value: string }> = JSON.parse(await run('output', '-json'));
    return { id, secret: Object.entries(outputs).find(([name]) => name.startsWith(output))![1].value };
  }

  async function readServed(): Promise<typeof served> {
    const { document } = await server.read(`${server.issuer(REALM)}/.well-known/openid-configuration`);
    const { document: keySet, maxAge } = await server.read(document.jwks_uri);
    return { discovery: { document, status: 200 }, jwks: { keys: keySet.keys, ...(maxAge === undefined ? {} : { maxAge }) } };
  }

  function foretell(kind: string, token: string, more: Partial<PreviewCase> = {}): PreviewResult {
    return stack.preview(kind, { now: Date.now() / 1000, token, ...served, ...more });
  }

  /** What was asked, with the answers. */
  function answers(asked: readonly string[], { can }: PreviewResult): Allowed {
    return Object.fromEntries(asked.map((action, index) => [action, can[index].allowed]));
  }

  test('both CDKs synthesize the same, without a warning', () => {
    expect(synthesizeStack('cdktn').json).toEqual(synthesized.json);
    expect(synthesized.annotations).toEqual([]);
  });

  test('nothing is left to change after the first apply', () => {
    expect(secondPlan).toMatch(/No changes/);
  });

  test('the token has the one audience of all brokers, the scopes of the grants and the subject that accounts and principals have', () => {
    const claims = claimsOf(tokens.good);
    const granted = stack.broker('lavinmq').grants.flatMap(({ scopes }) => scopes);

    expect({ iss: claims.iss, aud: claims.aud, sub: claims.sub, azp: claims.azp })
      .toEqual({ iss: server.issuer(REALM), aud: AUDIENCE, sub: 'orders-service', azp: 'orders-service' });
    expect(granted.length).toBeGreaterThan(0);
    expect(claims.scope.split(' ').sort()).toEqual(['profile', ...new Set(granted)].sort());
    expect(claimsOf(tokens['without a scope'])).toMatchObject({ aud: AUDIENCE, sub: 'reports', scope: 'profile' });
  });

  test('from 26.4.4 on the discovery document does not tell the scopes to everybody', () => {
    const { scopes_supported: told } = (served.discovery as { readonly document: { readonly scopes_supported: readonly string[] } }).document;

    expect(told.some((scope) => scope.startsWith('lavinmq.'))).toBe(compareVersions(server.release, '26.4.4') < 0);
  });

  test('the client that is the audience may introspect the token, by the host name that stands in it', async () => {
    const [{ id }] = await server.administrate('GET', `/${REALM}/clients?clientId=${AUDIENCE}`);
    const { value } = await server.administrate('GET', `/${REALM}/clients/${id}/client-secret`);
    const introspect = async (host?: string) => server.form(`${server.issuer(REALM, host)}/protocol/openid-connect/token/introspect`, {
      token: tokens.good, client_id: AUDIENCE, client_secret: value,
    });

    expect((await introspect()).body).toMatchObject({ active: true, sub: 'orders-service', aud: AUDIENCE, client_id: 'orders-service' });
    expect((await introspect('localhost')).body).toEqual({ active: false });
  });

  test.each([
    ['lavinmq', 'good', 'accept', 'orders-service'],
    ['aiven-kafka', 'good', 'accept', 'User:orders-service'],
    ['hivemq', 'good', 'accept', 'orders-service'],
    ['mosquitto', 'good', 'accept', 'orders-service'],
    ['lavinmq', 'for two audiences', 'accept', 'orders-service'],
    ['aiven-kafka', 'for two audiences', 'accept', 'User:orders-service'],
    // What these two make of a list of audiences is documented nowhere.
    ['hivemq', 'for two audiences', 'undetermined', 'orders-service'],
    ['mosquitto', 'for two audiences', 'undetermined', 'orders-service'],
  ] as const)('the preview says of %s and a token %s: %s', (kind, tokenKind, expected, principal) => {
    const result = foretell(kind, tokens[tokenKind], { mqttClientId: 'c1', username: 'orders-service' });
    const { facts } = semanticsOf(kind);
    const open = result.checks.filter(({ outcome }) => outcome === 'unknown')
      .map(({ rule, detail }) => `${detail}; ${facts.find((fact) => fact.rule === rule)!.remedy}`);

    expect({ decision: result.decision, principal: result.principal }).toEqual({ decision: expected, principal });
    expect(open.filter((text) => !/smoke test|try it/.test(text))).toEqual([]);
    expect(open.length > 0).toBe(expected === 'undetermined');
  });

  test.each(['hivemq', 'mosquitto'].flatMap((kind) => TOKEN_KINDS.slice(3).map((tokenKind) => [kind, tokenKind] as const)))(
    'the preview says that %s refuses a token %s', (kind, tokenKind) => {
      const token = tokens[tokenKind];
      // Within five minutes after exp it may be that HiveMQ still takes it, whose leeway nobody knows.
      const now = tokenKind === 'that has expired' ? claimsOf(token).exp + 301 : Date.now() / 1000;

      expect(foretell(kind, token, { now, mqttClientId: 'c1', username: claimsOf(token).sub }).decision).toBe('reject');
    });

  const noLavinMq = LAVINMQ_BIN === undefined ? 'LAVINMQ_BIN names no broker' : undefined;

  describeUnless(noLavinMq)(`a real LavinMQ behind the rendered settings${because(noLavinMq)}`, () => {
    const asked = ['write:%2F/orders', 'read:%2F/orders.replies', 'configure:%2F/orders.replies', 'read:%2F/orders', 'configure:%2F/orders', 'write:%2F/other'];
    let node: LavinMqNode;

    beforeAll(async () => {
      const { ports, directory, ini } = await LavinMqNode.plan();
      node = await LavinMqNode.start(LAVINMQ_BIN!, directory, ports, LAVINMQ.merge('lavinmq.ini', ini, stack.file('lavinmq', 'lavinmq.ini')).text!);
    });
    afterAll(async () => node?.stop());

    async function rights(client: AmqpClient): Promise<Allowed> {
      const entries = await Promise.all(asked.map(async (action) => {
        const [, verb, name] = /^(\w+):%2F\/(.*)$/.exec(action)!;
        const may = { write: client.mayWrite, read: client.mayRead, configure: client.mayConfigure }[verb]!;
        return [action, await may.call(client, name)] as const;
      }));
      return Object.fromEntries(entries);
    }

    test.each(TOKEN_KINDS)('decides on a token %s as the preview says', async (kind) => {
      const { end, client } = await AmqpClient.login(node.ports.amqp, 'any', tokens[kind], '/');
      const foretold = foretell('lavinmq', tokens[kind], { protocol: 'amqp', username: 'any', can: asked });
      const allowed = end === 'open' ? await rights(client) : nothing(asked);
      client.close();

      // A client without rights on a virtual host is let in, and then kept out of the virtual host.
      expect({ decision: end === 'refused' ? 'reject' : 'accept', allowed }).toEqual({ decision: foretold.decision, allowed: answers(asked, foretold) });
      expect({ end, count: count(allowed) }).toEqual(LAVINMQ_ENDS[kind] ?? REFUSED);
    });
  });

  const noKafka = KAFKA_HOME === undefined ? 'KAFKA_HOME names no Kafka' : undefined;

  describeUnless(noKafka)(`a real Kafka behind the rendered settings${because(noKafka)}`, () => {
    const asked = ['Write:Topic:orders', 'Read:Topic:orders', 'Write:Topic:replies', 'Read:Topic:replies', 'Read:Group:orders-service', 'Read:Group:reports'];
    let node: KafkaNode;

    beforeAll(async () => {
      node = await KafkaNode.plan();
      const merged = AIVEN_KAFKA.merge('server.properties', node.properties, stack.file('aiven-kafka', 'server.properties'));
      await node.start(KAFKA_HOME!, merged.text!, stack.file('aiven-kafka', 'kafka-jvm.options'));
      node.administrate(KAFKA_HOME!, stack.file('aiven-kafka', 'kafka-acls.txt'));
    });
    afterAll(async () => node?.stop());

    async function rights(client: KafkaClient): Promise<Allowed> {
      const entries: [string, boolean][] = [];
      for (const action of asked) {
        const [verb, type, name] = action.split(':');
        entries.push([action, verb === 'Write' ? await client.mayProduce(name) : type === 'Topic' ? await client.mayFetch(name) : await client.mayJoin(name)]);
      }
      return Object.fromEntries(entries);
    }

    test.each(TOKEN_KINDS)('decides on a token %s as the preview says', async (kind) => {
      const { end, client } = await KafkaClient.login(node.ports.clients, tokens[kind]);
      const foretold = foretell('aiven-kafka', tokens[kind], { can: asked });
      const allowed = end === 'open' ? await rights(client) : nothing(asked);
      client.close();

      expect({ decision: end === 'refused' ? 'reject' : 'accept', allowed }).toEqual({ decision: foretold.decision, allowed: answers(asked, foretold) });
      expect({ end, count: count(allowed) }).toEqual(KAFKA_ENDS[kind] ?? REFUSED);
    });
  });

  const noMosquitto = MOSQUITTO_BIN === undefined ? 'mosquitto or its dynamic security is not installed' : undefined;

  describeUnless(noMosquitto)(`a real Mosquitto with the rendered dynamic security${because(noMosquitto)}`, () => {
    const asked = ['publish:orders/new', 'publish:orders/replies', 'publish:other', 'subscribe:orders/replies', 'subscribe:orders/new', 'subscribe:orders/#'];
    let broker: RealBroker;

    beforeAll(async () => {
      const usernames = [claimsOf(tokens.good).sub, claimsOf(tokens['without a scope']).sub, claimsOf(tokens['for another audience']).sub];
      broker = await startMosquitto(stack.file('mosquitto', 'dynamic-security.json'), usernames);
    });
    afterAll(async () => broker?.remove());

    test.each([
      ['good', ['publish:orders/new', 'subscribe:orders/replies']],
      ['without a scope', ['subscribe:orders/new']],
      ['for another audience', []],
    ] as const)('allows the subject of a token %s what the preview says', async (kind, expected) => {
      const username = claimsOf(tokens[kind]).sub;
      const client = await broker.connect(username, username);
      const entries: [string, boolean][] = [];
      for (const action of asked) {
        const [verb, topic] = action.split(':');
        entries.push([action, await (verb === 'publish' ? publishCode : subscribeCode)(client, topic) !== DENIED]);
      }
      const foretold = preview(MOSQUITTO_SEMANTICS, {
        broker: 'mosquitto',
        brokerVersion: mosquittoRelease(MOSQUITTO_BIN!),
        now: 0,
        settings: {},
        dynamicSecurity: JSON.parse(stack.file('mosquitto', 'dynamic-security.json')) as JsonMembers,
        plugins: ['dynamic-security'],
        authenticatedAs: username,
        can: asked,
      }) as PreviewResult;

      expect(Object.fromEntries(entries)).toEqual(answers(asked, foretold));
      expect(entries.filter(([, allowed]) => allowed).map(([action]) => action)).toEqual(expected);
    });
  });

  test('destroy leaves nothing', async () => {
    await run('destroy', '-input=false', '-auto-approve');

    expect(await contentsOf(server, REALM)).toEqual(before);
  });
});
