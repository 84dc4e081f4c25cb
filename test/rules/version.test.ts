import { compareVersions, KnownReleases } from '../../src/rules/version';

const RELEASES = new KnownReleases(['2.7.0', '2.8.0', '2.9.0', '2.9.1']);

test.each([['2.9', '2.9.0', 0], ['2.10', '2.9', 1], ['2.9.1', '2.10', -1]])('%s against %s', (a, b, sign) => {
  expect(Math.sign(compareVersions(a, b))).toBe(sign);
});

describe('the releases that a version may mean', () => {
  test.each([
    ['2.9', ['2.9.0', '2.9.1']],
    ['2.9.1', ['2.9.1']],
    [undefined, ['2.7.0', '2.8.0', '2.9.0', '2.9.1']],
    ['3.0', ['2.9.1']],
    ['2.8.5', ['2.8.0']],
    ['1.0', ['2.7.0']],
  ])('%s', (version, expected) => {
    expect(RELEASES.candidates(version)).toEqual(expected);
  });
});

describe('whether a version has what a release brought', () => {
  test.each([
    ['2.9', '2.9.0', true],
    ['2.9', '2.9.1', undefined],
    ['2.8', '2.9.0', false],
    [undefined, '2.9.0', undefined],
    [undefined, '2.7.0', true],
    ['3', '2.9.1', true],
  ])('%s since %s: %s', (version, release, expected) => {
    expect(RELEASES.isSince(version, release)).toBe(expected);
  });
});

test('tells versions outside the known ones', () => {
  expect([RELEASES.isNewer('3.0'), RELEASES.isNewer('2.9'), RELEASES.isOlder('2.6'), RELEASES.isOlder('2.7')]).toEqual([true, false, true, false]);
  expect(RELEASES.newest).toBe('2.9.1');
});

test.each([['2.9', true], ['2', true], ['2.', false], ['v2', false], ['', false]])('%s is a version: %s', (text, expected) => {
  expect(KnownReleases.isVersion(text)).toBe(expected);
});
