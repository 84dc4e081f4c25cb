import { CreatedEntraApi, EntraApiPlace } from './resources';
import { allOf, matches, NOT_BLANK } from '../../rules/condition';
import { Rule } from '../../rules/rule';
import { isUnresolvedText } from '../../text/unresolved';
import { demandedByAll, RegistrationSubject } from '../registration/registration';

const IDENTIFIER_URIS = 'learn.microsoft.com/entra/identity-platform/reference-app-manifest: identifierUris';

const IDENTIFIER_URI = allOf([
  matches('^(api|https)://[^\\s]+$', 'a URI that begins with api:// or https://'),
  matches('[^/]$', 'without slash at its end'),
]);

export const ENTRA_IDENTIFIER_URI: Rule<CreatedEntraApi> = {
  id: 'ENTRA_IDENTIFIER_URI',
  level: 'error',
  summary: `The identifier URI of an API is ${IDENTIFIER_URI.expects}.`,
  cause: 'Entra refuses it; https:// is taken on a domain that the tenant has verified.',
  remedy: 'leave it out: token requests may name the API by its client id',
  source: IDENTIFIER_URIS,
  check: ({ identifierUri }, report) => report.value('identifierUri', identifierUri, IDENTIFIER_URI),
};

export const ENTRA_API_NAME: Rule<CreatedEntraApi> = {
  id: 'ENTRA_API_NAME',
  level: 'error',
  summary: 'The name of an API is known and not blank.',
  cause: 'The ids of its roles are made from the name at synthesis; another name makes other roles.',
  remedy: 'write the name down',
  source: 'registry.terraform.io/providers/hashicorp/azuread/latest/docs/resources/application: app_role, id',
  check: ({ name }, report) => {
    if (isUnresolvedText(name)) {
      report.broken('name', { message: 'is known only at apply' });
    }
    report.value('name', name, NOT_BLANK);
  },
};

/** The rules on an API that is created. */
export const CREATED_ENTRA_API_RULES: readonly Rule<CreatedEntraApi>[] = [ENTRA_IDENTIFIER_URI, ENTRA_API_NAME];

export const ENTRA_ROLE_KNOWN: Rule<RegistrationSubject> = {
  id: 'ENTRA_ROLE_KNOWN',
  level: 'error',
  summary: 'The roles of an application are known at synthesis.',
  cause: 'The id of a role is made from its value, and must be the same in every run.',
  remedy: 'write down what scopes are made from; of LavinMQ that is `resourceServerId` or `scopePrefix`, virtual host and names',
  source: 'registry.terraform.io/providers/hashicorp/azuread/latest/docs/resources/application: app_role, id',
  check: ({ application }, report) => demandedByAll([application], 'scope').forEach((scope, index) => {
    if (isUnresolvedText(scope)) {
      report.broken(`scopes[${index}]`, { message: 'is known only at apply' });
    }
  }),
};

function apiUnknown(api: EntraApiPlace | undefined): Rule<RegistrationSubject> {
  return {
    id: 'ENTRA_API_UNKNOWN',
    level: 'error',
    summary: 'Applications are created for an API whose ids are known.',
    cause: 'Roles belong to the API\'s registration, and assignments to its service principal; the client id names neither.',
    remedy: 'set `apiClientId`, `apiObjectId` and `apiServicePrincipalObjectId` of the provider, or create the API with EntraApi',
    source: 'registry.terraform.io/providers/hashicorp/azuread/latest/docs/resources/app_role_assignment',
    check: (_, report) => {
      if (api !== undefined && api.created === undefined && [api.objectId, api.servicePrincipalObjectId, api.clientId].includes(undefined)) {
        report.broken('identityProvider', { message: 'does not name the API by all of its ids' });
      }
    },
  };
}

/** The rules on applications that are created for an API. */
export function entraRegistrationRules(api?: EntraApiPlace): readonly Rule<RegistrationSubject>[] {
  return [apiUnknown(api), ENTRA_ROLE_KNOWN];
}
