import { KeycloakServer } from './keycloak-server';

/** A client's id and secret. */
export interface Credentials {
  readonly id: string;
  readonly secret: string;
}

/** What is odd about a token. */
export const TOKEN_KINDS = [
  'good', 'for two audiences', 'without a scope', 'for another audience', 'that has expired', 'of another issuer', 'of another realm',
] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

const STRANGER: Credentials = { id: 'stranger', secret: 'secret-of-the-stranger' };
const OTHER_REALM = 'other';

/** Tokens of every kind, all of them Keycloak's own. `scopeless` is a client of the stack that has the audience and no scopes. */
export async function tokensOf(
  server: KeycloakServer, realm: string, client: Credentials, scopeless: Credentials,
): Promise<Record<TokenKind, string>> {
  await server.administrate('POST', `/${realm}/clients`, machine(STRANGER));
  await server.administrate('POST', '', { realm: OTHER_REALM, enabled: true });
  await server.administrate('POST', `/${OTHER_REALM}/clients`, machine(client));
  const tokens = {
    'good': await tokenOf(server, realm, client),
    'for two audiences': await forTwoAudiences(server, realm, client),
    'without a scope': await tokenOf(server, realm, scopeless),
    'for another audience': await tokenOf(server, realm, STRANGER),
    'that has expired': await expired(server, realm, client),
    // A realm without a fixed host name takes that of the request; the keys are the same.
    'of another issuer': await tokenOf(server, realm, client, 'localhost'),
    'of another realm': await tokenOf(server, OTHER_REALM, client),
  };
  await removeClient(server, realm, STRANGER.id);
  await server.administrate('DELETE', `/${OTHER_REALM}`);
  return tokens;
}

/** What stands in a realm: what a stack could leave behind. */
export async function contentsOf(server: KeycloakServer, realm: string): Promise<object> {
  const clients = await server.administrate('GET', `/${realm}/clients`);
  const scopes = await server.administrate('GET', `/${realm}/client-scopes`);
  const users = await server.administrate('GET', `/${realm}/users`);
  const names = (members: any[], name: string) =>
    members.map((member) => JSON.stringify({ [name]: member[name], mappers: member.protocolMappers })).sort();
  return { clients: names(clients, 'clientId'), scopes: names(scopes, 'name'), users: names(users, 'username') };
}

/** What a token says; it is not verified. */
export function claimsOf(token: string): any {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
}

function machine({ id, secret }: Credentials): object {
  return { clientId: id, secret, publicClient: false, serviceAccountsEnabled: true, standardFlowEnabled: false, directAccessGrantsEnabled: false };
}

async function tokenOf(server: KeycloakServer, realm: string, client: Credentials, host?: string): Promise<string> {
  const { status, body } = await server.token(realm, client, host);
  if (body.access_token === undefined) {
    throw new Error(`no token for ${client.id}: ${status} ${body.error}`);
  }
  return body.access_token;
}

/** A token of the client that lived for a second. */
async function expired(server: KeycloakServer, realm: string, client: Credentials): Promise<string> {
  const found = await clientOf(server, realm, client.id);
  const target = `/${realm}/clients/${found.id}`;
  await server.administrate('PUT', target, { ...found, attributes: { ...found.attributes, 'access.token.lifespan': '1' } });
  const token = await tokenOf(server, realm, client);
  await server.administrate('PUT', target, { ...found, attributes: { ...found.attributes, 'access.token.lifespan': '' } });
  const wait = claimsOf(token).exp * 1000 + 4000 - Date.now();
  await new Promise((resolve) => setTimeout(resolve, wait));
  return token;
}

/** A token of the client to which another audience was added. */
async function forTwoAudiences(server: KeycloakServer, realm: string, client: Credentials): Promise<string> {
  const mappers = `/${realm}/clients/${(await clientOf(server, realm, client.id)).id}/protocol-mappers/models`;
  const name = 'another audience';
  await server.administrate('POST', mappers, {
    name, protocol: 'openid-connect', protocolMapper: 'oidc-audience-mapper', config: { 'included.custom.audience': 'other', 'access.token.claim': 'true' },
  });
  const token = await tokenOf(server, realm, client);
  const added = (await server.administrate('GET', mappers)).find((mapper: any) => mapper.name === name);
  await server.administrate('DELETE', `${mappers}/${added.id}`);
  return token;
}

async function clientOf(server: KeycloakServer, realm: string, clientId: string): Promise<any> {
  return (await server.administrate('GET', `/${realm}/clients?clientId=${encodeURIComponent(clientId)}`))[0];
}

async function removeClient(server: KeycloakServer, realm: string, clientId: string): Promise<void> {
  await server.administrate('DELETE', `/${realm}/clients/${(await clientOf(server, realm, clientId)).id}`);
}
