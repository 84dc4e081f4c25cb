import { said, told } from './said';
import { pipeline, settings, TOKEN, withPipeline } from './samples';
import { HiveMqJwtAuthenticationManager, HiveMqJwtRealmConfiguration, HiveMqJwtValidation, HiveMqSettings } from '../../../src/brokers/hivemq/settings';

/*
 * Edges of the rules on tokens, pipelines, users and versions.
 */

const KEYS = 'https://idp.example/keys';
const ASKED = { url: 'https://idp.example/introspect' };
const INTROSPECTS: HiveMqJwtValidation = { enableIntrospection: { enabled: true } };
const REALM = 'config.realms[0].jwtRealm.configuration';
const managerAt = (index: number) => `config.pipelines[${index}].listenerPipeline.authenticationManager.jwtAuthenticationManager`;

/** A JWT realm and a pipeline for each manager. */
function judgedBy(configuration: HiveMqJwtRealmConfiguration | undefined, managers: readonly HiveMqJwtAuthenticationManager[], name: string = 'idp'): HiveMqSettings {
  return settings({}, {
    realms: [{ jwtRealm: { name, enabled: true, configuration: configuration as never } }],
    pipelines: managers.map((jwtAuthenticationManager) => ({ listenerPipeline: pipeline({ authenticationManager: { jwtAuthenticationManager } }) })),
  });
}

const INTROSPECTION = `${REALM}.introspectionEndpoint`;
const WITH = { jwksEndpoint: KEYS, introspectionEndpoint: ASKED };

test.each<[string, HiveMqSettings, readonly string[]]>([
  ['HIVEMQ_JWKS_ENDPOINT_REQUIRED', judgedBy(undefined, []), [`${REALM}.jwksEndpoint`]],
  ['HIVEMQ_SIMPLE_AUTH_UNUSED', judgedBy(undefined, []), []],
  ['HIVEMQ_SIMPLE_AUTH_UNUSED', judgedBy({ jwksEndpoint: KEYS }, []), []],
  ['HIVEMQ_INTROSPECTION_UNUSED', judgedBy(undefined, []), []],
  ['HIVEMQ_INTROSPECTION_UNUSED', judgedBy(WITH, []), [INTROSPECTION]],
  ['HIVEMQ_INTROSPECTION_UNUSED', judgedBy(WITH, [{ realm: 'idp', jwtValidation: INTROSPECTS }]), []],
  ['HIVEMQ_INTROSPECTION_UNUSED', judgedBy(WITH, [{ realm: 'idp' }]), [INTROSPECTION]],
  ['HIVEMQ_INTROSPECTION_UNUSED', judgedBy(WITH, [{ realm: 'idp', jwtValidation: { enableIntrospection: { enabled: false } } }]), [INTROSPECTION]],
  ['HIVEMQ_INTROSPECTION_UNUSED', judgedBy(WITH, [{ realm: 'other', jwtValidation: INTROSPECTS }]), [INTROSPECTION]],
  ['HIVEMQ_INTROSPECTION_UNUSED', judgedBy(WITH, [{ realm: TOKEN, jwtValidation: INTROSPECTS }]), [`deferred ${INTROSPECTION}`]],
  ['HIVEMQ_INTROSPECTION_UNUSED', judgedBy(WITH, [{ realm: TOKEN }]), [INTROSPECTION]],
  ['HIVEMQ_INTROSPECTION_UNUSED', judgedBy(WITH, [{ realm: 'idp' }, { realm: TOKEN, jwtValidation: INTROSPECTS }]), [`deferred ${INTROSPECTION}`]],
  ['HIVEMQ_INTROSPECTION_UNUSED', judgedBy(WITH, [{ realm: 'idp' }], TOKEN), [`deferred ${INTROSPECTION}`]],
  ['HIVEMQ_INTROSPECTION_ENDPOINT_MISSING', judgedBy(undefined, [{ realm: 'idp', jwtValidation: INTROSPECTS }]), [`${managerAt(0)}.jwtValidation.enableIntrospection`]],
  ['HIVEMQ_INTROSPECTION_ENDPOINT_MISSING', judgedBy({ jwksEndpoint: KEYS }, [{ realm: 'nobody', jwtValidation: INTROSPECTS }]), []],
  ['HIVEMQ_INTROSPECTION_ENDPOINT_MISSING', judgedBy({ jwksEndpoint: KEYS }, [{ realm: 'idp' }]), []],
  ['HIVEMQ_INTROSPECTION_ENDPOINT_MISSING', judgedBy({ jwksEndpoint: KEYS }, [{ realm: 'idp' }, { realm: 'idp', jwtValidation: INTROSPECTS }]),
    [`${managerAt(1)}.jwtValidation.enableIntrospection`]],
  ['HIVEMQ_TOKEN_UNRESTRICTED', judgedBy(WITH, [{ realm: 'idp' }]), [`${managerAt(0)}.jwtValidation`]],
  ['HIVEMQ_TOKEN_UNRESTRICTED', judgedBy(WITH, [{ realm: 'idp', jwtValidation: { reservedClaims: { iss: [], scope: { scopes: [] } } } }]), [`${managerAt(0)}.jwtValidation`]],
  ['HIVEMQ_TOKEN_UNRESTRICTED', judgedBy(WITH, [{ realm: 'idp', jwtValidation: { reservedClaims: { iss: ['a'], scope: { scopes: [] } } } }]), []],
  ['HIVEMQ_TOKEN_UNRESTRICTED', judgedBy(WITH, [{ realm: 'idp', jwtValidation: { reservedClaims: { scope: { scopes: ['a'] } } } }]), []],
  ['HIVEMQ_TOKEN_UNRESTRICTED', judgedBy(WITH, [{ realm: 'idp', jwtValidation: { reservedClaims: { aud: 'a' } } }]), []],
  ['HIVEMQ_SCOPE_SYNTAX', judgedBy(WITH, [{ realm: 'idp' }, { realm: 'idp', jwtValidation: {} }, { realm: 'idp', jwtValidation: { reservedClaims: {} } }]), []],
])('%s: %#', (id, given, expected) => {
  expect(said(id, given)).toEqual(expected);
});

test.each<[unknown, boolean]>([[0, true], [1, true], [0.5, true], [-0.01, false], [1.01, false], ['0.5', false], [undefined, true]])('a sampling of %j is a share: %s', (sampling, isShare) => {
  const given = judgedBy(WITH, [{ realm: 'idp', jwtValidation: { enableIntrospection: { enabled: true, sampling: sampling as number } } }]);

  expect(said('HIVEMQ_SAMPLING_RANGE', given)).toEqual(isShare ? [] : [`${managerAt(0)}.jwtValidation.enableIntrospection.sampling`]);
});

test.each(['', 'a b', 'a"', '"a', 'a\\', '\\a', 'é', 'a\n'])('%j is no scope', (scope) => {
  const given = judgedBy(WITH, [{ realm: 'idp', jwtValidation: { reservedClaims: { scope: { scopes: ['a', scope] } } } }]);

  expect(said('HIVEMQ_SCOPE_SYNTAX', given)).toEqual([`${managerAt(0)}.jwtValidation.reservedClaims.scope.scopes`]);
});

const copiesRoles = (prefix?: string, postfix?: string) => withPipeline({
  authorizationPreprocessors: [{ jwtPreprocessor: { prefix, postfix, source: 'mqtt-password', jwtExtractions: [{ jwtClaim: 'roles', eseVariable: 'authorization-role-key' }] } }],
});
const STEP = 'config.pipelines[0].listenerPipeline.authorizationPreprocessors[0].jwtPreprocessor';

test.each<[string | undefined, string | undefined, readonly string[]]>([
  ['{{', '}}', []], [undefined, '}}', [`${STEP}.prefix must be "{{"`]], ['{{', undefined, [`${STEP}.postfix must be "}}"`]],
  ['{', '}}}', [`${STEP}.prefix must be "{{", got "{"`, `${STEP}.postfix must be "}}", got "}}}"`]], ['x{{', '}}', [`${STEP}.prefix must be "{{", got "x{{"`]],
])('roles between %j and %j', (prefix, postfix, expected) => {
  expect(told('HIVEMQ_ROLE_CLAIM_BRACES', copiesRoles(prefix, postfix))).toEqual(expected);
});

test('pipelines of other kinds have other clients, and two of one kind meet', () => {
  const of = (...kinds: readonly string[]) => settings({}, { pipelines: kinds.map((kind) => ({ [kind]: pipeline() })) });
  const rule = 'HIVEMQ_LISTENER_AMBIGUOUS';

  expect(said(rule, of('listenerPipeline', 'restApiPipeline', 'controlCenterPipeline'))).toEqual([]);
  expect(said(rule, of('controlCenterPipeline', 'listenerPipeline', 'controlCenterPipeline'))).toEqual(['config.pipelines[2].controlCenterPipeline']);
  expect(said(rule, of('restApiPipeline', 'restApiPipeline'))).toEqual(['config.pipelines[1].restApiPipeline.listener']);
});

test('a listener is met at the first pipeline of its clients', () => {
  const names = ['a', 'b', 'b', 'a'];
  const given = settings({}, { pipelines: names.map((listener) => ({ listenerPipeline: pipeline({ listener }) })) });

  expect(told('HIVEMQ_LISTENER_AMBIGUOUS', given)).toEqual([2, 3].map((index) =>
    `config.pipelines[${index}].listenerPipeline.listener meets another pipeline for the same clients, config.pipelines[${3 - index}].listenerPipeline, got "${names[index]}"`));
});

test('users without roles name none, and roles of another section are others', () => {
  const rule = 'HIVEMQ_ROLE_UNDEFINED';
  const role = (id: string) => ({ id, permissions: [] });

  expect(said(rule, settings({ fileRealm: undefined }))).toEqual([]);
  expect(said(rule, settings({ fileRealm: { mqtt: { users: [{ name: 'u' }] } } }))).toEqual([]);
  expect(said(rule, settings({ fileRealm: { mqtt: { users: [{ name: 'u', roles: ['b', 'a'] }], roles: [role('a')] }, restApi: { roles: [role('b')] } } })))
    .toEqual(['fileRealm.mqtt.users[0].roles[0]']);
  expect(said(rule, settings({ fileRealm: { mqtt: { users: [{ name: 'u', roles: ['b', 'a'] }], roles: [role('a'), role(TOKEN)] } } })))
    .toEqual(['deferred fileRealm.mqtt.users[0].roles[0]']);
});

test.each([['4.3', ['brokerVersion']], ['4.4', []], ['4.54', []], ['4.54.1', ['brokerVersion']], ['4.55', ['brokerVersion']], ['latest', []], ['5.x', []], [undefined, []]])(
  'the release %s is known: %j', (version, expected) => {
    expect(said('HIVEMQ_VERSION_UNKNOWN', settings(), version)).toEqual(expected);
  });

test('a release before the oldest known is said to be one', () => {
  expect(told('HIVEMQ_VERSION_UNKNOWN', settings(), '4.3')).toEqual(['brokerVersion is older than 4.4, the oldest known, got "4.3"']);
});

test.each([['4', ['brokerVersion']], ['4.14', []], ['4.15', []], ['latest', []], [undefined, ['brokerVersion']]])('the era of %s is open: %j', (version, expected) => {
  expect(said('HIVEMQ_VERSION_ERA', settings(), version)).toEqual(expected);
});

const custom = { customPreprocessor: { implementation: 'com.example.Step' } };
const steps = withPipeline({
  authenticationPreprocessors: [custom], authorizationPreprocessors: [...pipeline().authorizationPreprocessors!, custom],
});
const CUSTOM = ['authenticationPreprocessors[0]', 'authorizationPreprocessors[1]'].map((step) => `config.pipelines[0].listenerPipeline.${step}.customPreprocessor`);

test.each<[HiveMqSettings, string | undefined, readonly string[]]>([
  [steps, '4.34', CUSTOM], [steps, undefined, CUSTOM.map((path) => `deferred ${path}`)], [steps, '4.35', []], [settings(), '4.34', []], [settings(), undefined, []],
])('custom steps have their releases: %#', (given, version, expected) => {
  expect(said('HIVEMQ_CUSTOM_PREPROCESSOR_VERSION', given, version)).toEqual(expected);
});

test.each<[boolean | undefined, readonly string[]]>([[true, []], [false, ['allowAllExtensionDisabled']], [undefined, ['deferred allowAllExtensionDisabled']]])(
  'the allow-all extension is said to be off: %s', (allowAllExtensionDisabled, expected) => {
    expect(said('HIVEMQ_ALLOW_ALL_EXTENSION', settings({ allowAllExtensionDisabled }))).toEqual(expected);
  });
