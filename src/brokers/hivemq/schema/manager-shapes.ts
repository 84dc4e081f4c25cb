import * as s from '../settings';
import { BOOLEAN, DOUBLE, ENDPOINT_URI, FREE_TEXT, ID, INT, number, REALM, TEXT, word, WORDS, WORDS_IN_TEXT } from './scalars';
import { attribute, choices, content, defaulted, element, explicit, keyword, narrow, optional, shape, Shape, struct, wrapped } from './shape';

/*
 * Managers of config.xsd 4.36.0: managerEntity and the types that extend it, and the groups that say where each may stand.
 */

const CLAIM = shape<s.HiveMqClaim>('all', { name: element(TEXT), value: element(FREE_TEXT) });
const SCOPE = shape<s.HiveMqScope>('all', { alt: attribute(TEXT), scopes: content(WORDS_IN_TEXT) });

const RESERVED_CLAIMS = shape<s.HiveMqReservedClaims>('all', {
  aud: optional(TEXT), sub: optional(TEXT), iss: optional(WORDS), scope: struct(() => SCOPE),
});

const INTROSPECTION = shape<s.HiveMqEnableIntrospection>('all', { sampling: attribute(DOUBLE), enabled: content(BOOLEAN) });
const EXP_GRACE = shape<s.HiveMqExpGrace>('all', { disconnectAfterExpiry: attribute(BOOLEAN), grace: content(number(0, INT)) });

const CHECKS = {
  enableIntrospection: defaulted(struct(() => INTROSPECTION)),
  reservedClaims: struct(() => RESERVED_CLAIMS),
  customClaims: wrapped('claim', () => CLAIM),
};

const VALIDATION = shape<s.HiveMqJwtValidation>('all', { expGrace: struct(() => EXP_GRACE), ...CHECKS });
const OAUTH_VALIDATION = shape<s.HiveMqOAuthValidation>('all', CHECKS);

const ALLOW_ALL = shape<s.HiveMqAllowAllManager>('all', { name: attribute(ID) });
const REALM_MANAGER = shape<s.HiveMqRealmAuthenticationManager>('all', { name: attribute(ID), realm: element(REALM) });

const JWT_MANAGER = shape<s.HiveMqJwtAuthenticationManager>('all', {
  name: attribute(ID), realm: element(REALM), jwtValidation: struct(() => VALIDATION),
});

const LDAP_AUTHENTICATION = shape<s.HiveMqLdapAuthenticationManager>('all', {
  name: attribute(ID), realm: element(REALM), clientsRdns: element(TEXT), uidAttribute: optional(TEXT), requiredObjectClass: optional(TEXT),
});

const OIDC_MANAGER = shape<s.HiveMqOidcAuthenticationManager>('all', {
  name: attribute(ID),
  realm: element(REALM),
  redirectUri: element(ENDPOINT_URI),
  postLogoutRedirectUri: optional(ENDPOINT_URI),
  scopes: wrapped('scope', TEXT),
  authorizationKeyClaim: element(TEXT),
  authorizationRoleKeyClaim: optional(TEXT),
  expectedClaims: wrapped('claim', () => CLAIM),
  pkceEnabled: defaulted(optional(BOOLEAN)),
  nonceEnabled: defaulted(optional(BOOLEAN)),
});

const OAUTH_MANAGER = shape<s.HiveMqOAuthAuthenticationManager>('all', {
  name: attribute(ID),
  realm: element(REALM),
  flow: defaulted(optional(word(s.HiveMqOAuthFlow, 'flow'))),
  scopes: wrapped('scope', () => SCOPE),
  jwtValidation: struct(() => OAUTH_VALIDATION),
});

const AUTHENTICATION_MANAGERS = (chain: () => Shape) => shape<s.HiveMqAuthenticationManager>('choice', {
  jwtAuthenticationManager: struct(() => JWT_MANAGER),
  fileAuthenticationManager: struct(() => REALM_MANAGER),
  sqlAuthenticationManager: struct(() => REALM_MANAGER),
  ldapAuthenticationManager: struct(() => LDAP_AUTHENTICATION),
  allowAllAuthenticationManager: struct(() => ALLOW_ALL),
  chainAuthenticationManager: struct(() => shape<s.HiveMqChainAuthenticationManager>('all', {
    name: attribute(ID), strategy: keyword(word(s.HiveMqAuthenticationStrategy)), chain: choices(chain, { least: 2 }),
  })),
  oidcAuthenticationManager: struct(() => OIDC_MANAGER),
  oauthAuthenticationManager: struct(() => OAUTH_MANAGER),
});

type Authentication = readonly (keyof s.HiveMqAuthenticationManager)[];

/** A choice of managers in a pipeline, where only some may stand in its chains. */
function authentication(chained: Authentication, alone: Authentication = []): Shape {
  const inChain: Shape = narrow<s.HiveMqAuthenticationManager>(AUTHENTICATION_MANAGERS(() => inChain), chained);
  return narrow<s.HiveMqAuthenticationManager>(AUTHENTICATION_MANAGERS(() => inChain), [...chained, ...alone]);
}

/** Authentication managers by kind of pipeline. */
export const AUTHENTICATION = {
  listener: authentication([
    'sqlAuthenticationManager', 'fileAuthenticationManager', 'allowAllAuthenticationManager', 'ldapAuthenticationManager',
    'jwtAuthenticationManager', 'chainAuthenticationManager',
  ]),
  controlCenter: authentication(
    ['sqlAuthenticationManager', 'fileAuthenticationManager', 'ldapAuthenticationManager', 'chainAuthenticationManager'],
    ['jwtAuthenticationManager', 'oidcAuthenticationManager'],
  ),
  controlCenterRedirect: authentication([], ['oauthAuthenticationManager']),
  restApi: authentication(
    ['sqlAuthenticationManager', 'fileAuthenticationManager', 'chainAuthenticationManager'],
    ['jwtAuthenticationManager'],
  ),
} as const;

const FILE_AUTHORIZATION = shape<s.HiveMqFileAuthorizationManager>('all', {
  name: attribute(ID),
  realm: element(REALM),
  useAuthorizationKey: defaulted(explicit(BOOLEAN, true)),
  useAuthorizationRoleKey: defaulted(explicit(BOOLEAN, true)),
});

const SQL_AUTHORIZATION = shape<s.HiveMqSqlAuthorizationManager>('all', {
  name: attribute(ID),
  realm: element(REALM),
  useAuthorizationKey: defaulted(explicit(BOOLEAN, false)),
  useAuthorizationRoleKey: defaulted(explicit(BOOLEAN, true)),
});

const LDAP_AUTHORIZATION = shape<s.HiveMqLdapAuthorizationManager>('all', {
  name: attribute(ID),
  realm: element(REALM),
  directoryDescent: defaulted(optional(BOOLEAN)),
  useAuthorizationKey: defaulted(explicit(BOOLEAN, true)),
  useAuthorizationRoleKey: defaulted(explicit(BOOLEAN, true)),
});

const AUTHORIZATION_MANAGERS = (chain: () => Shape) => shape<s.HiveMqAuthorizationManager>('choice', {
  fileAuthorizationManager: struct(() => FILE_AUTHORIZATION),
  sqlAuthorizationManager: struct(() => SQL_AUTHORIZATION),
  ldapAuthorizationManager: struct(() => LDAP_AUTHORIZATION),
  allowAllAuthorizationManager: struct(() => ALLOW_ALL),
  chainAuthorizationManager: struct(() => shape<s.HiveMqChainAuthorizationManager>('all', {
    name: attribute(ID), strategy: keyword(word(s.HiveMqAuthorizationStrategy)), chain: choices(chain, { least: 2 }),
  })),
});

function authorization(members: readonly (keyof s.HiveMqAuthorizationManager)[]): Shape {
  const of: Shape = narrow<s.HiveMqAuthorizationManager>(AUTHORIZATION_MANAGERS(() => of), members);
  return of;
}

/** Authorization managers where a directory may give rights. */
export const AUTHORIZATION: Shape = authorization([
  'fileAuthorizationManager', 'sqlAuthorizationManager', 'ldapAuthorizationManager', 'allowAllAuthorizationManager', 'chainAuthorizationManager',
]);

/** Authorization managers of the REST API. */
export const REST_API_AUTHORIZATION: Shape = authorization([
  'fileAuthorizationManager', 'sqlAuthorizationManager', 'allowAllAuthorizationManager', 'chainAuthorizationManager',
]);
