import * as fc from 'fast-check';
import { listener, LISTENER, rendered } from './support/settings';
import { mergeFile } from '../../../src/brokers/aiven-kafka/merge';
import { scanProperties } from '../../../src/brokers/aiven-kafka/properties';
import { isOurKey } from '../../../src/brokers/aiven-kafka/vocabulary';

const OURS = rendered(LISTENER, '4.2')['server.properties'];
const NODE = 'node.id=1\nlisteners=PLAINTEXT://:9092,OAUTH://:9094\nlistener.security.protocol.map=PLAINTEXT:PLAINTEXT,OAUTH:SASL_SSL\n';
const PREFIX = 'listener.name.oauth.oauthbearer.';

function merged(existing: string, ours = OURS): string {
  const result = mergeFile('server.properties', existing, ours);
  expect(result.problem).toBeUndefined();
  return result.text!;
}

function refusal(existing: string | undefined, ours = OURS): string | undefined {
  return mergeFile('server.properties', existing, ours).problem?.rule;
}

describe('broker properties', () => {
  test('our lines go to the end of a file that has none', () => {
    expect(merged(NODE)).toBe(NODE + OURS);
  });

  test('our lines replace theirs where the first one stood, everything else stays', () => {
    const existing = `# mine\r\n${NODE.replaceAll('\n', '\r\n')}  ${PREFIX}sasl.oauthbearer.expected.issuer : old\\\r\n   er\r\n\r\n! end \\\r\n` +
      'log.dirs=/a\\\r\n  ,/b\r\nlistener.name.oauth.sasl.enabled.mechanisms=PLAIN\r\nlast=\\u0041';
    expect(merged(existing)).toBe(`# mine\r\n${NODE.replaceAll('\n', '\r\n')}${OURS.replaceAll('\n', '\r\n')}\r\n! end \\\r\n` +
      'log.dirs=/a\\\r\n  ,/b\r\nlast=\\u0041');
  });

  test('a setting that is no longer ours to make disappears', () => {
    const before = merged(NODE, rendered(listener({ clockSkewSeconds: 5 }), '4.2')['server.properties']);
    expect(before).toContain('clock.skew');
    expect(merged(before)).toBe(NODE + OURS);
  });

  test.each([
    [`${NODE}a=b`, `${NODE}a=b\n${OURS}`],
    [`${NODE}a=b\\`, `${NODE}a=b\\\n\n${OURS}`],
    [`${NODE}a=b\\\n`, `${NODE}a=b\\\n\n${OURS}`],
    [`${NODE}# c\\`, `${NODE}# c\\\n${OURS}`],
    [`${NODE}a=b\\\r`, `${NODE}a=b\\\r\n\n${OURS}`],
    [`${NODE}\\\n`, `${NODE}\\\n\n${OURS}`],
  ])('%j does not swallow our first line', (existing, expected) => {
    expect(merged(existing)).toBe(expected);
  });

  test('other listeners and keys that only look like ours stay', () => {
    const others = `listener.name.oauth2.oauthbearer.sasl.oauthbearer.expected.issuer=x\n${PREFIX}sasl.login.callback.handler.class=y\nlistener.name.OAUTH.sasl.enabled.mechanisms=z\n`;
    expect(merged(NODE + others)).toBe(NODE + others + OURS);
  });

  test('a JAAS entry with options for the broker\'s own logins stays', () => {
    const jaas = `${PREFIX}sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId="broker" ;\n`;
    const withoutJaas = OURS.split('\n').filter((line) => !line.includes('jaas')).join('\n');
    expect(merged(NODE + jaas)).toBe(NODE + jaas + withoutJaas);
    expect(merged(NODE + jaas + withoutJaas)).toBe(NODE + jaas + withoutJaas);
  });

  test('a JAAS entry of another module is replaced', () => {
    expect(merged(`${NODE}${PREFIX}sasl.jaas.config=com.example.Module required ;\n`)).toBe(NODE + OURS);
  });

  test.each<[string, string | undefined, string]>([
    ['KAFKA_BROKER_SETTINGS_MISSING', undefined, OURS],
    ['KAFKA_PROPERTIES_SYNTAX', `${NODE}a=\\u1\n`, OURS],
    ['KAFKA_FILE_TOO_LARGE', '#'.repeat(1024 * 1024 + 1), OURS],
    ['KAFKA_LISTENER_MISSING', 'node.id=1\n', OURS],
    ['KAFKA_LISTENER_MISSING', NODE.replace('OAUTH://', 'OAUTH2://'), OURS],
    ['KAFKA_LISTENER_NOT_SASL', NODE.replace('OAUTH:SASL_SSL', 'OAUTH:SSL'), OURS],
    ['KAFKA_INTER_BROKER_MECHANISM', `${NODE}inter.broker.listener.name=OAUTH\n`, OURS],
    ['KAFKA_INTER_BROKER_MECHANISM', `${NODE}inter.broker.listener.name=OAUTH\nsasl.mechanism.inter.broker.protocol=PLAIN\n`, OURS],
  ])('%s', (rule, existing, ours) => {
    expect(refusal(existing, ours)).toBe(rule);
  });

  test.each([
    NODE.replace(/^listeners=.*$/m, 'listeners=${env:LISTENERS}'),
    NODE.replace(/map=.*$/m, 'map=${env:MAP}'),
    NODE.replace('OAUTH://:9094', ' oauth://:9094'),
    `${NODE}inter.broker.listener.name=OAUTH\nsasl.mechanism.inter.broker.protocol=SCRAM-SHA-512\n`,
    `${NODE}inter.broker.listener.name=PLAINTEXT\nsasl.mechanism.inter.broker.protocol=PLAIN\n`,
  ])('%j is taken', (existing) => {
    expect(merged(existing)).toBe(existing + OURS);
  });

  const piece = fc.oneof(
    fc.constantFrom('\n', '\r\n', '\r', '# c\n', '! c\\\n', ' a = b\n', 'a=b\\\n  c\n', 'a=\\\\\n', '\\\n', '\t\n', 'é=\\u00e9\n', 'a\\\r\n', `${PREFIX}other=1\n`),
    fc.constantFrom(...OURS.split('\n').slice(0, -1)).map((line) => `${line}\n`),
    fc.constantFrom(...OURS.split('\n').slice(0, -1)).map((line) => `  ${line.split('=')[0]} : x\\\r\n  y\r`),
  );
  const anyExisting = fc.tuple(fc.array(piece), fc.array(piece), fc.constantFrom('', 'z=1', 'z=1\\')).map(([a, b, c]) => `${a.join('')}\n\n${NODE}${b.join('')}${c}`);

  test('merging twice is merging once', () => {
    fc.assert(fc.property(anyExisting, (existing) => {
      const once = merged(existing);
      expect(merged(once)).toBe(once);
    }));
  });

  test('every entry that is not ours is still there, in order, and ours have our values', () => {
    // Java makes an entry without key and value of a backslash at the very end; with a line behind it there is none, and none was meant.
    const foreign = (text: string) => scanProperties(text).entries
      .filter(({ key, value }) => !isOurKey('oauth', key) && key + value !== '').map(({ key, value }) => [key, value]);
    fc.assert(fc.property(anyExisting, (existing) => {
      const after = merged(existing);
      expect(foreign(after)).toEqual(foreign(existing));
      expect(scanProperties(after).entries.filter(({ key }) => isOurKey('oauth', key)).map(({ key, value }) => [key, value]))
        .toEqual(scanProperties(OURS).entries.map(({ key, value }) => [key, value]));
    }));
  });

  test('every byte that is not on a line of ours is kept', () => {
    const others = (text: string) => {
      let rest = '';
      let at = 0;
      for (const { key, start, end } of scanProperties(text).entries) {
        rest += text.slice(at, isOurKey('oauth', key) ? start : end);
        at = end;
      }
      return rest + text.slice(at);
    };
    fc.assert(fc.property(anyExisting.filter((text) => !text.endsWith('z=1') && !text.endsWith('\\')), (existing) => {
      expect(others(merged(existing)).trimEnd()).toBe(others(existing).trimEnd());
    }));
  });
});

describe('JVM options', () => {
  const ours = rendered(LISTENER, '4.2')['kafka-jvm.options'];
  const merge = (existing: string | undefined) => mergeFile('kafka-jvm.options', existing, ours).text;

  test('alone they are the file', () => {
    expect(merge(undefined)).toBe(ours);
  });
  test.each([
    ['', ours],
    ['-Xmx1g', `-Xmx1g\n${ours}`],
    ['-Xmx1g\r\n', `-Xmx1g\r\n${ours.replace('\n', '\r\n')}`],
    ['# a\n-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=old\n-Xmx1g', `# a\n${ours}-Xmx1g`],
    ['"-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=old"\n-Xmx1g\n-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=older\n', `${ours}-Xmx1g\n`],
    ['-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=old', ours.trimEnd()],
  ])('%j keeps its other lines', (existing, expected) => {
    expect(merge(existing)).toBe(expected);
    expect(merge(expected)).toBe(expected);
  });
});

test('what is ours alone replaces the file', () => {
  expect(mergeFile('kafka-acls.txt', 'old', 'new')).toEqual({ text: 'new' });
});
