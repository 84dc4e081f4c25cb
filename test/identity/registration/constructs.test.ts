import type * as Cdktf from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { TENANT } from './stacks';
import { AivenKafkaOAuth } from '../../../src/brokers/aiven-kafka/aiven-kafka-oauth';
import { HiveMqAccess } from '../../../src/brokers/hivemq/access';
import { HiveMqOAuth } from '../../../src/brokers/hivemq/hivemq-oauth';
import { HiveMqVersion } from '../../../src/brokers/hivemq/version';
import { LavinMqAccess } from '../../../src/brokers/lavinmq/access';
import { LavinMqOAuth } from '../../../src/brokers/lavinmq/lavinmq-oauth';
import { LavinMqTarget } from '../../../src/brokers/lavinmq/target';
import { LavinMqVersion } from '../../../src/brokers/lavinmq/version';
import { MosquittoAccess } from '../../../src/brokers/mosquitto/access';
import { MosquittoOAuth } from '../../../src/brokers/mosquitto/mosquitto-oauth';
import { Auth0Api } from '../../../src/identity/auth0/auth0-api';
import { EntraApi } from '../../../src/identity/entra/entra-api';
import { IdentityApplication } from '../../../src/identity/identity-application';
import { IdentityApplicationProps, UserSubject } from '../../../src/identity/identity-application-props';
import { IIdentityProvider } from '../../../src/identity/identity-provider';
import { KeycloakIdentityProvider } from '../../../src/identity/keycloak-identity-provider';
import { OktaAuthorizationServer } from '../../../src/identity/okta/okta-authorization-server';
import { ClientAuthentication } from '../../../src/identity/registration/client-authentication';
import { UaaIdentityProvider } from '../../../src/identity/uaa-identity-provider';
import { Cdk, CDKS, resource, resourcesOf, synthesize } from '../../support/cdks';

const BASE = { baseUrl: 'https://sso.example.com', realm: 'messaging' };

describe.each(CDKS)('an application that is created with %s', (cdkName) => {
  const synth = (build: (scope: Construct, cdk: Cdk, stack: Cdktf.TerraformStack) => void) =>
    synthesize(cdkName, (stack, cdk) => build(stack as IConstruct as Construct, cdk, stack));
  const keycloak = (scope: Construct) => new KeycloakIdentityProvider(scope, 'Sso', BASE);
  const orders = (scope: Construct, identityProvider: IIdentityProvider, props: Partial<IdentityApplicationProps> = {}) =>
    new IdentityApplication(scope, 'Orders', { identityProvider, clientId: 'orders', ...props });
  const lavinMq = (scope: Construct, identityProvider: IIdentityProvider, audience = 'messaging') => new LavinMqOAuth(scope, 'LavinMq', {
    identityProvider, audience, resourceServerId: 'lavinmq', brokerVersion: LavinMqVersion.V2_9_1, target: LavinMqTarget.selfHosted(),
    additionalScopesKeys: ['scp', 'roles'],
  });
  const hiveMq = (scope: Construct, identityProvider: IIdentityProvider, authorizationKeyClaim?: string) => new HiveMqOAuth(scope, 'HiveMq', {
    identityProvider, audience: 'messaging', brokerVersion: HiveMqVersion.V4_36, authorizationKeyClaim, allowAllExtensionDisabled: true,
  });

  test('is a client alone while no broker grants it anything, and its list of default scopes keeps sub', () => {
    const { json } = synth((scope) => orders(scope, keycloak(scope)));

    expect(Object.keys(json.resource).sort()).toEqual(['keycloak_openid_client', 'keycloak_openid_client_default_scopes']);
    expect(resource(json, 'keycloak_openid_client_default_scopes').default_scopes).toEqual(['basic', 'service_account', 'profile']);
  });

  test('gets scope and audience by a grant, each once, and the broker no longer wonders who adds the audience', () => {
    const { json, annotations } = synth((scope) => {
      const sso = keycloak(scope);
      const application = orders(scope, sso);
      const broker = lavinMq(scope, sso);
      broker.grant(application, LavinMqAccess.read('/', 'orders'));
      broker.grant(application, LavinMqAccess.read('/', 'orders'));
    });

    expect(resource(json, 'keycloak_openid_client_scope').name).toBe('lavinmq.read:%2F/orders');
    expect(Object.values(resourcesOf(json, 'keycloak_openid_client')).map(({ client_id: id }) => id).sort()).toEqual(['messaging', 'orders']);
    expect(resource(json, 'keycloak_openid_audience_protocol_mapper').included_client_audience).toMatch(/^\$\{keycloak_openid_client\.Sso_Audience.*\.client_id\}$/);
    expect(annotations.map(({ message }) => message).filter((message) => message.includes('AUDIENCE'))).toEqual([]);
  });

  test('shares scopes with others, and is warned about where one of them is only referred to', () => {
    const { json, annotations } = synth((scope) => {
      const sso = keycloak(scope);
      const broker = lavinMq(scope, sso);
      const existing = IdentityApplication.fromClientId(scope, 'Old', { identityProvider: sso, clientId: 'old' });
      [orders(scope, sso), new IdentityApplication(scope, 'Other', { identityProvider: sso, clientId: 'other' }), existing]
        .forEach((application) => broker.grant(application, LavinMqAccess.read('/', 'orders')));
    });

    expect(Object.keys(resourcesOf(json, 'keycloak_openid_client_scope'))).toHaveLength(1);
    expect(Object.keys(resourcesOf(json, 'keycloak_openid_client_default_scopes'))).toHaveLength(2);
    expect(annotations.map(({ message }) => message)).toContainEqual(expect.stringContaining('[IDENTITY_AUDIENCE_BY_NOBODY]'));
  });

  test('has its client id as sub at Keycloak once a broker keeps rights under sub, and there alone', () => {
    let before: string | undefined = 'unasked';
    let application: IdentityApplication | undefined;
    const { json } = synth((scope) => {
      const sso = keycloak(scope);
      application = orders(scope, sso);
      before = application.subject;
      new MosquittoOAuth(scope, 'Mosquitto', { identityProvider: sso, audience: 'messaging' }).grant(application, MosquittoAccess.publish('a/b'));
    });

    expect([before, application?.subject]).toEqual([undefined, 'orders']);
    expect(resource(json, 'keycloak_generic_protocol_mapper').config).toMatchObject({ 'claim.name': 'sub', 'claim.value': 'orders' });
    expect(JSON.parse(resource(json, 'terraform_data', 'Mosquitto_Settings').input['dynamic-security.json']).clients[0].username).toBe('orders');
  });

  test('has a subject that is known at apply where the provider makes it up, in the files of brokers and in entries', () => {
    const principals = (make: (scope: Construct) => IIdentityProvider & { readonly audience: string }) => {
      const { json } = synth((scope) => {
        const sso = make(scope);
        const application = new IdentityApplication(scope, 'Orders', { identityProvider: sso });
        new MosquittoOAuth(scope, 'Mosquitto', { identityProvider: sso, audience: sso.audience }).grant(application, MosquittoAccess.publish('a/b'));
        const kafka = new AivenKafkaOAuth(scope, 'Kafka', { identityProvider: sso, audience: [sso.audience], project: 'p', serviceName: 's' });
        kafka.grantPublish(application, 'orders');
      });
      const inList = (reference: string) => {
        const [, list, index] = /local\.(\w+)\[(\d+)\]/.exec(reference)!;
        return json.locals[list][Number(index)];
      };
      const account = /"username": \$\{jsonencode\((.*)\)\}/.exec(resource(json, 'terraform_data', 'Mosquitto_Settings').input['dynamic-security.json'])![1];
      return [inList(account), inList(Object.values(resourcesOf(json, 'aiven_kafka_native_acl'))[0].principal)];
    };
    const client = (type: string) => `\\$\\{${type}\\.Orders_Client_\\w+\\.client_id\\}`;

    const okta = principals((scope) => new OktaAuthorizationServer(scope, 'Sso', { name: 'm', audience: 'messaging' }));
    expect(okta[0]).toMatch(new RegExp(`^${client('okta_app_oauth')}$`));
    expect(okta[1]).toBe(`User:${okta[0]}`);

    const auth0 = principals((scope) => new Auth0Api(scope, 'Sso', { domain: 'example.eu.auth0.com', identifier: 'https://mq' }));
    expect(auth0[0]).toMatch(new RegExp(`^${client('auth0_client')}@clients$`));
    expect(auth0[1]).toBe(`User:${auth0[0]}`);

    const entra = principals((scope) => new EntraApi(scope, 'Sso', { tenantId: TENANT, name: 'm' }));
    expect(entra[0]).toMatch(/^\$\{azuread_service_principal\.Orders_Principal_\w+\.object_id\}$/);
    expect(entra[1]).toBe(`User:${entra[0]}`);
  });

  test('has the claim that HiveMQ asks for: written by itself, by a mapper, or not at all, which is an error with what to do', () => {
    const claims = (claim: string | undefined, make: (scope: Construct) => IIdentityProvider, clientId?: string) => synth((scope) => {
      const sso = make(scope);
      hiveMq(scope, sso, claim).grant(orders(scope, sso, { clientId }), HiveMqAccess.publish('a/b'));
    }).json;

    expect(resourcesOf(claims(undefined, keycloak, 'orders'), 'keycloak_generic_protocol_mapper')).toEqual({});
    expect(resource(claims('hivemq', keycloak, 'orders'), 'keycloak_generic_protocol_mapper').config)
      .toMatchObject({ 'claim.name': 'hivemq', 'claim.value': 'orders' });
    expect(() => claims('hivemq', (scope) => new Auth0Api(scope, 'Sso', { domain: 'example.eu.auth0.com', identifier: 'messaging' })))
      .toThrow(/it takes an Action in the flow of client credentials exchanges.*\[IDENTITY_CLAIM_NOT_PRODUCED\]/);
  });

  test('carries a role on request', () => {
    const role = { claim: 'role', name: 'publisher' };
    const { json } = synth((scope) => orders(scope, keycloak(scope), { role }));
    expect(resource(json, 'keycloak_generic_protocol_mapper').config).toMatchObject({ 'claim.name': 'role', 'claim.value': 'publisher' });
    expect(() => synth((scope) => orders(scope, new OktaAuthorizationServer(scope, 'Sso', { name: 'm', audience: 'm' }), { role })))
      .toThrow(/role\.claim cannot be created at this provider: it takes an `okta_auth_server_claim`.*\[IDENTITY_ROLE_NOT_PRODUCED\]/);
  });

  test('is refused where nothing is created, with the way out', () => {
    expect(() => synth((scope) => orders(scope, new UaaIdentityProvider(scope, 'Sso', { url: 'https://uaa.example.com' }))))
      .toThrow(/identityProvider is of the kind uaa, at which nothing is created; .*fromClientId.*\[IDENTITY_APPLICATION_BY_REFERENCE\]/);
  });

  test('is refused in another stack than its provider\'s', () => {
    expect(() => synth((_, cdk, stack) => {
      const other = new cdk.TerraformStack(stack.node.root as Cdktf.App, 'Other') as IConstruct as Construct;
      orders(stack as IConstruct as Construct, keycloak(other));
    })).toThrow(/identityProvider stands in another stack.*\[IDENTITY_APPLICATION_STACK\]/);
  });

  test('is refused beside a provider construct that is held to an older version, unless the stack overrides that', () => {
    const build = (override: string | undefined) => synth((scope, cdk, stack) => {
      class KeycloakProvider extends cdk.TerraformProvider {}
      new KeycloakProvider(stack, 'Provider', {
        terraformResourceType: 'keycloak', terraformProviderSource: 'keycloak/keycloak',
        terraformGeneratorMetadata: { providerName: 'keycloak', providerVersionConstraint: '4.4.0' },
      });
      if (override !== undefined) {
        stack.addOverride('terraform.required_providers.keycloak.version', override);
      }
      orders(scope, keycloak(scope));
    });
    expect(() => build(undefined)).toThrow(/\[IDENTITY_TERRAFORM_PROVIDER_OLD\]/);
    expect(build('~> 5.9').json.terraform.required_providers.keycloak.version).toBe('~> 5.9');
  });

  test('hands texts on to the character, whatever Terraform would take them for', () => {
    const name = '${path.module} %{if true} $${a} "\\';
    const { json } = synth((scope) => orders(scope, keycloak(scope), { name, role: { claim: '${c}', name } }));

    const written = '$${path.module} %%{if true} $$${a} "\\';
    expect(resource(json, 'keycloak_openid_client').name).toBe(written);
    expect(resource(json, 'keycloak_generic_protocol_mapper').config).toMatchObject({ 'claim.name': '$${c}', 'claim.value': written });
  });

  test('keeps a literal secret out of messages and stacks', () => {
    const authentication = ClientAuthentication.writeOnlySecret({ value: 'hunter2', version: 1 });
    const build = () => synth((scope) => orders(scope, keycloak(scope), { authentication }));
    expect(build).toThrow(/authentication\.value is a literal.*\[IDENTITY_SECRET_LITERAL\]/);
    expect(build).not.toThrow(/hunter2/);
  });

  test('has a secret that is a sensitive reference, or an error that says there is none', () => {
    let secret = '';
    const { json } = synth((scope, cdk, stack) => {
      secret = orders(scope, keycloak(scope)).clientSecret;
      new cdk.TerraformOutput(stack, 'secret', { value: secret, sensitive: true });
    });
    expect(json.output.secret.value).toMatch(/^\$\{keycloak_openid_client\.Orders_Client_\w+\.client_secret\}$/);

    const authentication = ClientAuthentication.privateKeyJwt({ jwksUri: 'https://orders.example.com/keys' });
    expect(() => synth((scope) => expect(orders(scope, keycloak(scope), { authentication }).clientSecret))).toThrow(/\[IDENTITY_SECRET_OUTPUT\]/);
  });

  test('leaves the broker a client to introspect by, whose id is the audience', () => {
    let secret = '';
    const { json } = synth((scope, cdk, stack) => {
      const sso = keycloak(scope);
      expect(() => sso.introspectionSecret('messaging')).toThrow(/\[KEYCLOAK_INTROSPECTION_SECRET\]/);
      lavinMq(scope, sso).grant(orders(scope, sso), LavinMqAccess.read('/', 'a'));
      secret = sso.introspectionSecret('messaging');
      new cdk.TerraformOutput(stack, 'secret', { value: secret, sensitive: true });
    });
    expect(json.output.secret.value).toMatch(/^\$\{keycloak_openid_client\.Sso_Audience-messaging\w*[-\w]*\.client_secret\}$/);
  });

  test('is told of users whose sub can be that of a principal', () => {
    const warnings = (userSubject?: UserSubject) => synth((scope) => {
      const sso = new OktaAuthorizationServer(scope, 'Sso', { name: 'm', audience: 'messaging' });
      IdentityApplication.fromClientId(scope, 'Dashboard', { identityProvider: sso, clientId: 'dashboard', userFlows: true, userSubject });
      new MosquittoOAuth(scope, 'Mosquitto', { identityProvider: sso, audience: 'messaging' })
        .grant(new IdentityApplication(scope, 'Orders', { identityProvider: sso }), MosquittoAccess.publish('a/b'));
    }).annotations.filter(({ message }) => message.includes('[IDENTITY_SUBJECT_OF_USERS]')).map(({ constructPath }) => constructPath);

    expect(warnings()).toEqual(['Stack/Dashboard']);
    expect(warnings(UserSubject.USER_ID)).toEqual([]);
  });

  test('has no sub of its own where users log in, so no broker can keep rights under it', () => {
    const userLogin = { redirectUris: ['https://a.example.com/back'] };
    expect(() => synth((scope) => {
      const sso = keycloak(scope);
      new MosquittoOAuth(scope, 'Mosquitto', { identityProvider: sso, audience: 'messaging' }).grant(orders(scope, sso, { userLogin }), MosquittoAccess.publish('a/b'));
    })).toThrow(/\[IDENTITY_PRINCIPAL_UNKNOWN\]/);
  });

  test('has a checklist of nothing but how to ask for tokens', () => {
    let checklist = '';
    synth((scope) => {
      const sso = new Auth0Api(scope, 'Sso', { domain: 'example.eu.auth0.com', identifier: 'https://mq' });
      const application = new IdentityApplication(scope, 'Orders', { identityProvider: sso });
      lavinMq(scope, sso, sso.audience).grant(application, LavinMqAccess.read('/', 'a'));
      checklist = application.checklist();
    });
    expect(checklist.split('\n')).toEqual([
      '# Auth0: `Stack/Orders`',
      '',
      'Issuer: `https://example.eu.auth0.com/`',
      '',
      'Client, audience, scopes and whatever else its tokens need are created with the stack.',
      '',
      '- Token requests of (known after apply) send `audience` with the identifier of the API, `https://mq`; else the token is opaque or for another API.',
      '',
    ]);
  });

  test('keeps the order of rights in a broker\'s file when another application comes', () => {
    const usernames = (ids: readonly string[]) => {
      const { json } = synth((scope) => {
        const sso = new OktaAuthorizationServer(scope, 'Sso', { name: 'm', audience: 'messaging' });
        const broker = new MosquittoOAuth(scope, 'Mosquitto', { identityProvider: sso, audience: 'messaging' });
        ids.forEach((id) => broker.grant(new IdentityApplication(scope, id, { identityProvider: sso }), MosquittoAccess.publish('a/b')));
      });
      const text: string = resource(json, 'terraform_data', 'Mosquitto_Settings').input['dynamic-security.json'];
      return [...text.matchAll(/"username": \$\{jsonencode\(local\.(\w+)\[(\d+)\]\)\}/g)]
        .map(([, list, index]) => /\.(\w+?)_Client/.exec(json.locals[list][Number(index)])![1]);
    };
    expect(usernames(['B', 'A'])).toEqual(['A', 'B']);
    expect(usernames(['C', 'B', 'A'])).toEqual(['A', 'B', 'C']);
  });
});
