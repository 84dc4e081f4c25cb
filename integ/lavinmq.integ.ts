import type * as Cdktf from 'cdktf';
import { AmqpClient } from './support/amqp-client';
import { LocalIdentityProvider, rsaKey, signToken } from './support/identity-provider';
import { LAVINMQ_BIN, LavinMqNode, releaseOf } from './support/lavinmq-node';
import { connectMqtt, mayPublish, maySubscribe } from './support/mqtt-client';
import { LavinMqAccess, LavinMqTag } from '../src/brokers/lavinmq/access';
import { LAVINMQ } from '../src/brokers/lavinmq/core';
import { LavinMqOAuth } from '../src/brokers/lavinmq/lavinmq-oauth';
import { LavinMqTarget } from '../src/brokers/lavinmq/target';
import { LavinMqVersion } from '../src/brokers/lavinmq/version';
import { IdentityApplication } from '../src/identity/identity-application';
import { OidcIdentityProvider } from '../src/identity/oidc-identity-provider';
import { CDKS, resource, synthesize } from '../test/support/cdks';

/*
 * What a stack synthesizes, in a real LavinMQ: the node starts with it without a warning, lets in the tokens that the stack says,
 * and gives them exactly the rights of its grants.
 */

const KEY = rsaKey({ kid: 'k1', use: 'sig', alg: 'RS256' });
const OTHER = rsaKey();

const describeWithBroker = LAVINMQ_BIN === undefined ? describe.skip : describe;
const reason = LAVINMQ_BIN === undefined ? ' (skipped: LAVINMQ_BIN names no broker)' : '';

/** The settings of a stack and the scopes that its grants need. */
function synthesizeStack(cdk: (typeof CDKS)[number], issuer: string, release: string) {
  let scopes: string[] = [];
  const { json, annotations } = synthesize(cdk, (stack) => (scopes = buildStack(stack, issuer, release)));
  return { ini: resource(json, 'terraform_data', 'Settings').input['lavinmq.ini'] as string, scopes, annotations };
}

function buildStack(stack: Cdktf.TerraformStack, issuer: string, release: string): string[] {
  const identityProvider = new OidcIdentityProvider(stack, 'Sso', { issuer, jwksUri: `${issuer}/keys`, audiences: ['messaging'] });
  const orders = IdentityApplication.fromClientId(stack, 'Orders', { identityProvider, clientId: 'orders' });
  const broker = new LavinMqOAuth(stack, 'LavinMq', {
    identityProvider,
    target: LavinMqTarget.selfHosted(),
    brokerVersion: LavinMqVersion.of(release),
    audience: 'messaging',
    resourceServerId: 'mq',
    mqttPermissionCheckEnabled: true,
    acknowledge: ['IDENTITY_HTTP_UNWISE'],
  });
  broker.grantPublish(orders, 'orders');
  broker.grantConsume(orders, 'replies');
  broker.grant(orders, LavinMqAccess.configure('/', 'own.*'));
  broker.grant(orders, LavinMqAccess.read('a b/c', '100%'));
  broker.grant(orders, LavinMqAccess.tag(LavinMqTag.MANAGEMENT));
  return broker.grants.flatMap((granted) => granted.scopes);
}

describeWithBroker(`a synthesized stack in a real LavinMQ${reason}`, () => {
  let provider: LocalIdentityProvider;
  let node: LavinMqNode;
  let issuer: string;
  let scopes: string[];
  let foreign: string;

  beforeAll(async () => {
    provider = await LocalIdentityProvider.start();
    issuer = provider.add('realm', { keys: [KEY.jwk] });
    const { ports, directory, ini } = await LavinMqNode.plan();
    foreign = ini;
    const stack = synthesizeStack('cdktf', issuer, releaseOf(LAVINMQ_BIN!));
    scopes = stack.scopes;
    const merged = LAVINMQ.merge('lavinmq.ini', ini, stack.ini);
    expect(merged.problem).toBeUndefined();
    node = await LavinMqNode.start(LAVINMQ_BIN!, directory, ports, merged.text!);
    await node.http('PUT', `/api/vhosts/${encodeURIComponent('a b/c')}`, 'guest:guest');
  });
  afterAll(async () => {
    await node?.stop();
    await provider?.stop();
  });

  const token = (claims: object = {}, key = KEY) => {
    const now = Math.floor(Date.now() / 1000);
    return signToken({ alg: 'RS256', kid: 'k1', typ: 'JWT' },
      { iss: issuer, aud: ['messaging'], sub: 'orders', iat: now, exp: now + 300, scope: ['openid', ...scopes].join(' '), ...claims }, key.privateKey);
  };
  const amqp = async (password: string, vhost = '/') => AmqpClient.login(node.ports.amqp, 'any', password, vhost);

  test('both CDKs synthesize the same settings', () => {
    const [one, other] = CDKS.map((cdk) => synthesizeStack(cdk, issuer, releaseOf(LAVINMQ_BIN!)));

    expect(one).toEqual(other);
    expect(one.annotations).toEqual([]);
  });

  test('the node starts with them without a word on its settings', () => {
    expect(node.isRunning).toBe(true);
    expect(node.err).toBe('');
    expect(node.out).toMatch(/Refreshed JWKS with 1 key/);
    expect(node.out).not.toMatch(/oauth.*(cannot start|not enabled)/i);
    expect(foreign).toContain('; kept as it is');
  });

  test('a good token is let in over AMQP, MQTT and HTTP', async () => {
    const { end, client } = await amqp(token());
    client.close();
    const mqtt = await connectMqtt(node.ports.mqtt, { username: 'any', password: token(), clientId: 'c1' });
    mqtt?.end(true);
    const whoami = await node.http('GET', '/api/whoami', `any:${token()}`);

    expect({ end, mqtt: mqtt !== undefined, whoami: whoami.status }).toEqual({ end: 'open', mqtt: true, whoami: 200 });
    expect(JSON.parse(whoami.body)).toMatchObject({ name: 'orders', tags: 'management' });
  });

  test.each([
    ['for another audience', { aud: 'other' }],
    ['of another issuer', { iss: 'https://other.example.com' }],
    ['that has expired', { exp: Math.floor(Date.now() / 1000) - 60 }],
    ['with a list as scope', { scope: ['mq.read:%2F/*'] }],
  ])('a token %s is kept out everywhere', async (_what, claims) => {
    await isKeptOut(token(claims));
  });

  test('a token signed by another key is kept out everywhere', async () => {
    await isKeptOut(token({}, OTHER));
  });

  async function isKeptOut(bad: string): Promise<void> {
    const { end, client } = await amqp(bad);
    client.close();
    const mqtt = await connectMqtt(node.ports.mqtt, { username: 'any', password: bad, clientId: 'c2' });

    expect({ end, mqtt, http: (await node.http('GET', '/api/whoami', `any:${bad}`)).status }).toEqual({ end: 'refused', mqtt: undefined, http: 401 });
  }

  test.each([
    ['/', { configure: ['own.a', 'own.'], write: ['orders'], read: ['replies'] }],
    ['a b/c', { configure: [], write: [], read: ['100%'] }],
  ])('on %s the token may do exactly what was granted', async (vhost, granted) => {
    const { end, client } = await amqp(token(), vhost);
    expect(end).toBe('open');
    const names = ['orders', 'replies', 'own.a', 'own.', 'own', '100%', '100%25', 'other', 'orders2'];
    const which = async (may: (name: string) => Promise<boolean>) => {
      const answers = await Promise.all(names.map(may));
      return names.filter((_name, index) => answers[index]);
    };
    const allowed = {
      configure: await which(async (name) => client.mayConfigure(name)),
      write: await which(async (name) => client.mayWrite(name)),
      read: await which(async (name) => client.mayRead(name)),
    };
    client.close();

    expect(allowed).toEqual(granted);
  });

  test('a virtual host without a grant stays shut', async () => {
    await node.http('PUT', '/api/vhosts/shut', 'guest:guest');
    const { end, client } = await amqp(token(), 'shut');
    client.close();

    expect(end).toBe('no-vhost');
  });

  test('over MQTT a token without rights for it may neither publish nor subscribe', async () => {
    const connect = async (clientId: string, scope: string) =>
      connectMqtt(node.ports.mqtt, { username: 'any', password: token({ scope }), clientId });
    const without = scopes.join(' ');
    const withRights = `${without} mq.write:%2F/mqtt.* mq.read:%2F/mqtt.default`;
    const publish = await Promise.all([connect('p1', without), connect('p2', withRights)]);
    const subscribe = await Promise.all([connect('s1', without), connect('s2', withRights)]);

    expect(await Promise.all(publish.map(async (client) => mayPublish(client!, 'a/b')))).toEqual([false, true]);
    expect(await Promise.all(subscribe.map(async (client) => maySubscribe(client!, 'a/#')))).toEqual([false, true]);
    [...publish, ...subscribe].forEach((client) => client?.end(true));
  });

  test('a connection ends when its token does', async () => {
    const { end, client } = await amqp(token({ exp: Math.floor(Date.now() / 1000) + 3 }));
    const closed = await client.whenClosed(6000);
    client.close();

    expect({ end, closed }).toEqual({ end: 'open', closed: true });
  });
});
