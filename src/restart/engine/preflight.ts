import { Files } from '../../brokers/broker-core';
import { describeFinding, Finding } from '../../rules/rule';
import { RestartSpec } from '../spec';
import { Classification, classifyChange } from './classify';
import { Knowledge } from './knowledge';
import { judgeLockout } from './lockout';
import { Ports } from './ports';
import { RunReport } from './report';
import { CurrentSettings } from './service-settings';

/** What a pre-flight is about. */
export interface PreflightInput {
  readonly spec: RestartSpec;
  /** The new settings. */
  readonly files: Files;
  readonly broker: Knowledge;
  readonly today: CurrentSettings;
}

/** Stops before the settings of a service change, where tokens of today might not be accepted any more. */
export async function runPreflight(input: PreflightInput, ports: Pick<Ports, 'clock' | 'keys' | 'token' | 'output'>): Promise<RunReport> {
  const { broker, spec } = input;
  const judged = broker.judge(input.files);
  const errors = judged.filter((found) => found.level === 'error');
  if (errors.length > 0) {
    return report(ports, 'refused', 'the new settings are not valid', judged);
  }
  const classification = classify(input);
  const verdict = await judgeLockout([{ place: spec.broker.path, classification }], spec, broker, ports);
  verdict.notices.forEach((text) => ports.output.tell({ event: 'notice', text }));
  if (verdict.findings.length === 0) {
    return report(ports, 'good', classification.kind === 'safe' ? 'tokens of today stay good' : 'the change may go on', judged);
  }
  const outcome = verdict.undetermined ? 'undetermined' : 'refused';
  return report(ports, outcome, 'nothing was changed: tokens of today might not be accepted any more', [...verdict.findings, ...judged]);
}

function classify({ broker, files, today }: PreflightInput): Classification {
  return today.files === undefined ? { kind: 'unknown', why: today.problem } : classifyChange(broker, today.files, files);
}

function report(ports: Pick<Ports, 'output'>, outcome: RunReport['outcome'], text: string, findings: readonly Finding[]): RunReport {
  findings.forEach((found) => ports.output.tell({ event: found.level === 'error' ? 'problem' : 'notice', rule: found.rule, text: describeFinding(found) }));
  return { outcome, text, findings, nodes: [] };
}
