import { isMembers } from './document';
import { Findings } from './finding';
import { judgeGranted } from './scopes';
import { INTROSPECTION_ACTIVE, INTROSPECTION_FORM, INTROSPECTION_INACTIVE, TOKEN_AUDIENCE } from './token-rules';
import { ClaimKind, Claims, normaliseClaims, scopeClaimsOf } from '../oauth/normalised-claims';
import { show } from '../text/show';

/** What an answer of introspection says; nothing but `active` where that is not true. */
export interface IntrospectionFacts {
  readonly active: boolean;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  readonly username: string | null;
  readonly clientId: string | null;
}

/** What is judged about an answer. */
export interface IntrospectionAnswerQuestion {
  readonly kind: ClaimKind;
  readonly answer: unknown;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  /** Whether the token itself says what the answer leaves out. */
  readonly hasToken: boolean;
}

const INACTIVE: IntrospectionFacts = { active: false, scopes: [], audiences: [], username: null, clientId: null };

/** Judges an answer of introspection, and reads it. */
export function judgeIntrospection(findings: Findings, question: IntrospectionAnswerQuestion): IntrospectionFacts {
  const { answer, kind } = question;
  if (!isMembers(answer) || typeof answer.active !== 'boolean') {
    findings.broken(INTROSPECTION_ACTIVE, isMembers(answer) ? 'the answer has no true or false as active' : 'the answer is no JSON object');
    return INACTIVE;
  }
  if (!answer.active) {
    findings.broken(INTROSPECTION_INACTIVE, 'the token is not active to the client that asked');
    judgeDemands(findings, question, normaliseClaims({}, kind), question.hasToken);
    return INACTIVE;
  }
  judgeForm(findings, answer);
  const facts = normaliseClaims(answer, kind, [...new Set(['scope', ...scopeClaimsOf(kind)])]);
  judgeDemands(findings, question, facts, question.hasToken);
  return {
    active: true,
    scopes: facts.scopes,
    audiences: facts.audiences,
    username: textIn(answer, 'username') ?? facts.username,
    clientId: textIn(answer, 'client_id') ?? facts.clientId,
  };
}

function judgeForm(findings: Findings, { scope, aud }: Claims): void {
  if (scope !== undefined && typeof scope !== 'string') {
    findings.broken(INTROSPECTION_FORM, `scope is ${Array.isArray(scope) ? 'an array' : 'no text'}`);
  }
  if (aud !== undefined && !isTextOrTexts(aud)) {
    findings.broken(INTROSPECTION_FORM, 'aud is neither a text nor an array of texts');
  }
}

function isTextOrTexts(value: unknown): boolean {
  return [value].flat().every((member) => typeof member === 'string');
}

/** An answer may leave out what the token says; without the token it is all there is. */
function judgeDemands(
  findings: Findings, { scopes, audiences }: IntrospectionAnswerQuestion, facts: ReturnType<typeof normaliseClaims>, hasToken: boolean,
): void {
  judgeGranted(findings, 'the answer of introspection', facts, hasToken && facts.scopes.length === 0 ? [] : scopes);
  const isSilent = hasToken && facts.audiences.length === 0;
  if (!isSilent && audiences.length > 0 && !audiences.some((audience) => facts.audiences.includes(audience))) {
    findings.broken(TOKEN_AUDIENCE, `the answer of introspection names ${facts.audiences.map(show).join(', ') || 'no audience'}, `
      + `expected is ${audiences.map(show).join(' or ')}`);
  }
}

function textIn(answer: Claims, name: string): string | undefined {
  const value = answer[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
