import { Files } from '../../brokers/broker-core';
import { TokenRequirements } from '../../brokers/requirements';
import { describeFinding, Finding } from '../../rules/rule';
import { RestartSpec } from '../spec';
import { Classification, classifyChange, classifyRequirements } from './classify';
import { Knowledge } from './knowledge';
import { judgeLockout } from './lockout';
import { Ports } from './ports';
import { RunReport } from './report';
import { CurrentSettings } from './service-settings';

/** Where the settings of today come from. */
export type Today =
  | { readonly kind: 'files'; readonly settings: CurrentSettings }
  /** From an earlier manifest; undefined where that one does not know the broker. */
  | { readonly kind: 'requirements'; readonly requirements: TokenRequirements | undefined };

/** What a pre-flight is about. */
export interface PreflightInput {
  readonly spec: RestartSpec;
  /** The new settings. */
  readonly files: Files;
  readonly broker: Knowledge;
  readonly today: Today;
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

function classify(input: PreflightInput): Classification {
  const { broker, today } = input;
  if (today.kind === 'files') {
    const { files, problem } = today.settings;
    return files === undefined ? { kind: 'unknown', why: problem } : classifyChange(broker, files, input.files);
  }
  const after = broker.requirements(input.files);
  if (today.requirements === undefined) {
    return { kind: 'safe' };
  }
  return after.requirements === undefined
    ? { kind: 'unknown', why: 'the new settings cannot be read' }
    : classifyRequirements(today.requirements, after.requirements, broker);
}

function report(ports: Pick<Ports, 'output'>, outcome: RunReport['outcome'], text: string, findings: readonly Finding[]): RunReport {
  findings.forEach((found) => ports.output.tell({ event: found.level === 'error' ? 'problem' : 'notice', rule: found.rule, text: describeFinding(found) }));
  return { outcome, text, findings, nodes: [] };
}
