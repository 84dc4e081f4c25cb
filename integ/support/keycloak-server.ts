import * as path from 'node:path';
import { freePorts } from './ports';
import { ServerProcess } from './server-process';

/** Where a Keycloak is unpacked, from the environment; the tests skip without it. */
export const KEYCLOAK_HOME = process.env.KEYCLOAK_HOME;

const ADMINISTRATOR = 'admin';
const READY_WITHIN = 240_000;

/** What the token endpoint answered. */
export interface TokenAnswer {
  readonly status: number;
  readonly body: { readonly access_token?: string; readonly scope?: string; readonly error?: string };
}

/** A Keycloak on 127.0.0.1 whose database is in memory. Its host name is that of the request, so tokens can be had with another issuer. */
export class KeycloakServer {
  static async start(home: string): Promise<KeycloakServer> {
    const [port] = await freePorts(1);
    const server = new KeycloakServer(port, new ServerProcess({
      program: path.join(home, 'bin', 'kc.sh'),
      args: ['start-dev', '--http-host=127.0.0.1', `--http-port=${port}`, '--db=dev-mem', '--cache=local'],
      environment: {
        KC_BOOTSTRAP_ADMIN_USERNAME: ADMINISTRATOR, KC_BOOTSTRAP_ADMIN_PASSWORD: ADMINISTRATOR, JAVA_OPTS_KC_HEAP: '-Xms64m -Xmx512m',
      },
    }));
    await server.process.until(() => /Keycloak [\d.]+ on JVM .* started in/.test(server.process.out), READY_WITHIN);
    return server;
  }

  private constructor(private readonly port: number, private readonly process: ServerProcess) {}

  /** Its release, as it says itself. */
  get release(): string {
    return /Keycloak ([\d.]+) on JVM/.exec(this.process.out)![1];
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What the Terraform provider reads. */
  get providerEnvironment(): Readonly<Record<string, string>> {
    return { KEYCLOAK_URL: this.baseUrl, KEYCLOAK_CLIENT_ID: 'admin-cli', KEYCLOAK_USER: ADMINISTRATOR, KEYCLOAK_PASSWORD: ADMINISTRATOR };
  }

  issuer(realm: string, host = '127.0.0.1'): string {
    return `http://${host}:${this.port}/realms/${realm}`;
  }

  /** A document of a realm and the `max-age` it was served with. */
  async read(url: string): Promise<{ readonly document: any; readonly maxAge: number | undefined }> {
    const answer = await fetch(url);
    const maxAge = /max-age=(\d+)/.exec(answer.headers.get('cache-control') ?? '')?.[1];
    return { document: await answer.json(), maxAge: maxAge === undefined ? undefined : Number(maxAge) };
  }

  /** Asks for a token by client credentials, by the host name that shall stand in `iss`. */
  async token(realm: string, client: { readonly id: string; readonly secret: string }, host?: string): Promise<TokenAnswer> {
    return this.form(`${this.issuer(realm, host)}/protocol/openid-connect/token`, {
      grant_type: 'client_credentials', client_id: client.id, client_secret: client.secret,
    });
  }

  /** Posts a form. */
  async form(url: string, fields: Readonly<Record<string, string>>): Promise<{ readonly status: number; readonly body: any }> {
    const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
    return { status: answer.status, body: await answer.json() };
  }

  /** Asks the administration interface, below `/admin/realms`; throws unless it agrees. */
  async administrate(method: string, target: string, body?: object): Promise<any> {
    const { body: login } = await this.form(`${this.issuer('master')}/protocol/openid-connect/token`, {
      grant_type: 'password', client_id: 'admin-cli', username: ADMINISTRATOR, password: ADMINISTRATOR,
    });
    const answer = await fetch(`${this.baseUrl}/admin/realms${target}`, {
      method,
      headers: { 'authorization': `Bearer ${login.access_token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`${method} ${target}: ${answer.status} ${text}`);
    }
    return text === '' ? undefined : JSON.parse(text);
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }
}
