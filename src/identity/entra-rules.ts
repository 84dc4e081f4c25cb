import { EntraPlace } from './endpoints';
import { GUID } from './profiles';
import { EntraCloud, EntraTokenVersion } from './provider-kind';
import { matches } from '../rules/condition';
import { Rule } from '../rules/rule';

const ACCESS_TOKENS = 'learn.microsoft.com/entra/identity-platform/access-tokens';
const IS_GUID = matches(GUID.pattern, GUID.expects);

export const ENTRA_TENANT_GUID: Rule<EntraPlace> = {
  id: 'ENTRA_TENANT_GUID',
  level: 'error',
  summary: 'The tenant is named by its GUID.',
  cause: '`iss` carries the GUID, whatever name the tenant was asked by; `common` and `organizations` even publish a placeholder as issuer.',
  remedy: 'give the directory (tenant) id',
  source: `${ACCESS_TOKENS}; learn.microsoft.com/entra/identity-platform/v2-protocols-oidc`,
  check: (props, report) => report.value('tenantId', props.tenantId, IS_GUID),
};

export const ENTRA_API_CLIENT_ID: Rule<EntraPlace> = {
  id: 'ENTRA_API_CLIENT_ID',
  level: 'error',
  summary: 'The API is named by its application (client) id.',
  cause: 'Tokens of version 2 carry the client id as audience, and keys of the API\'s own are served under it.',
  remedy: 'give the application (client) id, not the object id and not the identifier URI',
  source: ACCESS_TOKENS,
  check: (props, report) => report.value('apiClientId', props.apiClientId, IS_GUID),
};

export const ENTRA_CUSTOM_KEY_NEEDS_API: Rule<EntraPlace> = {
  id: 'ENTRA_CUSTOM_KEY_NEEDS_API',
  level: 'error',
  summary: 'A custom signing key comes with the API it belongs to.',
  cause: 'Keys of claims mapping are published only where the query names the API: `?appid=<client id>`.',
  remedy: 'set `apiClientId`',
  source: `${ACCESS_TOKENS}; learn.microsoft.com/entra/identity-platform/jwt-claims-customization`,
  check: (props, report) => {
    if (props.customSigningKey === true && props.apiClientId === undefined) {
      report.broken('apiClientId', { message: 'is missing, while `customSigningKey` is set' });
    }
  },
};

export const ENTRA_V1_CLOUD: Rule<EntraPlace> = {
  id: 'ENTRA_V1_CLOUD',
  level: 'error',
  summary: 'Tokens of version 1 are described for the global cloud only.',
  cause: 'The issuer of version 1 tokens in other clouds is not documented where this library looked, and a wrong one refuses every token.',
  remedy: 'let the API ask for version 2, or describe the tenant with OidcIdentityProvider and the issuer found in a token',
  source: 'learn.microsoft.com/entra/identity-platform/authentication-national-cloud',
  check: (props, report) => {
    if (props.tokenVersion === EntraTokenVersion.V1 && props.cloud !== undefined && props.cloud !== EntraCloud.GLOBAL) {
      report.broken('tokenVersion', { message: `is not supported together with the cloud ${props.cloud}`, got: props.tokenVersion });
    }
  },
};

export const ENTRA_RULES: readonly Rule<EntraPlace>[] = [
  ENTRA_TENANT_GUID,
  ENTRA_API_CLIENT_ID,
  ENTRA_CUSTOM_KEY_NEEDS_API,
  ENTRA_V1_CLOUD,
];
