import { matches } from '../../rules/condition';
import { Rule } from '../../rules/rule';
import { oktaProfile } from '../profiles';
import { CreatedOktaServer, OktaServer } from './resources';
import { demandedByAll, RegistrationSubject } from '../registration/registration';

const SERVERS = 'developer.okta.com/docs/reference/api/authorization-servers';
const { pattern, expects } = oktaProfile({}).audience.values!;

export const OKTA_SERVER_AUDIENCE: Rule<CreatedOktaServer> = {
  id: 'OKTA_SERVER_AUDIENCE',
  level: 'error',
  summary: `The audience of an authorization server is ${expects}.`,
  cause: 'Okta takes a text with a colon for a URI and refuses it where it is none.',
  remedy: 'use a URI, or a text without colon',
  source: `${SERVERS}: audiences`,
  check: ({ audience }, report) => report.value('audience', audience, matches(pattern, expects)),
};

const ISSUER_MODES = matches('^(ORG_URL|CUSTOM_URL|DYNAMIC)$', 'ORG_URL, CUSTOM_URL or DYNAMIC');

export const OKTA_ISSUER_MODE: Rule<CreatedOktaServer> = {
  id: 'OKTA_ISSUER_MODE',
  level: 'error',
  summary: `The issuer mode is ${ISSUER_MODES.expects}.`,
  cause: 'The provider refuses any other.',
  remedy: 'leave it out, which is ORG_URL',
  source: 'registry.terraform.io/providers/okta/okta/latest/docs/resources/auth_server: issuer_mode',
  check: ({ issuerMode }, report) => report.value('issuerMode', issuerMode, ISSUER_MODES),
};

/** The rules on an authorization server that is created. */
export const CREATED_OKTA_SERVER_RULES: readonly Rule<CreatedOktaServer>[] = [OKTA_SERVER_AUDIENCE, OKTA_ISSUER_MODE];

function serverIdUnknown(server: OktaServer | undefined): Rule<RegistrationSubject> {
  return {
    id: 'OKTA_SERVER_ID_UNKNOWN',
    level: 'error',
    summary: 'Applications are created at an authorization server whose id is known.',
    cause: 'Scopes and policies belong to a server by its id, and an issuer that is known only at apply does not tell it at synthesis.',
    remedy: 'create the server with OktaAuthorizationServer, or name it by `orgUrl` and `authorizationServerId`',
    source: SERVERS,
    check: (_, report) => {
      if (server !== undefined && server.id === '') {
        report.broken('identityProvider', { message: 'has no known server id' });
      }
    },
  };
}

function defaultScopesShared(server: OktaServer | undefined): Rule<RegistrationSubject> {
  return {
    id: 'OKTA_DEFAULT_SCOPES_SHARED',
    level: 'warning',
    summary: 'Scopes are default only where all applications of the server have the same.',
    cause: 'A token request without `scope` asks for every default scope, and whether Okta leaves out those that the application\'s rule does not ' +
      'allow, or refuses the request, is not documented.',
    remedy: 'name scopes in token requests and leave `defaultScopes` off, use one server for each application, or try it and acknowledge',
    source: SERVERS,
    check: ({ neighbours }, report) => {
      if (server?.defaultScopes !== true) {
        return;
      }
      const lists = new Set(neighbours.map((application) => JSON.stringify(demandedByAll([application], 'scope'))));
      if (lists.size > 1) {
        report.broken('identityProvider', { message: 'has default scopes, and its applications have different ones' });
      }
    },
  };
}

/** The rules on applications that are created at a server. */
export function oktaRegistrationRules(server?: OktaServer): readonly Rule<RegistrationSubject>[] {
  return [serverIdUnknown(server), defaultScopesShared(server)];
}
