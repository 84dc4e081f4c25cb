import { generateKeyPairSync, sign } from 'node:crypto';
import { KAFKA_SEMANTICS } from '../src/brokers/aiven-kafka/semantics';
import { HIVEMQ_SEMANTICS } from '../src/brokers/hivemq/semantics';
import { LAVINMQ_SEMANTICS } from '../src/brokers/lavinmq/semantics';
import { MOSQUITTO_SEMANTICS } from '../src/brokers/mosquitto/semantics';
import { JsonMembers, OpenToken, PreviewCase } from '../src/preview/case';
import { BrokerSemantics } from '../src/preview/semantics';

/*
 * What the bench of the preview feeds to each broker: one node's settings, and many tokens that it lets in, each with one right asked for.
 */

export const NOW = 1767225600;
export const ISSUER = 'https://sso.example.com/realms/messaging';
export const AUDIENCE = 'messaging';

const PAIR = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const JWK = { ...PAIR.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' } as JsonMembers;

const TOKENS = 200;

/** As an identity provider writes them, no two alike. */
export const OPEN_TOKENS: readonly OpenToken[] = Array.from({ length: TOKENS }, (_, index) => ({
  header: { alg: 'RS256', kid: 'k1', typ: 'JWT' },
  claims: {
    exp: NOW + 3600 + index, iat: NOW - 60, nbf: NOW - 60, jti: `6f1c8c8e-0000-4000-8000-${String(index).padStart(12, '0')}`, iss: ISSUER, aud: AUDIENCE,
    sub: `orders-${index}`, azp: 'orders', typ: 'Bearer', scope: 'read:%2F/orders write:%2F/orders',
  },
}));

/** The same, really signed. */
export const COMPACT_TOKENS: readonly string[] = OPEN_TOKENS.map(({ header, claims }) => {
  const input = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${input}.${sign('sha256', Buffer.from(input), PAIR.privateKey).toString('base64url')}`;
});

/** One broker's part of the work. */
export interface Workload {
  readonly semantics: BrokerSemantics;
  /** A login that is accepted, but for the token. */
  readonly login: Omit<PreviewCase, 'token'>;
}

const ESE = '<enterprise-security-extension><realms><jwt-realm><name>idp</name><enabled>true</enabled><configuration>' +
  `<jwks-endpoint>${ISSUER}/keys</jwks-endpoint></configuration></jwt-realm><file-realm><name>topics</name><enabled>true</enabled>` +
  '<configuration><file-path>conf/ese-file-realm.xml</file-path></configuration></file-realm></realms><pipelines><listener-pipeline listener="ALL">' +
  `<jwt-authentication-manager><realm>idp</realm><jwt-validation><reserved-claims><aud>${AUDIENCE}</aud><iss>${ISSUER}</iss></reserved-claims>` +
  '</jwt-validation></jwt-authentication-manager><authorization-preprocessors><jwt-preprocessor prefix="" postfix=""><source>mqtt-password</source>' +
  '<jwt-extractions><jwt-extraction><jwt-claim>azp</jwt-claim><ese-variable>authorization-key</ese-variable></jwt-extraction></jwt-extractions>' +
  '</jwt-preprocessor></authorization-preprocessors><file-authorization-manager><realm>topics</realm><use-authorization-key>true</use-authorization-key>' +
  '<use-authorization-role-key>false</use-authorization-role-key></file-authorization-manager></listener-pipeline></pipelines></enterprise-security-extension>';

const REALM = '<ese-file-realm><mqtt><users><user><name>orders</name><permissions><permission><topic>${mqtt-clientid}/#</topic><activity>ALL</activity>' +
  '<qos>ALL</qos></permission><permission><topic>orders/+</topic><activity>PUBLISH</activity><qos>ALL</qos></permission></permissions></user></users></mqtt></ese-file-realm>';

export const WORKLOADS: readonly Workload[] = [
  {
    semantics: LAVINMQ_SEMANTICS,
    login: {
      broker: 'lavinmq', brokerVersion: '2.9.1', now: NOW, settings: `[main]\nauth_backends = oauth\n\n[oauth]\nissuer = ${ISSUER}\naudience = ${AUDIENCE}\n`,
      can: ['read:%2F/orders'],
    },
  },
  {
    semantics: HIVEMQ_SEMANTICS,
    login: {
      broker: 'hivemq', brokerVersion: '4.36.0', now: NOW, settings: ESE, fileRealm: REALM, allowAllExtension: false, mqttClientId: 'dev1', can: ['publish:orders/new'],
    },
  },
  {
    semantics: MOSQUITTO_SEMANTICS,
    login: {
      broker: 'mosquitto', brokerVersion: '3.3', now: NOW, username: 'orders', mqttClientId: 'dev1', plugins: ['token'], can: ['publish:orders/new'],
      settings: { algorithm: 'RS256', mode: 'jwks', options: { modes: { jwks: { uri: `${ISSUER}/keys` } }, common: { issuer: ISSUER, audience: AUDIENCE } } },
    },
  },
  {
    semantics: KAFKA_SEMANTICS,
    login: {
      broker: 'aiven-kafka', brokerVersion: '4.2.0', now: NOW, can: ['Read:Topic:orders'], acls: [{
        resource_type: 'Topic', resource_name: 'orders', pattern_type: 'LITERAL', principal: 'User:orders-1', host: '*', operation: 'Read', permission_type: 'ALLOW',
      }],
      settings: { jwks_url: `${ISSUER}/keys`, expected_audience: AUDIENCE, expected_issuer: ISSUER },
    },
  },
];
