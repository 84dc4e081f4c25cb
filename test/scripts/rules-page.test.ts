import { renderRules } from '../../scripts/rules-page';

test('the page shows every rule of every room with its level, demand, cause, remedy and source', () => {
  const page = renderRules([{
    room: 'Pro Mosquitto: files',
    rules: [{
      id: 'MOSQUITTO_EXAMPLE',
      level: 'warning',
      summary: 'a|b holds `x|y_` and my_setting.',
      cause: '<b> would\n  be *bold*, as _this_.',
      remedy: 'write less',
      source: 'RFC 7519 section 4',
    }],
  }]);

  expect(page.split('\n').slice(-7)).toEqual([
    '- [Pro Mosquitto: files](#pro-mosquitto-files): 1 rules',
    '',
    '## Pro Mosquitto: files',
    '',
    '| Id | Level | What is demanded | Otherwise | What to do | Source |',
    '| --- | --- | --- | --- | --- | --- |',
    '| <a id="MOSQUITTO_EXAMPLE"></a>`MOSQUITTO_EXAMPLE` | warning | a\\|b holds `x\\|y_` and my_setting. '
      + '| &lt;b&gt; would be \\*bold\\*, as \\_this\\_. | write less | RFC 7519 section 4 |',
    '',
  ].slice(-7));
});
