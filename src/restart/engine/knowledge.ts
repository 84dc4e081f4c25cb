import { BrokerCore, Files, Merged } from '../../brokers/broker-core';
import { RequirementNames, TokenRequirements } from '../../brokers/requirements';
import { StatedParts } from '../../preview/case-parts';
import { evaluate, Finding } from '../../rules/rule';

/** What the engine knows about a broker, without the type of its settings. */
export interface Knowledge {
  readonly kind: string;
  readonly title: string;
  readonly requirementNames: RequirementNames;
  readonly overlapSteps: { readonly [what: string]: readonly string[] | undefined };
  merge(name: string, existing: string | undefined, ours: string): Merged;
  /** Everything that is wrong with files that are to be delivered; acknowledged warnings are left out. */
  judge(files: Files): readonly Finding[];
  /** What tokens must be under the settings in files, or why that cannot be told. */
  requirements(files: Files): KnownRequirements;
}

/** What tokens must be under the settings in files. */
export interface KnownRequirements {
  /** Undefined when the settings could not be read, or do not use tokens. */
  readonly requirements?: TokenRequirements;
  /** The files were understood and do not use tokens. */
  readonly withoutTokens?: boolean;
  /** What could not be understood. */
  readonly problems: readonly Finding[];
}

/** Closes a broker's core over one version and what the user has acknowledged. */
export function knowledgeOf<Settings>(
  core: BrokerCore<Settings>, version: string | undefined, acknowledged: readonly string[], stated: StatedParts = {},
): Knowledge {
  return {
    kind: core.kind,
    title: core.title,
    requirementNames: core.requirementNames,
    overlapSteps: core.overlapSteps,
    merge: (name, existing, ours) => core.merge(name, existing, ours),
    judge: (files) => {
      const parsed = core.parse(files, version);
      // What the stack said of lines that are not ours is in no file that is to be delivered.
      const settings = parsed.settings === undefined ? undefined : core.withStated?.(parsed.settings, stated) ?? parsed.settings;
      const judged = settings === undefined ? [] : evaluate(core.rules, { settings, version, acknowledged }).findings;
      return [...parsed.findings, ...judged].filter((found) => found.level === 'error' || !acknowledged.includes(found.rule));
    },
    requirements: (files) => {
      const parsed = core.parse(files, version);
      const problems = parsed.findings.filter((found) => found.level === 'error');
      return parsed.settings === undefined
        ? { problems, withoutTokens: parsed.withoutTokens }
        : { requirements: core.requirements(parsed.settings, version), problems };
    },
  };
}
