import type * as Cdktf from 'cdktf';
import { DestinationMatch } from '../../../src/brokers/grant';
import { HiveMqAccess } from '../../../src/brokers/hivemq/access';
import { HiveMqOAuth } from '../../../src/brokers/hivemq/hivemq-oauth';
import { HiveMqOAuthProps } from '../../../src/brokers/hivemq/hivemq-oauth-props';
import { parseHiveMq } from '../../../src/brokers/hivemq/parse';
import { HiveMqAuthenticationStrategy, HiveMqConfig } from '../../../src/brokers/hivemq/settings';
import { HiveMqTarget } from '../../../src/brokers/hivemq/target';
import { HiveMqVersion } from '../../../src/brokers/hivemq/version';
import { IdentityApplication } from '../../../src/identity/identity-application';
import { IIdentityProvider } from '../../../src/identity/identity-provider';
import { KeycloakIdentityProvider } from '../../../src/identity/keycloak-identity-provider';
import { OidcIdentityProvider } from '../../../src/identity/oidc-identity-provider';
import { OktaIdentityProvider } from '../../../src/identity/okta-identity-provider';
import { CDKS, resource, resourcesOf, synthesize } from '../../support/cdks';
import { HOSTILE } from '../../support/hostile';
import { describeWithProviderSchemas, schemaProblems } from '../../support/provider-schemas';
import { apply, describeWithTerraform, stateResources } from '../../support/terraform';

const CONFIG_MAP: Partial<HiveMqOAuthProps> = { target: HiveMqTarget.configMap({ namespace: 'mq', labels: { app: 'hivemq' } }) };

function keycloakIn(stack: Cdktf.TerraformStack): IIdentityProvider {
  return new KeycloakIdentityProvider(stack, 'Sso', {
    baseUrl: 'https://sso.example.com', realm: 'messaging', version: '26.4.0', audiences: ['messaging'],
  });
}

function brokerIn(stack: Cdktf.TerraformStack, props: Partial<HiveMqOAuthProps> = {}) {
  const broker = new HiveMqOAuth(stack, 'HiveMq', {
    identityProvider: props.identityProvider ?? keycloakIn(stack),
    audience: 'messaging',
    brokerVersion: HiveMqVersion.V4_36,
    allowAllExtensionDisabled: true,
    ...props,
  });
  const application = IdentityApplication.fromClientId(stack, 'Orders', { identityProvider: broker.identityProvider, clientId: 'orders-service' });
  return { broker, application };
}

/** The settings that stand in the synthesized stack. */
function settingsIn(json: any) {
  const { input } = resource(json, 'terraform_data', 'Settings');
  const files = Object.fromEntries(Object.entries<string>(input).map(([name, text]) => [name, text.replace(/\$\$\{/g, '${').replace(/%%\{/g, '%{')]));
  const { settings, findings } = parseHiveMq(files, undefined);
  expect(findings).toEqual([]);
  return settings!;
}

const messagesOf = (annotations: readonly { message: string }[]) => annotations.map((annotation) => annotation.message);

describe.each(CDKS)('HiveMqOAuth under %s', (cdkName) => {
  test('carries configuration and file realm, with a user for the application', () => {
    const { json, annotations } = synthesize(cdkName, (stack) => {
      const { broker, application } = brokerIn(stack);
      broker.grant(application, HiveMqAccess.publish('orders/${mqtt-clientid}/#'));
    });
    expect(settingsIn(json)).toEqual({
      config: {
        realms: [
          { jwtRealm: { name: 'identity-provider', enabled: true, configuration: { jwksEndpoint: 'https://sso.example.com/realms/messaging/protocol/openid-connect/certs' } } },
          { fileRealm: { name: 'permissions', enabled: true, configuration: { filePath: 'conf/ese-file-realm.xml' } } },
        ],
        pipelines: [{ listenerPipeline: {
          listener: 'ALL',
          authenticationManager: { jwtAuthenticationManager: {
            realm: 'identity-provider',
            jwtValidation: { reservedClaims: { aud: 'messaging', iss: ['https://sso.example.com/realms/messaging'] } },
          } },
          authorizationPreprocessors: [{
            jwtPreprocessor: { prefix: '', postfix: '', source: 'mqtt-password', jwtExtractions: [{ jwtClaim: 'azp', eseVariable: 'authorization-key' }] },
          }],
          authorizationManager: { fileAuthorizationManager: { realm: 'permissions', useAuthorizationKey: true, useAuthorizationRoleKey: false } },
        } }],
      },
      fileRealm: { mqtt: { users: [{ name: 'orders-service', permissions: [{
        topic: 'orders/${mqtt-clientid}/#', activity: 'PUBLISH', qos: 'ALL', retain: 'NOT_RETAINED', sharedSubscription: 'NOT_SHARED', sharedGroup: '',
      }] }] } },
    });
    expect(annotations).toEqual([]);
    expect(resourcesOf(json, 'kubernetes_config_map_v1')).toEqual({});
  });

  test('writes the older file for older brokers', () => {
    const { json } = synthesize(cdkName, (stack) => brokerIn(stack, { brokerVersion: HiveMqVersion.V4_14 }));
    expect(Object.keys(resource(json, 'terraform_data', 'Settings').input)).toEqual(['enterprise-security-extension.xml', 'ese-file-realm.xml']);
  });

  test('expresses every prop', () => {
    const { json } = synthesize(cdkName, (stack) => {
      const { broker } = brokerIn(stack, {
        acknowledge: ['HIVEMQ_ROLE_CLAIM_UNPROVEN', 'HIVEMQ_AUTHORIZATION_KEY_UNSET'],
        issuers: ['https://old.example', 'https://sso.example.com/realms/messaging'],
        scopes: ['mqtt'],
        scopeClaim: 'scope',
        subject: 'me',
        customClaims: [{ name: 'client', value: '${mqtt-clientid}' }],
        expGrace: { grace: 30, disconnectAfterExpiry: true },
        introspection: { simpleAuth: { username: 'messaging', password: '${ENV:SECRET}' }, timeout: 5, sampling: 0.5 },
        jwksEndpoint: 'https://keys.example/jwks',
        jwksDefaultCacheDurationSeconds: 60,
        tlsTrustStore: { path: 'trust.p12', password: '${ENV:TRUST}', type: 'PKCS12' },
        listener: 'tls',
        pipelineName: 'clients',
        clearClientPasswordOnConnection: false,
        authorizationKeyClaim: 'client_id',
        roleClaim: 'role',
        authenticationPreprocessors: [{ loggingPreprocessor: { message: 'hello', name: 'a' } }],
        authorizationPreprocessors: [{ loggingPreprocessor: { message: 'bye', name: 'b' } }],
        realmName: 'idp',
        fileRealmName: 'topics',
        fileRealmPath: '/realm/ese-file-realm.xml',
        mqttUsers: [{ name: 'legacy', roles: ['reader'] }],
        mqttRoles: [{ id: 'reader' }],
        controlCenter: { roles: [{ id: 'admin', permissions: ['HIVEMQ_SUPER_ADMIN'] }] },
        restApi: { users: [{ name: 'ops', roles: [] }] },
        additionalRealms: [{ fileRealm: { name: 'other', enabled: true, configuration: { filePath: 'conf/ese-file-realm.xml' } } }],
        additionalPipelines: [{ restApiPipeline: {
          listener: 'ALL',
          authenticationPreprocessors: [{ httpHeadersPreprocessor: { bearerAuthExtraction: {} } }],
          authenticationManager: { jwtAuthenticationManager: { realm: 'idp', jwtValidation: { reservedClaims: { aud: 'rest' } } } },
          authorizationManager: { fileAuthorizationManager: { realm: 'topics' } },
        } }],
        clientCertificateRevocationChecks: [{ listener: 'tls', onTlsHandshake: { method: { ocsp: { crlFallback: true } }, softFail: false } }],
        accessLog: { writeThrough: true },
        runtime: '<a/>',
      });
      broker.grantToRole('reader', HiveMqAccess.subscribe('#'));
    });
    const { config, fileRealm } = settingsIn(json);
    expect(config.realms![0].jwtRealm).toEqual({ name: 'idp', enabled: true, configuration: {
      jwksEndpoint: 'https://keys.example/jwks',
      jwksDefaultCacheDuration: 60,
      introspectionEndpoint: { url: 'https://sso.example.com/realms/messaging/protocol/openid-connect/token/introspect', timeout: 5 },
      simpleAuth: { username: 'messaging', password: '${ENV:SECRET}' },
      tlsTrustStore: { path: 'trust.p12', password: '${ENV:TRUST}', type: 'PKCS12' },
    } });
    expect(config.pipelines![0].listenerPipeline).toEqual({
      name: 'clients',
      listener: 'tls',
      clearClientPasswordOnConnection: false,
      authenticationPreprocessors: [{ loggingPreprocessor: { message: 'hello', name: 'a' } }],
      authenticationManager: { jwtAuthenticationManager: { realm: 'idp', jwtValidation: {
        expGrace: { grace: 30, disconnectAfterExpiry: true },
        enableIntrospection: { enabled: true, sampling: 0.5 },
        reservedClaims: { aud: 'messaging', sub: 'me', iss: ['https://old.example', 'https://sso.example.com/realms/messaging'], scope: { scopes: ['mqtt'] } },
        customClaims: [{ name: 'client', value: '${mqtt-clientid}' }],
      } } },
      authorizationPreprocessors: [
        { jwtPreprocessor: { prefix: '', postfix: '', source: 'mqtt-password', jwtExtractions: [{ jwtClaim: 'client_id', eseVariable: 'authorization-key' }] } },
        { jwtPreprocessor: { prefix: '{{', postfix: '}}', source: 'mqtt-password', jwtExtractions: [{ jwtClaim: 'role', eseVariable: 'authorization-role-key' }] } },
        { loggingPreprocessor: { message: 'bye', name: 'b' } },
      ],
      authorizationManager: { fileAuthorizationManager: { realm: 'topics', useAuthorizationKey: true, useAuthorizationRoleKey: true } },
    });
    expect(config.realms!.slice(1).map((realm) => realm.fileRealm!.name)).toEqual(['topics', 'other']);
    expect(config.pipelines![1].restApiPipeline!.listener).toBe('ALL');
    expect(config).toMatchObject({
      runtime: '<a/>', accessLog: { writeThrough: true }, clientCertificateRevocationChecks: [{ onTlsHandshake: { method: { ocsp: { crlFallback: true } } } }],
    });
    expect(fileRealm).toMatchObject({
      mqtt: { users: [{ name: 'legacy', roles: ['reader'] }], roles: [{ id: 'reader', permissions: [{ topic: '#', activity: 'SUBSCRIBE' }] }] },
      controlCenter: { roles: [{ id: 'admin', permissions: ['HIVEMQ_SUPER_ADMIN'] }] },
      restApi: { users: [{ name: 'ops' }] },
    });
  });

  test('lets another manager decide, and another variable hold the token', () => {
    const { json } = synthesize(cdkName, (stack) => brokerIn(stack, {
      tokenVariable: 'mqtt-authentication-data',
      acknowledge: ['HIVEMQ_ALLOW_ALL_AUTHORIZATION'],
      authorizationManager: { allowAllAuthorizationManager: {} },
    }));
    const pipeline = settingsIn(json).config.pipelines![0].listenerPipeline!;
    expect(pipeline.authorizationManager).toEqual({ allowAllAuthorizationManager: {} });
    expect(pipeline.authorizationPreprocessors![0].jwtPreprocessor!.source).toBe('mqtt-authentication-data');
  });

  test('reads scopes where the provider puts them', () => {
    const { json } = synthesize(cdkName, (stack) => brokerIn(stack, {
      identityProvider: new OktaIdentityProvider(stack, 'Okta', { orgUrl: 'https://example.okta.com', authorizationServerId: 'aus1', audience: 'messaging' }),
      scopes: ['mqtt'],
    }));
    const pipeline = settingsIn(json).config.pipelines![0].listenerPipeline!;
    expect(pipeline.authenticationManager.jwtAuthenticationManager!.jwtValidation!.reservedClaims!.scope).toEqual({ scopes: ['mqtt'], alt: 'scp' });
    expect(pipeline.authorizationPreprocessors![0].jwtPreprocessor!.jwtExtractions![0].jwtClaim).toBe('cid');
  });

  test('grants publish and consume, and asked twice grants once', () => {
    const { json } = synthesize(cdkName, (stack) => {
      const { broker, application } = brokerIn(stack, { scopes: ['mqtt'] });
      const first = broker.grantPublish(application, 'a/b', { retained: true });
      expect(first).toEqual({ broker: 'Stack/HiveMq', clientId: 'orders-service', rights: ['publish to "a/b", QoS ALL, ALL'], scopes: ['mqtt'] });
      expect(broker.grantPublish(application, 'a/b', { retained: true })).toBe(first);
      const prefix = broker.grantConsume(application, 'a/', { match: DestinationMatch.PREFIX, acceptWider: true, shared: true });
      expect(prefix).toMatchObject({ rights: ['subscribe to "a/#", QoS ALL, ALL in group "#"'], widerThanAsked: '"a/#" matches the topic "a" too' });
      expect(broker.grants).toEqual([first, prefix]);
      expect((application as IdentityApplication)._demands.map(({ kind, value }) => `${kind} ${value}`)).toEqual([
        'audience messaging', 'scope mqtt', 'claim azp', 'claim azp',
      ]);
    });
    expect(settingsIn(json).fileRealm!.mqtt!.users![0].permissions).toHaveLength(2);
  });

  test('refuses grants that cannot be given as asked', () => {
    synthesize(cdkName, (stack) => {
      const { broker, application } = brokerIn(stack);
      expect(() => broker.grantPublish(application, 'a/#')).toThrow('Stack/HiveMq.grantPublish: destination must be a topic without `+`, `#` and `${`');
      expect(() => broker.grantConsume(application, 'a', { vhost: '/' })).toThrow('[HIVEMQ_GRANT_OPTION]');
    });
  });

  test('fails unless the allow-all extension is stated to be off', () => {
    expect(() => synthesize(cdkName, (stack) => brokerIn(stack, { ...CONFIG_MAP, allowAllExtensionDisabled: false }))).toThrow('[HIVEMQ_ALLOW_ALL_EXTENSION]');
  });

  test('fails with every problem at once', () => {
    expect(() => synthesize(cdkName, (stack) => {
      const { broker } = brokerIn(stack, {
        identityProvider: new OidcIdentityProvider(stack, 'Any', { issuer: 'https://idp.example', jwksUri: 'https://idp.example/keys' }),
        brokerVersion: HiveMqVersion.of('4'),
        realmName: 'my realm',
      });
      broker.grantToRole('reader', HiveMqAccess.subscribe('#'));
    })).toThrow(/HIVEMQ_NAME_NCNAME[\s\S]*HIVEMQ_VERSION_ERA[\s\S]*HIVEMQ_PRINCIPAL_CLAIM_REQUIRED[\s\S]*HIVEMQ_ROLE_CLAIM_REQUIRED/);
  });

  test('fails where introspection has no endpoint', () => {
    expect(() => synthesize(cdkName, (stack) => brokerIn(stack, {
      identityProvider: new OidcIdentityProvider(stack, 'Any', { issuer: 'https://idp.example', jwksUri: 'https://idp.example/keys', clientIdClaim: 'azp' }),
      introspection: {},
    }))).toThrow('[HIVEMQ_INTROSPECTION_ENDPOINT_MISSING]');
  });

  test('warns until acknowledged', () => {
    const build = (acknowledge: string[]) => synthesize(cdkName, (stack) => brokerIn(stack, { roleClaim: 'roles', acknowledge })).annotations;
    expect(messagesOf(build([]))).toEqual([expect.stringContaining('[HIVEMQ_ROLE_CLAIM_UNPROVEN]')]);
    expect(build(['HIVEMQ_ROLE_CLAIM_UNPROVEN'])).toEqual([]);
  });

  test('passes values on that are known only at apply, behind a gate', () => {
    const { json } = synthesize(cdkName, (stack, cdk) => {
      const text = new cdk.TerraformVariable(stack, 'text', { type: 'string' });
      const list = new cdk.TerraformVariable(stack, 'list', { type: 'list(string)' });
      const { broker, application } = brokerIn(stack, { audience: text.stringValue, issuers: list.listValue, scopes: list.listValue });
      broker.grantPublish(application, text.stringValue);
    });
    const { input, depends_on: dependsOn } = resource(json, 'terraform_data', 'Settings');
    expect(input['config.xml']).toMatch(/<aud>\$\{replace\(.*local\.\w+\[\d+\], "&", "&amp;"\)/);
    expect(input['config.xml']).toMatch(/<iss>\$\{replace\(.*join\(" ", local\.\w+\[\d+\]\)/);
    expect(dependsOn[0]).toMatch(/^terraform_data\.HiveMq_Gate_/);
    const messages: string[] = resource(json, 'terraform_data', 'Gate').lifecycle.precondition.map((found: any) => found.error_message);
    const rules = messages.map((message) => /\[(\w+)\]$/.exec(message)![1]).filter((rule) => rule.startsWith('HIVEMQ_'));
    expect(new Set(rules)).toEqual(new Set([
      'HIVEMQ_XML_CHARACTER', 'HIVEMQ_TEXT_BLANKS', 'HIVEMQ_SCOPE_SYNTAX', 'HIVEMQ_TOPIC_FILTER', 'HIVEMQ_TOPIC_SHARE', 'HIVEMQ_TOPIC_PLACEHOLDER', 'HIVEMQ_GRANT_DESTINATION',
    ]));
  });

  test('makes a ConfigMap whose name changes with its content', () => {
    const { json } = synthesize(cdkName, (stack, cdk) => {
      const { broker } = brokerIn(stack, CONFIG_MAP);
      new cdk.TerraformOutput(stack, 'name', { value: broker.configMapName, staticId: true });
    });
    const [name] = Object.keys(resourcesOf(json, 'kubernetes_config_map_v1'));
    const settings = `terraform_data.${Object.keys(resourcesOf(json, 'terraform_data')).find((one) => one.includes('Settings'))}`;
    expect(resource(json, 'kubernetes_config_map_v1')).toEqual({
      metadata: [{ name: `hivemq-ese-\${substr(sha256(jsonencode(${settings}.input)), 0, 10)}`, namespace: 'mq', labels: { app: 'hivemq' } }],
      data: `\${${settings}.input}`,
      immutable: true,
      lifecycle: { create_before_destroy: true },
      depends_on: [settings],
    });
    expect(json.output.name.value).toBe(`\${kubernetes_config_map_v1.${name}.metadata[0].name}`);
    expect(json.terraform.required_providers.kubernetes).toEqual({ source: 'hashicorp/kubernetes', version: '~> 3.2' });
    expect(settingsIn(json).config.realms![1].fileRealm!.configuration.filePath).toBe('/realm/ese-file-realm.xml');
  });

  test('refuses a ConfigMap for brokers that read another file, and a name that Kubernetes refuses', () => {
    expect(() => synthesize(cdkName, (stack) => brokerIn(stack, { target: HiveMqTarget.configMap({ namePrefix: 'My_Map' }), brokerVersion: HiveMqVersion.V4_14 })))
      .toThrow(/HIVEMQ_CONFIG_MAP_NAME[\s\S]*HIVEMQ_CONFIG_MAP_VERSION/);
  });

  test('has no ConfigMap name without one', () => {
    synthesize(cdkName, (stack) => expect(() => brokerIn(stack).broker.configMapName).toThrow('[HIVEMQ_CONFIG_MAP_TARGET]'));
  });

  test('keeps chains and realms of other kinds', () => {
    const pipelines: HiveMqConfig['pipelines'] = [{ listenerPipeline: {
      listener: 'legacy',
      authenticationManager: { chainAuthenticationManager: { strategy: HiveMqAuthenticationStrategy.UNKNOWN_KEY, chain: [
        { sqlAuthenticationManager: { realm: 'people' } }, { jwtAuthenticationManager: { realm: 'identity-provider', jwtValidation: { reservedClaims: { aud: 'x' } } } },
      ] } },
      authorizationManager: { sqlAuthorizationManager: { realm: 'people', useAuthorizationKey: true, useAuthorizationRoleKey: false } },
    } }];
    const { json } = synthesize(cdkName, (stack) => brokerIn(stack, {
      listener: 'tls',
      acknowledge: ['HIVEMQ_AUTHORIZATION_KEY_UNSET'],
      additionalPipelines: pipelines,
      additionalRealms: [{ sqlRealm: { name: 'people', enabled: true, configuration: {
        dbType: 'POSTGRES' as never, dbName: 'a', dbHost: 'b', dbPort: 5432, dbUsername: 'c', dbPassword: '${ENV:DB}',
      } } }],
    }));
    expect(settingsIn(json).config.pipelines!.slice(1)).toEqual(pipelines);
  });

  describeWithProviderSchemas('against the provider\'s schema', () => {
    test('the ConfigMap is one it takes', () => {
      expect(schemaProblems(synthesize(cdkName, (stack) => brokerIn(stack, CONFIG_MAP)).json)).toEqual([]);
    });
  });
});

describeWithTerraform('HiveMqOAuth in Terraform', () => {
  const topic = Object.entries(HOSTILE).filter(([name]) => !['control', 'interpolation', 'newlines', 'hash', 'long', 'tabsAndBlanks', 'heredoc', 'escaped'].includes(name));

  test.each(topic)('the hostile value "%s" arrives as it is, known at synthesis or only at apply', (_name, hostile) => {
    const { directory } = synthesize('cdktf', (stack, cdk) => {
      const variable = new cdk.TerraformVariable(stack, 'claim', { type: 'string', default: hostile });
      brokerIn(stack, {
        customClaims: [{ name: 'known', value: hostile }, { name: 'later', value: variable.stringValue }],
        pipelineName: 'a',
        acknowledge: ['HIVEMQ_PLACEHOLDER_UNKNOWN'],
      });
    });
    const [settings] = Object.entries(stateResources(apply(directory))).filter(([address]) => address.includes('Settings')).map(([, values]) => values);
    const { config } = parseHiveMq(settings.input, '4.36').settings!;
    expect(config.pipelines![0].listenerPipeline!.authenticationManager.jwtAuthenticationManager!.jwtValidation!.customClaims)
      .toEqual([{ name: 'known', value: hostile.normalize('NFC') }, { name: 'later', value: hostile.normalize('NFC') }]);
  });

  test('a control character that arrives at apply is stopped at the gate', () => {
    const { directory } = synthesize('cdktf', (stack, cdk) => {
      const variable = new cdk.TerraformVariable(stack, 'claim', { type: 'string', default: 'a\u0001b' });
      brokerIn(stack, { audience: variable.stringValue });
    });
    expect(() => apply(directory)).toThrow(/HIVEMQ_XML_CHARACTER/);
  });
});
