import * as fc from 'fast-check';
import { OAUTH_SCOPE_TOKEN, OAuthScope } from '../../src/oauth/oauth-scope';
import { SCOPE_TOKEN, joinScopes, splitScopes } from '../../src/oauth/scope-syntax';
import { ValidationError } from '../../src/rules/validation-error';

const TOKEN = '${TfToken[TOKEN.1]}';

function problemsOf(make: () => unknown): readonly string[] {
  try {
    make();
  } catch (error) {
    return ValidationError.is(error) ? error.problems.map(({ path, text }) => `${path}: ${text}`) : [String(error)];
  }
  return [];
}

describe('OAuthScope', () => {
  test.each(['a', 'lavinmq.read:%2F/orders', 'mq.read:*/*', '!', '#', '[', ']', '~', 'A:b/c?d=e&f'])('%s is a scope', (text) => {
    expect(OAuthScope.of(text).value).toBe(text);
    expect(OAuthScope.isValid(text)).toBe(true);
  });

  test.each(['', ' ', 'a b', 'a"b', 'a\\b', 'a\tb', 'a\n', 'naïve', '\u007f', '\u{1f600}'])('%j is no scope', (text) => {
    expect(OAuthScope.isValid(text)).toBe(false);
    expect(problemsOf(() => OAuthScope.of(text))[0]).toContain(`[${OAUTH_SCOPE_TOKEN.id}]`);
  });

  test('the error tells what was given, what is allowed and what to do', () => {
    expect(problemsOf(() => OAuthScope.of('a b'))).toEqual([
      'OAuthScope: value must be printable ASCII without blank, double quote and backslash, at least one character, got "a b"; ' +
      'leave these characters out or percent-encode them, as the broker\'s scope grammar allows [OAUTH_SCOPE_TOKEN]',
    ]);
  });

  test('scopes are equal by their text, and case matters', () => {
    expect(OAuthScope.of('a').sameAs(OAuthScope.of('a'))).toBe(true);
    expect(OAuthScope.of('a').sameAs(OAuthScope.of('A'))).toBe(false);
    expect(`${OAuthScope.of('a:b')}`).toBe('a:b');
  });

  test('a scope cannot be changed', () => {
    const scope = OAuthScope.of('a');
    expect(() => Object.assign(scope, { value: 'b' })).toThrow(TypeError);
  });

  test('a value known only at apply is taken as it is', () => {
    expect(OAuthScope.of(TOKEN).value).toBe(TOKEN);
    expect(OAuthScope.parse(`${TOKEN} `).map(String)).toEqual([`${TOKEN} `]);
  });

  test('a list is split at blanks alone, without duplicates, in order', () => {
    expect(OAuthScope.parse(' b  a b ').map(String)).toEqual(['b', 'a']);
    expect(OAuthScope.parse('').map(String)).toEqual([]);
    expect(problemsOf(() => OAuthScope.parse('a\tb'))).toHaveLength(1);
  });
});

describe('scope syntax', () => {
  const scopeToken = fc.array(fc.constantFrom(...Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index)).filter((c) => !'"\\'.includes(c))), { minLength: 1 })
    .map((characters) => characters.join(''));

  test('splitting what was joined gives the same scopes', () => {
    fc.assert(fc.property(fc.array(scopeToken), (scopes) => expect(splitScopes(joinScopes(scopes))).toEqual(scopes)));
  });

  test('a text is a scope exactly when each character is in the grammar', () => {
    const allowed = (c: string) => c === '!' || (c >= '#' && c <= '[') || (c >= ']' && c <= '~');
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 6 }), (text) => {
      expect(SCOPE_TOKEN.test(text)).toBe(text !== '' && [...text].every(allowed));
    }));
  });

  test('Terraform judges by the same pattern', () => {
    expect(SCOPE_TOKEN.hcl('local.x')).toBe('can(regex("^[\\\\x21\\\\x23-\\\\x5b\\\\x5d-\\\\x7e]+$", local.x))');
  });
});
