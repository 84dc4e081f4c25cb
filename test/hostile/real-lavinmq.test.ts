import { carried, STRINGS } from './support/strings';
import { LocalIdentityProvider, rsaKey, signToken } from '../../integ/support/identity-provider';
import { LAVINMQ_BIN, LavinMqNode } from '../../integ/support/lavinmq-node';
import { LAVINMQ } from '../../src/brokers/lavinmq/core';
import { LavinMqOAuth } from '../../src/brokers/lavinmq/lavinmq-oauth';
import { LavinMqTarget } from '../../src/brokers/lavinmq/target';
import { OidcIdentityProvider } from '../../src/identity/oidc-identity-provider';
import { plainText } from '../../src/text/template';
import { cdkModule } from '../support/cdks';

/*
 * Whether a real LavinMQ reads from its file the audience that was written into it: it lets in a token that has exactly this audience, and
 * none with another character more.
 */

const KEY = rsaKey({ kid: 'k1', use: 'sig', alg: 'RS256' });
const describeWithBroker = LAVINMQ_BIN === undefined ? describe.skip : describe;

/** Our part of the file; undefined where a rule refuses the audience. */
function iniWith(issuer: string, audience: string): string | undefined {
  const cdk = cdkModule('cdktf');
  const stack = new cdk.TerraformStack(new cdk.App({ outdir: '/nowhere' }), 'Stack');
  const identityProvider = new OidcIdentityProvider(stack, 'Sso', { issuer, jwksUri: `${issuer}/keys` });
  const broker = new LavinMqOAuth(stack, 'LavinMq', { identityProvider, target: LavinMqTarget.selfHosted(), audience });
  const [file] = broker._model().files;
  return file === undefined ? undefined : plainText(file.text);
}

// A token must fit into the header of a request.
const TEXTS = Object.entries(STRINGS).filter(([name]) => name !== 'long').filter(([, text]) => iniWith('http://127.0.0.1/realm', text) !== undefined);

describeWithBroker(`an audience in a real LavinMQ${LAVINMQ_BIN === undefined ? ' (skipped: LAVINMQ_BIN names no broker)' : ''}`, () => {
  let provider: LocalIdentityProvider;
  let issuer: string;
  beforeAll(async () => {
    provider = await LocalIdentityProvider.start();
    issuer = provider.add('realm', { keys: [KEY.jwk] });
  });
  afterAll(async () => provider.stop());

  test.each(TEXTS)('comes back: %s', async (_, text) => {
    const { ports, directory, ini } = await LavinMqNode.plan();
    const node = await LavinMqNode.start(LAVINMQ_BIN!, directory, ports, LAVINMQ.merge('lavinmq.ini', ini, iniWith(issuer, text)!).text!);
    try {
      const now = Math.floor(Date.now() / 1000);
      const statusWith = async (aud: string) => {
        const claims = { iss: issuer, aud, sub: 'orders', scope: 'tag:administrator', iat: now, exp: now + 300 };
        const token = signToken({ alg: 'RS256', kid: 'k1', typ: 'JWT' }, claims, KEY.privateKey);
        return (await node.http('GET', '/api/whoami', `orders:${token}`)).status;
      };
      expect(await statusWith(carried(text))).toBe(200);
      expect(await statusWith(`${carried(text)} `)).toBe(401);
      expect(node.err).toBe('');
    } finally {
      await node.stop();
    }
  }, 60_000);
});
