import { pipeline, settings, TOKEN, withJwt, withPipeline } from './samples';
import { HIVEMQ } from '../../../src/brokers/hivemq/core';
import { needsOf, requirementsOf } from '../../../src/brokers/hivemq/requirements';
import { HiveMqAuthenticationStrategy } from '../../../src/brokers/hivemq/settings';
import { lockoutChanges } from '../../../src/brokers/requirements';

const KEYS = 'https://idp.example/keys';

describe('requirements', () => {
  test('are the claims that the manager names, the key set and the claim that leads to rights', () => {
    const asked = withJwt({ jwksEndpoint: KEYS }, {
      reservedClaims: { aud: 'messaging', iss: ['https://a', 'https://b'], sub: 'me', scope: { scopes: ['mqtt', 'pub'], alt: 'scp' } },
      customClaims: [{ name: 'client', value: '${mqtt-clientid}' }, { name: 'tenant', value: 'x' }, { name: 'tenant', value: 'y' }],
    });
    expect(requirementsOf(asked)).toEqual({
      issuer: [{ kind: 'exact', value: 'https://a' }, { kind: 'exact', value: 'https://b' }],
      audience: [{ kind: 'exact', value: 'messaging' }],
      keys: [KEYS],
      claims: {
        'scp with mqtt': [{ kind: 'exact', value: 'mqtt' }],
        'scp with pub': [{ kind: 'exact', value: 'pub' }],
        'sub': [{ kind: 'exact', value: 'me' }],
        'client': [{ kind: 'pattern', value: '${mqtt-clientid}' }],
        'tenant': [{ kind: 'exact', value: 'x' }],
        'tenant (y)': [{ kind: 'exact', value: 'y' }],
      },
      principal: ['azp'],
    });
  });

  test('are none where nothing is demanded', () => {
    expect(requirementsOf(withJwt({}, {}))).toEqual({ issuer: 'any', audience: 'any', keys: [], claims: {}, principal: ['azp'] });
    expect(requirementsOf({ config: {} })).toEqual({ issuer: 'any', audience: 'any', keys: [], claims: {}, principal: [] });
  });

  test('leave out a claim that a file names by half', () => {
    const claims = [{ name: 'tenant' }, { value: 'x' }, { name: 'client', value: 'y' }] as { name: string; value: string }[];
    expect(requirementsOf(withJwt({}, { customClaims: claims })).claims).toEqual({ client: [{ kind: 'exact', value: 'y' }] });
  });

  test('one more scope locks out, one less does not', () => {
    const scopes = (...names: string[]) => requirementsOf(withJwt({ jwksEndpoint: KEYS }, { reservedClaims: { scope: { scopes: names } } }));
    expect(lockoutChanges(scopes('a'), scopes('a', 'b'), HIVEMQ.requirementNames).map((change) => change.setting)).toEqual(['scope with b']);
    expect(lockoutChanges(scopes('a', 'b'), scopes('a'), HIVEMQ.requirementNames)).toEqual([]);
  });

  test('one more issuer does not lock out, another audience does, and steps avoid it', () => {
    const asking = (aud: string, ...iss: string[]) => requirementsOf(withJwt({ jwksEndpoint: KEYS }, { reservedClaims: { aud, iss } }));
    expect(lockoutChanges(asking('a', 'x'), asking('a', 'x', 'y'), HIVEMQ.requirementNames)).toEqual([]);
    const changes = lockoutChanges(asking('a', 'x'), asking('b', 'x'), HIVEMQ.requirementNames);
    expect(changes.map((change) => change.setting)).toEqual(['reserved-claims/aud']);
    expect(HIVEMQ.overlapSteps.audience!.length).toBeGreaterThan(1);
  });

  test('of several pipelines are told by pipeline, so that none is overlooked', () => {
    const two = (aud: string) => requirementsOf(settings({}, { pipelines: [
      { listenerPipeline: pipeline({ listener: 'tls' }) },
      { listenerPipeline: pipeline({ listener: 'tcp', authenticationManager: { jwtAuthenticationManager: { realm: 'idp', jwtValidation: { reservedClaims: { aud } } } } }) },
    ] }));
    expect(two('x').audience).toEqual([{ kind: 'exact', value: 'messaging' }, { kind: 'exact', value: 'x' }]);
    expect(lockoutChanges(two('messaging'), two('x'), HIVEMQ.requirementNames).map((change) => change.setting)).toContain('tcp idp: aud');
  });
});

describe('needs', () => {
  test('name the scope claim, the audience, the issuer and the claim of users', () => {
    expect(needsOf(withJwt({ jwksEndpoint: KEYS }, { reservedClaims: { aud: 'messaging', iss: ['https://a'], scope: { scopes: ['mqtt'], alt: 'scp' } } }))).toEqual({
      scopes: { claims: ['scp'], arrayReadIn: ['scp'], arrayRejectsTokenIn: [] },
      introspection: undefined,
      algorithms: ['RS256', 'ES256'],
      plainHttp: 'unwise',
      issuerComparison: 'exact',
      issuer: 'https://a',
      audiences: ['messaging'],
      allAudiences: false,
      principal: { claim: 'azp', use: 'the name of a user in the file realm', maxLength: undefined, pattern: undefined, patternText: undefined },
      keyNeedsAlg: undefined,
      keyNeedsUse: undefined,
    });
  });

  test('name who introspects, when that is known', () => {
    const asking = (username: string) => needsOf(withJwt({
      jwksEndpoint: KEYS, introspectionEndpoint: { url: 'https://idp.example/introspect' }, simpleAuth: { username, password: '${ENV:A}' },
    }, { enableIntrospection: { enabled: true } })).introspection;
    expect([asking('broker'), asking(TOKEN)]).toEqual([{ caller: 'broker' }, { caller: undefined }]);
  });

  test('are none without tokens', () => {
    const none = needsOf(withPipeline({ authenticationManager: { fileAuthenticationManager: { realm: 'topics' } }, authorizationPreprocessors: [] }));
    expect([none.scopes, none.introspection, none.issuer, none.audiences, none.principal]).toEqual([undefined, undefined, undefined, [], undefined]);
  });

  test('look into chains', () => {
    const chain = { strategy: HiveMqAuthenticationStrategy.UNKNOWN_KEY, chain: [
      { fileAuthenticationManager: { realm: 'topics' } }, { jwtAuthenticationManager: { realm: 'idp', jwtValidation: { reservedClaims: { aud: 'x' } } } },
    ] };
    expect(needsOf(withPipeline({ authenticationManager: { chainAuthenticationManager: chain } })).audiences).toEqual(['x']);
  });
});
