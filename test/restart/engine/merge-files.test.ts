import { mergeFile } from '../../../src/restart/engine/merge-files';
import { fakeBroker, FILE } from '../support/fake-broker';

const OURS = 'oauth.audience=a\n';
const merge = (existing: string | undefined, replaceWholeFile: boolean, mayLose = false) =>
  mergeFile(fakeBroker, FILE, existing, OURS, { replaceWholeFile, mayLose });

test('merges into the file unless the whole is to be replaced', () => {
  expect(merge('keep=1\n', false)).toEqual({ text: 'keep=1\noauth.audience=a\n' });
});

test.each([
  ['no file', undefined],
  ['our own text', OURS],
  ['our older text', 'oauth.audience=old\n'],
  ['comments and blank lines besides', '# note\n\n; note\noauth.audience=old\n'],
])('replaces %s', (_name, existing) => {
  expect(merge(existing, true)).toEqual({ text: OURS });
});

test('refuses to lose what others keep there, and names it without its value', () => {
  const { problem } = merge('data_dir = /secret/place\npassword=hunter2\n[main]\n', true);
  expect(problem).toMatchObject({ rule: 'RESTART_REPLACE_LOSES_KEYS', path: FILE, message: 'holds what the new text lacks: data_dir, password, [main]' });
});

test('loses it when the gate is overridden', () => {
  expect(merge('data_dir = /x\n', true, true)).toEqual({ text: OURS });
});

test('refuses a file that cannot be parsed', () => {
  expect(merge('garbage', true).problem?.rule).toBe('FAKE_UNREADABLE');
});
