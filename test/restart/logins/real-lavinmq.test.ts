import { LocalIdentityProvider, rsaKey, signToken } from '../../../integ/support/identity-provider';
import { LAVINMQ_BIN, LavinMqNode } from '../../../integ/support/lavinmq-node';
import { LAVINMQ } from '../../../src/brokers/lavinmq/core';
import { makeLogin } from '../../../src/restart/logins/make-login';
import { LOGIN } from '../../../src/restart/spec/logins';
import { withOtherSignature } from '../../../src/restart/tokens/spoiled-token';
import { worldOf } from '../support/world';

const KEY = rsaKey({ kid: 'k1', use: 'sig', alg: 'RS256' });
const describeWithBroker = LAVINMQ_BIN === undefined ? describe.skip : describe;

describeWithBroker(`logins at a real LavinMQ${LAVINMQ_BIN === undefined ? ' (skipped: LAVINMQ_BIN names no broker)' : ''}`, () => {
  let provider: LocalIdentityProvider;
  let node: LavinMqNode;

  beforeAll(async () => {
    provider = await LocalIdentityProvider.start();
    const issuer = provider.add('realm', { keys: [KEY.jwk] });
    const { ports, directory, ini } = await LavinMqNode.plan();
    const ours = `[main]\nauth_backends = local,oauth\n[oauth]\nissuer = ${issuer}\naudience = messaging\nresource_server_id = mq\n`;
    node = await LavinMqNode.start(LAVINMQ_BIN!, directory, ports, LAVINMQ.merge('lavinmq.ini', ini, ours).text!);
  });
  afterAll(async () => {
    await node?.stop();
    await provider?.stop();
  });

  const token = (claims: object = {}) => {
    const now = Math.floor(Date.now() / 1000);
    return signToken({ alg: 'RS256', kid: 'k1' }, {
      iss: provider.issuer('realm'), aud: 'messaging', sub: 'orders:a', iat: now - 5, exp: now + 300, scope: 'mq.read:%2F/*', ...claims,
    }, KEY.privateKey);
  };
  const login = (spec: object, given: string) =>
    makeLogin(LOGIN.parse({ host: '127.0.0.1', ...spec }), worldOf('lavinmq')).login(given, 10);

  test.each(['amqp', 'mqtt'] as const)('by %s the good token is let in and others are not', async (kind) => {
    const port = node.ports[kind];
    expect([
      (await login({ kind, port }, token())).outcome,
      (await login({ kind, port }, withOtherSignature(token())!)).outcome,
      (await login({ kind, port }, token({ exp: 1 }))).outcome,
      (await login({ kind, port }, token({ aud: 'others' }))).outcome,
      (await login({ kind, port }, 'opaque')).outcome,
    ]).toEqual(['accepted', 'refused', 'refused', 'refused', 'refused']);
  });

  test('by AMQP a refusal is told in the words of the server', async () => {
    expect(await login({ kind: 'amqp', port: node.ports.amqp }, withOtherSignature(token())!)).toEqual({
      outcome: 'refused', detail: expect.stringMatching(/^403 ACCESS_REFUSED/),
    });
  });

  test('by AMQP a vhost that the token does not name is told apart from a refused token', async () => {
    expect(await login({ kind: 'amqp', port: node.ports.amqp }, token({ scope: 'mq.read:other/*' }))).toEqual({
      outcome: 'unclear', detail: expect.stringMatching(/^the token was let in, but the vhost "\/" is closed to it or does not exist: 530 /),
    });
  });

  test('by AMQP a token that is too long for the first frame is told apart from a refused one, and by MQTT it is let in', async () => {
    const long = token({ padding: 'x'.repeat(3000) });
    expect(await login({ kind: 'amqp', port: node.ports.amqp }, long)).toEqual({
      outcome: 'unclear',
      detail: expect.stringMatching(/; with this token the login frame has \d+ bytes, and many servers take 4096 before the connection is tuned: ask for a shorter token$/),
    });
    expect((await login({ kind: 'mqtt', port: node.ports.mqtt }, long)).outcome).toBe('accepted');
  });

  test('by MQTT 5 the server is asked in a version that it does not speak', async () => {
    const { outcome, detail } = await login({ kind: 'mqtt', port: node.ports.mqtt, protocolVersion: '5' }, token());
    expect([outcome, detail]).toEqual(['unclear', expect.stringMatching(/protocolVersion|closed the connection|failed/)]);
  });
});
