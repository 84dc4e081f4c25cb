import { generateKeyPairSync } from 'node:crypto';
import type * as Cdktf from 'cdktf';
import { Construct } from 'constructs';
import { LavinMqAccess } from '../../../src/brokers/lavinmq/access';
import { LavinMqOAuth } from '../../../src/brokers/lavinmq/lavinmq-oauth';
import { LavinMqTarget } from '../../../src/brokers/lavinmq/target';
import { LavinMqVersion } from '../../../src/brokers/lavinmq/version';
import { MosquittoAccess } from '../../../src/brokers/mosquitto/access';
import { MosquittoOAuth } from '../../../src/brokers/mosquitto/mosquitto-oauth';
import { MosquittoVersion } from '../../../src/brokers/mosquitto/version';
import { Auth0Api } from '../../../src/identity/auth0/auth0-api';
import { Auth0IdentityProvider } from '../../../src/identity/auth0-identity-provider';
import { EntraApi } from '../../../src/identity/entra/entra-api';
import { EntraIdentityProvider } from '../../../src/identity/entra-identity-provider';
import { IdentityApplication } from '../../../src/identity/identity-application';
import { IdentityApplicationProps } from '../../../src/identity/identity-application-props';
import { IIdentityProvider } from '../../../src/identity/identity-provider';
import { KeycloakIdentityProvider } from '../../../src/identity/keycloak-identity-provider';
import { OktaAuthorizationServer } from '../../../src/identity/okta/okta-authorization-server';
import { OktaIdentityProvider } from '../../../src/identity/okta-identity-provider';
import { Auth0SigningAlgorithm, EntraTokenVersion } from '../../../src/identity/provider-kind';
import { ClientAuthentication } from '../../../src/identity/registration/client-authentication';
import { Cdk } from '../../support/cdks';

/*
 * Stacks with every option by which an application is created, at servers that are created and at servers that exist.
 */

export const TENANT = '11111111-2222-3333-4444-555555555555';
const OBJECT = '22222222-3333-4444-5555-666666666666';

/** A public key in PEM form; which one it is plays no part. */
export const PUBLIC_KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** Gives a value that is known only at apply. */
export type Variable = (name: string) => string;

/** Adds what is to be tried. */
export type Build = (stack: Construct, variable: Variable) => void;

/** A server of each provider, with the audience that brokers take. */
export const SERVERS: Readonly<Record<string, (stack: Construct) => { readonly sso: IIdentityProvider; readonly audience: string }>> = {
  'Keycloak': (stack) => ({ sso: new KeycloakIdentityProvider(stack, 'Sso', { baseUrl: 'https://sso.example.com', realm: 'messaging' }), audience: 'messaging' }),
  'Keycloak with what exists': (stack) => ({
    sso: new KeycloakIdentityProvider(stack, 'Sso', {
      baseUrl: 'https://sso.example.com', realm: 'messaging', audiences: ['messaging'], existingScopes: ['lavinmq.read:%2F/a'],
    }),
    audience: 'messaging',
  }),
  'Okta': (stack) => created(new OktaAuthorizationServer(stack, 'Sso', { name: 'Messaging', audience: 'messaging', issuerMode: 'DYNAMIC', defaultScopes: true })),
  'Okta with what exists': (stack) => ({
    sso: new OktaIdentityProvider(stack, 'Sso', {
      orgUrl: 'https://example.okta.com', authorizationServerId: 'aus1', audience: 'messaging', existingScopes: ['lavinmq.read:%2F/a'],
    }),
    audience: 'messaging',
  }),
  'Auth0': (stack) => created(new Auth0Api(stack, 'Sso', { domain: 'example.eu.auth0.com', identifier: 'https://mq.example.com', tokenLifetimeSeconds: 3600 })),
  'Auth0 with what exists': (stack) => ({
    sso: new Auth0IdentityProvider(stack, 'Sso', {
      domain: 'example.eu.auth0.com', audience: 'https://mq.example.com', signingAlgorithm: Auth0SigningAlgorithm.RS256, existingScopes: ['lavinmq.read:%2F/a'],
    }),
    audience: 'https://mq.example.com',
  }),
  'Entra': (stack) => created(new EntraApi(stack, 'Sso', { tenantId: TENANT, name: 'Messaging', identifierUri: 'api://messaging' })),
  'Entra with what exists': (stack) => ({
    sso: new EntraIdentityProvider(stack, 'Sso', {
      tenantId: TENANT, tokenVersion: EntraTokenVersion.V2, apiClientId: TENANT, apiObjectId: OBJECT, apiServicePrincipalObjectId: OBJECT,
    }),
    audience: TENANT,
  }),
};

function created(sso: IIdentityProvider & { readonly audience: string }) {
  return { sso, audience: sso.audience };
}

/** What each kind of server can be asked for, besides a client with a secret. */
const OPTIONS: Readonly<Record<string, (variable: Variable) => Readonly<Record<string, Partial<IdentityApplicationProps>>>>> = {
  Keycloak: (variable) => ({
    ...writeOnly(variable), ...keys(), Uri: { authentication: ClientAuthentication.privateKeyJwt({ jwksUri: 'https://orders.example.com/keys' }) },
    ...users(), Role: { role: { claim: 'hivemq.role', name: 'publisher' }, subject: 'orders' },
  }),
  Okta: (variable) => ({
    ...writeOnly(variable), ...keys(), Uri: { authentication: ClientAuthentication.privateKeyJwt({ jwksUri: 'https://orders.example.com/keys' }) }, ...users(),
  }),
  Auth0: (variable) => ({ ...writeOnly(variable), ...keys() }),
  Entra: (variable) => ({
    Secrets: { authentication: ClientAuthentication.secret({ names: ['old', 'new'] }) },
    Certificates: { authentication: ClientAuthentication.certificates([{ name: 'old', pem: variable('certificate') }]) },
    ...users(), Role: { role: { claim: 'roles', name: 'publisher' } },
  }),
};

function writeOnly(variable: Variable) {
  return { WriteOnly: { authentication: ClientAuthentication.writeOnlySecret({ value: variable('secret'), version: 2 }) } };
}

function keys() {
  return { Keys: { authentication: ClientAuthentication.privateKeyJwt({ publicKeys: [{ name: 'old', pem: PUBLIC_KEY }, { name: 'new', pem: PUBLIC_KEY }] }) } };
}

function users() {
  const redirectUris = ['https://orders.example.com/callback'];
  return { Users: { userLogin: { redirectUris } }, Public: { userLogin: { redirectUris, publicClient: true } } };
}

/** A stack with one application for each option at a server, with rights on LavinMQ and, but for users, on Mosquitto. */
export function everyOption(server: string): Build {
  return (stack, variable) => {
    const { sso, audience } = SERVERS[server](stack);
    const [kind] = server.split(' ');
    const named = kind === 'Keycloak' || kind === 'Okta';
    const lavinMq = new LavinMqOAuth(stack, 'LavinMq', {
      identityProvider: sso, audience, resourceServerId: 'lavinmq', brokerVersion: LavinMqVersion.V2_9_1, target: LavinMqTarget.selfHosted(),
      additionalScopesKeys: ['scp', 'roles'],
    });
    const mosquitto = new MosquittoOAuth(stack, 'Mosquitto', { identityProvider: sso, audience, brokerVersion: MosquittoVersion.PRO_3_3 });
    for (const [id, props] of Object.entries({ Secret: { outputSecret: true }, ...OPTIONS[kind](variable) })) {
      const application = new IdentityApplication(stack, id, { identityProvider: sso, ...(named ? { clientId: `orders-${id}` } : { name: id }), ...props });
      lavinMq.grant(application, LavinMqAccess.read('/', 'a'));
      lavinMq.grant(application, LavinMqAccess.write('/', id));
      if (!('userLogin' in props)) {
        mosquitto.grant(application, MosquittoAccess.publish('a/b'));
      }
    }
    // An application that no broker asks a scope for.
    const quiet = new IdentityApplication(stack, 'Quiet', { identityProvider: sso, ...(kind === 'Keycloak' ? { clientId: 'quiet' } : {}) });
    mosquitto.grant(quiet, MosquittoAccess.publish('c/d'));
  };
}

/** Makes variables of a stack. */
export function variablesOf(stack: Cdktf.TerraformStack, cdk: Cdk): Variable {
  const known = new Map<string, string>();
  return (name) => {
    const value = known.get(name) ?? new cdk.TerraformVariable(stack, name, { type: 'string', sensitive: true }).stringValue;
    known.set(name, value);
    return value;
  };
}
