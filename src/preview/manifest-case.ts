import { PreviewCase } from './case';
import { CaseParts, WrittenFiles } from './case-parts';
import { CaseError, CaseProblem, failure } from './case-problem';
import { combine } from './combine';
import { preview } from './preview';
import { told, UNSEEN_PARTS } from './preview-rules';
import { PreviewFailure, PreviewResult } from './result';
import { BrokerSemantics } from './semantics';
import type { ManifestBroker } from '../manifest/manifest';

/*
 * From what a stack wrote to a result.
 */

/** One broker of a manifest as the beginning of a case: its settings, rights and version. */
export function manifestCase(semantics: BrokerSemantics, broker: ManifestBroker): CaseParts | CaseProblem {
  const known = broker.files.filter((file) => file.known);
  const parts = writtenCase(semantics, {
    files: Object.fromEntries(known.map(({ name, text }) => [name, text])),
    open: broker.files.filter((file) => !file.known).map(({ name }) => name),
    stated: broker.stated,
  });
  return 'rule' in parts ? parts : withParts(parts, { brokerVersion: broker.brokerVersion ?? undefined });
}

/** What files say of a case, or why they say too little. */
export function writtenCase(semantics: BrokerSemantics, written: WrittenFiles): CaseParts | CaseProblem {
  try {
    const { readings, warnings } = semantics.caseOf({ ...written, files: normalForm(written.files) });
    const unseen = written.stated.unseen ?? [];
    const note = unseen.length === 0 ? [] : [told(UNSEEN_PARTS, `not looked at, since it stands on the nodes already: ${unseen.join(', ')}`)];
    return { readings, warnings: [...warnings, ...note] };
  } catch (error) {
    if (error instanceof CaseError) {
      return error.problem;
    }
    throw error;
  }
}

/** Terraform puts every text that it carries into normal form C. */
function normalForm(files: WrittenFiles['files']): WrittenFiles['files'] {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.normalize('NFC')]));
}

function withParts({ readings, warnings }: CaseParts, more: Partial<PreviewCase>): CaseParts {
  return { warnings, readings: readings.map(({ label, parts }) => ({ label, parts: { ...parts, ...more } })) };
}

/** The rest of a case, whose members win over those of the files. */
export type CaseRest = Partial<PreviewCase> & Pick<PreviewCase, 'now'>;

/** Judges a client against what files say; readings that disagree leave open what they disagree on. */
export function previewParts(semantics: BrokerSemantics, { readings, warnings }: CaseParts, rest: CaseRest): PreviewResult | PreviewFailure {
  const alternatives: { readonly label: string; readonly result: PreviewResult }[] = [];
  for (const { label, parts } of readings) {
    const result = preview(semantics, { broker: semantics.kind, ...parts, ...given(rest) } as PreviewCase);
    if ('error' in result) {
      return failure(result.id, result.error);
    }
    alternatives.push({ label, result });
  }
  const result = alternatives.length === 1 ? alternatives[0].result : combine(alternatives);
  return { ...result, warnings: [...result.warnings, ...warnings] };
}

/** Without members that are undefined, which would hide those of the files. */
function given(rest: CaseRest): CaseRest {
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as unknown as CaseRest;
}
