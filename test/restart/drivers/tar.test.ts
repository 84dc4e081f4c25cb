import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { readFirstFile, TarFile, writeTar } from '../../../src/restart/drivers/tar';
import { temporaryFolder } from '../support/folder';

const folder = temporaryFolder();
const file = (more: Partial<TarFile> = {}): TarFile =>
  ({ name: 'jwt.json', mode: 0o640, uid: 1883, gid: 1883, modified: 1_700_000_000, content: Buffer.from('{"a":1}\n'), ...more });

describe('an archive', () => {
  test('holds what was written, whatever bytes that are', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 3000 }), fc.integer({ min: 0, max: 0o7777 }), fc.nat(60_000), (bytes, mode, uid) => {
      const written = file({ content: Buffer.from(bytes), mode, uid });
      expect(readFirstFile(writeTar([written, file({ name: 'other' })]))).toEqual(written);
    }));
  });

  test('is unpacked by the system\'s own program, files in their order', () => {
    const archive = writeTar([file({ name: 'a.previous', content: Buffer.alloc(512, 'x') }), file({ name: 'ä b', mode: 0o600 })]);
    mkdirSync(join(folder(), 'out'));
    execFileSync('tar', ['-C', join(folder(), 'out'), '--no-same-owner', '-xpf', '-'], { input: archive });
    expect(readFileSync(join(folder(), 'out', 'a.previous'), 'utf8')).toBe('x'.repeat(512));
    expect(statSync(join(folder(), 'out', 'ä b')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder(), 'out', 'ä b')).mtimeMs).toBe(1_700_000_000_000);
  });

  test.each(['ustar', 'pax', 'gnu'])('of the kind %s by the system\'s own program is read', (kind) => {
    writeFileSync(join(folder(), 'jwt.json'), 'ä\n');
    chmodSync(join(folder(), 'jwt.json'), 0o604);
    utimesSync(join(folder(), 'jwt.json'), 1_700_000_000.25, 1_700_000_000.25);
    const archive = execFileSync('tar', [`--format=${kind}`, '--owner=:1001', '--group=:1002', '-C', folder(), '-cf', '-', 'jwt.json']);
    expect(readFirstFile(archive)).toEqual(file({
      mode: 0o604, uid: 1001, gid: 1002, modified: kind === 'pax' ? 1_700_000_000.25 : 1_700_000_000, content: Buffer.from('ä\n'),
    }));
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(2048)],
    ['a text', Buffer.from('Error response from daemon'.repeat(40))],
    ['one that is cut short', writeTar([file({ content: Buffer.alloc(2000) })]).subarray(0, 1024)],
    ['one whose header has changed', Buffer.from(writeTar([file()]).toString('latin1').replace('jwt', 'jwx'), 'latin1')],
  ])('is not seen in %s', (_, bytes) => {
    expect(readFirstFile(bytes)).toBeUndefined();
  });

  test('takes no name that does not fit', () => {
    expect(() => writeTar([file({ name: 'x'.repeat(101) })])).toThrow('is longer than the 100 bytes that fit into a header');
  });
});
