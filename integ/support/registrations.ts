import { generateKeyPairSync } from 'node:crypto';
import type * as Cdktf from 'cdktf';
import { LavinMqOAuth } from '../../src/brokers/lavinmq/lavinmq-oauth';
import { LavinMqTarget } from '../../src/brokers/lavinmq/target';
import { LavinMqVersion } from '../../src/brokers/lavinmq/version';
import { MosquittoOAuth } from '../../src/brokers/mosquitto/mosquitto-oauth';
import { MosquittoVersion } from '../../src/brokers/mosquitto/version';
import { Auth0Api } from '../../src/identity/auth0/auth0-api';
import { Auth0IdentityProvider } from '../../src/identity/auth0-identity-provider';
import { EntraApi } from '../../src/identity/entra/entra-api';
import { EntraIdentityProvider } from '../../src/identity/entra-identity-provider';
import { IdentityApplication } from '../../src/identity/identity-application';
import { IdentityApplicationProps } from '../../src/identity/identity-application-props';
import { IIdentityProvider } from '../../src/identity/identity-provider';
import { KeycloakIdentityProvider } from '../../src/identity/keycloak-identity-provider';
import { OktaAuthorizationServer } from '../../src/identity/okta/okta-authorization-server';
import { OktaIdentityProvider } from '../../src/identity/okta-identity-provider';
import { EntraTokenVersion } from '../../src/identity/provider-kind';
import { ClientAuthentication } from '../../src/identity/registration/client-authentication';
import { Cdk } from '../../test/support/cdks';

/*
 * Stacks with every kind of application that can be created at a provider, at a server that is created with them and at one that exists.
 */

/** How applications of one stack differ, by the id of their construct. */
type Applications = Readonly<Record<string, Partial<IdentityApplicationProps>>>;

/** A stack, by what it creates. */
export interface RegistrationStack {
  readonly name: string;
  /** The local name of the Terraform provider. */
  readonly provider: string;
  /** The address is that of a Keycloak. */
  build(stack: Cdktf.TerraformStack, cdk: Cdk, baseUrl?: string): void;
}

const TENANT = '11111111-2222-3333-4444-555555555555';
const API = '66666666-7777-8888-9999-000000000000';
const AUDIENCE = 'https://mq.example.com';
const SCOPES_KEYS: Readonly<Record<string, string[]>> = { okta: ['scp'], azuread: ['roles'] };

type MakeServer = (stack: Cdktf.TerraformStack, baseUrl: string) => IIdentityProvider;

const SERVERS: readonly (readonly [name: string, provider: string, make: MakeServer, audience?: string])[] = [
  ['a Keycloak realm', 'keycloak', (stack, baseUrl) => new KeycloakIdentityProvider(stack, 'Sso', { baseUrl, realm: 'messaging', version: '26.5' })],
  ['a Keycloak realm with an audience and scopes', 'keycloak', (stack, baseUrl) => new KeycloakIdentityProvider(stack, 'Sso', {
    baseUrl, realm: 'messaging', version: '26.5', audiences: [AUDIENCE], existingScopes: ['mq.write:%2F/orders'],
  })],
  ['an authorization server of Okta', 'okta', (stack) => new OktaAuthorizationServer(stack, 'Sso', { name: 'Messaging', audience: AUDIENCE })],
  ['an authorization server of Okta that exists', 'okta', (stack) => new OktaIdentityProvider(stack, 'Sso', {
    orgUrl: 'https://example.okta.com', authorizationServerId: 'default', audience: AUDIENCE, existingScopes: ['mq.write:%2F/orders'],
  })],
  ['an Auth0 API', 'auth0', (stack) => new Auth0Api(stack, 'Sso', { domain: 'example.eu.auth0.com', identifier: AUDIENCE })],
  ['an Auth0 API that exists', 'auth0', (stack) => new Auth0IdentityProvider(stack, 'Sso', {
    domain: 'example.eu.auth0.com', audience: AUDIENCE, existingScopes: ['mq.write:%2F/orders'],
  })],
  ['an Entra API', 'azuread', (stack) => new EntraApi(stack, 'Sso', { tenantId: TENANT, name: 'Messaging', identifierUri: 'api://messaging' })],
  ['an Entra API that exists', 'azuread', (stack) => new EntraIdentityProvider(stack, 'Sso', {
    tenantId: TENANT, tokenVersion: EntraTokenVersion.V2, apiClientId: API, apiObjectId: API, apiServicePrincipalObjectId: API,
  }), API],
];

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The secret and the key of clients that have their own. */
export const WRITTEN_SECRET = 'A-secret-of-a-test-0';
export const PRIVATE_KEY = privateKey;
const KEY = { name: 'first', pem: publicKey.export({ type: 'spki', format: 'pem' }) as string };
const LOGIN = { redirectUris: ['https://app.example.com/callback'] };

function applicationsAt(provider: string, cdk: Cdk, stack: Cdktf.TerraformStack): Applications {
  const secret = new cdk.TerraformVariable(stack, 'secret', { type: 'string', sensitive: true, default: WRITTEN_SECRET });
  const keys = { authentication: ClientAuthentication.privateKeyJwt({ publicKeys: [KEY] }) };
  const writeOnly = { authentication: ClientAuthentication.writeOnlySecret({ value: secret.stringValue, version: 1 }) };
  const published = { authentication: ClientAuthentication.privateKeyJwt({ jwksUri: 'https://app.example.com/keys' }) };
  const users = { Dashboard: { userLogin: LOGIN }, Browser: { userLogin: { ...LOGIN, publicClient: true } } };
  const some: Applications = { Orders: { outputSecret: true } };
  switch (provider) {
    case 'keycloak':
      return { ...some, Keys: keys, Published: published, WriteOnly: writeOnly, ...users, Role: { role: { claim: 'mq_role', name: 'reader' } } };
    case 'okta':
      return { ...some, Keys: keys, Published: published, WriteOnly: writeOnly, ...users, Chosen: { clientId: 'chosen' } };
    case 'auth0':
      return { ...some, Keys: keys, WriteOnly: writeOnly };
    default:
      return {
        ...some, ...users, Role: { role: { claim: 'roles', name: 'reader' } }, Rotating: { authentication: ClientAuthentication.secret({ names: ['old', 'new'] }) },
      };
  }
}

/** Each stack has brokers that demand scopes and subjects of every machine client, and scopes of clients that users log in through. */
export const REGISTRATION_STACKS: readonly RegistrationStack[] = SERVERS.map(([name, provider, server, audience = AUDIENCE]) => ({
  name,
  provider,
  build: (stack, cdk, baseUrl = 'https://sso.example.com') => {
    const identityProvider = server(stack, baseUrl);
    const told = 'audience' in identityProvider ? identityProvider.audience as string : audience;
    const lavinmq = new LavinMqOAuth(stack, 'LavinMq', {
      identityProvider,
      target: LavinMqTarget.selfHosted(),
      brokerVersion: LavinMqVersion.V2_9_1,
      audience: told,
      resourceServerId: 'mq',
      mqttPermissionCheckEnabled: true,
      additionalScopesKeys: SCOPES_KEYS[provider],
    });
    const mosquitto = new MosquittoOAuth(stack, 'Mosquitto', {
      identityProvider, brokerVersion: MosquittoVersion.PRO_3_3, audience: told, existingClients: ['admin'], acknowledge: ['MOSQUITTO_PASSWORD_LOGINS'],
    });
    for (const [id, props] of Object.entries(applicationsAt(provider, cdk, stack))) {
      const clientId = provider === 'keycloak' ? `the-${id.toLowerCase()}` : undefined;
      const application = new IdentityApplication(stack, id, { identityProvider, ...(clientId === undefined ? {} : { clientId }), ...props });
      lavinmq.grantPublish(application, 'orders');
      lavinmq.grantConsume(application, `${id}.replies`);
      if (props.userLogin === undefined) {
        mosquitto.grantConsume(application, 'orders/new');
      }
    }
  },
}));
