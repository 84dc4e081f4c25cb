import { hasAudience, isExpired, StrictToken, textOfSegment } from './token';
import { PreviewCase } from '../../../src/preview/case';

/** Names of the settings that are looked at, by what stands behind `sasl.oauthbearer.`. */
const NAMES = ['jwks.endpoint.url', 'jwks.url', 'expected.issuer', 'expected.audience', 'clock.skew.seconds', 'clock.skew', 'sub.claim.name', 'jwt.validator.class'] as const;

/** Java's notion of blanks: control characters among them, and nothing beyond ASCII. */
export function trimmed(text: string): string {
  return text.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '');
}

/** A line of a properties file without anything that would need a real reader. */
const KEYS_LINE = /^listener\.name\.[a-z]+\.oauthbearer\.sasl\.oauthbearer\.jwks\.endpoint\.url=https:\S+$/m;

/** What a recipient with Kafka's settings cannot accept. */
export function kafkaFault({ header, claims }: StrictToken, { now, settings }: PreviewCase): string | undefined {
  const values = valuesOf(settings);
  if (values === undefined) {
    return undefined;
  }
  if (typeof header.alg !== 'string' || /^none$/i.test(header.alg)) {
    return 'alg is none';
  }
  const skew = Number(values['clock.skew.seconds'] ?? values['clock.skew'] ?? 30);
  if (isExpired(claims, Math.trunc(now), skew + 1)) {
    return 'it is expired';
  }
  const [issuer, audience, subject] = [values['expected.issuer'], values['expected.audience'], claims[values['sub.claim.name'] ?? 'sub']];
  if (issuer !== undefined && issuer !== '' && claims.iss !== issuer) {
    return 'the issuer is another';
  }
  // An empty member of the list counts before 4.2.
  const expected = audience?.split(',').map(trimmed) ?? [''];
  if (expected.join('') !== '' && !hasAudience(claims, expected)) {
    return 'the audience is another';
  }
  return typeof subject === 'string' && trimmed(subject) !== '' ? undefined : 'there is no subject';
}

/**
 * What speaks against a token in which jose4j, which takes more for JSON than the RFC does, finds claims and we find none: without the
 * issuer and an audience anywhere in its text it is none for this broker.
 */
export function lenientFault(sent: string, { settings }: PreviewCase): string | undefined {
  const texts = sent.split('.').slice(0, 2).map(textOfSegment);
  if (texts.some((text) => text === undefined)) {
    return 'a part is no base64url';
  }
  const plain = texts[1]!.replace(/\\u([0-9a-fA-F]{4})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16))).replace(/\\/g, '');
  const { 'expected.issuer': issuer = '', 'expected.audience': audience = '' } = valuesOf(settings) ?? {};
  return plain.includes(issuer) && audience.split(',').some((one) => plain.includes(trimmed(one))) ? undefined : 'issuer or audience is nowhere in it';
}

/** Releases whose default validator looks at nothing: apache/kafka KAFKA-19714, mended in 4.1.2. */
export function isHole({ brokerVersion, settings }: PreviewCase): boolean {
  const values = valuesOf(settings);
  const hasKeys = values === undefined ? KEYS_LINE.test(String(settings)) : (values['jwks.endpoint.url'] ?? values['jwks.url']) !== undefined;
  return brokerVersion === '4.1.0' || brokerVersion === '4.1.1' || values?.['jwt.validator.class']?.includes('ClientJwtValidator') === true || !hasKeys;
}

/** The values by their names; undefined for files of several listeners or with escapes, which are read by the product alone. */
function valuesOf(settings: PreviewCase['settings']): { readonly [name in (typeof NAMES)[number]]?: string } | undefined {
  if (typeof settings === 'string') {
    return undefined;
  }
  const nested = settings.kafka !== null && typeof settings.kafka === 'object' ? settings.kafka : {};
  const values: { [name: string]: string } = {};
  for (const [name, value] of [...Object.entries(settings), ...Object.entries(nested)]) {
    const plain = name.replace(/_/g, '.').replace(/^(?:listener\.name\.[^.]+\.)?(?:oauthbearer\.)?sasl\.oauthbearer\./, '');
    if (value !== null && (NAMES as readonly string[]).includes(plain)) {
      values[plain] = trimmed(Array.isArray(value) ? value.join(',') : String(value));
    }
  }
  return values;
}
