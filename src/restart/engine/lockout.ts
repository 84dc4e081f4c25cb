import { describeChange, LOCKOUT_NOT_ACCEPTED } from '../../brokers/lockout-rules';
import { RequirementChange } from '../../brokers/requirements';
import { Finding, finding } from '../../rules/rule';
import { RESTART_RULES } from '../rules';
import { Classification, tokenObjections } from './classify';
import { Knowledge } from './knowledge';
import { Ports } from './ports';

/** A change on one node, or on a service, with what it does to tokens. */
export interface JudgedChange {
  /** Node or service. */
  readonly place: string;
  readonly classification: Classification;
}

/** What a stack says about locking out. */
export interface LockoutConsent {
  readonly acceptLockout: boolean;
  readonly token?: { readonly file?: string; readonly environmentVariable?: string };
}

/** What stops a change, and what is merely told. */
export interface LockoutVerdict {
  readonly findings: readonly Finding[];
  /** Whether something could not be judged at all. */
  readonly undetermined: boolean;
  readonly notices: readonly string[];
}

/** Whether a run may go on, given what its changes do to the tokens of today. Changes that are alike are told once. */
export async function judgeLockout(
  changes: readonly JudgedChange[], consent: LockoutConsent, broker: Knowledge, ports: Pick<Ports, 'token' | 'keys' | 'clock'>,
): Promise<LockoutVerdict> {
  const risky = alike(changes.filter((change) => change.classification.kind !== 'safe'));
  if (consent.acceptLockout) {
    return { findings: [], undetermined: false, notices: risky.map((change) => `accepted by acceptLockout: ${told(change, broker).join('; ')}`) };
  }
  const findings: Finding[] = [];
  const notices: string[] = [];
  for (const change of risky) {
    const { classification } = change;
    if (classification.kind === 'unknown') {
      findings.push(finding(RESTART_RULES.LOCKOUT_UNDETERMINED, change.place, { message: classification.why }));
    } else if (classification.kind === 'locks-out' && consent.token === undefined) {
      findings.push(...classification.changes.map((one) => finding(LOCKOUT_NOT_ACCEPTED, `${change.place}: ${one.setting}`, { message: worded(one, broker) })));
    } else if (classification.kind === 'locks-out') {
      const objections = await objectionsOf(classification, ports);
      findings.push(...objections.map((message) => finding(RESTART_RULES.OVERLAP_TOKEN, change.place, { message })));
      notices.push(...objections.length === 0 ? [`${change.place}: the token given is valid before and after the change`] : []);
    }
  }
  return { findings, undetermined: findings.some((found) => found.rule === RESTART_RULES.LOCKOUT_UNDETERMINED.id), notices };
}

async function objectionsOf(change: Classification & { readonly kind: 'locks-out' }, ports: Pick<Ports, 'token' | 'keys' | 'clock'>): Promise<readonly string[]> {
  const token = await ports.token();
  if (token === undefined) {
    return ['the token named as valid before and after the change cannot be read'];
  }
  return tokenObjections(token, change.before, change.after, ports.keys, ports.clock.date());
}

function worded(change: RequirementChange, broker: Knowledge): string {
  return describeChange(change, broker.overlapSteps[change.what]);
}

function told(change: JudgedChange, broker: Knowledge): readonly string[] {
  const { classification, place } = change;
  if (classification.kind === 'locks-out') {
    return classification.changes.map((one) => `${place}: ${one.setting} ${worded(one, broker)}`);
  }
  return classification.kind === 'unknown' ? [`${place}: ${classification.why}`] : [];
}

/** Joins changes that say the same, so that a cluster of many nodes gives one message. */
function alike(changes: readonly JudgedChange[]): readonly JudgedChange[] {
  const groups = new Map<string, JudgedChange[]>();
  for (const change of changes) {
    const key = JSON.stringify(change.classification);
    groups.set(key, [...groups.get(key) ?? [], change]);
  }
  return [...groups.values()].map((group) => ({ place: group.map((change) => change.place).join(', '), classification: group[0].classification }));
}
