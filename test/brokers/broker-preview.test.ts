import type * as Cdktf from 'cdktf';
import { KafkaAccess } from '../../src/brokers/aiven-kafka/access';
import { AivenKafkaPermission } from '../../src/brokers/aiven-kafka/acl';
import { AivenKafkaOAuth } from '../../src/brokers/aiven-kafka/aiven-kafka-oauth';
import { SelfManagedKafkaOAuth } from '../../src/brokers/aiven-kafka/self-managed-kafka-oauth';
import { KafkaVersion } from '../../src/brokers/aiven-kafka/version';
import { GrantProtocol } from '../../src/brokers/grant';
import { HiveMqAccess } from '../../src/brokers/hivemq/access';
import { HiveMqOAuth } from '../../src/brokers/hivemq/hivemq-oauth';
import { HiveMqVersion } from '../../src/brokers/hivemq/version';
import { LavinMqOAuth } from '../../src/brokers/lavinmq/lavinmq-oauth';
import { LavinMqTarget } from '../../src/brokers/lavinmq/target';
import { LavinMqVersion } from '../../src/brokers/lavinmq/version';
import { MosquittoOAuth } from '../../src/brokers/mosquitto/mosquitto-oauth';
import { MosquittoDynamicSecurity, MosquittoOAuthProps } from '../../src/brokers/mosquitto/mosquitto-oauth-props';
import { MosquittoVersion } from '../../src/brokers/mosquitto/version';
import { IdentityApplication, IIdentityApplication } from '../../src/identity/identity-application';
import { IIdentityProvider } from '../../src/identity/identity-provider';
import { KeycloakIdentityProvider } from '../../src/identity/keycloak-identity-provider';
import { OidcIdentityProvider } from '../../src/identity/oidc-identity-provider';
import { MachineSubject } from '../../src/identity/provider-kind';
import { TokenPreview } from '../../src/preview/facade/token-preview';
import { PreviewDecision, PreviewProtocol, PreviewSignature, PreviewVerdict } from '../../src/preview/facade/vocabulary';
import { Cdk, CDKS, cdkModule } from '../support/cdks';
import { TestBroker } from '../support/test-broker';

const NOW = 1_800_000_000;
const { YES, NO, UNKNOWN } = PreviewVerdict;

interface Surroundings {
  readonly cdk: Cdk;
  readonly stack: Cdktf.TerraformStack;
  readonly sso: IIdentityProvider;
  readonly orders: IIdentityApplication;
}

function surroundings(name: typeof CDKS[number]): Surroundings {
  const cdk = cdkModule(name);
  const stack = new cdk.TerraformStack(new cdk.App(), 'Stack');
  const sso = new OidcIdentityProvider(stack, 'Sso', {
    issuer: 'https://sso.example.com', jwksUri: 'https://sso.example.com/keys', clientIdClaim: 'client_id', machineSubject: MachineSubject.CLIENT_ID,
  });
  return { cdk, stack, sso, orders: IdentityApplication.fromClientId(stack, 'Orders', { identityProvider: sso, clientId: 'orders' }) };
}

function verdicts(preview: TokenPreview): readonly PreviewVerdict[] {
  return preview.actions.map(({ allowed }) => allowed);
}

function warningsOf(preview: TokenPreview): readonly string[] {
  return preview.warnings.map(({ rule }) => rule);
}

function mosquittoIn({ stack, sso }: Surroundings, props: Partial<MosquittoOAuthProps> = {}): MosquittoOAuth {
  return new MosquittoOAuth(stack, 'Mosquitto', {
    identityProvider: sso, brokerVersion: MosquittoVersion.PRO_3_3, audience: 'messaging', existingClients: ['admin'], ...props,
  });
}

function hiveMqIn({ stack, sso }: Surroundings): HiveMqOAuth {
  return new HiveMqOAuth(stack, 'HiveMq', { identityProvider: sso, brokerVersion: HiveMqVersion.V4_36, allowAllExtensionDisabled: true, audience: 'messaging' });
}

function lavinMqIn({ stack, sso }: Surroundings, target = LavinMqTarget.selfHosted()): LavinMqOAuth {
  return new LavinMqOAuth(stack, 'LavinMq', {
    identityProvider: sso, brokerVersion: LavinMqVersion.V2_9_1, audience: 'messaging', resourceServerId: 'mq', target,
  });
}

function aivenIn({ stack, sso }: Surroundings, audience = ['messaging']): AivenKafkaOAuth {
  return new AivenKafkaOAuth(stack, 'Kafka', {
    identityProvider: sso, project: 'example', serviceName: 'kafka', brokerVersion: KafkaVersion.V4_2, audience,
  });
}

describe.each(CDKS)('broker.preview under %s', (cdkName) => {
  let around: Surroundings;
  beforeEach(() => {
    around = surroundings(cdkName);
  });

  test('LavinMQ: what was granted is allowed, and nothing else', () => {
    const broker = lavinMqIn(around);
    broker.grantPublish(around.orders, 'orders');

    const preview = broker.preview({ now: NOW, application: around.orders, can: ['write:%2F/orders', 'read:%2F/orders'] });

    expect([preview.decision, preview.principal, ...verdicts(preview)]).toEqual([PreviewDecision.ACCEPT, 'orders', YES, NO]);
    expect(preview.explanation()).toContain('LavinMQ 2.9.1 lets the client in.');
  });

  test('a grant that comes later counts from then on', () => {
    const broker = lavinMqIn(around);
    const ask = () => verdicts(broker.preview({ now: NOW, application: around.orders, can: ['read:%2F/replies'] }));
    broker.grantPublish(around.orders, 'orders');
    const before = ask();
    broker.grantConsume(around.orders, 'replies');

    expect([before, ask()]).toEqual([[NO], [YES]]);
  });

  test('CloudAMQP: the attributes are judged as the file that they stand for, and what the service adds is open', () => {
    const broker = lavinMqIn(around, LavinMqTarget.cloudAmqp({ instanceId: '1234' }));
    broker.grantPublish(around.orders, 'orders');
    broker.grantPublish(around.orders, 'temperature', { protocol: GrantProtocol.MQTT, acceptWider: true });

    const amqp = broker.preview({ now: NOW, application: around.orders, can: ['write:%2F/orders', 'read:%2F/orders'] });
    const mqtt = broker.preview({ now: NOW, application: around.orders, protocol: PreviewProtocol.MQTT, can: ['write:%2F/mqtt.default', 'read:%2F/x'] });

    expect([amqp.decision, ...verdicts(amqp)]).toEqual([PreviewDecision.ACCEPT, YES, NO]);
    expect(warningsOf(amqp)).toContain('LAVINMQ_CLOUDAMQP_ASSUMED');
    expect(mqtt.decision).toBe(PreviewDecision.ACCEPT);
    // Without the check everything is allowed, with it nothing but what scopes say.
    expect(verdicts(mqtt)).toEqual([YES, UNKNOWN]);
    expect(warningsOf(mqtt)).toContain('LAVINMQ_MQTT_UNRESTRICTED');
  });

  test('HiveMQ: permissions of the file realm, with placeholders of the client', () => {
    const broker = hiveMqIn(around);
    broker.grant(around.orders, HiveMqAccess.publish('state/${mqtt-clientid}'));

    const preview = broker.preview({ now: NOW, application: around.orders, mqttClientId: 'c1', can: ['publish:state/c1', 'publish:state/c2'] });

    expect([preview.decision, preview.principal, ...verdicts(preview)]).toEqual([PreviewDecision.ACCEPT, 'orders', YES, NO]);
    expect(preview.permissions).toEqual([expect.objectContaining({ topic: 'state/c1', activity: 'PUBLISH' })]);
  });

  test('HiveMQ: a stranger to the file realm is no user there', () => {
    const broker = hiveMqIn(around);
    broker.grantPublish(around.orders, 'orders');
    const stranger = IdentityApplication.fromClientId(around.stack, 'Stranger', { identityProvider: around.sso, clientId: 'stranger' });

    const preview = broker.preview({ now: NOW, application: stranger, claims: '{"aud":"messaging"}', can: ['publish:orders'] });

    expect(preview.actions[0].allowed).not.toBe(YES);
  });

  test('Mosquitto: the user name is the claim that it must be, unless another is sent', () => {
    const broker = mosquittoIn(around);
    broker.grantPublish(around.orders, 'orders');

    const login = { now: NOW, application: around.orders, can: ['publish:orders', 'publish:other'] };
    const preview = broker.preview(login);
    const imposter = broker.preview({ ...login, username: 'admin' });

    expect([preview.decision, preview.principal, ...verdicts(preview)]).toEqual([PreviewDecision.ACCEPT, 'orders', YES, NO]);
    expect(imposter.decision).toBe(PreviewDecision.REJECT);
  });

  test('Mosquitto: the client id is the claim that it must be', () => {
    const broker = mosquittoIn(around, { matchClientIdToSubject: true });
    broker.grantPublish(around.orders, 'orders');

    expect(broker.preview({ now: NOW, application: around.orders }).mqttClientId).toBe('orders');
    expect(broker.preview({ now: NOW, application: around.orders, mqttClientId: 'x' }).decision).toBe(PreviewDecision.REJECT);
  });

  test('Mosquitto: rights that a cluster plugin judges are unknown, and so are roles of the nodes', () => {
    const broker = mosquittoIn(around, { dynamicSecurity: MosquittoDynamicSecurity.HIGH_AVAILABILITY, existingRoles: ['viewers'], existingGroups: ['staff'] });
    broker.grantPublish(around.orders, 'orders');

    const preview = broker.preview({ now: NOW, application: around.orders, can: ['publish:orders'] });

    expect(preview.actions[0]).toMatchObject({ allowed: UNKNOWN, reason: 'MOSQUITTO_ACCESS_OTHER_PLUGIN' });
    expect(preview.warnings).toContainEqual({
      rule: 'PREVIEW_UNSEEN_PARTS', message: 'not looked at, since it stands on the nodes already: role viewers, group staff',
    });
  });

  test('Aiven: native entries decide', () => {
    const broker = aivenIn(around);
    broker.grantConsume(around.orders, 'orders', { group: 'g' });

    const preview = broker.preview({ now: NOW, application: around.orders, can: ['Read:Topic:orders', 'Read:Group:g', 'Write:Topic:orders'] });

    expect([preview.decision, preview.principal, ...verdicts(preview)]).toEqual([PreviewDecision.ACCEPT, 'User:orders', YES, YES, NO]);
  });

  test('Aiven: without any grant nothing is allowed', () => {
    expect(verdicts(aivenIn(around).preview({ now: NOW, application: around.orders, claims: '{"aud":"messaging"}', can: ['Read:Topic:orders'] }))).toEqual([NO]);
  });

  test('Aiven: with entries of its own kind actions are unknown', () => {
    const broker = aivenIn(around);
    broker.grant(around.orders, KafkaAccess.aivenAcl('orders', AivenKafkaPermission.READ));

    const preview = broker.preview({ now: NOW, application: around.orders, can: ['Read:Topic:orders'] });

    expect(verdicts(preview)).toEqual([UNKNOWN]);
    expect(warningsOf(preview)).toContain('KAFKA_AIVEN_ENTRIES_UNSEEN');
  });

  test('a self-managed Kafka: properties, JVM options and commands together', () => {
    const broker = new SelfManagedKafkaOAuth(around.stack, 'Kafka', {
      identityProvider: around.sso, listener: 'SASL', brokerVersion: KafkaVersion.V4_2, audience: ['messaging'],
    });
    broker.grantPublish(around.orders, 'it\'s "orders"'.replace(/[^a-z]/g, ''));

    const preview = broker.preview({ now: NOW, application: around.orders, can: ['Write:Topic:itsorders', 'Write:Topic:other'] });

    expect([preview.decision, ...verdicts(preview)]).toEqual([PreviewDecision.ACCEPT, YES, NO]);
    expect(preview.checks).toContainEqual(expect.objectContaining({ rule: 'KAFKA_START_ALLOWED_URLS', outcome: 'pass', detail: 'the JVM lists it' }));
  });

  test('claims are added, replaced, and left out where they are null', () => {
    const broker = lavinMqIn(around);
    broker.grantPublish(around.orders, 'orders');
    const ask = (claims: object) => broker.preview({ now: NOW, application: around.orders, claims: JSON.stringify(claims) });

    expect(ask({ aud: 'other' }).reason).toBe('LAVINMQ_TOKEN_AUDIENCE');
    expect(ask({ aud: null }).reason).toBe('LAVINMQ_TOKEN_AUDIENCE');
    expect(ask({ scope: ['mq.write:%2F/orders'] }).reason).toBe('LAVINMQ_TOKEN_CLAIMS');
  });

  test('a token is signed as said: valid unless told otherwise', () => {
    const broker = lavinMqIn(around);
    broker.grantPublish(around.orders, 'orders');

    const forged = broker.preview({ now: NOW, application: around.orders, signature: PreviewSignature.INVALID });

    expect([forged.decision, forged.reason]).toEqual([PreviewDecision.REJECT, 'LAVINMQ_TOKEN_SIGNATURE']);
  });

  test('claims alone get the header of the identity provider, or the one given', () => {
    const broker = lavinMqIn(around);
    const claims = JSON.stringify({ iss: 'https://sso.example.com', aud: 'messaging', sub: 'x', iat: NOW, exp: NOW + 9, scope: 'mq.read:%2F/a' });

    expect(broker.preview({ now: NOW, claims }).decision).toBe(PreviewDecision.ACCEPT);
    expect(warningsOf(broker.preview({ now: NOW, claims }))).not.toContain('PREVIEW_TOKEN_BUILT');
    expect(broker.preview({ now: NOW, claims, header: '{"alg":"ES256","kid":"k"}' }).reason).toBe('LAVINMQ_TOKEN_ALGORITHM');
  });

  test('a compact token is not replaced by a built one', () => {
    const broker = lavinMqIn(around);

    expect(broker.preview({ now: NOW, application: around.orders, token: 'eyJ' }).reason).toBe('LAVINMQ_TOKEN_HEADER');
  });

  test('the built token names a key of the key set that is given', () => {
    const broker = hiveMqIn(around);
    broker.grantPublish(around.orders, 'orders');
    const keyStep = (jwks: object) => broker.preview({ now: NOW, application: around.orders, jwks: JSON.stringify(jwks) })
      .checks.find(({ rule }) => rule === 'HIVEMQ_TOKEN_KEY')?.detail;

    expect(keyStep({ keys: [{ kid: 'enc', use: 'enc' }, {}, { kid: 'sig' }] })).toContain('"sig"');
    expect(keyStep({ keys: [] })).toContain('"preview"');
    expect(keyStep({ keys: [null] })).toContain('no list of keys');
    expect(keyStep({ keys: {} })).toContain('no list of keys');
  });

  test('a built token says what was assumed', () => {
    const sso = new KeycloakIdentityProvider(around.stack, 'Keycloak', { baseUrl: 'https://keycloak.example.com', realm: 'r', audiences: ['messaging'] });
    const application = IdentityApplication.fromClientId(around.stack, 'App', { identityProvider: sso, clientId: 'app' });
    const broker = lavinMqIn({ ...around, sso });
    broker.grantPublish(application, 'orders');

    const preview = broker.preview({ now: NOW, application, tokenLifetimeSeconds: 120 });

    expect(preview.expiresAt).toBe(NOW + 120);
    expect(preview.warnings).toContainEqual({
      rule: 'PREVIEW_TOKEN_BUILT',
      message: 'the token is built from what is known of the identity provider (keycloak): it lives 120 s; the provider makes up sub, for which '
        + '00000000-0000-0000-0000-000000000000 stands; everything that brokers demand for the application is registered',
    });
  });

  test('settings that are known only at apply are an error that names them', () => {
    const audience = new around.cdk.TerraformVariable(around.stack, 'audience', {}).stringValue;
    const jwksUri = new around.cdk.TerraformVariable(around.stack, 'jwks', {}).stringValue;
    const sso = new OidcIdentityProvider(around.stack, 'Late', { issuer: 'https://late.example.com', jwksUri });
    const broker = aivenIn({ ...around, sso }, [audience]);

    expect(() => broker.preview({ now: NOW, application: around.orders })).toThrow([
      '1 problem found:',
      '  Stack/Kafka.preview: known only at apply: audience, identityProvider.jwksUri; give the value at synthesis or, in a stack, in valuesAtApply, '
        + 'or preview the file that the node has after the apply [PREVIEW_CASE_VALUE_AT_APPLY]',
    ].join('\n'));
  });

  test('values of apply that are told are filled into settings and claims', () => {
    const variable = (name: string) => new around.cdk.TerraformVariable(around.stack, name, {}).stringValue;
    const [issuer, audience, clientId] = [variable('issuer'), variable('audience'), variable('client')];
    const sso = new OidcIdentityProvider(around.stack, 'Late', {
      issuer, jwksUri: 'https://late.example.com/keys', clientIdClaim: 'client_id', machineSubject: MachineSubject.CLIENT_ID,
    });
    const application = IdentityApplication.fromClientId(around.stack, 'LateApp', { identityProvider: sso, clientId });
    const broker = aivenIn({ ...around, sso }, [audience]);
    broker.grantPublish(application, 'orders');
    const login = { now: NOW, application, can: ['Write:Topic:orders', 'Read:Topic:orders'] };
    const values = { [issuer]: 'https://late.example.com', [audience]: 'messaging', [clientId]: 'late' };

    const preview = broker.preview({ ...login, valuesAtApply: values });

    expect([preview.decision, preview.principal, ...verdicts(preview)]).toEqual([PreviewDecision.ACCEPT, 'User:late', YES, NO]);
    expect(() => broker.preview({ ...login, valuesAtApply: { [audience]: 'messaging', [clientId]: 'late' } }))
      .toThrow('Stack/Kafka.preview: known only at apply: identityProvider.issuer; ');
    expect(() => broker.preview({ ...login, valuesAtApply: { [issuer]: 'https://late.example.com', [audience]: 'messaging' } }))
      .toThrow('Stack/Kafka.preview: claims of Stack/LateApp that are known only at apply: sub, client_id; ');
  });

  test('rights that are known only at apply are unknown', () => {
    const broker = aivenIn(around);
    broker.grantPublish(around.orders, new around.cdk.TerraformVariable(around.stack, 'topic', {}).stringValue);

    const preview = broker.preview({ now: NOW, application: around.orders, can: ['Write:Topic:orders'] });

    expect([preview.decision, ...verdicts(preview)]).toEqual([PreviewDecision.ACCEPT, UNKNOWN]);
    expect(warningsOf(preview)).toContain('PREVIEW_RIGHTS_AT_APPLY');
  });

  test.each<[string, (around: Surroundings, late: string) => MosquittoOAuth | HiveMqOAuth | SelfManagedKafkaOAuth, string]>([
    ['Mosquitto', (all) => mosquittoIn(all), 'publish:orders'],
    ['HiveMQ', (all) => hiveMqIn(all), 'publish:orders'],
    ['Kafka', ({ stack, sso }) => new SelfManagedKafkaOAuth(stack, 'Kafka', {
      identityProvider: sso, listener: 'SASL', brokerVersion: KafkaVersion.V4_2, audience: ['messaging'],
    }), 'Write:Topic:orders'],
  ])('%s: rights of which some name is known only at apply are never a plain no', (_name, make, action) => {
    const late = new around.cdk.TerraformVariable(around.stack, 'late', {}).stringValue;
    const broker = make(around, late);
    broker.grantPublish(around.orders, late);

    const preview = broker.preview({ now: NOW, application: around.orders, can: [action] });

    expect(verdicts(preview)).toEqual([UNKNOWN]);
    expect(warningsOf(preview)).toContain('PREVIEW_RIGHTS_AT_APPLY');
  });

  test('claims that are known only at apply are an error that names them', () => {
    const clientId = new around.cdk.TerraformVariable(around.stack, 'client', {}).stringValue;
    const late = IdentityApplication.fromClientId(around.stack, 'Late', { identityProvider: around.sso, clientId });

    expect(() => lavinMqIn(around).preview({ now: NOW, application: late })).toThrow(
      'Stack/LavinMq.preview: claims of Stack/Late that are known only at apply: sub, client_id; ');
    expect(lavinMqIn({ ...around, stack: new around.cdk.TerraformStack(new around.cdk.App(), 'Other') })
      .preview({ now: NOW, application: late, claims: '{"sub":"a","client_id":"b"}' }).principal).not.toBe('orders');
  });

  test('settings that synthesis would refuse are refused here in the same words', () => {
    const broker = new LavinMqOAuth(around.stack, 'LavinMq', { identityProvider: around.sso, target: LavinMqTarget.selfHosted() });

    expect(() => broker.preview({ now: NOW, application: around.orders })).toThrow(/Stack\/LavinMq: .*\[LAVINMQ_AUDIENCE_REQUIRED\]/);
  });

  test('nobody who logs in, and a case that makes no sense, are errors', () => {
    const broker = lavinMqIn(around);

    expect(() => broker.preview({ now: NOW })).toThrow('Stack/LavinMq.preview: nobody logs in: application, token, claims and username are missing; ');
    expect(() => broker.preview({ now: NOW, application: around.orders, can: ['fly:x'] })).toThrow('[PREVIEW_CASE_ACTION]');
    expect(() => broker.preview({ now: NOW, claims: '{' })).toThrow('Stack/LavinMq.preview: claims is no JSON; ');
    expect(() => broker.preview({ now: NOW, claims: '{}', header: '[]' })).toThrow('header is no JSON object');
  });

  test('a broker of which no preview is known says so', () => {
    const broker = new TestBroker(around.stack, 'Test', { identityProvider: around.sso });

    expect(() => broker.preview({ now: NOW, application: around.orders })).toThrow('Stack/Test.preview: no preview is known for this broker; ');
  });

  test('a client without a token is judged as one', () => {
    const preview = mosquittoIn(around).preview({ now: NOW, username: 'orders', password: 'secret' });

    expect(preview.decision).not.toBe(PreviewDecision.ACCEPT);
  });
});
