import { configFileOf } from '../../../src/brokers/hivemq/files';
import { HIVEMQ_RELEASES, HiveMqVersion, readsConfigXml } from '../../../src/brokers/hivemq/version';

describe('versions', () => {
  test.each([
    ['4.4', false], ['4.9.3', false], ['4.14', false], ['4.14.7', false], ['4.15', true], ['4.15.0', true], ['4.36.2', true], ['5.0', true], ['4', undefined], [undefined, undefined],
  ])('HiveMQ %s reads config.xml: %s', (version, answer) => {
    expect(readsConfigXml(version)).toBe(answer);
    expect(configFileOf(version)).toBe(answer === false ? 'enterprise-security-extension.xml' : 'config.xml');
  });

  test('named versions are known', () => {
    const named = Object.values(HiveMqVersion).filter((value): value is HiveMqVersion => value instanceof HiveMqVersion);
    expect(named.length).toBeGreaterThan(5);
    named.forEach(({ version }) => expect(HIVEMQ_RELEASES.candidates(version)).toEqual([`${version}.0`]));
  });
});
