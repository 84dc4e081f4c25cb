import { createPublicKey } from 'node:crypto';
import { makeLogin } from '../../../src/restart/logins/make-login';
import { LOGIN } from '../../../src/restart/spec/logins';
import { withOtherSignature } from '../../../src/restart/tokens/spoiled-token';
import { KEY_SET, tokenWith } from '../support/identity-provider';
import { RABBITMQ_SERVER, RabbitMqNode } from '../support/rabbitmq-node';
import { worldOf } from '../support/world';

/* A second server of AMQP 0-9-1, with tokens as well. */

const missing = RABBITMQ_SERVER === undefined;
jest.setTimeout(90_000);

(missing ? describe.skip : describe)(`logins at a real RabbitMQ${missing ? ' (skipped: there is no rabbitmq-server)' : ''}`, () => {
  let node: RabbitMqNode;
  beforeAll(async () => {
    node = await RabbitMqNode.start(createPublicKey({ key: KEY_SET.keys[0] as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' }) as string);
  });
  afterAll(() => node?.stop());

  const token = (claims: object = {}) => tokenWith({
    aud: 'messaging', sub: 'orders', exp: Math.floor(Date.now() / 1000) + 300, scope: 'messaging.read:%2F/*', ...claims,
  });
  const login = (given: string, more: object = {}) =>
    makeLogin(LOGIN.parse({ kind: 'amqp', host: '127.0.0.1', port: node.port, ...more }), worldOf('lavinmq')).login(given, 20);

  test('the good token is let in and others are not', async () => {
    expect([
      (await login(token())).outcome,
      (await login(withOtherSignature(token())!)).outcome,
      (await login(token({ exp: 1 }))).outcome,
      (await login(token({ aud: 'others' }))).outcome,
      (await login('opaque')).outcome,
    ]).toEqual(['accepted', 'refused', 'refused', 'refused', 'refused']);
  });

  test('a refusal is told in the words of the server', async () => {
    expect(await login(withOtherSignature(token())!)).toEqual({ outcome: 'refused', detail: expect.stringMatching(/^403 ACCESS_REFUSED/) });
  });

  test.each([
    ['does not name', { scope: 'messaging.read:other/*' }, '/'],
    ['names and that does not exist', { scope: 'messaging.read:other/*' }, 'other'],
  ])('a vhost that the token %s is told apart from a refused token', async (_name, claims, vhost) => {
    expect(await login(token(claims), { vhost })).toEqual({
      outcome: 'unclear', detail: expect.stringContaining(`the token was let in, but the vhost ${JSON.stringify(vhost)} is closed to it or does not exist: 530 NOT_ALLOWED`),
    });
  });

  test('a token that is too long for the first frame is told apart from a refused one', async () => {
    expect(await login(token({ padding: 'x'.repeat(3500) }))).toEqual({
      outcome: 'unclear', detail: expect.stringMatching(/with this token the login frame has \d+ bytes, and many servers take 4096/),
    });
  });
});
