import {
  DestinationMatch, IdentityApplication, IIdentityProvider, KeycloakIdentityProvider, MosquittoOAuth, MosquittoRevocation, MosquittoSource,
  MosquittoVersion, RestartDriver, RestartLease, RestartNode, RestartProbe, RollingRestart,
} from 'cdktf-broker-oauth';
import { Construct } from 'constructs';

/** The environment variable in which each node finds the secret by which it asks the identity provider about tokens. */
export const INTROSPECTION_SECRET = 'MOSQUITTO_INTROSPECTION_SECRET';

/** What is different where this stack does not run in production; `npm run demo` runs it on one machine. */
export interface Surroundings {
  readonly identityProvider?: IIdentityProvider;
  /** The subjects of the applications' tokens. */
  readonly subjects?: { readonly orders: string; readonly dashboard: string };
  readonly nodes?: RestartNode[];
  readonly audience?: string;
  readonly previousManifest?: string;
  readonly acceptLockout?: boolean;
  readonly acknowledge?: string[];
  readonly checkIntervalSeconds?: number;
  readonly settleSeconds?: number;
}

/**
 * Pro Mosquitto on three hosts of one's own. Rights live in dynamic security, which Mosquitto writes while it runs, so the files are
 * delivered while a node is stopped.
 */
export function build(stack: Construct, surroundings: Surroundings = {}): void {
  const sso = surroundings.identityProvider ?? new KeycloakIdentityProvider(stack, 'Sso', {
    baseUrl: 'https://sso.example.com', realm: 'messaging', audiences: ['messaging'], version: '26.4',
  });
  // At Keycloak the subject is the id of the client's service account.
  const subjects = surroundings.subjects ?? { orders: '8f4fd1b5-0f04-4d4b-9c55-0a3b1f6f2c11', dashboard: 'c2d9a1de-55a3-4c58-8a4f-6f3f0d6f7b22' };
  const orders = IdentityApplication.fromClientId(stack, 'Orders', { identityProvider: sso, clientId: 'orders-service', subject: subjects.orders });
  const dashboard = IdentityApplication.fromClientId(stack, 'Dashboard', { identityProvider: sso, clientId: 'orders-dashboard', subject: subjects.dashboard });

  const mosquitto = new MosquittoOAuth(stack, 'Mosquitto', {
    identityProvider: sso,
    brokerVersion: MosquittoVersion.PRO_3_3,
    audience: surroundings.audience ?? 'messaging',
    revocation: MosquittoRevocation.introspection({
      clientId: 'messaging',
      clientSecret: MosquittoSource.environment(INTROSPECTION_SECRET, { version: '2027-01' }),
    }),
    existingClients: ['admin'],
    // Whether accounts with a password still get in behind the token plugin is not documented; here nobody uses one from outside.
    acknowledge: ['MOSQUITTO_PASSWORD_LOGINS', ...surroundings.acknowledge ?? []],
    previousManifest: surroundings.previousManifest,
    acceptLockout: surroundings.acceptLockout,
  });
  mosquitto.grantPublish(orders, 'orders/+/created', { match: DestinationMatch.PATTERN });
  mosquitto.grantConsume(orders, 'orders/+/status', { match: DestinationMatch.PATTERN });
  mosquitto.grantConsume(dashboard, 'orders/#', { match: DestinationMatch.PATTERN });

  new RollingRestart(stack, 'Restart', {
    broker: mosquitto,
    nodes: surroundings.nodes ?? LETTERS.map(productionNode),
    ...surroundings.nodes === undefined ? {
      // Two applies on different machines exclude each other by a majority of the three hosts.
      lease: RestartLease.hosts({ hosts: LETTERS.map((letter) => ({ host: hostOf(letter) })) }),
    } : {
      // Nodes of the demonstration are processes of the one machine that applies.
      acknowledge: ['RESTART_LEASE_LOCAL'],
    },
    checkIntervalSeconds: surroundings.checkIntervalSeconds,
    settleSeconds: surroundings.settleSeconds,
  });
}

const LETTERS = ['a', 'b', 'c'];

function hostOf(letter: string): string {
  return `mosquitto-${letter}.example.com`;
}

/** A host whose folders are mounted where Terraform runs. */
function productionNode(letter: string): RestartNode {
  const host = hostOf(letter);
  return {
    name: `mosquitto-${letter}`,
    files: {
      'jwt.json': `/mnt/mosquitto-${letter}/data/jwt.json`,
      'mosquitto.conf': `/mnt/mosquitto-${letter}/config/mosquitto.conf`,
      'dynamic-security.json': `/mnt/mosquitto-${letter}/data/dynamic-security.json`,
    },
    driver: RestartDriver.command({
      stop: ['ssh', host, 'sudo', 'systemctl', 'stop', 'mosquitto'],
      start: ['ssh', host, 'sudo', 'systemctl', 'start', 'mosquitto'],
      // A unit that was stopped keeps its InvocationID, so it is asked for only while the unit is active.
      startTimeCommand: ['ssh', host, 'systemctl is-active --quiet mosquitto && systemctl show --property=InvocationID --value mosquitto || true'],
      logCommand: ['ssh', host, 'journalctl', '--unit=mosquitto', '--lines=20', '--output=cat'],
    }),
    probes: [RestartProbe.tcp(host, 8883)],
  };
}
