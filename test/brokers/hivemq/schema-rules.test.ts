import { said, told } from './said';
import { NUMBER_TOKEN, pipeline, settings, TOKEN, withJwt, withPermission, withPipeline } from './samples';
import { HiveMqJwtValidation, HiveMqSettings } from '../../../src/brokers/hivemq/settings';

/*
 * Edges of the rules that follow from the vendor's schema, of names and of secrets.
 */

const KEYS = 'https://idp.example/keys';
const MANAGER = 'config.pipelines[0].listenerPipeline.authenticationManager.jwtAuthenticationManager';
const SCOPES = `${MANAGER}.jwtValidation.reservedClaims.scope.scopes`;
const REALM = 'config.realms[0].jwtRealm';
const STORE = `${REALM}.configuration.tlsTrustStore.password`;

const validated = (jwtValidation: HiveMqJwtValidation) => withPipeline({ authenticationManager: { jwtAuthenticationManager: { realm: 'idp', jwtValidation } } });
const scoped = (...scopes: readonly string[]) => validated({ reservedClaims: { scope: { scopes: scopes as string[] } } });
const realm = (more: object) => settings({}, { realms: [{ jwtRealm: { name: 'idp', enabled: true, configuration: { jwksEndpoint: KEYS }, ...more } as never }] });
const stored = (password: string) => withJwt({ jwksEndpoint: KEYS, tlsTrustStore: { path: 'a.jks', password } });
const user = (name: string) => settings({ fileRealm: { mqtt: { users: [{ name }] } } });

test.each<[string, HiveMqSettings, readonly string[]]>([
  ['HIVEMQ_SETTING_REQUIRED', settings({}, { realms: [{ fileRealm: { name: 'topics', enabled: true } as never }] }), ['config.realms[0].fileRealm.configuration is required']],
  ['HIVEMQ_SETTING_REQUIRED', withPipeline({ authenticationManager: { chainAuthenticationManager: { strategy: 'UNKNOWN_KEY' as never, chain: [] } } }),
    ['config.pipelines[0].listenerPipeline.authenticationManager.chainAuthenticationManager.chain must have 2 members at least, got 0']],
  ['HIVEMQ_SETTING_CHOICE', realm({ colour: 'red' }), [`${REALM}.colour is not one of name, enabled, configuration`]],
  ['HIVEMQ_SETTING_TYPE', realm({ enabled: 'yes' }), [`${REALM}.enabled must be of type boolean, got "string"`]],
  ['HIVEMQ_SETTING_TYPE', realm({ name: 'no name' }), []],
  ['HIVEMQ_SETTING_TYPE', withJwt({ jwksEndpoint: 'no url' }), []],
  ['HIVEMQ_SETTING_TYPE', withPermission({ qos: 'THREE' as never }), [expect.stringMatching(/^fileRealm\.mqtt\.users\[0\]\.permissions\[0\]\.qos must be .*, got "THREE"$/) as never]],
])('%s in words: %#', (id, given, expected) => {
  expect(told(id, given)).toEqual(expected);
});

test.each<[string, HiveMqSettings, readonly string[]]>([
  ['HIVEMQ_TEXT_BLANKS', scoped('a', 'b'), []],
  ['HIVEMQ_TEXT_BLANKS', scoped('a', 'b c'), [SCOPES]],
  ['HIVEMQ_TEXT_BLANKS', scoped(' '), [SCOPES]],
  ['HIVEMQ_TEXT_BLANKS', scoped(''), [SCOPES]],
  ['HIVEMQ_TEXT_BLANKS', scoped('a\tb'), [SCOPES]],
  ['HIVEMQ_TEXT_BLANKS', scoped(TOKEN), [`precondition ${SCOPES}`]],
  ['HIVEMQ_TEXT_BLANKS', user('a'), []], ['HIVEMQ_TEXT_BLANKS', user('a b'), []], ['HIVEMQ_TEXT_BLANKS', user('a \n b'), []],
  ['HIVEMQ_TEXT_BLANKS', user(''), ['fileRealm.mqtt.users[0].name']], ['HIVEMQ_TEXT_BLANKS', user('a '), ['fileRealm.mqtt.users[0].name']],
  ['HIVEMQ_TEXT_BLANKS', user('\ta'), ['fileRealm.mqtt.users[0].name']], ['HIVEMQ_TEXT_BLANKS', user('a\n'), ['fileRealm.mqtt.users[0].name']],
  ['HIVEMQ_TEXT_BLANKS', user('a\r'), ['fileRealm.mqtt.users[0].name']],
  ['HIVEMQ_TEXT_BLANKS', stored(' '), []],
  ['HIVEMQ_XML_CHARACTER', scoped('a', 'b\u0001'), [SCOPES]],
  ['HIVEMQ_XML_CHARACTER', scoped('a', 'b'), []],
  ['HIVEMQ_XML_CHARACTER', scoped('a', TOKEN), [`precondition ${SCOPES}`]],
  ['HIVEMQ_XML_CHARACTER', withJwt({ jwksEndpoint: KEYS, jwksDefaultCacheDuration: NUMBER_TOKEN }), []],
  ['HIVEMQ_XML_CHARACTER', realm({ enabled: false }), []],
  ['HIVEMQ_XML_CHARACTER', stored('a\u0001'), [STORE]],
])('%s: %#', (id, given, expected) => {
  expect(said(id, given)).toEqual(expected);
});

const claim = (value: string) => validated({ customClaims: [{ name: 'c', value }] });
const CLAIM = `${MANAGER}.jwtValidation.customClaims[0].value`;

test.each<[string, HiveMqSettings, readonly string[]]>([
  ['HIVEMQ_PLACEHOLDER_UNKNOWN', claim('${mqtt-username} of ${ENV:A_1}'), []],
  ['HIVEMQ_PLACEHOLDER_UNKNOWN', claim('${mqtt-username} of ${nobody}'), [CLAIM]],
  ['HIVEMQ_PLACEHOLDER_UNKNOWN', claim('${xENV:A}'), [CLAIM]],
  ['HIVEMQ_PLACEHOLDER_UNKNOWN', claim('${ENV:A-B}'), [CLAIM]],
  ['HIVEMQ_PLACEHOLDER_UNKNOWN', claim('${ENV:1A}'), [CLAIM]],
  ['HIVEMQ_PLACEHOLDER_UNKNOWN', claim('${ENV:}'), [CLAIM]],
  ['HIVEMQ_PLACEHOLDER_UNKNOWN', claim('${ENV:A'), [CLAIM]],
  ['HIVEMQ_PLACEHOLDER_UNKNOWN', claim('$ENV:A {nobody}'), []],
  ['HIVEMQ_PLACEHOLDER_UNKNOWN', user('${nobody}'), []],
  ['HIVEMQ_PLACEHOLDER_UNKNOWN', stored('${nobody}'), []],
  ['HIVEMQ_PLACEHOLDER_UNKNOWN', withJwt({ jwksEndpoint: KEYS, jwksDefaultCacheDuration: NUMBER_TOKEN }), []],
  ['HIVEMQ_SECRET_LITERAL', stored('${ENV:A}'), []],
  ['HIVEMQ_SECRET_LITERAL', stored('x${ENV:A}'), [STORE]],
  ['HIVEMQ_SECRET_LITERAL', stored('${ENV:A}x'), [STORE]],
  ['HIVEMQ_SECRET_LITERAL', stored(TOKEN), [`precondition ${STORE}`]],
])('%s of placeholders: %#', (id, given, expected) => {
  expect(said(id, given)).toEqual(expected);
});

const FILE = settings().config.realms![1];
const named = (realms: readonly string[], of: string) => settings({}, {
  realms: [...realms.map((name) => ({ jwtRealm: { name, enabled: true, configuration: { jwksEndpoint: KEYS } } })), FILE],
  pipelines: [{ listenerPipeline: pipeline({ authenticationManager: { jwtAuthenticationManager: { realm: of } } }) }],
});

test.each<[string, HiveMqSettings, readonly string[]]>([
  ['HIVEMQ_REALM_RESOLVED', named(['idp', TOKEN], 'idp'), []],
  ['HIVEMQ_REALM_RESOLVED', named(['idp', TOKEN], 'nobody'), [`deferred ${MANAGER}.realm`]],
  ['HIVEMQ_REALM_RESOLVED', named(['idp'], 'nobody'), [`${MANAGER}.realm`]],
  ['HIVEMQ_REALM_RESOLVED', named(['idp'], TOKEN), [`deferred ${MANAGER}.realm`]],
  ['HIVEMQ_REALM_RESOLVED', settings({}, { realms: [{ jwtRealm: { enabled: true } as never }, FILE] }), [`${MANAGER}.realm`]],
  ['HIVEMQ_REALM_KIND', named(['idp', TOKEN], 'idp'), []],
  ['HIVEMQ_REALM_KIND', named(['idp', TOKEN], 'topics'), [`${MANAGER}.realm`]],
  ['HIVEMQ_REALM_KIND', named(['idp', TOKEN], 'nobody'), [`deferred ${MANAGER}.realm`]],
  ['HIVEMQ_REALM_KIND', named(['idp'], 'nobody'), []],
  ['HIVEMQ_REALM_DISABLED', named(['idp', TOKEN], 'idp'), []],
  ['HIVEMQ_REALM_DISABLED', named(['idp', TOKEN], 'nobody'), [`deferred ${MANAGER}.realm`]],
  ['HIVEMQ_REALM_DISABLED', named(['idp'], 'nobody'), []],
  ['HIVEMQ_NAME_UNIQUE', named(['idp', 'idp', 'other', 'idp'], 'idp'), ['config.realms[1].jwtRealm.name', 'config.realms[3].jwtRealm.name']],
  ['HIVEMQ_NAME_UNIQUE', named([TOKEN, TOKEN], 'idp'), ['deferred config.realms[0].jwtRealm.name', 'deferred config.realms[1].jwtRealm.name']],
])('%s of names: %#', (id, given, expected) => {
  expect(said(id, given)).toEqual(expected);
});

const REALMS = ['jwtRealm', 'fileRealm', 'sqlRealm', 'ldapRealm', 'oidcRealm', 'oauthRealm'];
const FITTING: readonly (readonly [string, string, string])[] = [
  ['authenticationManager', 'jwtAuthenticationManager', 'jwtRealm'], ['authenticationManager', 'fileAuthenticationManager', 'fileRealm'],
  ['authenticationManager', 'sqlAuthenticationManager', 'sqlRealm'], ['authenticationManager', 'ldapAuthenticationManager', 'ldapRealm'],
  ['authenticationManager', 'oidcAuthenticationManager', 'oidcRealm'], ['authenticationManager', 'oauthAuthenticationManager', 'oauthRealm'],
  ['authorizationManager', 'fileAuthorizationManager', 'fileRealm'], ['authorizationManager', 'sqlAuthorizationManager', 'sqlRealm'],
  ['authorizationManager', 'ldapAuthorizationManager', 'ldapRealm'],
];

test.each(FITTING)('as %s a %s asks a %s and no other realm', (place, manager, fitting) => {
  const given = (of: string) => settings({}, {
    realms: [{ [of]: { name: 'r', enabled: true } } as never],
    pipelines: [{ listenerPipeline: pipeline({
      authenticationManager: { allowAllAuthenticationManager: {} }, authorizationManager: { allowAllAuthorizationManager: {} }, [place]: { [manager]: { realm: 'r' } },
    }) }],
  });
  const refused = REALMS.filter((of) => said('HIVEMQ_REALM_KIND', given(of)).length > 0);

  expect(refused).toEqual(REALMS.filter((of) => of !== fitting));
});
