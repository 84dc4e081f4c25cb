import * as fs from 'node:fs';
import * as path from 'node:path';
import { HIVEMQ } from '../../../src/brokers/hivemq/core';

const ROOT = path.resolve(__dirname, '../../..');
const DOCUMENT = fs.readFileSync(path.join(ROOT, 'docs/hivemq.md'), 'utf8');
const PROPS = fs.readFileSync(path.join(ROOT, 'src/brokers/hivemq/hivemq-oauth-props.ts'), 'utf8');
const IDS = [...HIVEMQ.rules, ...HIVEMQ.parseRules].map((rule) => rule.id);

describe('docs/hivemq.md', () => {
  test('names every rule, and no rule that is not there', () => {
    const named = [...DOCUMENT.matchAll(/`(HIVEMQ_[A-Z0-9_]+)`/g)].map(([, id]) => id);
    expect([...new Set(named)].sort()).toEqual([...IDS].sort());
  });

  test('names every prop', () => {
    const [, own] = PROPS.split('export interface HiveMqOAuthProps');
    const props = [...own.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name);
    expect(props.length).toBeGreaterThan(30);
    expect(props.filter((name) => !DOCUMENT.includes(`\`${name}\``))).toEqual([]);
  });

  test.each(['settings', 'rules', 'hivemq-oauth-props.ts', 'access.ts', 'target.ts'])('%s name no rule that is not there', (place) => {
    const target = path.join(ROOT, 'src/brokers/hivemq', place);
    const files = fs.statSync(target).isDirectory() ? fs.readdirSync(target).map((name) => path.join(target, name)) : [target];
    const named = files.flatMap((file) => [...fs.readFileSync(file, 'utf8').matchAll(/\b(HIVEMQ_[A-Z_]+[A-Z])(?![A-Z_*])/g)].map(([, id]) => id));
    const symbols = ['HIVEMQ_PARSE_RULES', 'HIVEMQ_RELEASES', 'HIVEMQ_RULES', 'HIVEMQ_ALLOW_ALL_CLIENTS', 'HIVEMQ_SUPER_ADMIN', 'HIVEMQ_NAME', 'HIVEMQ_REALM', 'HIVEMQ_TOPIC'];
    expect(named.filter((id) => !IDS.includes(id) && !symbols.includes(id))).toEqual([]);
  });
});
