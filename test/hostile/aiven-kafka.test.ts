import { Construct } from 'constructs';
import { PropCase } from './support/prop-case';
import { describeHostile } from './support/suite';
import { KafkaAccess } from '../../src/brokers/aiven-kafka/access';
import { AivenKafkaPermission, KafkaOperation, KafkaPatternType, KafkaResourceType } from '../../src/brokers/aiven-kafka/acl';
import { AivenKafkaOAuth, AivenKafkaOAuthProps } from '../../src/brokers/aiven-kafka/aiven-kafka-oauth';
import { KafkaOAuth } from '../../src/brokers/aiven-kafka/kafka-oauth';
import { KafkaOAuthProps } from '../../src/brokers/aiven-kafka/kafka-oauth-props';
import { SelfManagedKafkaOAuth } from '../../src/brokers/aiven-kafka/self-managed-kafka-oauth';
import { SelfManagedKafkaOAuthProps } from '../../src/brokers/aiven-kafka/self-managed-kafka-oauth-props';
import { KafkaVersion } from '../../src/brokers/aiven-kafka/version';
import { DestinationMatch } from '../../src/brokers/grant';
import { IdentityApplication, IIdentityApplication } from '../../src/identity/identity-application';
import { OidcIdentityProvider } from '../../src/identity/oidc-identity-provider';
import { MachineSubject } from '../../src/identity/provider-kind';

type Grant = (broker: KafkaOAuth, application: IIdentityApplication) => void;

interface Surroundings {
  readonly issuer?: string;
  readonly jwksUri?: string;
  readonly clientId?: string;
  readonly subject?: string;
  readonly grant?: Grant;
}

const BASE = { brokerVersion: KafkaVersion.V4_2, audience: ['messaging'] };

type Place = (scope: Construct, props: Pick<KafkaOAuthProps, 'identityProvider'> & Partial<KafkaOAuthProps>) => KafkaOAuth;

const SELF_MANAGED = (own: Partial<SelfManagedKafkaOAuthProps> = {}): Place => (scope, props) =>
  new SelfManagedKafkaOAuth(scope, 'Broker', { listener: 'SASL_SSL', ...BASE, ...props, ...own });
const AIVEN = (own: Partial<AivenKafkaOAuthProps> = {}): Place => (scope, props) =>
  new AivenKafkaOAuth(scope, 'Broker', { project: 'project', serviceName: 'service', ...BASE, ...props, ...own });

function broker(scope: Construct, place: Place, props: Partial<KafkaOAuthProps> = {}, surroundings: Surroundings = {}): void {
  const { issuer, jwksUri, clientId, subject, grant } = surroundings;
  const identityProvider = new OidcIdentityProvider(scope, 'Sso', {
    issuer: issuer ?? 'https://sso.example.com', jwksUri: jwksUri ?? 'https://sso.example.com/keys', machineSubject: MachineSubject.CLIENT_ID,
  });
  const kafka = place(scope, { identityProvider, ...props });
  if (grant !== undefined) {
    grant(kafka, IdentityApplication.fromClientId(scope, 'App', { identityProvider, clientId: clientId ?? 'orders', subject }));
  }
}

const URL: Partial<PropCase> = { around: ['https://sso.example.com/', '/x'], benign: 'https://zqmarkerqz.example.com' };
const COMMAS: Partial<PropCase> = { isList: true, separator: /,/ };

const COMMON: readonly (readonly [prop: string, props: (text: string, list: string[]) => Partial<KafkaOAuthProps>, more?: Partial<PropCase>])[] = [
  ['audience', (_, audience) => ({ audience }), COMMAS],
  ['jwksEndpointUrl', (jwksEndpointUrl) => ({ jwksEndpointUrl }), URL],
  ['subClaimName', (subClaimName) => ({ subClaimName })],
];

const common = (place: Place): readonly PropCase[] => [
  ...COMMON.map(([prop, props, more]): PropCase => ({ prop, build: (scope, text, list) => broker(scope, place, props(text, list)), ...more })),
  { prop: 'issuer', build: (scope, issuer) => broker(scope, place, { issuer }, { issuer }), ...URL },
  { prop: 'identityProvider issuer', build: (scope, issuer) => broker(scope, place, {}, { issuer }), ...URL },
  { prop: 'identityProvider jwksUri', build: (scope, jwksUri) => broker(scope, place, {}, { jwksUri }), named: /jwks/i, ...URL },
];

const PUBLISH: Grant = (kafka, application) => kafka.grantPublish(application, 'a');
const of = (resourceType: KafkaResourceType, operation: KafkaOperation, resourceName: string, patternType = KafkaPatternType.LITERAL): Grant =>
  (kafka, application) => kafka.grant(application, KafkaAccess.of({ resourceType, operation, resourceName, patternType }));

const GRANTS: readonly (readonly [prop: string, grant: (text: string) => Grant, more?: Partial<PropCase>])[] = [
  ['grantPublish destination', (text) => (kafka, application) => kafka.grantPublish(application, text), { named: /resourceName/i }],
  ['grantPublish destination as a prefix', (text) => (kafka, application) =>
    kafka.grantPublish(application, text, { match: DestinationMatch.PREFIX }), { named: /resourceName/i }],
  ['grantConsume group', (group) => (kafka, application) => kafka.grantConsume(application, 'a', { group }), { named: /resourceName/i }],
  ['grant topic', (text) => (kafka, application) => kafka.grant(application, KafkaAccess.produce(text)), { named: /resourceName/i }],
  ['grant group', (text) => (kafka, application) => kafka.grant(application, KafkaAccess.consume('a', text)), { named: /resourceName/i }],
  ['grant transactional id', (text) => of(KafkaResourceType.TRANSACTIONAL_ID, KafkaOperation.WRITE, text), { named: /resourceName/i }],
  ['grant prefix of transactional ids', (text) => of(KafkaResourceType.TRANSACTIONAL_ID, KafkaOperation.WRITE, text, KafkaPatternType.PREFIXED), {
    named: /resourceName/i,
  }],
  ['grant delegation token', (text) => of(KafkaResourceType.DELEGATION_TOKEN, KafkaOperation.DESCRIBE, text), { named: /resourceName/i }],
  ['grant user', (text) => of(KafkaResourceType.USER, KafkaOperation.DESCRIBE_TOKENS, text), { named: /resourceName/i, around: ['User:', ''], benign: 'User:zqmarkerqz' }],
  ['grant host', (host) => (kafka, application) => kafka.grant(application, KafkaAccess.of({
    resourceType: KafkaResourceType.TOPIC, operation: KafkaOperation.READ, resourceName: 'a', host,
  })), { benign: '192.0.2.77' }],
];

const grants = (place: Place): readonly PropCase[] => [
  { prop: 'clientId', build: (scope, clientId) => broker(scope, place, {}, { clientId, grant: PUBLISH }), named: /clientId|principal/ },
  { prop: 'subject', build: (scope, subject) => broker(scope, place, {}, { subject, grant: PUBLISH }), named: /principal/i },
  ...GRANTS.map(([prop, grant, more]): PropCase => ({ prop, build: (scope, text) => broker(scope, place, {}, { grant: grant(text) }), ...more })),
];

describeHostile('server.properties and kafka-jvm.options', [
  ...common(SELF_MANAGED()),
  { prop: 'listener', build: (scope, listener) => broker(scope, SELF_MANAGED({ listener })), benign: 'zqmarkerqz' },
  { prop: 'enabledMechanisms', build: (scope, _, list) => broker(scope, SELF_MANAGED({ enabledMechanisms: ['OAUTHBEARER', ...list] })), named: /enabledMechanisms/i, benign: 'ZQMARKERQZ' },
  { prop: 'scopeClaimName', build: (scope, scopeClaimName) => broker(scope, SELF_MANAGED({ scopeClaimName })) },
  { prop: 'jwtValidatorClass', build: (scope, jwtValidatorClass) => broker(scope, SELF_MANAGED({ jwtValidatorClass })), around: ['org.example.', ''] },
  { prop: 'allowedUrls', build: (scope, _, allowedUrls) => broker(scope, SELF_MANAGED({ allowedUrls })), separator: /,/, isList: true, ...URL },
], true);

describeHostile('kafka-acls.txt', grants(SELF_MANAGED()), true);

describeHostile('aiven-user-config.json', [
  ...common(AIVEN()),
  { prop: 'project', build: (scope, project) => broker(scope, AIVEN({ project }), {}, { grant: PUBLISH }) },
  { prop: 'serviceName', build: (scope, serviceName) => broker(scope, AIVEN({ serviceName }), {}, { grant: PUBLISH }) },
  { prop: 'saslOauthbearerAllowedUrls', build: (scope, _, list) => broker(scope, AIVEN({ saslOauthbearerAllowedUrls: list })), isList: true, ...URL },
]);

describeHostile('aiven_kafka_native_acl', grants(AIVEN()));

describeHostile('aiven_kafka_acl', [
  {
    prop: 'grant topic', build: (scope, text) => broker(scope, AIVEN(), {}, {
      grant: (kafka, application) => kafka.grant(application, KafkaAccess.aivenAcl(text, AivenKafkaPermission.READ)),
    }),
  },
  {
    prop: 'subject', build: (scope, subject) => broker(scope, AIVEN(), {}, {
      subject, grant: (kafka, application) => kafka.grant(application, KafkaAccess.aivenAcl('a', AivenKafkaPermission.READ)),
    }),
    named: /username/i,
  },
]);
