import { NUMBER_TOKEN, pipeline, PERMISSION, settings, TOKEN, withJwt, withPermission, withPipeline } from './samples';
import { HIVEMQ } from '../../../src/brokers/hivemq/core';
import { HIVEMQ_RULES } from '../../../src/brokers/hivemq/rules';
import {
  HiveMqActivity, HiveMqAuthenticationStrategy, HiveMqHashAlgorithm, HiveMqSettings, HiveMqSharedSubscription,
} from '../../../src/brokers/hivemq/settings';
import { describeFinding, evaluate } from '../../../src/rules/rule';

const KEYS = 'https://idp.example/keys';
const INTROSPECTION = { url: 'https://idp.example/introspect' };

/** What a rule makes of settings in which a value is known only at apply. */
type Later = 'precondition' | 'deferred' | 'silent';

interface Case {
  readonly broken: HiveMqSettings;
  readonly says: string;
  readonly good: HiveMqSettings;
  readonly token: HiveMqSettings;
  readonly later: Later;
  /** Versions of the three, where they matter. */
  readonly versions?: readonly [string | undefined, string | undefined, string | undefined];
}

const user = (name: string, more: object = {}) => settings({ fileRealm: { mqtt: { users: [{ name, ...more }] } } });
const listeners = (...names: string[]) => settings({}, { pipelines: names.map((listener) => ({ listenerPipeline: pipeline({ listener }) })) });
const roleClaim = (prefix?: string, postfix?: string, jwtClaim = 'roles') => withPipeline({
  authorizationPreprocessors: [
    ...pipeline().authorizationPreprocessors!,
    { jwtPreprocessor: { prefix, postfix, source: 'mqtt-password', jwtExtractions: [{ jwtClaim, eseVariable: 'authorization-role-key' }] } },
  ],
});
const jwtManager = (realm: string, validation: object = { reservedClaims: { aud: 'a' } }) =>
  withPipeline({ authenticationManager: { jwtAuthenticationManager: { realm, jwtValidation: validation } } });
const custom = withPipeline({ authenticationPreprocessors: [{ customPreprocessor: { implementation: 'com.example.Step' } }] });
const realms = (enabled: boolean, name = 'idp') => settings({}, {
  realms: [{ jwtRealm: { name, enabled, configuration: { jwksEndpoint: KEYS } } }, settings().config.realms![1]],
});

const CASES: { readonly [id: string]: Case } = {
  HIVEMQ_SETTING_REQUIRED: {
    broken: settings({}, { realms: [{ fileRealm: { name: 'topics', enabled: true } as never }] }),
    says: 'config.realms[0].fileRealm.configuration is required',
    good: settings(), token: realms(true, TOKEN), later: 'silent',
  },
  HIVEMQ_SETTING_CHOICE: {
    broken: withPipeline({ authorizationManager: {} }),
    says: 'config.pipelines[0].listenerPipeline.authorizationManager must have exactly one of fileAuthorizationManager, sqlAuthorizationManager',
    good: settings(), token: realms(true, TOKEN), later: 'silent',
  },
  HIVEMQ_SETTING_TYPE: {
    broken: withJwt({ jwksEndpoint: KEYS, jwksDefaultCacheDuration: -1 }),
    says: 'config.realms[0].jwtRealm.configuration.jwksDefaultCacheDuration must be a whole number from 0 to 2147483647, got -1',
    good: withJwt({ jwksEndpoint: KEYS, jwksDefaultCacheDuration: 0 }),
    token: withPermission({ qos: TOKEN as never }), later: 'precondition',
  },
  HIVEMQ_MUST_BE_KNOWN: {
    broken: user('u', { roles: ['#{TfToken[TOKEN.2]}'] }),
    says: 'fileRealm.mqtt.users[0].roles must be known at synthesis, since each member becomes an element',
    good: settings(), token: user('u', { roles: [TOKEN] }), later: 'silent',
  },
  HIVEMQ_RUNTIME_XML: {
    broken: settings({}, { runtime: '</runtime><realms>' }),
    says: 'config.runtime is not well-formed XML',
    good: settings({}, { runtime: '<a b="c"/>' }), token: settings({}, { runtime: TOKEN }), later: 'silent',
  },
  HIVEMQ_XML_CHARACTER: {
    broken: user('a\u0001b'), says: 'fileRealm.mqtt.users[0].name must be text without the control characters that XML 1.0 cannot hold, got "a\\u0001b"',
    good: user('a\tb'), token: user(TOKEN), later: 'precondition',
  },
  HIVEMQ_TEXT_BLANKS: {
    broken: user(' orders'), says: 'fileRealm.mqtt.users[0].name must be a text that is not empty and has no blanks at its ends, got " orders"',
    good: user('two words'), token: user(TOKEN), later: 'precondition',
  },
  HIVEMQ_NAME_NCNAME: {
    broken: withPipeline({ name: 'my pipeline' }),
    says: 'config.pipelines[0].listenerPipeline.name must be a name of letters, digits',
    good: withPipeline({ name: 'büro_1.a-b' }), token: withPipeline({ name: TOKEN }), later: 'precondition',
  },
  HIVEMQ_NAME_UNIQUE: {
    broken: withPipeline({ name: 'topics' }),
    says: 'config.pipelines[0].listenerPipeline.name is also the name at config.realms[1].fileRealm.name, got "topics"',
    good: withPipeline({ name: 'other' }), token: withPipeline({ name: TOKEN }), later: 'deferred',
  },
  HIVEMQ_REALM_RESOLVED: {
    broken: jwtManager('nobody'), says: 'config.pipelines[0].listenerPipeline.authenticationManager.jwtAuthenticationManager.realm is not the name of a realm, got "nobody"',
    good: settings(), token: jwtManager(TOKEN), later: 'deferred',
  },
  HIVEMQ_REALM_KIND: {
    broken: jwtManager('topics'), says: '.realm must be the name of a jwtRealm, not of a fileRealm, got "topics"',
    good: settings(), token: jwtManager(TOKEN), later: 'deferred',
  },
  HIVEMQ_REALM_DISABLED: {
    broken: realms(false), says: '.realm names a realm that is not enabled, got "idp"',
    good: settings(), token: jwtManager(TOKEN), later: 'deferred',
  },
  HIVEMQ_SECRET_LITERAL: {
    broken: withJwt({ jwksEndpoint: KEYS, introspectionEndpoint: INTROSPECTION, simpleAuth: { username: 'broker', password: 'hunter2' } }),
    says: 'config.realms[0].jwtRealm.configuration.simpleAuth.password must be ${ENV:NAME}, the name of an environment variable;',
    good: withJwt({ jwksEndpoint: KEYS, tlsTrustStore: { path: 'a.jks', password: '${ENV:STORE}' } }),
    token: withJwt({ jwksEndpoint: KEYS, tlsTrustStore: { path: 'a.jks', password: TOKEN } }), later: 'precondition',
  },
  HIVEMQ_PASSWORD_LITERAL: {
    broken: user('u', { password: { text: 'hunter2' } }), says: 'fileRealm.mqtt.users[0].password is not hashed;',
    good: user('u', { password: { text: 'aGFzaA==' }, algorithm: HiveMqHashAlgorithm.BCRYPT }),
    token: user('u', { password: { text: 'x' }, algorithm: TOKEN }), later: 'precondition',
  },
  HIVEMQ_PASSWORD_HASH: {
    broken: user('u', { password: { text: 'aGFzaA==' }, algorithm: HiveMqHashAlgorithm.PKCS5S2 }), says: 'fileRealm.mqtt.users[0].password is the hash of a password;',
    good: user('u'), token: user(TOKEN), later: 'silent',
  },
  HIVEMQ_PLACEHOLDER_UNKNOWN: {
    broken: jwtManager('idp', { reservedClaims: { aud: 'a' }, customClaims: [{ name: 'client', value: '${clientid}' }] }),
    says: 'customClaims[0].value must be a text whose placeholders are variables of the extension or ${ENV:NAME}, got "${clientid}"',
    good: jwtManager('idp', { reservedClaims: { aud: '${ENV:AUDIENCE}' }, customClaims: [{ name: 'client', value: '${mqtt-clientid}-${string-x}' }] }),
    token: jwtManager('idp', { reservedClaims: { aud: TOKEN } }), later: 'deferred',
  },
  HIVEMQ_JWKS_ENDPOINT_REQUIRED: {
    broken: withJwt({}), says: 'config.realms[0].jwtRealm.configuration.jwksEndpoint is missing',
    good: settings(), token: withJwt({ jwksEndpoint: TOKEN }), later: 'silent',
  },
  HIVEMQ_ENDPOINT_URL: {
    broken: withJwt({ jwksEndpoint: 'idp.example/keys' }), says: 'jwksEndpoint must be an absolute http or https URL without fragment, or one that begins with ${ENV:NAME}, got "idp.example/keys"',
    good: withJwt({ jwksEndpoint: '${ENV:JWKS}/keys' }), token: withJwt({ jwksEndpoint: TOKEN }), later: 'precondition',
  },
  HIVEMQ_PLAIN_HTTP: {
    broken: withJwt({ jwksEndpoint: 'http://localhost:8080/keys' }), says: 'jwksEndpoint must be a URL that starts with https://, got "http://localhost:8080/keys"',
    good: settings(), token: withJwt({ jwksEndpoint: TOKEN }), later: 'deferred',
  },
  HIVEMQ_SIMPLE_AUTH_UNUSED: {
    broken: withJwt({ jwksEndpoint: KEYS, simpleAuth: { username: 'a', password: '${ENV:A}' } }), says: 'simpleAuth is given without an introspection endpoint',
    good: withJwt({ jwksEndpoint: KEYS, introspectionEndpoint: INTROSPECTION, simpleAuth: { username: 'a', password: '${ENV:A}' } }, {
      enableIntrospection: { enabled: true }, reservedClaims: { aud: 'a' },
    }),
    token: withJwt({ jwksEndpoint: KEYS, introspectionEndpoint: { url: TOKEN }, simpleAuth: { username: TOKEN, password: '${ENV:A}' } }), later: 'silent',
  },
  HIVEMQ_INTROSPECTION_UNUSED: {
    broken: withJwt({ jwksEndpoint: KEYS, introspectionEndpoint: INTROSPECTION }), says: 'introspectionEndpoint is asked by no manager',
    good: withJwt({ jwksEndpoint: KEYS, introspectionEndpoint: INTROSPECTION }, { enableIntrospection: { enabled: true }, reservedClaims: { aud: 'a' } }),
    token: settings({}, {
      realms: [{ jwtRealm: { name: TOKEN, enabled: true, configuration: { jwksEndpoint: KEYS, introspectionEndpoint: INTROSPECTION } } }],
      pipelines: [],
    }),
    later: 'deferred',
  },
  HIVEMQ_INTROSPECTION_ENDPOINT_MISSING: {
    broken: jwtManager('idp', { enableIntrospection: { enabled: true }, reservedClaims: { aud: 'a' } }),
    says: 'jwtValidation.enableIntrospection is set, but the realm has no introspection endpoint, got "idp"',
    good: withJwt({ jwksEndpoint: KEYS, introspectionEndpoint: INTROSPECTION }, { enableIntrospection: { enabled: true }, reservedClaims: { aud: 'a' } }),
    token: jwtManager(TOKEN, { enableIntrospection: { enabled: true }, reservedClaims: { aud: 'a' } }), later: 'deferred',
  },
  HIVEMQ_TOKEN_UNRESTRICTED: {
    broken: jwtManager('idp', { reservedClaims: { iss: [], sub: 'x' } }), says: 'jwtValidation demands neither audience nor issuer nor scopes',
    good: jwtManager('idp', { reservedClaims: { scope: { scopes: ['mqtt'], alt: 'scp' } } }), token: jwtManager('idp', { reservedClaims: { aud: TOKEN } }), later: 'silent',
  },
  HIVEMQ_SAMPLING_RANGE: {
    broken: jwtManager('idp', { enableIntrospection: { enabled: false, sampling: 50 }, reservedClaims: { aud: 'a' } }), says: 'sampling must be a number from 0 to 1, got 50',
    good: jwtManager('idp', { enableIntrospection: { enabled: false, sampling: 0.5 }, reservedClaims: { aud: 'a' } }),
    token: jwtManager('idp', { enableIntrospection: { enabled: false, sampling: NUMBER_TOKEN }, reservedClaims: { aud: 'a' } }), later: 'deferred',
  },
  HIVEMQ_SCOPE_SYNTAX: {
    broken: jwtManager('idp', { reservedClaims: { scope: { scopes: ['a"b'] } } }), says: 'scope.scopes must be a list of which each member is a scope: printable ASCII without blank, `"` and `\\`, got ["a\\"b"]',
    good: jwtManager('idp', { reservedClaims: { scope: { scopes: ['a.read:*/*#'] } } }),
    token: jwtManager('idp', { reservedClaims: { scope: { scopes: [TOKEN] } } }), later: 'precondition',
  },
  HIVEMQ_ALLOW_ALL_AUTHORIZATION: {
    broken: withPipeline({ authorizationManager: { allowAllAuthorizationManager: {} } }), says: 'authorizationManager.allowAllAuthorizationManager grants everything to everybody',
    good: settings(), token: realms(true, TOKEN), later: 'silent',
  },
  HIVEMQ_ALLOW_ALL_AUTHENTICATION: {
    broken: withPipeline({ authenticationManager: { chainAuthenticationManager: {
      strategy: HiveMqAuthenticationStrategy.UNKNOWN_KEY, chain: [{ jwtAuthenticationManager: { realm: 'idp' } }, { allowAllAuthenticationManager: {} }],
    } } }),
    says: 'chainAuthenticationManager.chain[1].allowAllAuthenticationManager lets everybody in',
    good: settings(), token: realms(true, TOKEN), later: 'silent',
  },
  HIVEMQ_AUTHORIZATION_KEYS_UNUSED: {
    broken: withPipeline({ authorizationManager: { fileAuthorizationManager: { realm: 'topics', useAuthorizationKey: false, useAuthorizationRoleKey: false } } }),
    says: 'fileAuthorizationManager uses neither the authorization key nor the role key',
    good: withPipeline({ authorizationManager: { fileAuthorizationManager: { realm: 'topics', useAuthorizationKey: false } } }), token: realms(true, TOKEN), later: 'silent',
  },
  HIVEMQ_AUTHORIZATION_KEY_UNSET: {
    broken: withPipeline({ authorizationPreprocessors: [{ copyStringToStringPreprocessor: { fromVariable: 'authorization-key', toVariable: 'string-a' } }] }),
    says: 'fileAuthorizationManager uses authorization-key, which no step before it sets',
    good: withPipeline({ authorizationPreprocessors: [{ customPreprocessor: { implementation: 'x' } }] }), token: realms(true, TOKEN), later: 'silent',
  },
  HIVEMQ_ROLE_CLAIM_BRACES: {
    broken: roleClaim('[', undefined), says: 'authorizationPreprocessors[1].jwtPreprocessor.prefix must be "{{", got "["',
    good: roleClaim('{{', '}}'), token: roleClaim(TOKEN, '}}'), later: 'precondition',
  },
  HIVEMQ_ROLE_CLAIM_UNPROVEN: {
    broken: roleClaim('{{', '}}'), says: 'jwtExtractions copies a claim to authorization-role-key, got "roles"',
    good: settings(), token: withPipeline({ name: TOKEN }), later: 'silent',
  },
  HIVEMQ_LISTENER_AMBIGUOUS: {
    broken: listeners('tls', 'ALL'), says: 'config.pipelines[1].listenerPipeline.listener meets another pipeline for the same clients, config.pipelines[0].listenerPipeline, got "ALL"',
    good: listeners('tls', 'tcp'), token: listeners('tls', TOKEN), later: 'deferred',
  },
  HIVEMQ_TOPIC_FILTER: {
    broken: withPermission({ topic: 'a#' }), says: 'permissions[0].topic must be a topic filter: `+` fills a level alone, and `#` fills the last level alone, got "a#"',
    good: withPermission({ topic: '+/a b//$x/#' }), token: withPermission({ topic: `a/${TOKEN}` }), later: 'precondition',
  },
  HIVEMQ_TOPIC_SHARE: {
    broken: withPermission({ topic: '$share/g/a' }), says: 'topic must be a topic filter without $share/',
    good: withPermission({ topic: '$shared/a' }), token: withPermission({ topic: TOKEN }), later: 'precondition',
  },
  HIVEMQ_TOPIC_PLACEHOLDER: {
    broken: withPermission({ topic: 'a/${{clientid}}/b' }), says: 'topic must be a topic filter whose placeholders are variables of the extension',
    good: withPermission({ topic: 'a/${mqtt-clientid}' }), token: withPermission({ topic: TOKEN }), later: 'precondition',
  },
  HIVEMQ_TOPIC_VARIABLE_UNPROVEN: {
    broken: withPermission({ topic: 'a/${mqtt-username}' }), says: 'topic must be a topic filter with no placeholder but ${mqtt-clientid}, got "a/${mqtt-username}"',
    good: withPermission({ topic: 'a/${mqtt-clientid}' }), token: withPermission({ topic: TOKEN }), later: 'deferred',
  },
  HIVEMQ_SHARED_GROUP: {
    broken: withPermission({ activity: HiveMqActivity.SUBSCRIBE, sharedSubscription: HiveMqSharedSubscription.ALL }),
    says: 'sharedGroup must be `#` for any group, or the name of one, without `/`, `+` and `#`, got ""',
    good: withPermission({ activity: HiveMqActivity.ALL, sharedSubscription: HiveMqSharedSubscription.SHARED, sharedGroup: '#' }),
    token: withPermission({ activity: HiveMqActivity.ALL, sharedSubscription: HiveMqSharedSubscription.SHARED, sharedGroup: TOKEN }), later: 'precondition',
  },
  HIVEMQ_USER_DUPLICATE: {
    broken: settings({ fileRealm: { mqtt: { users: [{ name: 'a' }, { name: 'a' }] } } }), says: 'fileRealm.mqtt.users[1].name is also at fileRealm.mqtt.users[0].name, got "a"',
    good: settings({ fileRealm: { mqtt: { users: [{ name: 'a' }] }, restApi: { users: [{ name: 'a' }] } } }), token: user(TOKEN), later: 'deferred',
  },
  HIVEMQ_ROLE_DUPLICATE: {
    broken: settings({ fileRealm: { restApi: { roles: [{ id: 'a' }, { id: 'a' }] } } }), says: 'fileRealm.restApi.roles[1].id is also at fileRealm.restApi.roles[0].id, got "a"',
    good: settings({ fileRealm: { mqtt: { roles: [{ id: 'a' }, { id: 'b' }] } } }), token: settings({ fileRealm: { mqtt: { roles: [{ id: TOKEN }] } } }), later: 'deferred',
  },
  HIVEMQ_ROLE_UNDEFINED: {
    broken: user('u', { roles: ['a'] }), says: 'fileRealm.mqtt.users[0].roles[0] is not the id of a role, got "a"',
    good: settings({ fileRealm: { mqtt: { users: [{ name: 'u', roles: ['a'] }], roles: [{ id: 'a' }] } } }), token: user('u', { roles: [TOKEN] }), later: 'deferred',
  },
  HIVEMQ_FILE_REALM_UNREAD: {
    broken: settings({}, { realms: [settings().config.realms![0]] }), says: 'fileRealm is read by no file realm, got []',
    good: settings(),
    token: settings({}, { realms: [{ fileRealm: { name: 'f', enabled: true, configuration: { filePath: TOKEN } } }] }), later: 'deferred',
  },
  HIVEMQ_FILE_REALM_MISSING: {
    broken: settings({ fileRealm: undefined }), says: 'filePath names a file that is not part of these settings, got "conf/ese-file-realm.xml"',
    good: settings(),
    token: settings({}, { realms: [{ fileRealm: { name: 'f', enabled: true, configuration: { filePath: TOKEN } } }] }), later: 'deferred',
  },
  HIVEMQ_ALLOW_ALL_EXTENSION: {
    broken: settings({ allowAllExtensionDisabled: false }), says: 'allowAllExtensionDisabled must be true, got false',
    good: settings(), token: settings({ allowAllExtensionDisabled: undefined }), later: 'deferred',
  },
  HIVEMQ_VERSION_SYNTAX: {
    broken: settings(), good: settings(), token: settings(), says: 'brokerVersion is not a version, got "latest"', later: 'silent', versions: ['latest', '4.36.1', undefined],
  },
  HIVEMQ_VERSION_ERA: {
    broken: settings(), good: settings(), token: settings(), says: 'brokerVersion stands for releases before and since 4.15, got "4"', later: 'silent', versions: ['4', '4.15', '4.14'],
  },
  HIVEMQ_VERSION_UNKNOWN: {
    broken: settings(), good: settings(), token: settings(), says: 'brokerVersion is newer than 4.54.0, the newest known, got "4.55"', later: 'silent', versions: ['4.55', '4.20.3', TOKEN],
  },
  HIVEMQ_CUSTOM_PREPROCESSOR_VERSION: {
    broken: custom, good: custom, token: custom, says: 'authenticationPreprocessors[0].customPreprocessor is not known to HiveMQ 4.34', later: 'deferred', versions: ['4.34', '4.35.0', undefined],
  },
};

function judge(id: string, subject: HiveMqSettings, version: string | undefined) {
  const found = evaluate(HIVEMQ_RULES, { settings: subject, version, acknowledged: [] });
  return {
    findings: found.findings.filter((one) => one.rule === id),
    preconditions: found.preconditions.filter((one) => one.rule === id),
    deferred: found.deferred.filter((one) => one.rule === id),
  };
}

const versionOf = (id: string, index: number) => (CASES[id].versions === undefined ? '4.36' : CASES[id].versions![index]);

describe('rules', () => {
  test('settings of the usual design break none', () => {
    expect(evaluate(HIVEMQ_RULES, { settings: settings(), version: '4.36', acknowledged: [] })).toEqual({ findings: [], preconditions: [], deferred: [] });
  });

  test('each has a case here', () => {
    expect(Object.keys(CASES).sort()).toEqual(HIVEMQ_RULES.map((rule) => rule.id).sort());
  });

  test('ids are unique, also among those of readers, grants and targets', () => {
    const ids = [...HIVEMQ.rules, ...HIVEMQ.parseRules].map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(Object.keys(CASES))('%s is reported where it is broken', (id) => {
    const { findings } = judge(id, CASES[id].broken, versionOf(id, 0));
    expect(findings.length).toBeGreaterThan(0);
    expect(describeFinding(findings[0])).toContain(CASES[id].says);
    expect(describeFinding(findings[0])).toMatch(new RegExp(`\\[${id}\\]$`));
  });

  test.each(Object.keys(CASES))('%s is silent where it is kept', (id) => {
    expect(judge(id, CASES[id].good, versionOf(id, 1))).toEqual({ findings: [], preconditions: [], deferred: [] });
  });

  test.each(Object.keys(CASES).filter((id) => !['HIVEMQ_VERSION_ERA', 'HIVEMQ_VERSION_SYNTAX'].includes(id)))('%s does not guess at values known only at apply', (id) => {
    const { findings, preconditions, deferred } = judge(id, CASES[id].token, versionOf(id, 2));
    const later = preconditions.length > 0 ? 'precondition' : deferred.length > 0 ? 'deferred' : 'silent';
    expect({ findings, later }).toEqual({ findings: id === 'HIVEMQ_MUST_BE_KNOWN' ? findings : [], later: CASES[id].later });
  });

  test('a version that is known only at apply is refused', () => {
    expect(judge('HIVEMQ_VERSION_SYNTAX', settings(), TOKEN).findings.map((found) => found.message)[0]).toContain('must be known at synthesis');
    expect(judge('HIVEMQ_VERSION_ERA', settings(), TOKEN).findings).toEqual([]);
  });

  test('an unknown version is refused, since two files are possible', () => {
    const { findings } = evaluate(HIVEMQ_RULES, { settings: settings(), version: undefined, acknowledged: [] });
    expect(findings.map((found) => found.rule)).toEqual(['HIVEMQ_VERSION_ERA']);
  });

  test('XML and lists of elements must be known, single texts need not', () => {
    const rule = 'HIVEMQ_MUST_BE_KNOWN';
    expect(judge(rule, settings({}, { runtime: TOKEN }), '4.36').findings).toHaveLength(1);
    expect(judge(rule, user('u', { roles: [TOKEN] }), '4.36').findings).toEqual([]);
    expect(judge(rule, withPipeline({ authenticationManager: { chainAuthenticationManager: {
      strategy: TOKEN as never, chain: [{ jwtAuthenticationManager: { realm: 'idp' } }, { jwtAuthenticationManager: { realm: 'idp' } }],
    } } }), '4.36').findings).toHaveLength(1);
  });

  test('a secret never appears in a message', () => {
    const { findings } = evaluate(HIVEMQ_RULES, { settings: CASES.HIVEMQ_SECRET_LITERAL.broken, version: '4.36', acknowledged: [] });
    expect(JSON.stringify(findings)).not.toContain('hunter2');
  });

  test.each(['jwtPreprocessor', 'x509Preprocessor', 'httpHeadersPreprocessor'])('a Control Center pipeline has no %s', (kind) => {
    const controlCenterPipeline = { ...pipeline(), listener: undefined, authenticationPreprocessors: [{ [kind]: {} }] } as never;
    const paths = judge('HIVEMQ_SETTING_CHOICE', settings({}, { pipelines: [{ controlCenterPipeline }] }), '4.36').findings.map((found) => found.path);
    expect(paths).toContain(`config.pipelines[0].controlCenterPipeline.authenticationPreprocessors[0].${kind}`);
  });

  test.each([
    ['restApiPipeline', 'ldapAuthenticationManager'], ['restApiPipeline', 'oidcAuthenticationManager'], ['controlCenterPipeline', 'allowAllAuthenticationManager'],
    ['controlCenterRedirectPipeline', 'jwtAuthenticationManager'], ['listenerPipeline', 'oauthAuthenticationManager'],
  ])('%s has no %s', (kind, manager) => {
    const broken = settings({}, { pipelines: [{ [kind]: { ...pipeline(), authenticationManager: { [manager]: { realm: 'idp' } } } }] });
    expect(judge('HIVEMQ_SETTING_CHOICE', broken, '4.36').findings.map((found) => found.path)).toContain(`config.pipelines[0].${kind}.authenticationManager.${manager}`);
  });

  test('the same permission twice and the same name in two sections are no matter', () => {
    const twice = settings({ fileRealm: { mqtt: { users: [{ name: 'a', permissions: [PERMISSION, PERMISSION] }] } } });
    expect(evaluate(HIVEMQ_RULES, { settings: twice, version: '4.36', acknowledged: [] }).findings).toEqual([]);
  });
});
