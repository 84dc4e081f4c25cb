import { RuleText } from '../rules/rule';

function claimsRule(name: string, summary: string, cause: string, remedy: string): RuleText {
  return { id: `CLAIMS_${name}`, level: 'error', summary, cause, remedy, source: 'limit or grammar of this library' };
}

export const CLAIMS_LINE = claimsRule('LINE', 'A line of a batch is a JSON object with "idp", "token" and, if wanted, "id".',
  'Nothing can be read from any other text.', 'correct the line');

export const CLAIMS_IDP = claimsRule('IDP', 'The kind of identity provider is one that the library knows.',
  'Each provider writes scopes, client ids and user names into claims of its own.', 'name one that the message lists; "generic" for any other');

export const CLAIMS_TOKEN = claimsRule('TOKEN', 'The token is a signed JWT in compact form, or JSON with its claims.',
  'Claims cannot be read from any other text; an opaque token has none.', 'save the access token as the identity provider issues it');

/** Rules on the reading of claims. */
export const CLAIMS_RULES: readonly RuleText[] = [CLAIMS_LINE, CLAIMS_IDP, CLAIMS_TOKEN];
