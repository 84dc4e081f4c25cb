import type * as Cdktf from 'cdktf';
import { DestinationMatch } from '../../../src/brokers/grant';
import { MosquittoAccess } from '../../../src/brokers/mosquitto/access';
import { MosquittoKeys } from '../../../src/brokers/mosquitto/keys';
import { MosquittoOAuth } from '../../../src/brokers/mosquitto/mosquitto-oauth';
import { MosquittoDynamicSecurity, MosquittoOAuthProps } from '../../../src/brokers/mosquitto/mosquitto-oauth-props';
import { MosquittoRevocation } from '../../../src/brokers/mosquitto/revocation';
import { MosquittoSource } from '../../../src/brokers/mosquitto/source';
import { MosquittoVersion } from '../../../src/brokers/mosquitto/version';
import { IdentityApplication } from '../../../src/identity/identity-application';
import { OidcIdentityProvider } from '../../../src/identity/oidc-identity-provider';
import { DeliveryMode } from '../../../src/restart/restart-node';
import { Cdk, CDKS, resource, synthesize } from '../../support/cdks';

const LISTENERS = [{ port: 8883 }, { port: 1884, address: '127.0.0.1', tokens: false }];

function brokerIn(stack: Cdktf.TerraformStack, props: Partial<MosquittoOAuthProps> = {}, subject: string | undefined = 'orders-service') {
  const broker = new MosquittoOAuth(stack, 'Mosquitto', {
    identityProvider: new OidcIdentityProvider(stack, 'Sso', {
      issuer: 'https://sso.example.com',
      jwksUri: 'https://sso.example.com/keys',
      tokenEndpoint: 'https://sso.example.com/token',
      introspectionEndpoint: 'https://sso.example.com/introspect',
    }),
    audience: 'messaging',
    brokerVersion: MosquittoVersion.PRO_3_3,
    listeners: LISTENERS,
    existingClients: ['admin'],
    ...props,
  });
  const application = IdentityApplication.fromClientId(stack, 'Orders', { identityProvider: broker.identityProvider, clientId: 'orders', subject });
  return { broker, application };
}

function inputOf(json: any): { readonly [name: string]: string } {
  return resource(json, 'terraform_data', 'Settings').input;
}

describe.each(CDKS)('MosquittoOAuth under %s', (cdkName) => {
  test('carries three files, with an account and a role for each application', () => {
    const { json, annotations } = synthesize(cdkName, (stack) => {
      const { broker, application } = brokerIn(stack);
      broker.grantPublish(application, 'orders/new');
      broker.grantConsume(application, 'orders/done');
      broker.grant(application, MosquittoAccess.publish('orders/secret', { allow: false, priority: 3 }));
    });
    const input = inputOf(json);
    expect(Object.keys(input).sort()).toEqual(['dynamic-security.json', 'jwt.json', 'mosquitto.conf']);
    expect(JSON.parse(input['jwt.json'])).toEqual({
      version: 1,
      algorithm: 'RS256',
      mode: 'jwks',
      options: {
        lazyConnect: true,
        modes: { jwks: { uri: 'https://sso.example.com/keys', cache: { enabled: true } } },
        common: { issuer: 'https://sso.example.com', audience: 'messaging', matchUsernameToSubject: true },
      },
    });
    expect(input['mosquitto.conf'].split('\n')).toEqual([
      '# broker-oauth begin',
      'plugin_load tokens /usr/lib/cedalo_jwt_auth.so',
      'plugin_load accounts /usr/lib/mosquitto_dynamic_security.so',
      'plugin_opt_config_file /mosquitto/data/dynamic-security.json',
      'listener 8883', 'plugin_use tokens', 'plugin_use accounts',
      'listener 1884 127.0.0.1', 'plugin_use accounts',
      '# broker-oauth end', '',
    ]);
    expect(JSON.parse(input['dynamic-security.json'])).toEqual({
      clients: [{ username: 'orders-service', textname: 'orders', textdescription: 'broker-oauth:', roles: [{ rolename: 'application orders' }] }],
      groups: [],
      roles: [{
        rolename: 'application orders',
        textname: 'orders',
        textdescription: 'broker-oauth:',
        acls: [
          { acltype: 'publishClientSend', topic: 'orders/new', allow: true },
          { acltype: 'subscribePattern', topic: 'orders/done', allow: true },
          { acltype: 'publishClientReceive', topic: 'orders/done', allow: true },
          { acltype: 'publishClientSend', topic: 'orders/secret', priority: 3, allow: false },
        ],
      }],
    });
    expect(annotations).toEqual([]);
  });

  test('without listeners plugins serve those of the node, and a warning tells that passwords may be locked out', () => {
    const { json, annotations } = synthesize(cdkName, (stack) => brokerIn(stack, { listeners: undefined }));
    expect(inputOf(json)['mosquitto.conf'].split('\n').slice(1, -2)).toEqual([
      'plugin /usr/lib/cedalo_jwt_auth.so',
      'plugin /usr/lib/mosquitto_dynamic_security.so',
      'plugin_opt_config_file /mosquitto/data/dynamic-security.json',
    ]);
    expect(annotations.map((found) => found.message)).toEqual([expect.stringContaining('[MOSQUITTO_PASSWORD_LOGINS]')]);
  });

  test('leaves dynamic security to the cluster plugin, behind our lines', () => {
    const { json } = synthesize(cdkName, (stack) => brokerIn(stack, {
      dynamicSecurity: MosquittoDynamicSecurity.HIGH_AVAILABILITY, listeners: undefined, acknowledge: ['MOSQUITTO_PASSWORD_LOGINS'],
    }));
    expect(inputOf(json)['mosquitto.conf'].split('\n').slice(1, -2)).toEqual(['plugin /usr/lib/cedalo_jwt_auth.so']);
  });

  test('names accounts by another claim, and then does not match the subject', () => {
    const { json } = synthesize(cdkName, (stack) => {
      const { broker, application } = brokerIn(stack, { matchUsernameToClaim: 'sub' });
      broker.grantPublish(application, 'a');
    });
    expect(JSON.parse(inputOf(json)['jwt.json']).options.common).toMatchObject({ matchUsernameToSubject: false, matchUsernameToClaim: 'sub' });
  });

  test('asks whether tokens are revoked, with a secret that never stands in a file', () => {
    const { json } = synthesize(cdkName, (stack) => brokerIn(stack, {
      revocation: MosquittoRevocation.introspection({ clientId: 'messaging', clientSecret: MosquittoSource.environment('INTROSPECTION_SECRET'), timeoutMs: 5000 }),
    }));
    expect(JSON.parse(inputOf(json)['jwt.json']).options.revocation).toEqual({
      timeoutMs: 5000,
      introspection: { uri: 'https://sso.example.com/introspect', clientId: 'messaging', clientSecret: { env: 'INTROSPECTION_SECRET' } },
    });
  });

  test('the same grant twice is one grant, and grants tell what they gave', () => {
    synthesize(cdkName, (stack) => {
      const { broker, application } = brokerIn(stack);
      const first = broker.grantConsume(application, 'invoices/', { match: DestinationMatch.PREFIX, acceptWider: true, shared: true, group: 'workers' });
      const second = broker.grantConsume(application, 'invoices/', { match: DestinationMatch.PREFIX, acceptWider: true, shared: true, group: 'workers' });
      expect(second).toBe(first);
      expect(first).toEqual({
        broker: 'Stack/Mosquitto',
        clientId: 'orders',
        rights: ['allow subscribePattern invoices/#', 'allow subscribePattern $share/workers/invoices/#', 'allow publishClientReceive invoices/#'],
        scopes: [],
        widerThanAsked: 'invoices/#, which covers invoices too',
      });
      expect(broker.grants).toEqual([first]);
      expect(application.checklist()).toContain('`sub` of the tokens of');
    });
  });

  test('a grant that cannot be made is refused at once, where it is asked', () => {
    synthesize(cdkName, (stack) => {
      const { broker, application } = brokerIn(stack);
      expect(() => broker.grantPublish(application, 'orders/#')).toThrow(
        /Stack\/Mosquitto\.grantPublish: destination must be a topic without the wildcards \+ and #.*got "orders\/#"; .* \[MOSQUITTO_GRANT_WILDCARD\]/);
      expect(() => broker.grantPublish(application, 'orders', { vhost: '/' })).toThrow(/vhost cannot be honoured by Mosquitto, got "\/"; remove the option \[MOSQUITTO_GRANT_OPTION\]/);
    });
  });

  test('contradictory grants stop the synthesis', () => {
    expect(() => synthesize(cdkName, (stack) => {
      const { broker, application } = brokerIn(stack);
      broker.grant(application, MosquittoAccess.publish('a'));
      broker.grant(application, MosquittoAccess.publish('a', { allow: false }));
    })).toThrow(/grants\[orders\] has both "allow publishClientSend a" and "deny publishClientSend a"; .* \[MOSQUITTO_GRANT_CONTRADICTION\]/);
  });

  test('grants without a user name tied to the token stop the synthesis', () => {
    expect(() => synthesize(cdkName, (stack) => {
      const { broker, application } = brokerIn(stack, { matchUsernameToSubject: false });
      broker.grantPublish(application, 'a');
    })).toThrow(/\[MOSQUITTO_USERNAME_UNBOUND\]/);
  });

  test('an application whose subject nobody knows stops the synthesis', () => {
    expect(() => synthesize(cdkName, (stack) => {
      const broker = brokerIn(stack).broker;
      const stranger = IdentityApplication.fromClientId(stack, 'Stranger', { identityProvider: broker.identityProvider, clientId: 'stranger' });
      broker.grantPublish(stranger, 'a');
    })).toThrow(/\[IDENTITY_PRINCIPAL_UNKNOWN\]/);
  });

  test('values known only at apply become references, judged before the settings', () => {
    const { json } = synthesize(cdkName, (stack, cdk: Cdk) => {
      const topic = new cdk.TerraformVariable(stack, 'topic', { type: 'string' });
      const { broker, application } = brokerIn(stack, { audience: undefined, audiences: [topic.stringValue] });
      broker.grantPublish(application, topic.stringValue);
    });
    expect(inputOf(json)['dynamic-security.json']).toMatch(/"topic": \$\{jsonencode\(/);
    const conditions = resource(json, 'terraform_data', 'Gate').lifecycle.precondition;
    expect(conditions.map((found: any) => found.error_message)).toEqual(expect.arrayContaining([
      expect.stringContaining('[MOSQUITTO_GRANT_WILDCARD]'), expect.stringContaining('[MOSQUITTO_TOPIC_FILTER]'), expect.stringContaining('[MOSQUITTO_TEXT]'),
    ]));
    expect(resource(json, 'terraform_data', 'Settings').depends_on).toEqual([expect.stringContaining('Gate')]);
  });

  test('files go to nodes while they are stopped, and versions of secrets are told', () => {
    synthesize(cdkName, (stack) => {
      const { broker } = brokerIn(stack, {
        keys: MosquittoKeys.publicKeyFrom(MosquittoSource.file('/run/key.pem', { version: '2' })),
        revocation: MosquittoRevocation.introspection({ clientId: 'm', clientSecret: MosquittoSource.environment('S', { version: '7' }) }),
      });
      expect(broker._delivery).toBe(DeliveryMode.WHILE_STOPPED);
      expect(broker._secretVersions()).toEqual({ 'file:/run/key.pem': '2', 'env:S': '7' });
    });
  });
});
