import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { hasIdlePlaceholder, LITERAL_TOPIC, substitutes, TOPIC_FILTER } from '../../../src/brokers/mosquitto/topic';
import { HOSTILE } from '../../support/hostile';
import { apply, describeWithTerraform } from '../../support/terraform';

/** A topic, whether it is a filter, and whether it stands for itself alone. */
const TOPICS: readonly (readonly [string, boolean, boolean])[] = [
  ['a', true, true], ['a/b c/ü', true, true], ['/', true, true], ['a//b', true, true], ['a%u/x%c', true, true], ['$SYS/a', true, true],
  ['$sharex', true, true], ['/'.repeat(200), true, true], ['ä'.repeat(32767), true, true],
  ['#', true, false], ['+', true, false], ['a/#', true, false], ['+/a/+', true, false], ['/+', true, false], ['$share/g/a', true, false],
  ['$share', true, false], ['%u', true, false], ['a/%c/b', true, false], [`${'/'.repeat(200)}#`, true, false],
  ['', false, false], ['a#', false, false], ['#/a', false, false], ['a/+b', false, false], ['##', false, false], ['a/#/', false, false],
  ['/'.repeat(201), false, false], ['ä'.repeat(32768), false, false],
];

test.each(TOPICS)('%j is a filter: %s; stands for itself: %s', (topic, filter, literal) => {
  expect([TOPIC_FILTER.test(topic), LITERAL_TOPIC.test(topic)]).toEqual([filter, literal]);
});

test.each([
  ['publishClientSend', 'a/%u', true, false], ['subscribePattern', '%c', true, false], ['subscribeLiteral', 'a/%u', false, true],
  ['publishClientSend', 'a/x%u', false, true], ['publishClientSend', '%u/x%u', true, true], ['publishClientSend', 'a', false, false],
])('%s on %s has a placeholder that is replaced: %s, and one that is text: %s', (acltype, topic, replaced, idle) => {
  const acl = { acltype, topic, allow: true };
  expect([substitutes(acl), hasIdlePlaceholder(acl)]).toEqual([replaced, idle]);
});

describeWithTerraform('a real Terraform judges topics alike', () => {
  test('for the whole table and for hostile texts', () => {
    const texts = [...TOPICS.map(([topic]) => topic), ...Object.values(HOSTILE).filter((text) => text.length < 1000)];
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-topics-'));
    const judgement = (index: number) => `[${TOPIC_FILTER.hcl(`var.texts[${index}]`)}, ${LITERAL_TOPIC.hcl(`var.texts[${index}]`)}]`;
    const output = Object.fromEntries(texts.map((_, index) => [`o${index}`, { value: `\${${judgement(index)}}` }]));
    fs.writeFileSync(path.join(directory, 'main.tf.json'), JSON.stringify({ variable: { texts: { type: 'list(string)' } }, output }));
    fs.writeFileSync(path.join(directory, 'terraform.tfvars.json'), JSON.stringify({ texts }));
    const { outputs } = apply(directory).values;
    fs.rmSync(directory, { recursive: true });
    expect(texts.map((text, index) => [text, outputs[`o${index}`].value]))
      .toEqual(texts.map((text) => [text, [TOPIC_FILTER.test(text), LITERAL_TOPIC.test(text)]]));
  });
});
