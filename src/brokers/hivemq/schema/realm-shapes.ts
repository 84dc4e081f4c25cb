import * as s from '../settings';
import { BOOLEAN, ENDPOINT, ENDPOINT_URI, FREE_TEXT, ID, INT, number, SECRET, TEXT, word } from './scalars';
import { attribute, content, defaulted, element, optional, shape, Shape, struct, wrapped } from './shape';
import { bounded, XS_INT, XS_INTEGER, XS_LONG } from './simple-types';

/*
 * Realms of config.xsd 4.36.0: realmEntity and the types that extend it.
 */

const SECONDS = number(0, INT);
const PORT = number(1, 65535);
const MILLISECONDS = number(10, Number.MAX_SAFE_INTEGER, bounded(XS_LONG, 10n));
const AT_LEAST_ONE = number(1, INT, bounded(XS_INT, 1n));

/** `trustStoreEntity`. */
const TRUST_STORE = shape<s.HiveMqTrustStore>('all', { password: attribute(SECRET), type: attribute(TEXT), path: content(TEXT) });
/** `introspection-endpoint`. */
const INTROSPECTION = shape<s.HiveMqIntrospectionEndpoint>('all', { timeout: attribute(SECONDS), url: content(ENDPOINT) });
/** `simpleAuthEntity`. */
const SIMPLE_AUTH = shape<s.HiveMqSimpleAuth>('all', { username: element(TEXT), password: element(SECRET) });

const JWT_CONFIGURATION = shape<s.HiveMqJwtRealmConfiguration>('all', {
  jwksEndpoint: optional(ENDPOINT),
  jwksDefaultCacheDuration: defaulted(optional(SECONDS)),
  introspectionEndpoint: struct(() => INTROSPECTION),
  simpleAuth: struct(() => SIMPLE_AUTH),
  tlsTrustStore: struct(() => TRUST_STORE),
});

const JWT_REALM = shape<s.HiveMqJwtRealm>('sequence', {
  name: element(ID), enabled: element(BOOLEAN), configuration: struct(() => JWT_CONFIGURATION),
});

const FILE_CONFIGURATION = shape<s.HiveMqFileRealmConfiguration>('all', { filePath: element(TEXT) });

const FILE_REALM = shape<s.HiveMqFileRealm>('sequence', {
  name: element(ID), enabled: element(BOOLEAN), configuration: struct(() => FILE_CONFIGURATION, true),
});

const COUNT_EXECUTIONS = shape<s.HiveMqCountExecutionsBasedThreshold>('all', {
  count: element(AT_LEAST_ONE), slidingWindowExecutions: element(AT_LEAST_ONE),
});

const FAILURE_THRESHOLD = shape<s.HiveMqFailureThreshold>('choice', {
  countExecutionsBased: struct(() => COUNT_EXECUTIONS),
  countTimeBased: struct(() => shape<s.HiveMqCountTimeBasedThreshold>('all', {
    count: element(AT_LEAST_ONE), slidingWindowMillis: element(MILLISECONDS),
  })),
  percentageTimeBased: struct(() => shape<s.HiveMqPercentageTimeBasedThreshold>('all', {
    percentage: element(number(1, 100, bounded(XS_INTEGER, 1n, 100n))),
    minimumExecutions: element(AT_LEAST_ONE),
    slidingWindowMillis: element(MILLISECONDS),
  })),
});

const CIRCUIT_BREAKER = shape<s.HiveMqCircuitBreaker>('all', {
  openStateDurationMillis: element(number(0, Number.MAX_SAFE_INTEGER, bounded(XS_LONG, 0n))),
  failureThreshold: struct(() => FAILURE_THRESHOLD, true),
  successThreshold: struct(() => shape<s.HiveMqSuccessThreshold>('choice', { countExecutionsBased: struct(() => COUNT_EXECUTIONS, true) })),
});

const SQL_TLS = shape<s.HiveMqSqlTls>('all', {
  enabled: defaulted(optional(BOOLEAN)),
  keystore: struct(() => shape<s.HiveMqSqlKeystore>('all', {
    path: element(TEXT), privateKeyPassword: element(SECRET), password: element(SECRET),
  })),
  truststore: struct(() => shape<s.HiveMqSqlTruststore>('all', { path: element(TEXT), password: element(SECRET) })),
  cipherSuites: wrapped('cipher-suite', TEXT, { least: 1 }),
  protocols: wrapped('protocol', TEXT, { least: 1 }),
  verifyHostname: defaulted(optional(BOOLEAN, 'verifyHostname')),
});

const SQL_CONFIGURATION = shape<s.HiveMqSqlRealmConfiguration>('all', {
  dbType: element(word(s.HiveMqDbType, 'db-type')),
  dbName: element(TEXT),
  dbHost: element(TEXT),
  dbPort: element(PORT),
  dbUsername: element(TEXT),
  dbPassword: element(SECRET),
  dbSchema: optional(TEXT),
  tls: struct(() => SQL_TLS),
  circuitBreaker: struct(() => CIRCUIT_BREAKER),
});

const SQL_REALM = shape<s.HiveMqSqlRealm>('sequence', {
  name: element(ID), enabled: element(BOOLEAN), configuration: struct(() => SQL_CONFIGURATION, true),
});

const LDAP_CONFIGURATION = shape<s.HiveMqLdapRealmConfiguration>('all', {
  servers: wrapped('ldap-server', () => shape<s.HiveMqLdapServer>('all', { host: element(TEXT), port: optional(PORT) })),
  tls: optional(word(s.HiveMqLdapTls, 'tls-type')),
  tlsTrustStore: struct(() => TRUST_STORE),
  baseDn: element(TEXT),
  simpleBind: struct(() => shape<s.HiveMqLdapSimpleBind>('all', {
    rdns: element(TEXT), userPassword: element(SECRET, 'userPassword'),
  }), true),
});

const LDAP_REALM = shape<s.HiveMqLdapRealm>('sequence', {
  name: element(ID), enabled: element(BOOLEAN), configuration: struct(() => LDAP_CONFIGURATION, true),
});

const OAUTH_CONFIGURATION = shape<s.HiveMqOAuthRealmConfiguration>('all', {
  jwksEndpoint: element(ENDPOINT),
  jwksDefaultCacheDuration: defaulted(optional(SECONDS)),
  tlsTrustStore: struct(() => TRUST_STORE),
  authEndpoint: element(ENDPOINT),
  tokenEndpoint: element(ENDPOINT),
  introspectionEndpoint: struct(() => INTROSPECTION),
  callbackUri: element(ENDPOINT),
  simpleAuth: struct(() => SIMPLE_AUTH),
});

const OAUTH_REALM = shape<s.HiveMqOAuthRealm>('sequence', {
  name: element(ID), enabled: element(BOOLEAN), configuration: struct(() => OAUTH_CONFIGURATION, true),
});

const OIDC_KEYSTORE = shape<s.HiveMqOidcKeystore>('all', {
  path: element(TEXT), type: optional(TEXT), password: optional(SECRET), privateKeyPassword: optional(SECRET),
});

const OIDC_CLIENT_AUTHENTICATION = shape<s.HiveMqOidcClientAuthentication>('choice', {
  clientSecretBasic: optional(SECRET),
  tlsClientAuth: struct(() => shape<s.HiveMqTlsClientAuth>('all', { keystore: struct(() => OIDC_KEYSTORE, true) })),
  privateKeyJwt: struct(() => shape<s.HiveMqPrivateKeyJwt>('all', {
    keystoreEntryAlias: element(TEXT),
    keystore: struct(() => OIDC_KEYSTORE, true),
    kid: optional(FREE_TEXT),
    x5c: optional(BOOLEAN),
    x5t: optional(BOOLEAN),
    x5tSha256: optional(BOOLEAN),
  })),
});

const OIDC_CONFIGURATION = shape<s.HiveMqOidcRealmConfiguration>('all', {
  issuer: element(ENDPOINT_URI),
  clientId: element(TEXT),
  clientAuthentication: struct(() => OIDC_CLIENT_AUTHENTICATION, true),
  tlsTrustStore: struct(() => TRUST_STORE),
  jwksCacheSeconds: defaulted(optional(SECONDS)),
  endSessionEndpoint: optional(ENDPOINT_URI),
});

const OIDC_REALM = shape<s.HiveMqOidcRealm>('all', {
  name: element(ID), enabled: element(BOOLEAN), configuration: struct(() => OIDC_CONFIGURATION, true),
});

/** A child of `realms`. */
export const REALM_SHAPE: Shape = shape<s.HiveMqRealm>('choice', {
  jwtRealm: struct(() => JWT_REALM),
  fileRealm: struct(() => FILE_REALM),
  sqlRealm: struct(() => SQL_REALM),
  ldapRealm: struct(() => LDAP_REALM),
  oauthRealm: struct(() => OAUTH_REALM),
  oidcRealm: struct(() => OIDC_REALM),
});
