import { LAVINMQ_RELEASES } from '../../../src/brokers/lavinmq/releases';
import { LavinMqVersion } from '../../../src/brokers/lavinmq/version';

test('named versions are known releases', () => {
  const named = Object.values(LavinMqVersion).filter((value): value is LavinMqVersion => value instanceof LavinMqVersion);
  expect(named.map((version) => version.version)).toEqual(LAVINMQ_RELEASES.candidates(undefined));
});

test('any dotted prefix is a version', () => {
  expect(LavinMqVersion.of('2.9').version).toBe('2.9');
});

test.each(['', 'v2.9.1', '2.9.x', '2.9.1-rc.1', '${TfToken[TOKEN.1]}'])('%j is no version', (text) => {
  expect(() => LavinMqVersion.of(text)).toThrow('LavinMqVersion: version must be a dotted version');
  expect(() => LavinMqVersion.of(text)).toThrow('[LAVINMQ_VERSION_SYNTAX]');
});

test('a line of releases that disagrees leaves a fact unknown', () => {
  expect(LAVINMQ_RELEASES.isSince('2.9', '2.9.1')).toBeUndefined();
  expect(LAVINMQ_RELEASES.isSince('2.9', '2.9.0')).toBe(true);
});
