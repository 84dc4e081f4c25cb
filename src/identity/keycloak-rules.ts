import { KeycloakPlace } from './endpoints';
import { BASE_URL, PATH_SEGMENT } from '../oauth/issuer';
import { Condition, matches } from '../rules/condition';
import { Rule, RuleText } from '../rules/rule';
import { hclString } from '../text/hcl';
import { isUnresolvedText } from '../text/unresolved';

/** What the rules on a Keycloak realm judge. */
export interface KeycloakSubject extends KeycloakPlace {
  readonly version?: string;
}

export const KEYCLOAK_BASE_URL: Rule<KeycloakSubject> = {
  id: 'KEYCLOAK_BASE_URL',
  level: 'error',
  summary: `The base URL is ${BASE_URL.expects}.`,
  cause: 'Issuer and endpoints are built by appending `/realms/<realm>`; anything else gives an issuer that no token carries.',
  remedy: 'give scheme, host and, where the server has one, the base path such as /auth',
  source: 'www.keycloak.org/securing-apps/oidc-layers; www.keycloak.org/server/hostname',
  check: (props, report) => report.value('baseUrl', props.baseUrl, BASE_URL),
};

const NO_REALM: Condition = {
  expects: 'a URL without /realms/',
  test: (value) => !String(value).includes('/realms/'),
  hcl: (reference) => `length(regexall("/realms/", ${reference})) == 0`,
};

export const KEYCLOAK_REALM_IN_BASE_URL: Rule<KeycloakSubject> = {
  id: 'KEYCLOAK_REALM_IN_BASE_URL',
  level: 'error',
  summary: 'The base URL does not contain the realm.',
  cause: 'The realm would stand twice in every URL.',
  remedy: 'cut the base URL before /realms/ and name the realm in `realm`',
  source: 'www.keycloak.org/securing-apps/oidc-layers',
  check: (props, report) => report.value('baseUrl', props.baseUrl, NO_REALM),
};

export const KEYCLOAK_REALM: Rule<KeycloakSubject> = {
  id: 'KEYCLOAK_REALM',
  level: 'error',
  summary: `The realm is ${PATH_SEGMENT.expects}.`,
  cause: 'The realm is part of the issuer and of every endpoint.',
  remedy: 'write the realm as it stands in the issuer',
  source: 'RFC 3986 section 3.3',
  check: (props, report) => report.value('realm', props.realm, PATH_SEGMENT),
};

function endsWith(suffix: string): Condition {
  return {
    expects: `a URL that ends in ${suffix}`,
    test: (value) => String(value).endsWith(suffix),
    hcl: (reference) => `endswith(${reference}, ${hclString(suffix)})`,
  };
}

export const KEYCLOAK_ISSUER_REALM: Rule<KeycloakSubject> = {
  id: 'KEYCLOAK_ISSUER_REALM',
  level: 'error',
  summary: 'An issuer given apart from the base URL is that of the same realm.',
  cause: 'Keys come from one realm and tokens from another, so no signature verifies.',
  remedy: 'give the issuer that the realm\'s discovery document names',
  source: 'www.keycloak.org/server/hostname',
  check: (props, report) => {
    if (props.issuer !== undefined && isUnresolvedText(props.realm)) {
      report.deferred('issuer');
      return;
    }
    report.value('issuer', props.issuer, endsWith(`/realms/${props.realm}`));
  },
};

const VERSION = matches('^[0-9]+(\\.[0-9]+)*$', 'a dotted number such as 26.6.2 or a prefix of one');

export const KEYCLOAK_VERSION: Rule<KeycloakSubject> = {
  id: 'KEYCLOAK_VERSION',
  level: 'error',
  summary: `The version is ${VERSION.expects}.`,
  cause: 'Who may introspect depends on the version.',
  remedy: 'leave suffixes out',
  source: 'www.keycloak.org/docs/latest/upgrading: migrating to 26.6.2',
  check: (props, report) => report.value('version', props.version, VERSION),
};

/** Asking for a secret that nobody has. */
export const KEYCLOAK_INTROSPECTION_SECRET: RuleText = {
  id: 'KEYCLOAK_INTROSPECTION_SECRET',
  level: 'error',
  summary: 'The secret of the client that introspects is read only where that client is created.',
  cause: 'There is no resource that has the secret.',
  remedy: 'grant a created application its rights first, and leave the audience out of `audiences`; a client that exists has its secret elsewhere',
  source: 'docs/identity/keycloak.md',
};

export const KEYCLOAK_RULES: readonly Rule<KeycloakSubject>[] = [
  KEYCLOAK_BASE_URL,
  KEYCLOAK_REALM_IN_BASE_URL,
  KEYCLOAK_REALM,
  KEYCLOAK_ISSUER_REALM,
  KEYCLOAK_VERSION,
];
