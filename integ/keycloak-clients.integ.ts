import { signToken } from './support/identity-provider';
import { KEYCLOAK_HOME, KeycloakServer } from './support/keycloak-server';
import { claimsOf, contentsOf } from './support/realm-tokens';
import { PRIVATE_KEY, REGISTRATION_STACKS, WRITTEN_SECRET } from './support/registrations';
import { runTerraform } from './support/terraform-run';
import { logIn } from './support/user-login';
import { synthesize, Synthesized } from '../test/support/cdks';
import { TERRAFORM } from '../test/support/terraform';

/*
 * Every kind of client that can be created, at a real Keycloak by the real provider: each gets tokens in its own way, and in no other.
 */

const missing = KEYCLOAK_HOME === undefined ? 'KEYCLOAK_HOME names no Keycloak' : TERRAFORM === undefined ? 'no terraform is on PATH' : undefined;

const REALM = 'messaging';
const AUDIENCE = 'https://mq.example.com';
const REDIRECT = 'https://app.example.com/callback';
const USER = { username: 'ada', password: 'password-of-ada' };

(missing === undefined ? describe : describe.skip)(`kinds of clients at a real Keycloak${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  let server: KeycloakServer;
  let synthesized: Synthesized;
  let before: object;

  const run = async (...args: string[]) => runTerraform(synthesized.directory, [...args, '-no-color', '-input=false'], server.providerEnvironment);

  beforeAll(async () => {
    server = await KeycloakServer.start(KEYCLOAK_HOME!);
    await server.administrate('POST', '', { realm: REALM, enabled: true });
    await server.administrate('POST', `/${REALM}/users`, {
      username: USER.username, enabled: true, email: 'ada@example.com', emailVerified: true, firstName: 'Ada', lastName: 'Example',
      credentials: [{ type: 'password', value: USER.password, temporary: false }],
    });
    before = await contentsOf(server, REALM);
    synthesized = synthesize('cdktf', (stack, cdk) => REGISTRATION_STACKS[0].build(stack, cdk, server.baseUrl));
    await run('init');
    await run('apply', '-auto-approve');
  });
  afterAll(async () => server?.stop());

  const ask = async (fields: Readonly<Record<string, string>>) =>
    server.form(`${server.issuer(REALM)}/protocol/openid-connect/token`, { grant_type: 'client_credentials', ...fields });

  async function secretOf(clientId: string): Promise<string> {
    const [{ id }] = await server.administrate('GET', `/${REALM}/clients?clientId=${clientId}`);
    return (await server.administrate('GET', `/${REALM}/clients/${id}/client-secret`)).value;
  }

  function assertion(clientId: string, audience: string): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: clientId, sub: clientId, aud: audience, jti: `${clientId}-${Math.random()}`, iat: now, exp: now + 60 };
    return signToken({ alg: 'RS256', kid: 'first', typ: 'JWT' }, claims, PRIVATE_KEY);
  }

  test('nothing is left to change after the first apply', async () => {
    expect(await run('plan')).toMatch(/No changes/);
  });

  test('a secret that is handed through is the one that the client has, and stands in no state', async () => {
    const { body } = await ask({ client_id: 'the-writeonly', client_secret: WRITTEN_SECRET });
    const state = JSON.parse(await runTerraform(synthesized.directory, ['show', '-json'], server.providerEnvironment));
    const client = state.values.root_module.resources.find(({ values }: any) => values.client_id === 'the-writeonly');

    expect(claimsOf(body.access_token)).toMatchObject({ aud: AUDIENCE, sub: 'the-writeonly', azp: 'the-writeonly' });
    expect(JSON.stringify(client.values)).not.toContain(WRITTEN_SECRET);
  });

  test('a client with keys gets a token for an assertion that its key has signed, and none for a secret', async () => {
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    const { body } = await ask({ client_assertion_type: type, client_assertion: assertion('the-keys', server.issuer(REALM)) });
    const refused = await ask({ client_id: 'the-keys', client_secret: await secretOf('the-keys') });

    expect(claimsOf(body.access_token)).toMatchObject({ aud: AUDIENCE, sub: 'the-keys', azp: 'the-keys' });
    expect(refused.body).toEqual({ error: expect.stringMatching(/_client$/), error_description: expect.any(String) });
  });

  test('a role stands in the claim that was asked for', async () => {
    const { body } = await ask({ client_id: 'the-role', client_secret: await secretOf('the-role') });

    expect(claimsOf(body.access_token)).toMatchObject({ mq_role: 'reader', sub: 'the-role', aud: AUDIENCE });
  });

  test.each(['the-dashboard', 'the-browser'])('%s gets tokens of its users with their own sub, and none of its own', async (clientId) => {
    const secret: Record<string, string> = clientId === 'the-browser' ? {} : { client_secret: await secretOf(clientId) };
    const client = { client_id: clientId, ...secret };
    const [{ id }] = await server.administrate('GET', `/${REALM}/users?username=${USER.username}`);
    const { access_token: token } = await logIn({ issuer: server.issuer(REALM), client, redirectUri: REDIRECT, ...USER });
    const own = await ask(client);
    const direct = await ask({ ...client, grant_type: 'password', ...USER });

    expect(claimsOf(token)).toMatchObject({ sub: id, aud: AUDIENCE, azp: clientId, preferred_username: USER.username });
    expect(claimsOf(token).scope).toContain('mq.write:%2F/orders');
    expect([own.body.error, direct.body.error]).toEqual(['unauthorized_client', 'unauthorized_client']);
  });

  test('a code is sent nowhere else, and given to nobody without proof', async () => {
    const page = async (fields: Readonly<Record<string, string>>) => {
      const query = new URLSearchParams({ response_type: 'code', client_id: 'the-browser', redirect_uri: REDIRECT, ...fields });
      return fetch(`${server.issuer(REALM)}/protocol/openid-connect/auth?${query}`, { redirect: 'manual' });
    };
    const elsewhere = await page({ redirect_uri: 'https://app.example.com/other', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' });
    const unproven = await page({});

    expect(elsewhere.status).toBe(400);
    expect(unproven.headers.get('location')).toMatch(/error=invalid_request/);
  });

  test('destroy leaves nothing', async () => {
    await run('destroy', '-auto-approve');

    expect(await contentsOf(server, REALM)).toEqual(before);
  });
});
