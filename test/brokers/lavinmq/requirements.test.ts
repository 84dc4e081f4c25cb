import { GOOD, GOOD_CLOUDAMQP, UNKNOWN } from './support/settings';
import { needs, OVERLAP_STEPS, REQUIREMENT_NAMES, requirements } from '../../../src/brokers/lavinmq/requirements';
import { LavinMqSettings } from '../../../src/brokers/lavinmq/settings';
import { lockoutChanges } from '../../../src/brokers/requirements';

function changed(before: LavinMqSettings, after: LavinMqSettings): string[] {
  return lockoutChanges(requirements(before), requirements(after), REQUIREMENT_NAMES).map((change) => `${change.what} ${change.setting}`);
}

test('states what tokens must be', () => {
  expect(requirements({ ...GOOD, issuer: 'https://a/', additionalScopesKeys: ['permissions'] })).toEqual({
    issuer: [{ kind: 'exact', value: 'https://a' }],
    audience: [{ kind: 'exact', value: 'messaging' }],
    keys: ['https://a/.well-known/openid-configuration'],
    claims: {
      scope_prefix: [{ kind: 'pattern', value: 'lavinmq.*' }],
      additional_scopes_keys: [
        { kind: 'exact', value: 'resource_access.lavinmq.roles' }, { kind: 'exact', value: 'scope' },
        { kind: 'exact', value: 'permissions, in objects only lavinmq' },
      ],
    },
    principal: ['sub', 'client_id'],
  });
});

test('resource_server_id stands in for a missing audience', () => {
  expect(requirements({ ...GOOD, audience: undefined }).audience).toEqual([{ kind: 'exact', value: 'lavinmq' }]);
});

test('with the check on and nothing to compare, no audience is good', () => {
  expect(requirements({ issuer: 'https://a' }).audience).toBe('none');
  expect(requirements({ issuer: 'https://a', verifyAud: false }).audience).toBe('any');
  expect(requirements({}).issuer).toBe('none');
});

test('an issuer known only at apply is left alone', () => {
  expect(requirements({ issuer: UNKNOWN }).keys).toEqual([`${UNKNOWN}/.well-known/openid-configuration`]);
});

test.each<[string, LavinMqSettings, LavinMqSettings, string[]]>([
  ['nothing', GOOD, GOOD, []],
  ['a slash at the end of the issuer', GOOD, { ...GOOD, issuer: `${GOOD.issuer}/` }, []],
  ['two slashes at the end of the issuer', GOOD, { ...GOOD, issuer: `${GOOD.issuer}//` }, ['issuer issuer', 'key issuer']],
  ['another issuer', GOOD, { ...GOOD, issuer: 'https://b' }, ['issuer issuer', 'key issuer']],
  ['another audience', GOOD, { ...GOOD, audience: 'mq' }, ['audience audience']],
  ['no check of the audience', GOOD, { ...GOOD, verifyAud: false }, []],
  ['a check of the audience', { ...GOOD, verifyAud: false }, GOOD, ['audience audience']],
  ['another resource server id', GOOD, { ...GOOD, resourceServerId: 'mq' }, ['claim additional_scopes_keys', 'claim scope_prefix']],
  ['another prefix', GOOD, { ...GOOD, scopePrefix: 'mq.' }, ['claim scope_prefix']],
  ['no prefix any more', GOOD, { ...GOOD, scopePrefix: '' }, ['claim scope_prefix']],
  ['the same prefix by its own name', GOOD, { ...GOOD, scopePrefix: 'lavinmq.' }, []],
  ['one more scope claim', GOOD, { ...GOOD, additionalScopesKeys: ['roles'] }, []],
  ['one scope claim less', { ...GOOD, additionalScopesKeys: ['roles'] }, GOOD, ['claim additional_scopes_keys']],
  ['another user name', GOOD, { ...GOOD, preferredUsernameClaims: ['azp'] }, ['claim preferred_username_claims']],
  ['the default user name, spelled out', GOOD, { ...GOOD, preferredUsernameClaims: ['sub', 'client_id'] }, []],
])('%s changes what tokens must be', (_name, before, after, expected) => {
  expect(changed(before, after)).toEqual(expected);
});

test('needs of a self-hosted broker', () => {
  expect(needs({ ...GOOD, additionalScopesKeys: ['permissions', 'scope'] }, '2.9.1')).toEqual({
    scopes: {
      claims: ['resource_access.lavinmq.roles', 'scope', 'permissions'],
      arrayReadIn: ['resource_access.lavinmq.roles', 'permissions'],
      arrayRejectsTokenIn: ['scope'],
    },
    introspection: undefined,
    algorithms: ['RS256'],
    plainHttp: 'unwise',
    issuerComparison: 'one-trailing-slash',
    issuer: 'https://sso.example.com/realms/messaging',
    audiences: ['messaging'],
    allAudiences: false,
    principal: {
      claim: 'sub',
      use: 'the user name in logs and in the check of the user_id property of published messages',
      maxLength: undefined,
      pattern: undefined,
      patternText: undefined,
      decidesRights: false,
    },
    keyNeedsAlg: false,
    keyNeedsUse: true,
    keySource: 'discovery',
    keyCache: { seconds: 3600, refetchesUnknownKeys: false },
  });
});

test('needs that depend on target, version and settings', () => {
  expect(needs(GOOD_CLOUDAMQP, '2.9.0')).toMatchObject({ plainHttp: 'refused', keyNeedsAlg: true });
  expect(needs(GOOD, '2.9').keyNeedsAlg).toBeUndefined();
  expect(needs({ ...GOOD, verifyAud: false }, '2.9').audiences).toEqual([]);
  expect(needs({ ...GOOD, preferredUsernameClaims: ['azp'] }, '2.9').principal?.claim).toBe('azp');
});

test('there is no overlap for an issuer and its keys', () => {
  expect(Object.keys(OVERLAP_STEPS)).toEqual(['audience', 'claim']);
});
