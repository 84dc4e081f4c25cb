import { audienceOfScope, FIT_AUDIENCE_RULES } from '../../../src/identity/fit/audience-rules';
import { GUID, oktaProfile, uaaProfile } from '../../../src/identity/profiles';
import { AudienceProfile } from '../../../src/identity/token-profile';
import { atApply, deferred, fit, needs, OTHER_TOKEN, PASSED, provider, testRules, TOKEN } from '../support';

const AUDIENCE: AudienceProfile = { setBy: 'unknown', several: undefined, present: undefined, freeChoice: true };
const audience = (part: Partial<AudienceProfile>) => provider({}, { audience: { ...AUDIENCE, ...part } });
const API = '66666666-7777-8888-9999-000000000000';
const LIST_TOKEN = '#{TfToken[TOKEN.3]}';
const uaa = provider({}, uaaProfile());
const application = (scopes?: readonly string[]) => [{ clientId: 'orders', principal: undefined, scopes }];

testRules(FIT_AUDIENCE_RULES, {
  IDENTITY_AUDIENCE_VALUE: {
    fails: [
      [fit({ provider: audience({ values: GUID }) }), 'audience must be a GUID such as 00000000-0000-0000-0000-000000000000, got "messaging"'],
      [fit({ provider: provider({}, oktaProfile({})), needs: needs({ audiences: ['1:2'] }), names: { audience: 'aud' } }),
        'aud must be a text without colon or a URI, got "1:2"'],
    ],
    passes: [
      fit({ provider: audience({}) }),
      fit({ provider: audience({ values: GUID }), needs: needs({ audiences: [API] }) }),
      fit({ provider: audience({ values: GUID }), needs: needs({ audiences: ['.*'], audiencesArePatterns: true }) }),
      fit({ provider: provider({}, oktaProfile({})), needs: needs({ audiences: ['api://mq', 'mq'] }) }),
    ],
    unresolved: [
      [fit({ provider: audience({ values: { pattern: '[^/]$', expects: 'x' } }), needs: needs({ audiences: [TOKEN] }) }),
        atApply('audience: can(regex("[^/]$", x))')],
      [fit({ provider: audience({ values: { pattern: '[^/]$', expects: 'x' } }), needs: needs({ audiences: [LIST_TOKEN] }) }),
        atApply('audience: alltrue([for member in x : can(regex("[^/]$", member))])')],
    ],
  },
  IDENTITY_AUDIENCE_NOT_ISSUED: {
    fails: [
      [fit({ provider: audience({ issued: ['other'] }) }), 'audience must be among the audiences that tokens carry ("other"), got "messaging"'],
      [fit({ provider: audience({ issued: [] }) }), 'audience must be among the audiences that tokens carry (none), got "messaging"'],
      [fit({ provider: audience({ issued: ['a', 'c'] }), needs: needs({ audiences: ['a', 'b'], allAudiences: true }) }),
        'audience must be among the audiences that tokens carry ("a", "c"), got "a, b"'],
    ],
    passes: [
      fit(),
      fit({ provider: audience({}) }),
      fit({ provider: audience({ issued: ['other'] }), needs: needs({ audiences: [] }) }),
      fit({ provider: audience({ issued: ['a'] }), needs: needs({ audiences: ['a', 'b'] }) }),
      fit({ provider: audience({ issued: ['a', 'b', 'c'] }), needs: needs({ audiences: ['a', 'b'], allAudiences: true }) }),
    ],
    unresolved: [
      [fit({ provider: audience({ issued: [TOKEN] }) }), atApply('audience: length(setintersection(x, ["messaging"])) > 0')],
      [fit({ provider: audience({ issued: ['a'] }), needs: needs({ audiences: [TOKEN] }) }), atApply('audience: length(setintersection(x, ["a"])) > 0')],
      [fit({ provider: audience({ issued: [TOKEN] }), needs: needs({ audiences: [TOKEN] }) }), PASSED],
      [fit({ provider: audience({ issued: [OTHER_TOKEN] }), needs: needs({ audiences: [TOKEN] }) }), deferred('audience')],
      [fit({ provider: audience({ issued: ['a', TOKEN] }), needs: needs({ audiences: ['b'] }) }), atApply('audience: length(setintersection(x, ["b"])) > 0')],
      [fit({ provider: audience({ issued: [LIST_TOKEN] }), needs: needs({ audiences: ['a', 'b'], allAudiences: true }) }),
        atApply('audience: length(setsubtract(["a", "b"], x)) == 0')],
      [fit({ provider: audience({ issued: ['a', 'b'] }), needs: needs({ audiences: [LIST_TOKEN], allAudiences: true }) }),
        atApply('audience: length(setsubtract(x, ["a", "b"])) == 0')],
    ],
  },
  IDENTITY_AUDIENCE_BY_NOBODY: {
    fails: [
      [fit({ provider: audience({ present: false, setBy: 'mapper' }) }), 'audience is demanded, and only an audience mapper adds it to tokens'],
      [fit({ provider: audience({ present: false, setBy: 'request' }) }), 'audience is demanded, and tokens have it only when the token request names it'],
    ],
    passes: [
      fit(),
      fit({ provider: audience({ present: true }) }),
      fit({ provider: audience({ present: false, issued: ['messaging'] }) }),
      fit({ provider: audience({ present: false }), needs: needs({ audiences: [] }) }),
    ],
    unresolved: [[fit({ provider: audience({ present: false, issued: [TOKEN] }) }), PASSED]],
  },
  IDENTITY_AUDIENCE_SEVERAL: {
    fails: [[
      fit({ provider: audience({ several: false }), needs: needs({ audiences: ['a', 'b'], allAudiences: true }) }),
      'audience demands several audiences of each token, and tokens of this provider have one, got "a, b"',
    ]],
    passes: [
      fit({ provider: audience({ several: false }) }),
      fit({ provider: audience({ several: false }), needs: needs({ audiences: ['a', 'b'] }) }),
      fit({ provider: audience({ several: true }), needs: needs({ audiences: ['a', 'b'], allAudiences: true }) }),
    ],
    unresolved: [[fit({ provider: audience({ several: false }), needs: needs({ audiences: [TOKEN, TOKEN], allAudiences: true }) }), PASSED]],
  },
  IDENTITY_AUDIENCE_FROM_SCOPES: {
    fails: [[
      fit({ provider: uaa, needs: needs({ audiences: ['mq'] }), applications: application(['mq.read:v/a.b']) }),
      'applications[orders] gets tokens for "orders", "mq.read:v/a", while the broker demands "mq"',
    ]],
    passes: [
      fit({ provider: uaa, needs: needs({ audiences: ['mq'] }), applications: application(['mq.read:v/a.b', 'mq.write:*/*']) }),
      fit({ provider: uaa, needs: needs({ audiences: ['orders'] }), applications: application([]) }),
      fit({ provider: uaa, needs: needs({ audiences: ['mq'] }), applications: application() }),
      fit({ applications: application(['x.y']) }),
    ],
    unresolved: [
      [fit({ provider: uaa, needs: needs({ audiences: ['mq'] }), applications: application([TOKEN]) }), deferred('applications[orders]')],
      [fit({ provider: uaa, needs: needs({ audiences: ['mq'] }), applications: application([TOKEN, 'mq.a']) }), PASSED],
    ],
  },
});

describe('the audience that UAA makes of a scope', () => {
  test.each([
    ['mq.read:*/*', 'mq'],
    ['mq.read:v/a.b', 'mq.read:v/a'],
    ['a.b.c', 'a.b'],
    ['nodot', undefined],
    ['ends.', undefined],
    ['.starts', undefined],
    ['uaa.none', undefined],
  ])('%s yields %s', (scope, made) => expect(audienceOfScope(scope)).toBe(made));
});
