import { renderRules } from '../../scripts/rules-page';

const RULES = [{
  room: 'Pro Mosquitto: files',
  rules: [{
    id: 'MOSQUITTO_EXAMPLE',
    level: 'warning' as const,
    summary: 'a|b holds `x|y_` and my_setting.',
    cause: '<b> would\n  be *bold*, as _this_.',
    remedy: 'write less',
    source: 'RFC 7519 section 4',
  }],
}];

test('the page shows every rule of every room with its level, demand, cause, remedy and source', () => {
  const page = renderRules(RULES, []);

  expect(page.split('\n')).toEqual(expect.arrayContaining([
    '- [Pro Mosquitto: files](#pro-mosquitto-files): 1 rules',
    '## Pro Mosquitto: files',
    '| Id | Level | What is demanded | Otherwise | What to do | Source |',
    '| --- | --- | --- | --- | --- | --- |',
    '| <a id="MOSQUITTO_EXAMPLE"></a>`MOSQUITTO_EXAMPLE` | warning | a\\|b holds `x\\|y_` and my_setting. '
      + '| &lt;b&gt; would be \\*bold\\*, as \\_this\\_. | write less | RFC 7519 section 4 |',
  ]));
});

test('the page shows every step with what it looks at, what failing means, remedy and source, and links a name twice taken once', () => {
  const page = renderRules(RULES, [{
    room: 'Pro Mosquitto',
    steps: [
      { rule: 'MOSQUITTO_START', looksAt: 'jwt.json', remedy: 'correct it', source: 'a page', decides: 'start' },
      { rule: 'MOSQUITTO_EXPIRY', looksAt: 'exp', remedy: 'get a new token', source: 'RFC 7519' },
      { rule: 'MOSQUITTO_EXAMPLE', looksAt: 'the <account>', remedy: 'add it', source: 'acl.c', decides: 'action' },
    ],
  }]);

  expect(page.split('\n').slice(-8)).toEqual([
    '## What Pro Mosquitto looks at',
    '',
    '| Id | Looks at | Where it fails | What to do | Source |',
    '| --- | --- | --- | --- | --- |',
    '| <a id="MOSQUITTO_START"></a>`MOSQUITTO_START` | jwt.json | the broker, or its part that judges tokens, does not start as written | correct it | a page |',
    '| <a id="MOSQUITTO_EXPIRY"></a>`MOSQUITTO_EXPIRY` | exp | the client is refused | get a new token | RFC 7519 |',
    '| `MOSQUITTO_EXAMPLE` | the &lt;account&gt; | the action is denied, or not known to be allowed | add it | acl.c |',
    '',
  ]);
  expect(page).toContain('- [What Pro Mosquitto looks at](#what-pro-mosquitto-looks-at): 3 steps');
});
