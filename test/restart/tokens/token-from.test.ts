import * as fs from 'node:fs';
import * as path from 'node:path';
import { TOKEN_SOURCE } from '../../../src/restart/spec/token-source';
import { tokenFrom } from '../../../src/restart/tokens/token-from';
import { temporaryFolder } from '../support/folder';
import { worldOf } from '../support/world';

const folder = temporaryFolder();
const write = (text: string) => {
  const file = path.join(folder(), 'token.jwt');
  fs.writeFileSync(file, text);
  return file;
};
const from = (source: object, environment = {}) => tokenFrom(TOKEN_SOURCE.parse(source), worldOf('lavinmq', environment));

describe('a token', () => {
  test('comes from a file without the line break at its end, read anew each time', async () => {
    const world = worldOf('lavinmq');
    const source = TOKEN_SOURCE.parse({ kind: 'file', path: write('ey.one.x\n') });
    expect(await tokenFrom(source, world)).toEqual({ token: 'ey.one.x' });
    write('ey.two.x');
    expect(await tokenFrom(source, world)).toEqual({ token: 'ey.two.x' });
  });

  test('comes from an environment variable', async () => {
    expect(await from({ kind: 'variable', name: 'TOKEN' }, { TOKEN: ' ey.one.x ' })).toEqual({ token: 'ey.one.x' });
  });

  test.each<[string, () => object, string | RegExp]>([
    ['a file that is not there', () => ({ kind: 'file', path: '/nowhere/token' }), '/nowhere/token cannot be read (ENOENT)'],
    ['a folder', () => ({ kind: 'file', path: folder() }), /cannot be read \(EISDIR\)$/],
    ['a file that is empty', () => ({ kind: 'file', path: write('\n') }), /token\.jwt is empty$/],
    ['a file that is too large', () => ({ kind: 'file', path: write('e'.repeat(65_537)) }), /has more than 65536 bytes$/],
    ['a device without end', () => ({ kind: 'file', path: '/dev/zero' }), '/dev/zero has more than 65536 bytes'],
    ['a variable that is not set', () => ({ kind: 'variable', name: 'NOBODY' }), 'the environment variable NOBODY is not set'],
    ['a variable that is empty', () => ({ kind: 'variable', name: 'EMPTY' }), 'the environment variable EMPTY is empty'],
  ])('does not come from %s', async (_name, source, problem) => {
    const found = await from(source(), { EMPTY: '' });
    expect(found).toEqual({ problem: typeof problem === 'string' ? problem : expect.stringMatching(problem) });
  });
});

test.each<[string, object, string]>([
  ['http to another machine', { tokenEndpoint: 'http://sso.example.com/token', clientSecretVariable: 'S' }, 'must begin with https://'],
  ['a user in the URL', { tokenEndpoint: 'https://a:b@sso.example.com/token', clientSecretVariable: 'S' }, 'must begin with https://'],
  ['no secret', { tokenEndpoint: 'https://sso.example.com/token' }, 'must name the secret'],
  ['two secrets', { tokenEndpoint: 'https://sso.example.com/token', clientSecretVariable: 'S', clientSecretFile: 'f' }, 'must name the secret'],
  ['a parameter that is the grant\'s own', { tokenEndpoint: 'https://sso.example.com/token', clientSecretVariable: 'S', parameters: { client_secret: 'x' } }, 'must not name'],
])('a source with %s is refused', (_name, more, message) => {
  const { error } = TOKEN_SOURCE.safeParse({ kind: 'client-credentials', clientId: 'a', ...more });
  expect(error?.issues.map((issue) => issue.message).join()).toContain(message);
});

test.each(['https://sso.example.com/token', 'http://127.0.0.1:8080/token', 'http://localhost/token', 'http://[::1]:1/token'])('the endpoint %s is taken', (tokenEndpoint) => {
  expect(TOKEN_SOURCE.safeParse({ kind: 'client-credentials', clientId: 'a', tokenEndpoint, clientSecretVariable: 'S' }).success).toBe(true);
});
