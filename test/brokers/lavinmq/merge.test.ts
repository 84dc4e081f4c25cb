import * as fc from 'fast-check';
import { anySettings } from './support/settings';
import { readIni } from '../../../src/brokers/lavinmq/ini';
import { merge } from '../../../src/brokers/lavinmq/merge';
import { parse } from '../../../src/brokers/lavinmq/parse';
import { render } from '../../../src/brokers/lavinmq/render';
import { LavinMqSettings, normalize, settingOf } from '../../../src/brokers/lavinmq/settings';
import { plainText } from '../../../src/text/template';

function ours(settings: LavinMqSettings): string {
  return plainText(render(settings)[0].text)!;
}

function merged(existing: string, settings: LavinMqSettings): string | undefined {
  return merge('lavinmq.ini', existing, ours(settings)).text;
}

const OURS: LavinMqSettings = { authBackends: ['local', 'oauth'], issuer: 'https://a', audience: 'mq' };

test('adds sections that are missing at the end', () => {
  expect(merged('[amqp]\nport = 5672\n', OURS)).toBe(
    '[amqp]\nport = 5672\n\n[main]\nauth_backends = local,oauth\n\n[oauth]\nissuer = https://a\naudience = mq\n');
});

test('puts new keys behind the last one of their section, before the comment of the next', () => {
  expect(merged('[main]\n; where data lives\ndata_dir = /d\n\n; listeners\n[amqp]\nport = 1\n', { authBackends: ['oauth'] })).toBe(
    '[main]\n; where data lives\ndata_dir = /d\nauth_backends = oauth\n\n; listeners\n[amqp]\nport = 1\n');
});

test('gives keys their value in place and leaves equal ones as they are written', () => {
  expect(merged('[oauth]\naudience=mq\n; old one\n  issuer  =  https://old\n[main]\nauth_backends = local,oauth\n', OURS)).toBe(
    '[oauth]\naudience=mq\n; old one\nissuer = https://a\n[main]\nauth_backends = local,oauth\n');
});

test('removes known keys that our part lacks, and keeps unknown ones', () => {
  expect(merged('[oauth]\nissuer = https://a\nverify_aud = false\nfuture_key = 1\naudience = mq\n[main]\nauth_backends = local,oauth\n', OURS)).toBe(
    '[oauth]\nissuer = https://a\nfuture_key = 1\naudience = mq\n[main]\nauth_backends = local,oauth\n');
});

test('keeps the last of repeated keys, across repeated sections', () => {
  expect(merged('[oauth]\nissuer = https://1\n[main]\nauth_backends = x\nauth_backends = y\n[oauth]\nissuer = https://2\n', OURS)).toBe(
    '[oauth]\n[main]\nauth_backends = local,oauth\n[oauth]\nissuer = https://a\naudience = mq\n');
});

test('touches the MQTT check only when it is set', () => {
  const existing = '[mqtt]\npermission_check_enabled = true\n[main]\nauth_backends = oauth\n';
  expect(merged(existing, { authBackends: ['oauth'] })).toBe(existing);
  expect(merged(existing, { authBackends: ['oauth'], mqttPermissionCheckEnabled: false })).toBe(
    '[mqtt]\npermission_check_enabled = false\n[main]\nauth_backends = oauth\n');
});

test('keeps Windows line endings, a byte order mark and blank lines', () => {
  expect(merged('\ufeff[main]\r\n  \r\ndata_dir = /d\r\n\r\n', OURS)).toBe(
    '\ufeff[main]\r\n  \r\ndata_dir = /d\r\nauth_backends = local,oauth\r\n\r\n[oauth]\r\nissuer = https://a\r\naudience = mq\r\n');
});

test('ends a last line that has no newline', () => {
  expect(merged('[main]\ndata_dir = /d', OURS)).toBe('[main]\ndata_dir = /d\nauth_backends = local,oauth\n\n[oauth]\nissuer = https://a\naudience = mq\n');
  expect(merged('[amqp]\nport = 1', { authBackends: ['oauth'] })).toBe('[amqp]\nport = 1\n\n[main]\nauth_backends = oauth\n');
});

test('fills an empty file', () => {
  expect(merged('', { authBackends: ['oauth'] })).toBe('[main]\nauth_backends = oauth\n');
});

test('keeps what only the broker dislikes', () => {
  expect(merged('[mystery]\nx = 1\n[main]\nauth_backends = oauth\n', { authBackends: ['oauth'] })).toBe('[mystery]\nx = 1\n[main]\nauth_backends = oauth\n');
});

test.each([
  ['a node without a file', 'lavinmq.ini', undefined, ours(OURS), 'LAVINMQ_FILE_MISSING lavinmq.ini'],
  ['another file', 'rabbitmq.conf', '', ours(OURS), 'LAVINMQ_FILE_UNKNOWN rabbitmq.conf'],
  ['a huge file', 'lavinmq.ini', 'x'.repeat(1_000_001), ours(OURS), 'LAVINMQ_FILE_TOO_LARGE lavinmq.ini'],
  ['a line that is nothing', 'lavinmq.ini', '[main]\nhello\n', ours(OURS), 'LAVINMQ_INI_SYNTAX lavinmq.ini line 2'],
  ['a key before any section', 'lavinmq.ini', 'a = 1\n[main]\n', ours(OURS), 'LAVINMQ_INI_SYNTAX lavinmq.ini line 1'],
  ['a foreign key in our part', 'lavinmq.ini', '', '[oauth]\nissuer = a\ndata_dir = /x\n', 'LAVINMQ_INI_SYNTAX our part, line 3'],
  ['a foreign section in our part', 'lavinmq.ini', '', '[oauth]\nissuer = a\n[amqp]\n', 'LAVINMQ_INI_SYNTAX our part, line 3'],
  ['a key twice in our part', 'lavinmq.ini', '', '[oauth]\nissuer = a\nissuer = b\n', 'LAVINMQ_INI_SYNTAX our part, line 3'],
])('%s is refused', (_name, name, existing, part, expected) => {
  const { problem, text } = merge(name, existing, part);
  expect(text).toBeUndefined();
  expect(`${problem?.rule} ${problem?.path}`).toBe(expected);
});

const foreignLine = fc.constantFrom('; note', '# note', '', '  ', 'data_dir = /d', 'port=5672', 'future_key = a ; b', 'log_level =');
const ourLine = fc.constantFrom('auth_backends = local', 'issuer = https://old', ' verify_aud=no', 'permission_check_enabled = on', 'scope_prefix =');
const header = fc.constantFrom('[main]', '[oauth]', '[mqtt]', ' [oauth]', '[sni:a]', '[mystery]', '[http]');
const file = fc.tuple(
  fc.constantFrom('', '\ufeff'),
  fc.array(fc.tuple(header, fc.array(fc.oneof(foreignLine, ourLine), { maxLength: 5 })), { maxLength: 6 }),
  fc.constantFrom('\n', '\r\n'),
  fc.boolean(),
).map(([mark, sections, newline, ends]) => mark + sections.flatMap(([head, lines]) => [head, ...lines]).join(newline) + (ends ? newline : ''));

function foreignLines(text: string): string[] {
  return readIni(text).filter((line) => line.kind === 'entry' ? settingOf(line.section!, line.key) === undefined : line.kind !== 'empty')
    .map((line) => line.raw);
}

/** The lines as they stand once another line follows the last. */
function ended(lines: readonly string[], newline: string): string[] {
  return lines.map((line) => (line.endsWith('\n') ? line : line + newline));
}

test('merging holds our settings, keeps every foreign line in order, and twice is the same as once', () => {
  fc.assert(fc.property(file, anySettings, (existing, settings) => {
    const part = ours(settings);
    const once = merge('lavinmq.ini', existing, part).text!;
    expect(merge('lavinmq.ini', once, part).text).toBe(once);

    const newline = existing.includes('\r\n') ? '\r\n' : '\n';
    const before = ended(foreignLines(existing), newline);
    const after = ended(foreignLines(once), newline);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length).filter((line) => !/^\ufeff?\[(main|mqtt|oauth)\]\r?\n$/.test(line))).toEqual([]);

    const { settings: found } = parse({ 'lavinmq.ini': once.replace(/^\ufeff/, '').replace(/^[ ]+\r?$/gm, '') });
    const { mqttPermissionCheckEnabled, ...rest } = found!;
    const { mqttPermissionCheckEnabled: wanted, ...restWanted } = normalize(settings);
    expect(rest).toEqual(restWanted);
    expect(wanted === undefined || mqttPermissionCheckEnabled === wanted).toBe(true);
  }));
});
