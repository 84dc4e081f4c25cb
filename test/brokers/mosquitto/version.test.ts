import { baseOf, hasLaterClaims } from '../../../src/brokers/mosquitto/releases';
import { MosquittoVersion } from '../../../src/brokers/mosquitto/version';

test.each([
  ['2.0', '2.0', undefined], ['2.0.22', '2.0', undefined], ['2.1.2', '2.1', undefined], ['2.9', undefined, false], ['3.0', undefined, false],
  ['3.1', '2.1', undefined], ['3.1.9', '2.1', undefined], ['3.3', '2.1', true], ['4.0', '2.1', true], ['3', undefined, undefined], ['2', undefined, undefined],
  [undefined, undefined, undefined],
])('version %s has the open-source base %s, and the later settings: %s', (version, base, later) => {
  expect([baseOf(version), hasLaterClaims(version)]).toEqual([base, later]);
});

test('versions are named or given as they are', () => {
  expect([MosquittoVersion.PRO_3_3.version, MosquittoVersion.of('3.1.9').version]).toEqual(['3.3', '3.1.9']);
});
