import { IConstruct, Construct } from 'constructs';
import { everyOption, SERVERS, variablesOf } from './stacks';
import { CDKS, CdkName, synthesize, Synthesized } from '../../support/cdks';
import { describeWithProviderSchemas, schemaProblems } from '../../support/provider-schemas';

function synthesized(cdkName: CdkName, server: string): Synthesized {
  return synthesize(cdkName, (stack, cdk) => everyOption(server)(stack as IConstruct as Construct, variablesOf(stack, cdk)));
}

const CASES = CDKS.flatMap((cdkName) => Object.keys(SERVERS).map((server): [CdkName, string] => [cdkName, server]));

/** The providers that a server's stack has to declare besides the built-in one. */
const DECLARED: Readonly<Record<string, object>> = {
  Keycloak: { keycloak: { source: 'keycloak/keycloak', version: '~> 5.9' } },
  Okta: { okta: { source: 'okta/okta', version: '~> 6.12' } },
  Auth0: { auth0: { source: 'auth0/auth0', version: '~> 1.55' } },
  Entra: { azuread: { source: 'hashicorp/azuread', version: '~> 3.9' } },
};

describeWithProviderSchemas('every way to create an application', () => {
  test.each(CASES)('fits the provider\'s schema: %s, %s', (cdkName, server) => {
    const { json } = synthesized(cdkName, server);

    expect(Object.keys(json.resource).length).toBeGreaterThan(3);
    expect(schemaProblems(json)).toEqual([]);
  });

  test('uses every resource type that the pages of docs/identity name', () => {
    const types = new Set(Object.keys(SERVERS).flatMap((server) => Object.keys(synthesized('cdktf', server).json.resource)));
    expect([...types].filter((type) => type !== 'terraform_data').sort()).toEqual([
      'auth0_client', 'auth0_client_credentials', 'auth0_client_grant', 'auth0_resource_server', 'auth0_resource_server_scope', 'auth0_resource_server_scopes',
      'azuread_app_role_assignment', 'azuread_application', 'azuread_application_app_role', 'azuread_application_certificate',
      'azuread_application_password', 'azuread_application_permission_scope', 'azuread_service_principal',
      'keycloak_generic_protocol_mapper', 'keycloak_openid_audience_protocol_mapper', 'keycloak_openid_client',
      'keycloak_openid_client_default_scopes', 'keycloak_openid_client_scope',
      'okta_app_oauth', 'okta_auth_server', 'okta_auth_server_policy', 'okta_auth_server_policy_rule', 'okta_auth_server_scope',
    ]);
  });
});

describe.each(Object.keys(SERVERS))('%s', (server) => {
  test('is the same under both CDKs, and when it is synthesized again', () => {
    const [first, second, again] = ['cdktf', 'cdktn', 'cdktf'].map((cdkName) => synthesized(cdkName as CdkName, server).json);
    expect(second).toEqual(first);
    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
  });

  test('declares the Terraform provider with a range', () => {
    expect(synthesized('cdktf', server).json.terraform.required_providers).toEqual(DECLARED[server.split(' ')[0]]);
  });

  test('refers to nothing that is not there, and shows no secret', () => {
    const { json } = synthesized('cdktf', server);
    const text = JSON.stringify(json.resource);
    const addresses = [...text.matchAll(/\b((?:keycloak|okta|auth0|azuread)_\w+)\.([\w-]+)/g)].map(([, type, name]) => [type, name]);
    expect(addresses.length).toBeGreaterThan(5);
    expect(addresses.filter(([type, name]) => json.resource[type]?.[name] === undefined)).toEqual([]);
    expect(Object.values<any>(json.output)).toEqual([{ sensitive: true, value: expect.stringMatching(/^\$\{.*(secret|value)\}$/) }]);
  });
});
