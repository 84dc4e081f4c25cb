import { Condition } from '../../../rules/condition';
import { Reporter, Rule } from '../../../rules/rule';
import { isUnresolved, Value } from '../../../text/unresolved';
import { Subject } from '../../broker-core';
import { CONFIG_SHAPE } from '../schema/config-shapes';
import { FILE_REALM_SHAPE } from '../schema/file-realm-shapes';
import { Meaning, Scalar } from '../schema/scalars';
import { visit, Visit } from '../schema/visit';
import { Struct } from '../schema/write';
import { HiveMqSettings } from '../settings';

/** What HiveMQ's rules judge. */
export type HiveMqSubject = Subject<HiveMqSettings>;

/** A rule on HiveMQ's settings. */
export type HiveMqRule = Rule<HiveMqSubject>;

/** A single value met in the settings. */
export type ScalarVisit = Extract<Visit, { kind: 'scalar' }>;

const visits = new WeakMap<HiveMqSettings, readonly Visit[]>();

/** Everything in the settings, in the order of the files. Walked once, since many rules ask. */
export function visitsOf(settings: HiveMqSettings): readonly Visit[] {
  const known = visits.get(settings);
  if (known !== undefined) {
    return known;
  }
  const found: Visit[] = [];
  visit(CONFIG_SHAPE, (settings.config ?? {}) as Struct, 'config', (one) => found.push(one));
  if (settings.fileRealm !== undefined) {
    visit(FILE_REALM_SHAPE, settings.fileRealm as Struct, 'fileRealm', (one) => found.push(one));
  }
  visits.set(settings, found);
  return found;
}

/** Every single value, of one meaning when given. */
export function scalarsOf(settings: HiveMqSettings, meaning?: Meaning): readonly ScalarVisit[] {
  return visitsOf(settings).filter((one): one is ScalarVisit => one.kind === 'scalar' && (meaning === undefined || one.scalar.meaning === meaning));
}

/** Judges a value; one that is a secret is not shown. */
export function judge(report: Reporter, at: { path: string; value: Value; scalar: Scalar }, condition: Condition): void {
  if (at.scalar.meaning !== 'secret' || isUnresolved(at.value)) {
    report.value(at.path, at.value, condition);
  } else if (!condition.test(at.value)) {
    report.broken(at.path, { message: `must be ${condition.expects}` });
  }
}
