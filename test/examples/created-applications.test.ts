import { Construct, IConstruct } from 'constructs';
import { build as auth0 } from '../../examples/auth0/stack';
import { build as entra } from '../../examples/entra/stack';
import { build as keycloak } from '../../examples/keycloak/stack';
import { build as okta } from '../../examples/okta/stack';
import { BrokerOAuth } from '../../src/brokers/broker-oauth';
import { publicJwk } from '../../src/identity/registration/public-jwk';
import { JsonMembers } from '../../src/preview/case';
import { previewParts, writtenCase } from '../../src/preview/manifest-case';
import { PreviewResult } from '../../src/preview/result';
import { plainText } from '../../src/text/template';
import { PUBLIC_KEY } from '../identity/registration/stacks';
import { semanticsOf } from '../preview/vector-file';
import { cdkModule } from '../support/cdks';

/*
 * One application with rights on four brokers, created at each provider; previewed with the token that the provider issues to it.
 *
 * What is known only at apply is given the value that the provider would make up.
 */

const NOW = 1_800_000_000;
const API = '66666666-7777-8888-9999-000000000000';
const CLIENT = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const PRINCIPAL = '12121212-3434-5656-7878-909090909090';
const TENANT = '11111111-2222-3333-4444-555555555555';
const SCOPES = ['lavinmq.configure:%2F/orders.replies', 'lavinmq.read:%2F/orders.replies', 'lavinmq.write:%2F/orders'];

/** A provider: its example, the values of apply by what their marks begin with, and a token as the provider writes it. */
interface Provider {
  readonly build: (stack: Construct) => void;
  readonly atApply: Readonly<Record<string, string>>;
  readonly header: JsonMembers;
  /** Whether the keys that the provider publishes name their algorithm; Entra's do not. */
  readonly keysNameAlg: boolean;
  readonly claims: JsonMembers;
  /** The names under which the four brokers know the application. */
  readonly principals: Readonly<Record<string, string>>;
}

const KEY = publicJwk({ name: 'k1', pem: PUBLIC_KEY })!;

const times = { iat: NOW - 10, exp: NOW + 300 };

const PROVIDERS: Readonly<Record<string, Provider>> = {
  // keycloak/keycloak ServiceAccountConstants.java, HardcodedClaim.java, con-audience.adoc
  keycloak: {
    build: keycloak,
    keysNameAlg: true,
    atApply: {},
    header: { alg: 'RS256', typ: 'JWT', kid: 'k1' },
    claims: {
      ...times, iss: 'https://sso.example.com/realms/messaging', aud: 'messaging', sub: 'orders-service', typ: 'Bearer', azp: 'orders-service', acr: '1',
      jti: 'trrtcc:1', scope: `profile ${SCOPES.join(' ')}`, clientHost: '10.0.0.7', clientAddress: '10.0.0.7', client_id: 'orders-service',
      preferred_username: 'service-account-orders-service',
    },
    principals: { 'lavinmq': 'orders-service', 'hivemq': 'orders-service', 'mosquitto': 'orders-service', 'aiven-kafka': 'User:orders-service' },
  },
  // developer.okta.com/docs/reference/api/oidc: access token
  okta: {
    build: okta,
    keysNameAlg: true,
    atApply: { 'Sso_Server_\\w+-issuer': 'https://example.okta.com/oauth2/aus1', 'Orders_Client_\\w+-client_id': '0oa1' },
    header: { alg: 'RS256', kid: 'k1' },
    claims: { ...times, ver: 1, jti: 'AT.1', iss: 'https://example.okta.com/oauth2/aus1', aud: 'messaging', cid: '0oa1', scp: SCOPES, sub: '0oa1' },
    principals: { 'lavinmq': '0oa1', 'hivemq': '0oa1', 'mosquitto': '0oa1', 'aiven-kafka': 'User:0oa1' },
  },
  // auth0.com/docs/secure/tokens/access-tokens/access-token-profiles
  auth0: {
    build: auth0,
    keysNameAlg: true,
    atApply: { 'Orders_Client_\\w+-client_id': 'aB3d' },
    header: { alg: 'RS256', typ: 'JWT', kid: 'k1' },
    claims: {
      ...times, iss: 'https://example.eu.auth0.com/', sub: 'aB3d@clients', aud: 'https://mq.example.com', azp: 'aB3d', scope: SCOPES.join(' '),
      gty: 'client-credentials',
    },
    principals: { 'lavinmq': 'aB3d@clients', 'hivemq': 'aB3d', 'mosquitto': 'aB3d@clients', 'aiven-kafka': 'User:aB3d@clients' },
  },
  // learn.microsoft.com/entra/identity-platform/access-token-claims-reference
  entra: {
    build: entra,
    keysNameAlg: false,
    atApply: { 'Sso_Api_\\w+-client_id': API, 'Orders_Client_\\w+-client_id': CLIENT, 'Orders_Principal_\\w+-object_id': PRINCIPAL },
    header: { alg: 'RS256', typ: 'JWT', kid: 'k1' },
    claims: {
      ...times, aud: API, iss: `https://login.microsoftonline.com/${TENANT}/v2.0`, nbf: NOW - 10, aio: 'x', azp: CLIENT, azpacr: '1', oid: PRINCIPAL,
      roles: SCOPES, sub: PRINCIPAL, tid: TENANT, uti: 'x', ver: '2.0',
    },
    principals: { 'lavinmq': PRINCIPAL, 'hivemq': CLIENT, 'mosquitto': PRINCIPAL, 'aiven-kafka': `User:${PRINCIPAL}` },
  },
};

/** What the application asks of each broker: what it was granted, and one thing that it was not. */
const ASKED: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  'lavinmq': { 'write:%2F/orders': true, 'read:%2F/orders.replies': true, 'configure:%2F/orders.replies': true, 'write:%2F/invoices': false },
  'hivemq': { 'publish:orders/7/created': true, 'subscribe:orders/7/replies': true, 'publish:orders/7/deleted': false },
  'mosquitto': { 'publish:orders/7/created': true, 'subscribe:orders/7/replies': true, 'publish:orders/7/deleted': false },
  'aiven-kafka': { 'Write:Topic:orders': true, 'Read:Topic:replies': true, 'Write:Topic:replies': false },
};

/** Every text with the marks of what is known only at apply replaced by what it will be. */
function applied<T>(value: T, atApply: Provider['atApply']): T {
  const text = JSON.stringify(value).replace(/[$#]\{TfToken\[([^\]]+)\]\}/g, (mark, hint: string) => {
    const found = Object.entries(atApply).find(([pattern]) => new RegExp(`^${pattern}\\.`).test(hint));
    return found === undefined ? mark : found[1];
  });
  return JSON.parse(text);
}

function previewed(broker: BrokerOAuth, provider: Provider, claims: JsonMembers): PreviewResult {
  const settings = applied(broker._settings(), provider.atApply);
  const files = Object.fromEntries(broker._core.render(settings, broker._version).map(({ name, text }) => [name, plainText(text)!]));
  const semantics = semanticsOf(broker.brokerKind);
  const parts = writtenCase(semantics, { files, open: [], stated: broker._core.stated?.(settings) ?? {} });
  const username = broker.brokerKind === 'mosquitto' ? String(claims.sub) : undefined;
  return previewParts(semantics, parts as Exclude<typeof parts, { rule: string }>, {
    brokerVersion: broker._version, now: NOW, jwks: { keys: [{ ...KEY, ...(provider.keysNameAlg ? { alg: 'RS256' } : {}) }] },
    token: { header: provider.header, claims }, signature: 'valid', username, mqttClientId: 'c1',
    can: Object.keys(ASKED[broker.brokerKind]),
  }) as PreviewResult;
}

function brokersOf({ build }: Provider): readonly BrokerOAuth[] {
  const cdk = cdkModule('cdktf');
  const stack = new cdk.TerraformStack(new cdk.App(), 'Stack') as IConstruct as Construct;
  build(stack);
  return stack.node.findAll().filter((found): found is BrokerOAuth => found instanceof BrokerOAuth);
}

describe.each(Object.entries(PROVIDERS))('the application that is created at %s', (name, provider) => {
  const brokers = brokersOf(provider);

  test('has rights on four brokers', () => {
    expect(brokers.map(({ brokerKind }) => brokerKind)).toEqual(Object.keys(ASKED));
  });

  describe.each(brokers.map((broker) => [broker.brokerKind, broker] as const))('on %s', (kind, broker) => {
    test('is let in, and may do what it was granted and no more', () => {
      const { decision, principal, can } = previewed(broker, provider, provider.claims);

      expect({ decision, principal, can: can.map(({ allowed }) => allowed) })
        .toEqual({ decision: 'accept', principal: provider.principals[kind], can: Object.values(ASKED[kind]) });
    });

    test.each([
      ['for another audience', { aud: 'invoices' }, /_AUDIENCE$/],
      ['of another issuer', { iss: 'https://stranger.example.com' }, /_ISSUER$/],
      ['that is over', { exp: NOW - 3600 }, /_EXPIRY$/],
    ])('is refused with a token %s', (_, claims, because) => {
      const { decision, reason } = previewed(broker, provider, { ...provider.claims, ...claims });
      expect({ decision, reason }).toEqual({ decision: 'reject', reason: expect.stringMatching(because) });
    });

    test('has no rights under another name', () => {
      const stranger = { sub: 'stranger', azp: 'stranger', client_id: 'stranger', cid: 'stranger', preferred_username: 'stranger', oid: 'stranger' };
      const rights = { scope: 'profile', scp: ['other'], roles: ['other'] };
      const { can } = previewed(broker, provider, { ...provider.claims, ...stranger, ...rights });

      expect({ name, allowed: can.filter(({ allowed }) => allowed === true) }).toEqual({ name, allowed: [] });
    });
  });
});
