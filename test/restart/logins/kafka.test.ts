import { KafkaLogin } from '../../../src/restart/logins/kafka';
import { FakeAnswer, FakeKafka, FakeRequest } from '../support/fake-kafka';
import { tokenWith } from '../support/identity-provider';
import * as encoding from '../support/kafka-encoding';

const TOKEN = tokenWith({ sub: 'orders' });
const HANDSHAKE = 17;
const AUTHENTICATE = 36;
const METADATA = 3;

let fake: FakeKafka | undefined;
afterEach(async () => {
  await fake?.stop();
  fake = undefined;
});

type Script = { readonly [key: number]: FakeAnswer | ((request: FakeRequest) => FakeAnswer) };

const LETS_IN: Script = {
  [HANDSHAKE]: encoding.saslHandshake(0, ['OAUTHBEARER']),
  [AUTHENTICATE]: encoding.saslAuthenticate(0, undefined, '', 60_000n),
  [METADATA]: encoding.metadata(12, [1, 2], []),
};

async function login(script: Script, seconds = 5) {
  fake = await FakeKafka.start((request) => {
    const answer = script[request.key];
    return typeof answer === 'function' ? answer(request) : answer;
  });
  const result = await new KafkaLogin({ host: '127.0.0.1', port: fake.port }, (text) => text).login(TOKEN, seconds);
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { ...result, open: fake.open };
}

/** First the error text, then the code, as a real broker does. */
const refusal = (after: FakeAnswer) => ({
  ...LETS_IN,
  [AUTHENTICATE]: ({ body }: FakeRequest) => (body.includes(Buffer.from('n,,')) ? encoding.saslAuthenticate(0, undefined, '{"status":"invalid_token"}', 0n) : after),
});

describe('a login to Kafka with a token', () => {
  test('is accepted once a request on the session is answered', async () => {
    expect(await login(LETS_IN)).toEqual({ outcome: 'accepted', detail: 'let in, metadata of 2 brokers read, session of 60 s', open: 0 });
    expect(fake!.asked.map(({ key }) => key)).toEqual([18, HANDSHAKE, AUTHENTICATE, METADATA]);
    expect(fake!.asked[2].body.toString('utf8')).toContain(`n,,\x01auth=Bearer ${TOKEN}\x01\x01`);
  });

  test.each<[string, FakeAnswer]>([
    ['a code', encoding.saslAuthenticate(58, 'Authentication failed', '', 0n)],
    ['a closed connection', 'close'],
  ])('is refused by an error text, acknowledged by one byte, and then %s', async (_what, after) => {
    expect(await login(refusal(after))).toEqual({ outcome: 'refused', detail: 'the broker says invalid_token', open: 0 });
    expect(fake!.asked.at(-1)!.body).toEqual(Buffer.from([0, 2, 1, 0]));
  });

  test('is refused by a code alone', async () => {
    expect(await login({ ...LETS_IN, [AUTHENTICATE]: encoding.saslAuthenticate(58, 'Authentication\nfailed', '', 0n) }))
      .toEqual({ outcome: 'refused', detail: 'SASL_AUTHENTICATION_FAILED: Authentication failed', open: 0 });
  });

  test.each<[string, Script, RegExp]>([
    ['another mechanism is offered', { [HANDSHAKE]: encoding.saslHandshake(33, ['PLAIN']) }, /does not take tokens: UNSUPPORTED_SASL_MECHANISM, it offers PLAIN$/],
    ['the listener has no SASL', { [HANDSHAKE]: encoding.saslHandshake(34, []) }, /ILLEGAL_SASL_STATE, it offers no mechanism$/],
    ['the broker says another error', { [AUTHENTICATE]: encoding.saslAuthenticate(-1, undefined, '', 0n) }, /^SaslAuthenticate: UNKNOWN_SERVER_ERROR$/],
    ['the broker wants more than a token', { [AUTHENTICATE]: encoding.saslAuthenticate(0, undefined, 'more?', 0n) }, /wants more than a token$/],
    ['the broker refuses and lets in', refusal(encoding.saslAuthenticate(0, undefined, '', 0n)), /says invalid_token and then no error$/],
    ['the session cannot be used', { [METADATA]: 'close' }, /^let in, but the session cannot be used \(the peer closed the connection\); its length was given as 60000 ms$/],
    ['the connection is closed without a word', { [AUTHENTICATE]: 'close' }, /^the peer closed the connection$/],
    ['nobody answers', { [HANDSHAKE]: 'silence' }, /^no answer within 0.2 s$/],
    ['the peer is no Kafka', { 18: { raw: Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n') } }, /announces an answer of 1213486160 bytes/],
    ['the peer announces less than a header', { 18: { raw: encoding.int(4, 3) } }, /announces an answer of 3 bytes/],
    ['the peer announces a negative size', { 18: { raw: encoding.int(4, -1) } }, /announces an answer of -1 bytes/],
    ['the peer answers another request', { 18: { raw: Buffer.concat([encoding.int(4, 4), encoding.int(4, 77)]) } }, /^the peer answers request 77, asked was 1$/],
    ['the peer says more than was asked', { 18: { raw: Buffer.concat([encoding.int(4, 4), encoding.int(4, 1), encoding.int(4, 9)]) } }, /sends what nobody asked for$/],
    ['the peer sends half an answer', { 18: { raw: Buffer.concat([encoding.int(4, 400), encoding.int(4, 1)]) } }, /^no answer within 0.2 s$/],
    ['the answer is malformed', { [METADATA]: Buffer.from([0, 1]) }, /Metadata: the answer is malformed: 4 bytes are announced and 1 are there/],
    ['the peer refuses to tell its versions', { 18: encoding.apiVersions([], 35) }, /^ApiVersions: UNSUPPORTED_VERSION$/],
    ['the peer is too old', { 18: encoding.apiVersions([[17, 0, 0], [18, 0, 3]]) }, /^SaslHandshake cannot be asked: the listener speaks 0 to 0, wanted is 1 to 1$/],
    ['the peer lacks a request', { 18: encoding.apiVersions([[18, 0, 3]]) }, /^SaslHandshake cannot be asked: the listener does not have it/],
  ])('is unclear where %s', async (_what, script, detail) => {
    const result = await login({ ...LETS_IN, ...script }, Object.values(script).some((one) => one === 'silence' || (typeof one === 'object' && 'raw' in one)) ? 0.2 : 5);
    expect(result).toEqual({ outcome: 'unclear', detail: expect.stringMatching(detail), open: 0 });
  });

  test('is unclear where nobody listens', async () => {
    fake = await FakeKafka.start(() => 'close');
    const { port } = fake;
    await fake.stop();
    expect(await new KafkaLogin({ host: '127.0.0.1', port }, (text) => text).login(TOKEN, 5))
      .toEqual({ outcome: 'unclear', detail: 'nobody listens there (ECONNREFUSED)' });
  });

  test('shows no part of the token that the broker repeats', async () => {
    const { detail } = await login({ ...LETS_IN, [AUTHENTICATE]: encoding.saslAuthenticate(58, `bad token ${TOKEN.slice(0, 180)}`, '', 0n) });
    expect(detail).not.toContain(TOKEN.slice(0, 20));
  });

  test.each(['a\x01auth=Bearer b', 'two words', '', 'line\nbreak', 'ünicode'])('does not send %j, which could say more than a token', async (token) => {
    fake = await FakeKafka.start(() => 'close');
    const result = await new KafkaLogin({ host: '127.0.0.1', port: fake.port }, (text) => text).login(token, 5);
    expect(result).toEqual({ outcome: 'unclear', detail: 'not tried: the text is no bearer token (RFC 6750, section 2.1)' });
    expect(fake.asked).toEqual([]);
  });
});
