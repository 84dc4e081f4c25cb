import { UNKNOWN } from './support/settings';
import { GRANT_RULES, grantEntries, GrantRequest, REQUEST_RULES } from '../../../src/brokers/aiven-kafka/grants';
import { DestinationMatch, GrantProtocol } from '../../../src/brokers/grant';
import { evaluate } from '../../../src/rules/rule';

function problems(request: Partial<GrantRequest>): string[] {
  return evaluate(REQUEST_RULES, { kind: 'publish', destination: 'orders', options: {}, ...request })
    .findings.map((found) => `${found.rule} ${found.path} ${found.message}`);
}

test('publishing is Write and Describe, consuming adds the group', () => {
  const words = (request: Partial<GrantRequest>) => grantEntries({ kind: 'publish', destination: 'orders', options: {}, ...request })
    .map(({ operation, resourceType, patternType, resourceName }) => `${operation} ${resourceType} ${patternType} ${resourceName}`);
  expect(words({})).toEqual(['Write Topic LITERAL orders', 'Describe Topic LITERAL orders']);
  expect(words({ options: { match: DestinationMatch.PREFIX } })).toEqual(['Write Topic PREFIXED orders', 'Describe Topic PREFIXED orders']);
  expect(words({ kind: 'consume', options: { group: 'g', match: DestinationMatch.PREFIX } })).toEqual([
    'Read Topic PREFIXED orders', 'Describe Topic PREFIXED orders', 'Read Group LITERAL g',
  ]);
});

test.each<[string, Partial<GrantRequest>]>([
  ['KAFKA_GRANT_WILDCARD destination must be one name, got "*"', { destination: '*' }],
  ['KAFKA_GRANT_WILDCARD group must be one name, got "*"', { kind: 'consume', options: { group: '*' } }],
  ['KAFKA_GRANT_GROUP group is missing', { kind: 'consume' }],
  ['KAFKA_GRANT_MATCH match must be LITERAL or PREFIX, got "pattern"', { options: { match: DestinationMatch.PATTERN } }],
  ['KAFKA_GRANT_OPTION vhost is no option of Kafka, got "/"', { options: { vhost: '/' } }],
  ['KAFKA_GRANT_OPTION protocol is no option of Kafka, got "mqtt"', { options: { protocol: GrantProtocol.MQTT } }],
  ['KAFKA_GRANT_OPTION retained is no option of Kafka, got true', { options: { retained: true } }],
  ['KAFKA_GRANT_OPTION declare is no option of Kafka, got true', { options: { declare: true } }],
  ['KAFKA_GRANT_OPTION shared is no option of Kafka, got true', { options: { shared: true } }],
  ['KAFKA_GRANT_OPTION group is an option of consuming only, got "g"', { options: { group: 'g' } }],
])('%s', (message, request) => {
  expect(problems(request)).toEqual([message]);
});

test.each<[Partial<GrantRequest>]>([
  [{}],
  [{ options: { acceptWider: true, match: DestinationMatch.LITERAL, retained: false } }],
  [{ destination: UNKNOWN }],
  [{ kind: 'consume', options: { group: UNKNOWN } }],
])('%j is taken', (request) => {
  expect(problems(request)).toEqual([]);
});

test('every rule is listed', () => {
  expect(GRANT_RULES.map(({ id }) => id)).toEqual(['KAFKA_GRANT_WILDCARD', 'KAFKA_GRANT_GROUP', 'KAFKA_GRANT_MATCH', 'KAFKA_GRANT_OPTION']);
});
