import { RuleText } from '../rules/rule';

/** Why a line cannot be judged. */
export const DOCTOR_LINE: RuleText = {
  id: 'DOCTOR_LINE',
  level: 'error',
  summary: 'A line of a batch is a JSON object with id, idp and members of the documented names and types.',
  cause: 'A member that is not understood might have changed the answer.',
  remedy: 'compare the line with docs/doctor.md',
  source: 'grammar of this library',
};
