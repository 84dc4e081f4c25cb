import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { extraFiles } from '../../src/restart/engine-extras';

test.each([
  ['no lease', [{ kind: 'command' }], undefined, []],
  ['a lease on hosts', [{ kind: 'systemd' }], { kind: 'hosts' }, []],
  ['a lease in etcd', [{ kind: 'command' }], { kind: 'etcd' }, ['engine-etcd.cjs']],
])('%s needs its own files beside the engine', (_case, drivers, lock, files) => {
  expect(extraFiles(drivers, lock)).toEqual(files);
});

test('every file that is bundled apart is needed by something', () => {
  const names = readdirSync(resolve(__dirname, '../../src/restart/extras')).map((file) => file.replace(/\.ts$/, ''));
  const needed = extraFiles(names.map((kind) => ({ kind })), undefined).concat(...names.map((kind) => extraFiles([], { kind })));
  expect([...new Set(needed)].sort()).toEqual(names.map((name) => `engine-${name}.cjs`).sort());
});
