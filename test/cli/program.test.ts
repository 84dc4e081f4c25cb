import { brokerOAuth } from './command-line';
import { COMMANDS } from '../../src/cli/commands';

const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJvcmRlcnMifQ.c2lnbmF0dXJl';

test('without a command the help is shown as a complaint', async () => {
  const { code, out, err } = await brokerOAuth([]);

  expect([code, out]).toEqual([1, '']);
  COMMANDS.forEach(({ name }) => expect(err).toMatch(new RegExp(`^  ${name} `, 'm')));
  expect(err).toContain('Usage: broker-oauth');
});

test('--help shows every command and the exit codes', async () => {
  const { code, out } = await brokerOAuth(['--help']);

  expect(code).toBe(0);
  COMMANDS.forEach(({ name }) => expect(out).toMatch(new RegExp(`^  ${name} `, 'm')));
  expect(out).toContain('0 good; 1 bad usage or unreadable input; 2 a negative verdict; 3 undetermined');
});

test('--version prints the version', async () => {
  expect(await brokerOAuth(['--version'])).toEqual({ code: 0, out: '0.0.0\n', err: '' });
});

describe.each(COMMANDS.map(({ name }) => name))('%s', (name) => {
  test('has a help text with every option and the exit codes', async () => {
    const { code, out, err } = await brokerOAuth([name, '--help']);

    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`Usage: broker-oauth ${name} [options]`);
    expect(out).toContain('--json');
    expect(out).toContain('Exit codes: 0 good');
    expect(await brokerOAuth(['help', name])).toEqual({ code, out, err });
  });

  test('refuses an option that it does not have, without showing a token in it', async () => {
    const { code, out, err } = await brokerOAuth([name, `--${TOKEN}`]);

    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/unknown option/);
    expect(err).not.toContain('eyJ');
  });
});

test('a command that does not exist is bad usage', async () => {
  expect(await brokerOAuth(['previw'])).toMatchObject({ code: 1, out: '', err: expect.stringContaining('unknown command') });
  expect((await brokerOAuth([TOKEN])).err).not.toContain('eyJ');
});

test.each([
  ['a token in the place of its file', ['preview', 'lavinmq', '--token', TOKEN]],
  ['claims in the place of a file', ['preview', 'lavinmq', '--token', '{"header":{},"claims":{"sub":"very-secret"}}'.padEnd(200, 'x')]],
  ['a token in the place of the broker', ['preview', TOKEN]],
  ['a token in the place of the version', ['preview', 'lavinmq', '--broker-version', TOKEN]],
  ['a token in the place of the time', ['preview', 'lavinmq', '--now', TOKEN]],
  ['a token as an action', ['preview', 'aiven-kafka', '--can', TOKEN]],
  ['a token as the provider', ['claims', '--idp', TOKEN, '--token', '/dev/null']],
  ['a token as a suite', ['expect', TOKEN]],
])('%s is a complaint that does not repeat it', async (_what, words) => {
  const { code, out, err } = await brokerOAuth(words);

  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/^error: /);
  expect(err).not.toMatch(/eyJhbGciOiJSUzI1NiJ9|c2lnbmF0dXJl/);
  expect(err.length).toBeLessThan(400);
});
