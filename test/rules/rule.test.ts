import { HTTPS_URL } from '../../src/rules/condition';
import { describeFinding, evaluate, Rule } from '../../src/rules/rule';

const TOKEN = '${TfToken[TOKEN.1]}';

function ruleOf(level: 'error' | 'warning', check: Rule<string>['check']): Rule<string> {
  return { id: 'X_RULE', level, summary: 's', cause: 'c', remedy: 'use https', source: 'RFC', check };
}

describe('evaluate', () => {
  const valueRule = (level: 'error' | 'warning') => ruleOf(level, (issuer, report) => report.value('issuer', issuer, HTTPS_URL));

  test('finds nothing where the value is allowed', () => {
    expect(evaluate([valueRule('error')], 'https://a')).toEqual({ findings: [], preconditions: [], deferred: [] });
  });

  test('tells what was given and what is allowed', () => {
    const { findings } = evaluate([valueRule('error')], 'http://a');
    expect(findings).toEqual([{
      rule: 'X_RULE', level: 'error', path: 'issuer', message: 'must be a URL that starts with https://, got "http://a"', remedy: 'use https',
    }]);
    expect(describeFinding(findings[0], 'Stack/Broker'))
      .toBe('Stack/Broker: issuer must be a URL that starts with https://, got "http://a"; use https [X_RULE]');
  });

  test('turns an error on a value of apply into a precondition', () => {
    const { findings, preconditions } = evaluate([valueRule('error')], TOKEN);
    expect(findings).toEqual([]);
    expect(preconditions).toEqual([{ rule: 'X_RULE', path: 'issuer', value: TOKEN, condition: HTTPS_URL, remedy: 'use https' }]);
  });

  test('defers a warning on a value of apply', () => {
    expect(evaluate([valueRule('warning')], TOKEN)).toEqual({ findings: [], preconditions: [], deferred: [{ rule: 'X_RULE', path: 'issuer' }] });
  });

  test('leaves absent values alone', () => {
    const rule = ruleOf('error', (_, report) => report.value('issuer', undefined, HTTPS_URL));
    expect(evaluate([rule], '')).toEqual({ findings: [], preconditions: [], deferred: [] });
  });

  test('tells a broken rule without a value when none is shown', () => {
    const rule = ruleOf('error', (_, report) => report.broken('secret', { message: 'must name a variable' }));
    expect(evaluate([rule], '').findings[0].message).toBe('must name a variable');
  });
});

test('the one member of a list that only Terraform knows is judged as that whole list', () => {
  const rule = ruleOf('error', (member, report) => report.value('urls[0]', member, HTTPS_URL));
  const [{ value, condition }] = evaluate([rule], '#{TfToken[TOKEN.1]}').preconditions;
  expect(value).toEqual(['#{TfToken[TOKEN.1]}']);
  expect(condition.hcl('x')).toBe('alltrue([for member in x : startswith(member, "https://")])');
});
