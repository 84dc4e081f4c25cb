import { RequirementNames } from '../../brokers/requirements';
import { TokenNeeds } from '../../brokers/token-needs';
import { oneOf } from '../../rules/condition';
import { Reporter } from '../../rules/rule';
import { isUnresolvedText } from '../../text/unresolved';
import { ProviderModel } from '../provider-model';

/** What the rules between an identity provider and a broker judge. */
export interface FitSubject {
  readonly provider: ProviderModel;
  readonly needs: TokenNeeds;
  /** Names of the settings in the broker's vocabulary, for messages. */
  readonly names?: Partial<RequirementNames>;
  /** The applications that have rights on the broker. */
  readonly applications: readonly FitApplication[];
}

/** An application as the rules see it. */
export interface FitApplication {
  readonly clientId: string;
  /** Value of the claim by which the broker names principals; undefined when nobody knows it. */
  readonly principal: string | undefined;
  /** Scopes that its tokens carry for the broker; left out when they are not known. */
  readonly scopes?: readonly string[];
}

/** The setting's name as the broker spells it. */
export function nameOf(subject: FitSubject, setting: keyof RequirementNames): string {
  return subject.names?.[setting] ?? setting;
}

/** The place of an application in a message; marks of unknown values are no names. */
export function placeOf(application: FitApplication, index: number): string {
  return isUnresolvedText(application.clientId) ? `applications[${index}]` : `applications[${application.clientId}]`;
}

/**
 * Whether two texts are equal: undefined when that is known only at apply.
 *
 * The same unknown value twice is equal already.
 */
export function equalTexts(one: string, other: string): boolean | undefined {
  if (one === other) {
    return true;
  }
  return isUnresolvedText(one) || isUnresolvedText(other) ? undefined : false;
}

/** Demands at apply that two texts are equal, where at most one of them is known; otherwise the engine must see to it. */
export function demandEqual(report: Reporter, path: string, one: string, other: string): void {
  if (!isUnresolvedText(other)) {
    report.value(path, one, oneOf([other]));
  } else if (!isUnresolvedText(one)) {
    report.value(path, other, oneOf([one]));
  } else {
    report.deferred(path);
  }
}
