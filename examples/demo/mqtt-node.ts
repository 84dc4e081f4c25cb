import * as net from 'node:net';
import type { AuthenticateError, Client } from 'aedes' with { 'resolution-mode': 'import' };
import { mayAccess } from './access';
import { Introspection, NodeSettings, readNodeSettings, TokenChecks } from './node-settings';

/*
 * A local MQTT node. It loads its files once, when it starts, and lets a client in when the password is a token that they accept.
 * It stands in for Pro Mosquitto, which needs a license; the MQTT server is the library aedes.
 *
 * Usage: node mqtt-node.cjs FOLDER
 */

interface Session extends Client {
  username?: string;
}

const NOT_AUTHORIZED = 5;
const settings = readNodeSettings(process.argv[2]);

async function main(): Promise<void> {
  const { Aedes } = await import('aedes');
  const check = settings.token === undefined ? undefined : await tokenChecker(settings.token);
  const broker = await Aedes.createBroker({
    authenticate: (client, username, password, done) => {
      void admit(client as Session, username ?? '', password?.toString() ?? '', check).then(
        () => done(null, true),
        (reason: Error) => {
          console.log(`refused ${JSON.stringify(username)}: ${reason.message}`);
          done(Object.assign(reason, { returnCode: NOT_AUTHORIZED }) as AuthenticateError, null);
        },
      );
    },
    authorizePublish: (client, packet, done) => {
      const allowed = client === null || may(settings, client as Session, 'publishClientSend', packet.topic);
      done(allowed ? null : new Error('not authorized'));
    },
    authorizeSubscribe: (client, subscription, done) =>
      done(null, may(settings, client as Session, 'subscribe', subscription.topic) ? subscription : null),
    authorizeForward: (client, packet) => (may(settings, client as Session, 'publishClientReceive', packet.topic) ? packet : null),
  });
  // A client whose topic is refused is disconnected by the library; that is no error of the node.
  broker.on('clientError', () => undefined);
  const server = net.createServer(broker.handle);
  process.on('SIGTERM', () => {
    broker.close(() => process.exit(0));
    server.close();
  });
  server.listen(settings.port, settings.address, () => console.log(`listening on ${settings.address}:${settings.port}`));
}

type Check = (token: string) => Promise<{ readonly subject: string; readonly expires: number }>;

async function tokenChecker(checks: TokenChecks): Promise<Check> {
  const { createRemoteJWKSet, jwtVerify } = await import('jose');
  const keys = createRemoteJWKSet(new URL(checks.jwksUri));
  return async (token) => {
    if (checks.introspection !== undefined && !await isActive(token, checks.introspection)) {
      throw new Error('the identity provider says that the token is not active');
    }
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['RS256'],
      issuer: checks.issuers.length > 0 ? [...checks.issuers] : undefined,
      audience: checks.audiences.length > 0 ? [...checks.audiences] : undefined,
      requiredClaims: ['sub', 'exp'],
    });
    return { subject: payload.sub!, expires: payload.exp! };
  };
}

async function isActive(token: string, { uri, clientId, secretVariable }: Introspection): Promise<boolean> {
  const credentials = Buffer.from(`${clientId}:${process.env[secretVariable] ?? ''}`).toString('base64');
  const response = await fetch(uri, { method: 'POST', headers: { authorization: `Basic ${credentials}` }, body: new URLSearchParams({ token }) });
  return response.ok && ((await response.json()) as { active: boolean }).active;
}

async function admit(client: Session, username: string, password: string, check: Check | undefined): Promise<void> {
  if (check === undefined) {
    throw new Error('no token plugin is loaded');
  }
  const { subject, expires } = await check(password);
  if (settings.token!.matchUsernameToSubject && username !== subject) {
    throw new Error('the user name is not the subject of the token');
  }
  client.username = username;
  if (settings.token!.kickExpiredClients) {
    setTimeout(() => client.close(), expires * 1000 - Date.now()).unref();
  }
}

function may(known: NodeSettings, client: Session, event: Parameters<typeof mayAccess>[3], topic: string): boolean {
  return mayAccess(known, client.username ?? '', client.id, event, topic);
}

void main();
