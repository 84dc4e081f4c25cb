import { mayAcceptForgedTokens } from '../../../src/brokers/aiven-kafka/releases';
import { KafkaVersion } from '../../../src/brokers/aiven-kafka/version';

test.each([['3.9', false], ['4.0', false], ['4.1', true], ['4.1.0', true], ['4.1.1', true], ['4.1.2', false], ['4.1.9', false], ['4.2', false], ['4', true], [undefined, true], ['5', false]])(
  '%s may accept forged tokens: %j', (version, expected) => {
    expect(mayAcceptForgedTokens(version)).toBe(expected);
  });

test('a version is a dotted prefix', () => {
  expect([KafkaVersion.V4_1_2.version, KafkaVersion.of('4.2.1').version]).toEqual(['4.1.2', '4.2.1']);
  expect(() => KafkaVersion.of('4.x')).toThrow('KafkaVersion: version must be a dotted version, got "4.x"; write "4.2.0" for one release');
});
