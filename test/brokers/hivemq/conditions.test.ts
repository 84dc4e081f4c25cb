import { evaluateExpressions } from './terraform-console';
import { ENVIRONMENT_REFERENCE, HIVEMQ_NCNAME, URL, URL_OR_ENVIRONMENT } from '../../../src/brokers/hivemq/schema/patterns';
import { KNOWN_PLACEHOLDER, LITERAL_TOPIC, NOT_SHARE, TOPIC_FILTER } from '../../../src/brokers/hivemq/topics';
import { Condition } from '../../../src/rules/condition';
import { describeWithTerraform } from '../../support/terraform';

/** Condition, texts that fulfil it, texts that do not. */
const CONDITIONS: readonly (readonly [string, Condition, readonly string[], readonly string[]])[] = [
  ['names', HIVEMQ_NCNAME, ['a', '_1', 'büro.x-y'], ['', '1a', 'a b', 'a:b', 'a/b', '-a', 'a\n']],
  ['environment', ENVIRONMENT_REFERENCE, ['${ENV:A}', '${ENV:_a9}'], ['', 'ENV:A', '${A}', '${ENV:A}x', '${ENV:}', '${ENV:a b}', '${ENV:A}\n']],
  ['URLs', URL, ['https://a', 'http://a:80/b?c=[d]', 'https://[::1]:1/x%20y'], ['', 'a', 'ftp://a', 'https://', 'https://a#b', 'https://a/%zz', 'https://a/b[c]', 'https://a b']],
  ['URLs or environment', URL_OR_ENVIRONMENT, ['https://a', '${ENV:A}', '${ENV:A}/keys'], ['', '${A}/keys', '${ENV:A} b']],
  ['filters', TOPIC_FILTER, ['#', '+', 'a', 'a/+/b', '/a/#', 'a b', '+/+', 'a//b'], ['a#', '#/a', 'a+', 'a/#/b', '+a']],
  ['filters without share', NOT_SHARE, ['a', '$shared/a', 'a/$share/b'], ['$share/g/a', '$share/']],
  ['placeholders', KNOWN_PLACEHOLDER, ['a', '${mqtt-clientid}', 'a/${mqtt-clientid}/b', '$', 'a$b', '$$', '$${mqtt-clientid}'], ['${x}', '${{mqtt-clientid}}', '$${x}', '${', 'a${mqtt-clientid']],
  ['literal topics', LITERAL_TOPIC, ['a/b', '$SYS/x', 'a{b}', '$ {'], ['+', 'a/#', '${mqtt-clientid}', 'x${']],
];

describe.each(CONDITIONS)('%s', (_name, condition, good, bad) => {
  test.each(good)('%j fits', (text) => expect(condition.test(text)).toBe(true));
  test.each(bad)('%j does not', (text) => expect(condition.test(text)).toBe(false));
});

describeWithTerraform('conditions in Terraform', () => {
  test('agree with those at synthesis', () => {
    const all = CONDITIONS.flatMap(([, condition, good, bad]) => [...good, ...bad].map((text) => ({ condition, text })));
    const expressions = all.map(({ condition, text }) => condition.hcl(`base64decode("${Buffer.from(text, 'utf8').toString('base64')}")`));
    expect(evaluateExpressions(expressions)).toEqual(all.map(({ condition, text }) => condition.test(text)));
  });
});
