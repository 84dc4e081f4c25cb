import { createHash, randomBytes } from 'node:crypto';

/** Who logs in, and through which client. */
export interface UserLogin {
  readonly issuer: string;
  readonly client: Readonly<Record<string, string>>;
  readonly redirectUri: string;
  readonly username: string;
  readonly password: string;
}

/** Logs a user in by the authorization code flow with PKCE, on Keycloak's own page; gives what the token endpoint answered. */
export async function logIn({ issuer, client, redirectUri, username, password }: UserLogin): Promise<any> {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const query = new URLSearchParams({
    response_type: 'code', client_id: client.client_id, redirect_uri: redirectUri, scope: 'openid', code_challenge: challenge, code_challenge_method: 'S256',
  });
  const page = await fetch(`${issuer}/protocol/openid-connect/auth?${query}`);
  const cookie = page.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  const action = /<form[^>]* action="([^"]+)"/.exec(await page.text())![1].replace(/&amp;/g, '&');
  const answer = await fetch(action, { method: 'POST', redirect: 'manual', headers: { cookie }, body: new URLSearchParams({ username, password }) });
  const code = new URL(answer.headers.get('location')!).searchParams.get('code')!;
  const token = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST', body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier, ...client }),
  });
  return token.json();
}
