import { Reporter, Rule, RuleText } from '../../../rules/rule';
import { Subject } from '../../broker-core';
import { ConfSettings, DynamicSecuritySettings, JwtSettings, MosquittoSettings } from '../settings';

/** A rule on the settings of all files. */
export type MosquittoRule = Rule<Subject<MosquittoSettings>>;

/** A rule on jwt.json. */
export function jwtRule(text: RuleText, check: (jwt: JwtSettings, report: Reporter, subject: Subject<MosquittoSettings>) => void): MosquittoRule {
  return { ...text, check: (subject, report) => subject.settings.jwt && check(subject.settings.jwt, report, subject) };
}

/** A rule on mosquitto.conf. */
export function confRule(text: RuleText, check: (conf: ConfSettings, report: Reporter, subject: Subject<MosquittoSettings>) => void): MosquittoRule {
  return { ...text, check: (subject, report) => subject.settings.conf && check(subject.settings.conf, report, subject) };
}

/** A rule on dynamic-security.json. */
export function accountRule(
  text: RuleText, check: (accounts: DynamicSecuritySettings, report: Reporter, subject: Subject<MosquittoSettings>) => void,
): MosquittoRule {
  return { ...text, check: (subject, report) => subject.settings.dynamicSecurity && check(subject.settings.dynamicSecurity, report, subject) };
}

/** An entry of the dynamic security file and where it stands in the settings. */
export interface Placed<Entry> {
  readonly entry: Entry;
  readonly path: string;
}

/** The entries of a list whose content is known: ours, and those of others that were read from a file. */
export function entriesIn<List extends 'clients' | 'groups' | 'roles'>(
  accounts: DynamicSecuritySettings, list: List,
): readonly Placed<DynamicSecuritySettings[List][number]>[] {
  const { unmanaged } = accounts;
  const place = (entries: DynamicSecuritySettings[List], path: string) =>
    [...entries].map((entry: DynamicSecuritySettings[List][number], index) => ({ entry, path: `${path}.${list}[${index}]` }));
  return [
    ...place(accounts[list], 'dynamicSecurity'),
    ...(unmanaged === undefined || unmanaged.namesOnly === true ? [] : place(unmanaged[list], 'dynamicSecurity.unmanaged')),
  ];
}
