import type * as Cdktf from 'cdktf';
import { DestinationMatch, GrantProtocol } from '../../../src/brokers/grant';
import { LavinMqAccess, LavinMqTag } from '../../../src/brokers/lavinmq/access';
import { LavinMqOAuth } from '../../../src/brokers/lavinmq/lavinmq-oauth';
import { LavinMqAuthBackend, LavinMqOAuthProps } from '../../../src/brokers/lavinmq/lavinmq-oauth-props';
import { LavinMqTarget } from '../../../src/brokers/lavinmq/target';
import { LavinMqVersion } from '../../../src/brokers/lavinmq/version';
import { IdentityApplication } from '../../../src/identity/identity-application';
import { KeycloakIdentityProvider } from '../../../src/identity/keycloak-identity-provider';
import { RestartDriver } from '../../../src/restart/restart-driver';
import { RestartProbe } from '../../../src/restart/restart-probe';
import { RollingRestart } from '../../../src/restart/rolling-restart';
import { CDKS, resource, resourcesOf, synthesize } from '../../support/cdks';
import { describeWithProviderSchemas, schemaProblems } from '../../support/provider-schemas';

const SELF_HOSTED: Partial<LavinMqOAuthProps> = { target: LavinMqTarget.selfHosted(), mqttPermissionCheckEnabled: true };
const CLOUDAMQP: Partial<LavinMqOAuthProps> = { target: LavinMqTarget.cloudAmqp({ instanceId: '1234' }), acknowledge: ['LAVINMQ_CLOUDAMQP_RABBITMQ_ONLY'] };

function providerIn(stack: Cdktf.TerraformStack) {
  return new KeycloakIdentityProvider(stack, 'Sso', {
    baseUrl: 'https://sso.example.com', realm: 'messaging', version: '26.4.0', audiences: ['messaging'],
  });
}

function brokerIn(stack: Cdktf.TerraformStack, props: Partial<LavinMqOAuthProps>) {
  const broker = new LavinMqOAuth(stack, 'LavinMq', {
    target: LavinMqTarget.selfHosted(),
    identityProvider: providerIn(stack),
    audience: 'messaging',
    resourceServerId: 'lavinmq',
    brokerVersion: LavinMqVersion.V2_9_1,
    ...props,
  });
  const application = IdentityApplication.fromClientId(stack, 'Orders', { identityProvider: broker.identityProvider, clientId: 'orders-service' });
  return { broker, application };
}

describe.each(CDKS)('LavinMqOAuth under %s', (cdkName) => {
  test('carries our part of lavinmq.ini for nodes of one\'s own, with local and oauth logins', () => {
    const { json, annotations } = synthesize(cdkName, (stack) => brokerIn(stack, SELF_HOSTED));
    expect(resource(json, 'terraform_data', 'Settings')).toEqual({
      input: {
        'lavinmq.ini': [
          '[main]', 'auth_backends = local,oauth', '', '[mqtt]', 'permission_check_enabled = true', '',
          '[oauth]', 'issuer = https://sso.example.com/realms/messaging', 'resource_server_id = lavinmq', 'audience = messaging', '',
        ].join('\n'),
      },
    });
    expect(resourcesOf(json, 'cloudamqp_oauth2_configuration')).toEqual({});
    expect(annotations).toEqual([]);
  });

  test('becomes the resource of CloudAMQP behind the settings and their check', () => {
    const { json } = synthesize(cdkName, (stack) => brokerIn(stack, {
      ...CLOUDAMQP,
      additionalScopesKeys: ['permissions'],
      clientId: 'ui',
      mgmtScopes: ['openid'],
      scopePrefix: 'a${b}%{c}',
      target: LavinMqTarget.cloudAmqp({ instanceId: '1234', disableBasicAuth: false }),
    }));
    expect(resource(json, 'cloudamqp_oauth2_configuration')).toEqual({
      instance_id: 1234,
      resource_server_id: 'lavinmq',
      issuer: 'https://sso.example.com/realms/messaging',
      additional_scopes_key: ['permissions'],
      verify_aud: true,
      oauth_client_id: 'ui',
      oauth_scopes: ['openid'],
      scope_prefix: 'a$${b}%%{c}',
      audience: 'messaging',
      disable_basic_auth: false,
      depends_on: [expect.stringMatching(/^terraform_data\.LavinMq_Settings_/), expect.stringMatching(/^terraform_data\.LavinMq_Preflight_/)],
    });
    expect(json.terraform.required_providers.cloudamqp).toEqual({ source: 'cloudamqp/cloudamqp', version: '~> 1.45' });
    expect(json.import).toBeUndefined();
  });

  test('makes a restart wait for the resource of CloudAMQP', () => {
    const { json } = synthesize(cdkName, (stack) => {
      const { broker } = brokerIn(stack, CLOUDAMQP);
      new RollingRestart(stack, 'Restart', {
        broker,
        nodes: [{
          name: 'a',
          files: { 'cloudamqp_oauth2_configuration.json': '/tmp/a' },
          driver: RestartDriver.command({ restart: ['true'] }),
          probes: [RestartProbe.tcp('a.example.com', 5671)],
        }],
      });
    });
    expect(resource(json, 'terraform_data', 'Restart').depends_on)
      .toEqual(expect.arrayContaining([expect.stringMatching(/^cloudamqp_oauth2_configuration\.LavinMq_Configuration_/)]));
  });

  test('adopts a configuration that exists', () => {
    const { json } = synthesize(cdkName, (stack) => brokerIn(stack, { ...CLOUDAMQP, importFrom: '1234' }));
    expect(json.import).toEqual([{ to: expect.stringMatching(/^cloudamqp_oauth2_configuration\.LavinMq_Configuration_/), id: '1234' }]);
  });

  test('passes values on that are known only at apply, behind a gate', () => {
    const { json } = synthesize(cdkName, (stack, cdk) => {
      const text = new cdk.TerraformVariable(stack, 'text', { type: 'string' });
      const list = new cdk.TerraformVariable(stack, 'list', { type: 'list(string)' });
      brokerIn(stack, {
        ...CLOUDAMQP,
        audience: text.stringValue,
        preferredUsernameClaims: list.listValue,
        target: LavinMqTarget.cloudAmqp({ instanceId: text.stringValue }),
      });
    });
    const configuration = resource(json, 'cloudamqp_oauth2_configuration');
    const [name, values] = Object.entries<any>(json.locals)[0];
    const valueOf = (attribute: string) => values[Number(/^\$\{local\.(\w+)\[(\d+)\]\}$/.exec(configuration[attribute])![2])];
    expect(configuration.audience).toContain(`local.${name}`);
    expect([valueOf('audience'), valueOf('instance_id'), valueOf('preferred_username_claims')]).toEqual(['${var.text}', '${var.text}', '${var.list}']);
    expect(configuration.depends_on[0]).toMatch(/^terraform_data\.LavinMq_Gate_/);
    expect(resource(json, 'terraform_data', 'Gate').lifecycle.precondition.map((found: any) => found.error_message)).toEqual(expect.arrayContaining([
      expect.stringContaining('[LAVINMQ_INI_VALUE]'), expect.stringContaining('[LAVINMQ_LIST_MEMBER]'), expect.stringContaining('[LAVINMQ_CLOUDAMQP_INSTANCE_ID]'),
    ]));
  });

  test('warns of CloudAMQP until it is acknowledged', () => {
    const messages = (acknowledge: string[]) => synthesize(cdkName, (stack) => brokerIn(stack, { ...CLOUDAMQP, acknowledge }))
      .annotations.map((annotation) => annotation.message);
    expect(messages([])).toEqual([expect.stringContaining('[LAVINMQ_CLOUDAMQP_RABBITMQ_ONLY]')]);
    expect(messages(['LAVINMQ_CLOUDAMQP_RABBITMQ_ONLY'])).toEqual([]);
  });

  test('warns where tokens are the only way in', () => {
    const { annotations } = synthesize(cdkName, (stack) => brokerIn(stack, { ...SELF_HOSTED, authBackends: [LavinMqAuthBackend.OAUTH] }));
    expect(annotations.map((annotation) => annotation.message)).toEqual([expect.stringContaining('[LAVINMQ_NO_LOCAL_LOGIN]')]);
  });

  test('fails where nobody could log in', () => {
    const nobody = { ...SELF_HOSTED, audience: undefined, resourceServerId: undefined, jwksCacheTtlSeconds: 0 };
    expect(() => synthesize(cdkName, (stack) => brokerIn(stack, nobody)))
      .toThrow(/Stack\/LavinMq: audience is missing.*\[LAVINMQ_AUDIENCE_REQUIRED\]\n.*Stack\/LavinMq: jwksCacheTtlSeconds must be .*\[LAVINMQ_JWKS_CACHE_TTL\]/);
  });

  test('fails on what CloudAMQP\'s resource cannot express', () => {
    expect(() => synthesize(cdkName, (stack) => brokerIn(stack, { ...CLOUDAMQP, jwksCacheTtlSeconds: 60 })))
      .toThrow('jwksCacheTtlSeconds has no attribute in cloudamqp_oauth2_configuration, got 60');
  });

  test('turns grants into scopes with the prefix, which the application\'s tokens must carry', () => {
    synthesize(cdkName, (stack) => {
      const { broker, application } = brokerIn(stack, SELF_HOSTED);
      expect(broker.grant(application, LavinMqAccess.write('/', 'orders.*'))).toEqual({
        broker: 'Stack/LavinMq',
        clientId: 'orders-service',
        rights: ['write on "orders.*" in virtual host "/"'],
        scopes: ['lavinmq.write:%2F/orders.*'],
      });
      expect(broker.grant(application, LavinMqAccess.tag(LavinMqTag.MONITORING)).scopes).toEqual(['lavinmq.tag:monitoring']);
      expect((application as IdentityApplication)._demands).toEqual([
        { broker: 'Stack/LavinMq', kind: 'audience', value: 'messaging', reason: 'the broker lets in no token without it' },
        { broker: 'Stack/LavinMq', kind: 'scope', value: 'lavinmq.tag:monitoring', reason: 'gives tag monitoring' },
        { broker: 'Stack/LavinMq', kind: 'scope', value: 'lavinmq.write:%2F/orders.*', reason: 'gives write on "orders.*" in virtual host "/"' },
      ]);
    });
  });

  test('demands no audience where none is checked', () => {
    synthesize(cdkName, (stack) => {
      const { broker, application } = brokerIn(stack, { ...SELF_HOSTED, verifyAud: false });
      broker.grantConsume(application, 'orders');
      expect((application as IdentityApplication)._demands.map((demand) => demand.kind)).toEqual(['scope']);
    });
  });

  test('asked twice grants once', () => {
    synthesize(cdkName, (stack) => {
      const { broker, application } = brokerIn(stack, SELF_HOSTED);
      const first = broker.grantConsume(application, 'orders', { declare: true });
      expect(broker.grantConsume(application, 'orders', { declare: true })).toBe(first);
      expect(broker.grants).toEqual([first]);
      expect(first.scopes).toEqual(['lavinmq.read:%2F/orders', 'lavinmq.configure:%2F/orders']);
    });
  });

  test('states the real extent of a grant that is wider than asked', () => {
    synthesize(cdkName, (stack) => {
      const { broker, application } = brokerIn(stack, SELF_HOSTED);
      expect(() => broker.grantPublish(application, '')).toThrow('Stack/LavinMq.grantPublish: acceptWider is not set, and the right would be wider than asked: every exchange');
      expect(broker.grantPublish(application, '', { acceptWider: true }).widerThanAsked).toContain('every exchange of virtual host "/"');
      expect(broker.grantPublish(application, 'a/b', { protocol: GrantProtocol.MQTT, acceptWider: true }).widerThanAsked)
        .toBe('publishing to every topic of virtual host "/", since there are no rights per topic');
    });
  });

  test('does not know whether scopes bind MQTT on CloudAMQP', () => {
    synthesize(cdkName, (stack) => {
      const { broker, application } = brokerIn(stack, CLOUDAMQP);
      expect(broker.grantPublish(application, 'a', { protocol: GrantProtocol.MQTT, acceptWider: true }).widerThanAsked).toContain('which is not known');
    });
  });

  test('fails on a grant that hides another', () => {
    expect(() => synthesize(cdkName, (stack) => {
      const { broker, application } = brokerIn(stack, SELF_HOSTED);
      broker.grant(application, LavinMqAccess.read('*', '*'));
      broker.grantPublish(application, 'orders', { match: DestinationMatch.PREFIX });
    })).toThrow('[LAVINMQ_GRANT_HIDDEN]');
  });

  test('warns of a token that would not fit into the login frame', () => {
    const { annotations } = synthesize(cdkName, (stack) => {
      const { broker, application } = brokerIn(stack, SELF_HOSTED);
      for (let queue = 0; queue < 80; queue++) {
        broker.grantConsume(application, `orders.region-${queue}`);
      }
    });
    expect(annotations.map((annotation) => annotation.message)).toEqual([expect.stringContaining('[LAVINMQ_LOGIN_FRAME]')]);
  });

  describeWithProviderSchemas('against the provider\'s schema', () => {
    test('every attribute is one it takes', () => {
      const { json } = synthesize(cdkName, (stack) => brokerIn(stack, { ...CLOUDAMQP, scopePrefix: 'mq.', preferredUsernameClaims: ['azp'] }));
      expect(schemaProblems(json)).toEqual([]);
    });
  });
});
