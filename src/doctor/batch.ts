import { DoctorCase, readLine } from './batch-line';
import { DOCTOR_LINE } from './batch-rule';
import { judgeDocument, judgeIntrospectionThere } from './document';
import { duplicateIn } from './duplicates';
import { EndpointMap } from './endpoints';
import { DoctorFinding, DoctorVerdict, Findings } from './finding';
import { IntrospectionFacts, judgeIntrospection } from './introspection';
import { DocumentUrls, documentUrlsOf, judgeIssuer } from './issuer';
import { judgeKeySet } from './key-set';
import { judgeAudienceNames, judgeGranted, judgeScopeNames } from './scopes';
import { judgeToken } from './token';
import { MEMBERS_ONCE } from './token-rules';
import { HttpPolicy } from './web-address';
import { readJson } from '../oauth/json-reader';
import { JsonTree, dataOf } from '../oauth/json-tree';
import { Jwk } from '../oauth/jwks';
import { normaliseClaims } from '../oauth/normalised-claims';
import { show } from '../text/show';

/** The answer to a line. Every member is always present. */
export interface DoctorAnswer {
  readonly id: string | number;
  readonly verdict: DoctorVerdict;
  readonly findings: readonly DoctorFinding[];
  readonly urls: DocumentUrls;
  readonly endpoints: EndpointMap;
  readonly introspection: IntrospectionFacts | null;
}

/** What stands in an answer's place where the line cannot be judged. */
export interface DoctorFailure {
  readonly id: string | number | null;
  readonly error: { readonly rule: string; readonly message: string };
}

/** Judges one line of a batch by the identity provider's rules alone. Pure: the same line, the same answer. */
export function answerLine(text: string): DoctorAnswer | DoctorFailure {
  const line = readLine(text);
  if ('problem' in line) {
    return { id: line.id, error: { rule: DOCTOR_LINE.id, message: `${line.problem}; ${DOCTOR_LINE.remedy}` } };
  }
  return answerCase(line);
}

function answerCase(line: DoctorCase): DoctorAnswer {
  const { findings, kind, issuer, scopes, audiences } = line;
  const policy: HttpPolicy = { loopback: line.allowHttpLoopback, level: 'error' };
  if (issuer !== undefined) {
    judgeIssuer(findings, issuer, kind, policy);
  }
  const endpoints = judgeDocument(findings, { kind, issuer, document: plain(findings, 'the document', line.discovery), policy });
  if (line.needsIntrospection) {
    const isKnown = line.introspectionResponse !== undefined;
    judgeIntrospectionThere(findings, { kind, endpoints, isTold: line.discovery !== undefined, isKnown });
  }
  const keys = line.jwks === undefined ? undefined : judgeKeySet(findings, plain(findings, 'the key set', line.jwks));
  judgeScopeNames(findings, scopes, kind);
  judgeAudienceNames(findings, audiences);
  judgeTokenOf(line, keys);
  const answer = plain(findings, 'the answer of introspection', line.introspectionResponse);
  const introspection = line.introspectionResponse === undefined ? null
    : judgeIntrospection(findings, { kind, answer, scopes, audiences, hasToken: line.token !== undefined });
  return { id: line.id, verdict: findings.verdict, findings: findings.all, urls: documentUrlsOf(issuer, kind), endpoints, introspection };
}

function judgeTokenOf(line: DoctorCase, keys: readonly Jwk[] | undefined): void {
  if (line.token === undefined) {
    return;
  }
  const { findings, kind, token } = line;
  const opened = judgeToken(findings, { ...line, token, kind, keys });
  if (opened !== undefined) {
    judgeGranted(findings, 'the token', normaliseClaims(opened.claims, kind), line.scopes);
  }
}

/**
 * A served document as plain data; the last of members with one name stays, and an error tells that there are several.
 *
 * A text is what was served to the letter, since no document is a text itself.
 */
function plain(findings: Findings, what: string, given: JsonTree | undefined): unknown {
  const tree = typeof given === 'string' ? readJson(given).value ?? given : given;
  const twice = duplicateIn(tree);
  if (twice !== undefined) {
    findings.broken(MEMBERS_ONCE, `${show(twice)} stands twice in ${what}`);
  }
  return tree === undefined ? undefined : dataOf(tree);
}
