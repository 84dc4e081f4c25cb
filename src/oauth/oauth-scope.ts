import { SCOPE_TOKEN, splitScopes } from './scope-syntax';
import { describeFinding, finding, RuleText } from '../rules/rule';
import { ValidationError } from '../rules/validation-error';
import { isUnresolvedText } from '../text/unresolved';

/** The syntax that every scope must have. */
export const OAUTH_SCOPE_TOKEN: RuleText = {
  id: 'OAUTH_SCOPE_TOKEN',
  level: 'error',
  summary: `A scope is ${SCOPE_TOKEN.expects}.`,
  cause: 'Blanks separate scopes, and a double quote or a backslash ends the request with invalid_scope.',
  remedy: 'leave these characters out or percent-encode them, as the broker\'s scope grammar allows',
  source: 'RFC 6749 section 3.3 and appendix A.4',
};

/**
 * One OAuth 2.0 scope.
 *
 * A value object: it cannot be changed, and two scopes with the same text are equal. Case matters. A value that Terraform knows only
 * at apply is taken as it is and judged by a precondition later.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.3
 */
export class OAuthScope {
  /** The scope with this text; an error when the text is no scope token. */
  public static of(value: string): OAuthScope {
    return new OAuthScope(value);
  }

  /**
   * The scopes of a text that lists them with blanks in between, as a `scope` parameter or claim does.
   *
   * Duplicates are left out; the order is kept.
   */
  public static parse(text: string): OAuthScope[] {
    const pieces = isUnresolvedText(text) ? [text] : splitScopes(text);
    return [...new Set(pieces)].map((piece) => new OAuthScope(piece));
  }

  /** Whether the text is a scope token; a value known only at apply counts as one. */
  public static isValid(value: string): boolean {
    return isUnresolvedText(value) || SCOPE_TOKEN.test(value);
  }

  /** The scope's text. */
  public readonly value: string;

  private constructor(value: string) {
    if (!OAuthScope.isValid(value)) {
      const found = finding(OAUTH_SCOPE_TOKEN, 'value', { message: `must be ${SCOPE_TOKEN.expects}`, got: value });
      throw new ValidationError([{ path: 'OAuthScope', text: describeFinding(found) }]);
    }
    this.value = value;
    Object.freeze(this);
  }

  /** Whether the other scope has the same text. */
  public sameAs(other: OAuthScope): boolean {
    return this.value === other.value;
  }

  /** The scope's text. */
  public toString(): string {
    return this.value;
  }
}
