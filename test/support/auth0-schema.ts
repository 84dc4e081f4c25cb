/*
 * Attributes of the Auth0 provider's resources, read off its documentation, in the form of `terraform providers schema -json`.
 *
 * Source: registry.terraform.io/providers/auth0/auth0/latest/docs/resources, pages client, client_credentials, client_grant, resource_server,
 * resource_server_scope and resource_server_scopes of the 1.55 line. Blocks that no plan here has are left out.
 */

const STRING = 'string';
const STRINGS = ['list', 'string'];

interface Block {
  readonly required?: Readonly<Record<string, unknown>>;
  readonly optional?: Readonly<Record<string, unknown>>;
  readonly computed?: readonly string[];
  readonly sensitive?: readonly string[];
  readonly blocks?: Readonly<Record<string, { readonly max?: number; readonly block: Block }>>;
}

const KEY: Block = {
  required: { credential_type: STRING, pem: STRING },
  optional: { algorithm: STRING, expires_at: STRING, name: STRING, parse_expiry_from_cert: 'bool' },
  computed: ['created_at', 'id', 'key_id', 'updated_at'],
};

const RESOURCES: Readonly<Record<string, Block>> = {
  auth0_client: {
    required: { name: STRING },
    optional: {
      allowed_clients: STRINGS, allowed_logout_urls: STRINGS, allowed_origins: STRINGS, app_type: STRING, callbacks: STRINGS,
      client_metadata: ['map', 'string'], compliance_level: STRING, cross_origin_auth: 'bool', description: STRING, grant_types: STRINGS,
      initiate_login_uri: STRING, is_first_party: 'bool', is_token_endpoint_ip_header_trusted: 'bool', logo_uri: STRING, oidc_conformant: 'bool',
      organization_require_behavior: STRING, organization_usage: STRING, require_proof_of_possession: 'bool',
      require_pushed_authorization_requests: 'bool', sso: 'bool', sso_disabled: 'bool', web_origins: STRINGS,
    },
    computed: ['client_id', 'id', 'jwks_uri', 'signing_keys'],
    blocks: { jwt_configuration: { max: 1, block: { optional: { alg: STRING, lifetime_in_seconds: 'number', secret_encoded: 'bool' } } } },
  },
  auth0_client_credentials: {
    required: { client_id: STRING },
    optional: { authentication_method: STRING, client_secret: STRING, client_secret_wo: STRING, client_secret_wo_version: 'number' },
    computed: ['id'],
    sensitive: ['client_secret', 'client_secret_wo'],
    blocks: { private_key_jwt: { max: 1, block: { blocks: { credentials: { max: 2, block: KEY } } } } },
  },
  auth0_client_grant: {
    required: { audience: STRING },
    optional: {
      allow_all_scopes: 'bool', allow_any_organization: 'bool', authorization_details_types: STRINGS, client_id: STRING, default_for: STRING,
      organization_usage: STRING, scopes: STRINGS, subject_type: STRING,
    },
    computed: ['id', 'is_system'],
  },
  auth0_resource_server: {
    required: { identifier: STRING },
    optional: {
      allow_offline_access: 'bool', consent_policy: STRING, enforce_policies: 'bool', name: STRING, signing_alg: STRING, signing_secret: STRING,
      skip_consent_for_verifiable_first_party_clients: 'bool', token_dialect: STRING, token_lifetime: 'number', token_lifetime_for_web: 'number',
      verification_location: STRING,
    },
    computed: ['client_id', 'id', 'is_system'],
  },
  auth0_resource_server_scope: {
    required: { resource_server_identifier: STRING, scope: STRING },
    optional: { description: STRING },
    computed: ['id'],
  },
  auth0_resource_server_scopes: {
    required: { resource_server_identifier: STRING },
    computed: ['id'],
    blocks: { scopes: { block: { required: { name: STRING }, optional: { description: STRING } } } },
  },
};

function schemaOf({ required = {}, optional = {}, computed = [], sensitive = [], blocks = {} }: Block): object {
  const attributes = [
    ...Object.entries(required).map(([name, type]) => [name, { type, required: true }]),
    ...Object.entries(optional).map(([name, type]) => [name, { type, optional: true, sensitive: sensitive.includes(name) }]),
    ...computed.map((name) => [name, { type: STRING, computed: true }]),
  ];
  const nested = Object.entries(blocks).map(([name, { max, block }]) => [name, { max_items: max, block: schemaOf(block) }]);
  return { attributes: Object.fromEntries(attributes), block_types: Object.fromEntries(nested) };
}

/** Every resource type with its schema. */
export const AUTH0_SCHEMAS: Readonly<Record<string, unknown>> =
  Object.fromEntries(Object.entries(RESOURCES).map(([type, block]) => [type, { block: schemaOf(block) }]));
