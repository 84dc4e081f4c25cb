import * as fc from 'fast-check';
import { anyConf, CONF, confText } from './samples';
import { merge } from '../../../src/brokers/mosquitto/merge';
import { mergeConf } from '../../../src/brokers/mosquitto/merge-conf';
import { ConfSettings } from '../../../src/brokers/mosquitto/settings';

const OURS = confText({ ...CONF, persistenceLocation: undefined, allowAnonymous: undefined, listeners: [] });

function merged(existing: string | undefined, ours: string): string {
  const { text, problem } = mergeConf(existing, ours);
  expect(problem).toBeUndefined();
  return text as string;
}

describe('merging mosquitto.conf', () => {
  test.each([[undefined], ['']])('nothing on the node (%j) gives our lines alone', (existing) => {
    expect(merged(existing, OURS)).toBe(OURS);
  });

  test('our lines go to the end, and a second time nothing changes', () => {
    const text = merged('log_dest stdout\r\nlistener 8883', OURS);
    expect(text).toBe(`log_dest stdout\r\nlistener 8883\n${OURS}`);
    expect(merged(text, OURS)).toBe(text);
  });

  test('our lines go before the plugins of others, so that the token plugin is asked first', () => {
    const existing = 'log_dest stdout\nglobal_plugin /usr/lib/cedalo_mosquitto_ha.so\nplugin_opt_a b\n';
    expect(merged(existing, OURS)).toBe(`log_dest stdout\n${OURS}global_plugin /usr/lib/cedalo_mosquitto_ha.so\nplugin_opt_a b\n`);
  });

  test('our old lines are replaced where they stand', () => {
    const existing = 'a 1\n# broker-oauth begin\nplugin /old.so\n# broker-oauth end\n# mine\nb 2';
    expect(merged(existing, OURS)).toBe(`a 1\n${OURS}# mine\nb 2`);
  });

  test('marks at the end of a file without a last line break are found', () => {
    expect(merged('# broker-oauth begin\n# broker-oauth end', OURS)).toBe(OURS);
  });

  test.each([
    ['# broker-oauth begin\n'],
    ['# broker-oauth end\n# broker-oauth begin\n'],
    ['# broker-oauth begin\n# broker-oauth end\n# broker-oauth begin\n# broker-oauth end\n'],
  ])('refuses damaged marks: %j', (existing) => {
    expect(mergeConf(existing, OURS)).toEqual({ problem: expect.objectContaining({ rule: 'MOSQUITTO_MERGE_MARKS' }) });
  });

  const listening: ConfSettings = { ...CONF, listeners: [{ port: 1883 }] };
  test.each([
    ['the same plugin', 'x 1\nplugin /other/path/cedalo_jwt_auth.so\n', OURS, 'line 2 plugin', /loads cedalo_jwt_auth.so, which our lines load too/],
    ['the same plugin by name', 'plugin_load d  /a/mosquitto_dynamic_security.so\n', OURS, 'line 1 plugin_load', /loading it twice crashes the broker/],
    ['allow_anonymous', 'allow_anonymous true\n', confText(CONF), 'line 1 allow_anonymous', /is set by our lines too/],
    ['persistence_location', 'persistence_location /x\n', confText(CONF), 'line 1 persistence_location', /is set by our lines too/],
    ['a port', 'listener 1883 0.0.0.0\n', confText(listening), 'line 1 listener', /opens the port 1883/],
    ['settings by listener', 'per_listener_settings true\n', OURS, 'line 1 per_listener_settings', /belong to one listener only/],
    ['a plugin before the token plugin', `plugin /auth.so\n${OURS}`, OURS, 'line 1 plugin', /would answer before the token plugin/],
    ['an option behind ours', `${OURS}plugin_opt_x 1\n`, OURS, 'line 6 plugin_opt_x', /option of our last plugin/],
    ['an option behind a listener of ours', `${confText(listening)}certfile /c\n`, confText(listening), 'line 9 certfile', /taken for one of its options/],
  ])('refuses a foreign line that clashes: %s', (_, existing, ours, place, message) => {
    expect(mergeConf(existing, ours)).toEqual({ problem: expect.objectContaining({
      rule: 'MOSQUITTO_MERGE_CONFLICT', path: `mosquitto.conf ${place}`, message: expect.stringMatching(message),
    }) });
  });

  test('lines that do not clash stay', () => {
    const existing = 'per_listener_settings false\nallow_anonymous false\npersistence_location /x\nlistener 1883\n';
    expect(merged(existing, OURS)).toBe(existing + OURS);
  });

  test('keeps every byte of others, and does nothing the second time', () => {
    const line = fc.oneof(fc.constantFrom('', '# a comment', 'log_dest stdout\r', 'max_keepalive 10', '#', ' ', 'listener 65000'), fc.stringMatching(/^# [ -~]{0,20}$/));
    fc.assert(fc.property(fc.array(line), anyConf, anyConf, (lines, before, now) => {
      const existing = lines.join('\n');
      const first = mergeConf(existing, confText({ ...before, listeners: [] }));
      fc.pre(first.text !== undefined);
      const second = mergeConf(first.text, confText({ ...now, listeners: [] }));
      fc.pre(second.text !== undefined);
      expect(mergeConf(second.text, confText({ ...now, listeners: [] }))).toEqual(second);
      const rest = second.text?.replace(confText({ ...now, listeners: [] }), () => '');
      expect([existing, `${existing}\n`]).toContain(rest);
    }));
  });
});

describe('merging the other files', () => {
  test('jwt.json is ours alone', () => {
    expect(merge('jwt.json', '{"a":1}', '{}\n')).toEqual({ text: '{}\n' });
  });

  test('each file has its own way', () => {
    expect(merge('mosquitto.conf', 'a 1\n', OURS)).toEqual({ text: `a 1\n${OURS}` });
    expect(merge('dynamic-security.json', '{ "changeIndex": 1 }', '{"clients":[]}')).toEqual({ text: '{ "changeIndex": 1 }' });
  });

  test('another file is refused', () => {
    expect(merge('acl.txt', undefined, '')).toEqual({ problem: expect.objectContaining({ rule: 'MOSQUITTO_FILE_UNKNOWN', path: 'acl.txt' }) });
  });
});
