import { HIVEMQ_RULES } from '../../../src/brokers/hivemq/rules';
import { HiveMqSettings } from '../../../src/brokers/hivemq/settings';
import { evaluate } from '../../../src/rules/rule';

function judged(id: string, given: HiveMqSettings, version: string | undefined) {
  return evaluate(HIVEMQ_RULES.filter((rule) => rule.id === id), { settings: given, version, acknowledged: [] });
}

/** Everything that one rule says: paths that are broken, and after a word those that are judged later. */
export function said(id: string, given: HiveMqSettings, version?: string): readonly string[] {
  const { findings, preconditions, deferred } = judged(id, given, version);
  return [
    ...findings.map(({ path }) => path), ...preconditions.map(({ path }) => `precondition ${path}`), ...deferred.map(({ path }) => `deferred ${path}`),
  ];
}

/** What one rule says in words, after the path of each. */
export function told(id: string, given: HiveMqSettings, version?: string): readonly string[] {
  return judged(id, given, version).findings.map(({ path, message }) => `${path} ${message}`);
}
