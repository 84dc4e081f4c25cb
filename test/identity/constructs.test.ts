import { Construct, IConstruct } from 'constructs';
import { Auth0IdentityProvider } from '../../src/identity/auth0-identity-provider';
import { EntraIdentityProvider } from '../../src/identity/entra-identity-provider';
import { IdentityApplication, IIdentityApplication } from '../../src/identity/identity-application';
import { IdentityProvider, IIdentityProvider } from '../../src/identity/identity-provider';
import { KeycloakIdentityProvider } from '../../src/identity/keycloak-identity-provider';
import { OidcIdentityProvider } from '../../src/identity/oidc-identity-provider';
import { OktaIdentityProvider } from '../../src/identity/okta-identity-provider';
import { EntraTokenVersion, IdentityProviderKind } from '../../src/identity/provider-kind';
import { UaaIdentityProvider } from '../../src/identity/uaa-identity-provider';
import { CDKS, cdkModule, synthesize } from '../support/cdks';

const TENANT = '11111111-2222-3333-4444-555555555555';

type Make = (scope: Construct) => IIdentityProvider;

const KINDS: readonly (readonly [IdentityProviderKind, Make])[] = [
  [IdentityProviderKind.KEYCLOAK, (scope) => new KeycloakIdentityProvider(scope, 'Sso', { baseUrl: 'https://sso.example.com', realm: 'messaging' })],
  [IdentityProviderKind.OKTA, (scope) => new OktaIdentityProvider(scope, 'Sso', { orgUrl: 'https://example.okta.com', authorizationServerId: 'default' })],
  [IdentityProviderKind.AUTH0, (scope) => new Auth0IdentityProvider(scope, 'Sso', { domain: 'example.eu.auth0.com' })],
  [IdentityProviderKind.ENTRA, (scope) => new EntraIdentityProvider(scope, 'Sso', { tenantId: TENANT, tokenVersion: EntraTokenVersion.V2 })],
  [IdentityProviderKind.UAA, (scope) => new UaaIdentityProvider(scope, 'Sso', { url: 'https://uaa.example.com' })],
  [IdentityProviderKind.OIDC, (scope) => new OidcIdentityProvider(scope, 'Sso', { issuer: 'https://id.example.com', jwksUri: 'https://id.example.com/keys' })],
];

describe.each(CDKS)('in %s', (cdkName) => {
  const synth = (build: (scope: Construct) => void) => synthesize(cdkName, (stack) => build(stack as IConstruct as Construct));

  test.each(KINDS)('a provider of kind %s adds nothing to the plan and nothing to complain about', (kind, make) => {
    let provider: IIdentityProvider | undefined;
    const { json, annotations } = synth((stack) => {
      provider = make(stack);
    });

    expect(json.resource).toBeUndefined();
    expect(annotations).toEqual([]);
    expect(provider?.kind).toBe(kind);
    expect(provider?.issuer).toMatch(/^https:/);
    expect(provider?.jwksUri).toMatch(/^https:/);
  });

  test('broken props stop synthesis, with the construct, the prop and the rule', () => {
    expect(() => synth((stack) => new KeycloakIdentityProvider(stack, 'Sso', { baseUrl: 'https://sso.example.com/', realm: 'a b' })))
      .toThrow(/Stack\/Sso[^]*baseUrl must be [^]*\[KEYCLOAK_BASE_URL\][^]*realm must be [^]*\[KEYCLOAK_REALM\]/);
  });

  test('a warning becomes an annotation until it is acknowledged', () => {
    const props = { orgUrl: 'https://login.example.com', authorizationServerId: 'default' };
    const warned = synth((stack) => new OktaIdentityProvider(stack, 'Sso', props));
    const silent = synth((stack) => new OktaIdentityProvider(stack, 'Sso', { ...props, acknowledge: ['OKTA_CUSTOM_DOMAIN'] }));

    expect(warned.annotations.map(({ constructPath, message }) => [constructPath, message])).toEqual([
      ['Stack/Sso', expect.stringMatching(/^orgUrl must be below one of Okta's own domains, got "https:\/\/login.example.com"; .* \[OKTA_CUSTOM_DOMAIN\]$/)],
    ]);
    expect(silent.annotations).toEqual([]);
  });

  test('a value that Terraform knows only at apply is a precondition, not an error', () => {
    let provider: IdentityProvider | undefined;
    synthesize(cdkName, (stack, cdk) => {
      const issuer = new cdk.TerraformVariable(stack, 'Issuer', { type: 'string' }).stringValue;
      provider = new OktaIdentityProvider(stack as IConstruct as Construct, 'Sso', { issuer });
    });

    const { findings, preconditions } = IdentityProvider._of(provider!)._evaluate();
    expect(findings).toEqual([]);
    expect(preconditions.map(({ rule }) => rule)).toEqual(['OKTA_ORG_SERVER', 'IDENTITY_ISSUER_URL', 'IDENTITY_ISSUER_SLASH']);
  });
});

describe('a construct of another library', () => {
  const root = new Construct(undefined as unknown as Construct, '');

  test('is refused as a provider', () => {
    const foreign = Object.assign(new Construct(root, 'Foreign'), { kind: IdentityProviderKind.OIDC, issuer: 'i', jwksUri: 'j' }) as unknown as IIdentityProvider;
    expect(() => IdentityProvider._of(foreign)).toThrow(/Foreign: identityProvider must be a construct of this library; .* \[IDENTITY_PROVIDER_FOREIGN\]/);
  });

  test('is refused as an application', () => {
    const foreign = new Construct(root, 'Other') as unknown as IIdentityApplication;
    expect(() => IdentityApplication._of(foreign)).toThrow(/Other: application must be made by IdentityApplication; .* \[IDENTITY_APPLICATION_FOREIGN\]/);
  });
});

describe.each(CDKS)('IdentityApplication.fromClientId in %s', (cdkName) => {
  const cdk = cdkModule(cdkName);
  const root = () => new cdk.TerraformStack(new cdk.App(), 'Stack') as IConstruct as Construct;
  const okta = (scope: Construct) => new OktaIdentityProvider(scope, 'Sso', { orgUrl: 'https://example.okta.com', authorizationServerId: 'default' });
  const keycloak = (scope: Construct) => new KeycloakIdentityProvider(scope, 'Sso', { baseUrl: 'https://sso.example.com', realm: 'messaging' });

  test('knows what tokens say of the application', () => {
    const scope = root();
    const application = IdentityApplication.fromClientId(scope, 'Orders', { identityProvider: okta(scope), clientId: 'orders' });

    expect([application.clientId, application.subject]).toEqual(['orders', 'orders']);
    expect(IdentityApplication._of(application)._claimValue('cid')).toBe('orders');
    expect(IdentityApplication._of(application)._claimValue('email')).toBeUndefined();
  });

  test('knows the subject where the provider makes it up only when it is told', () => {
    const scope = root();
    const identityProvider = keycloak(scope);
    expect(IdentityApplication.fromClientId(scope, 'A', { identityProvider, clientId: 'a' }).subject).toBeUndefined();
    expect(IdentityApplication.fromClientId(scope, 'B', { identityProvider, clientId: 'b', subject: TENANT }).subject).toBe(TENANT);
  });

  test('remembers each demand once and judges scopes that arrive late', () => {
    const scope = root();
    const application = IdentityApplication._of(IdentityApplication.fromClientId(scope, 'Orders', { identityProvider: okta(scope), clientId: 'orders' }));
    expect(application._evaluate().findings).toEqual([]);

    const demand = { broker: 'Stack/Lavin', kind: 'scope', value: 'email', reason: 'r' } as const;
    application._demand(demand);
    application._demand({ ...demand });

    expect(application._demands).toEqual([demand]);
    expect(application._evaluate().findings.map(({ rule }) => rule)).toEqual(['IDENTITY_SCOPE_RESERVED']);
    expect(application.checklist()).toContain('- [ ] Scope `email` on the authorization server');
  });

  test('tells a broken client id at synthesis', () => {
    const build = () => synthesize(cdkName, (stack) => {
      const scope = stack as IConstruct as Construct;
      IdentityApplication.fromClientId(scope, 'Orders', { identityProvider: okta(scope), clientId: '' });
    });
    expect(build).toThrow(/Stack\/Orders[^]*clientId must be a text that is not blank, printable ASCII, got ""/);
  });
});
