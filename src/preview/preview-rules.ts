import { PreviewWarning } from './result';
import { RuleText } from '../rules/rule';

/*
 * What any preview may warn of, whichever the broker.
 */

const SOURCE = 'limit of this library';

function previewRule(name: string, summary: string, cause: string, remedy: string): RuleText {
  return { id: `PREVIEW_${name}`, level: 'warning', summary, cause, remedy, source: SOURCE };
}

export const VERSION_NEWER = previewRule('VERSION_NEWER', 'The release of the broker is one that the library knows.',
  'A newer one is judged as the newest known, and may behave differently.', 'take a newer release of the library, or try the login on a test node');

export const VERSION_OLDER = previewRule('VERSION_OLDER', 'The release of the broker is not older than those that the library knows.',
  'An older one is judged as the oldest known, and may know nothing of these settings or not even start with them.',
  'update the broker; `broker-oauth lint` says what the release cannot do');

export const RIGHTS_AT_APPLY = previewRule('RIGHTS_AT_APPLY', 'The rights are known at synthesis.',
  'What is known only at apply cannot be looked at, so actions are unknown.', 'preview again with the file that the node has after the apply');

export const UNSEEN_PARTS = previewRule('UNSEEN_PARTS', 'The stack writes everything that decides.',
  'Entries that stand on the nodes already may give more rights, or deny some, and are not looked at.',
  'preview the node\'s own file where such entries concern the client');

export const TOKEN_BUILT = previewRule('TOKEN_BUILT', 'The token is a real one.',
  'A token that is built from what is known of the identity provider may differ from the one that it issues.',
  'preview a token of the identity provider as well');

/** What any preview may warn of. */
export const PREVIEW_WARNING_RULES: readonly RuleText[] = [VERSION_NEWER, VERSION_OLDER, RIGHTS_AT_APPLY, UNSEEN_PARTS, TOKEN_BUILT];

/** Words a warning by its rule. */
export function told(rule: RuleText, message: string): PreviewWarning {
  return { rule: rule.id, message };
}
