import { createHash } from 'node:crypto';
import { fingerprintOf, fingerprintText, shortFingerprint } from '../../src/restart/fingerprint';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('fingerprintText', () => {
  test('has a line a file and a line a secret, each kind ordered by the bytes of the name', () => {
    const text = fingerprintText({ files: { 'b.ini': 'two\n', 'B.ini': 'one', 'a.ini': '' }, secretVersions: { Z: '2', A: '1' } });
    expect(text).toBe([
      `B.ini ${sha256('one')}`, `a.ini ${sha256('')}`, `b.ini ${sha256('two\n')}`, 'secret A 1', 'secret Z 2', '',
    ].join('\n'));
  });

  test('counts texts as UTF-8', () => {
    expect(fingerprintText({ files: { a: 'é' }, secretVersions: {} })).toBe(`a ${sha256('é')}\n`);
  });
});

describe('fingerprintOf', () => {
  test('is the hash of the lines', () => {
    const input = { files: { 'lavinmq.ini': '[oauth]\n' }, secretVersions: { SECRET: '3' } };
    expect(fingerprintOf(input)).toBe(sha256(`lavinmq.ini ${sha256('[oauth]\n')}\nsecret SECRET 3\n`));
    expect(shortFingerprint(fingerprintOf(input))).toHaveLength(12);
  });

  test('does not depend on the order of members', () => {
    const one = fingerprintOf({ files: { a: '1', b: '2' }, secretVersions: { x: '1', y: '2' } });
    expect(fingerprintOf({ files: { b: '2', a: '1' }, secretVersions: { y: '2', x: '1' } })).toBe(one);
  });

  test.each([
    [{ files: { a: '1' }, secretVersions: { s: '2' } }],
    [{ files: { a: '2' }, secretVersions: { s: '1' } }],
    [{ files: { b: '1' }, secretVersions: { s: '1' } }],
    [{ files: { a: '1' }, secretVersions: {} }],
  ])('differs for %j', (other) => {
    expect(fingerprintOf(other)).not.toBe(fingerprintOf({ files: { a: '1' }, secretVersions: { s: '1' } }));
  });
});
