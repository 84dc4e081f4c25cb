import { isMembers } from './document';
import { duplicateIn } from './duplicates';
import { Findings } from './finding';
import { readEntraIssuer } from './issuer';
import { ISSUER_EXACT } from './provider-rules';
import { judgeSignature, SignatureWord } from './signature';
import { judgeTimes } from './times';
import { MEMBERS_ONCE, TOKEN_AUDIENCE, TOKEN_CLAIMS, TOKEN_FORM, TOKEN_ISSUER, TOKEN_TYPE, TOKEN_URIS } from './token-rules';
import { ENTRA_VERSION } from './vendor-rules';
import { looksTheSame } from './web-address';
import { sameIssuer } from '../oauth/issuer';
import { JsonTree, dataOf, treeOf } from '../oauth/json-tree';
import { Jwk } from '../oauth/jwks';
import { bytesOf, formOf, readSegment, segmentsOf } from '../oauth/jwt';
import { ClaimKind, Claims } from '../oauth/normalised-claims';
import { show } from '../text/show';

/** A token to judge: compact, or its parts before encoding. */
export type GivenToken = string | { readonly header: JsonTree; readonly claims: JsonTree };

/** What is judged about a token. */
export interface TokenQuestion {
  readonly kind: ClaimKind;
  readonly token: GivenToken;
  readonly issuer: string | undefined;
  /** Audiences of which one must be in the token; empty where none is expected. */
  readonly audiences: readonly string[];
  readonly keys: readonly Jwk[] | undefined;
  readonly signature: SignatureWord | undefined;
  /** Seconds since the epoch; undefined where times are not judged. */
  readonly now: number | undefined;
  readonly leewaySeconds: number;
}

/** A token that could be read. */
export interface OpenedToken {
  readonly header: Claims;
  readonly claims: Claims;
  /** What the signature covers, and its bytes; undefined where the token was not encoded. */
  readonly signed: { readonly input: string; readonly signature: Buffer } | undefined;
}

/** Judges a token by the rules of RFC 9068 in lenient mode; returns it where it could be read. */
export function judgeToken(findings: Findings, question: TokenQuestion): OpenedToken | undefined {
  const token = openToken(findings, question.token);
  if (token === undefined) {
    return undefined;
  }
  judgeSignature(findings, token, question.keys, question.signature);
  judgeType(findings, token.header);
  judgePresence(findings, token.claims);
  judgeIssuerClaim(findings, token.claims, question);
  judgeAudience(findings, token.claims.aud, question.audiences);
  judgeTimes(findings, token.claims, question);
  judgeUris(findings, token.claims);
  return token;
}

/** Reads a token; undefined where it has not the form of a signed JWT. */
export function openToken(findings: Findings, given: GivenToken): OpenedToken | undefined {
  if (typeof given !== 'string') {
    return opened(findings, given.header, given.claims, undefined);
  }
  const segments = segmentsOf(given);
  if (segments.length !== 3) {
    findings.broken(TOKEN_FORM, `the token has ${segments.length} ${segments.length === 1 ? 'part' : 'parts'} in place of three`);
    return undefined;
  }
  const isEncoded = segments.map(formOf).every((form) => form.urlAlphabet && !form.padded && !form.impossibleLength);
  if (!isEncoded || given.length > LONGEST) {
    findings.broken(TOKEN_FORM, isEncoded ? `the token has ${given.length} characters` : 'a part of the token is not base64url');
    return undefined;
  }
  const [header, claims] = segments.slice(0, 2).map((segment) => readSegment(segment));
  const unread = [header, claims].findIndex((read) => read.problem !== undefined || !read.isUtf8);
  if (unread >= 0) {
    findings.broken(TOKEN_FORM, `the ${unread === 0 ? 'header' : 'payload'} of the token is no JSON in UTF-8`);
    return undefined;
  }
  const signed = { input: `${segments[0]}.${segments[1]}`, signature: bytesOf(segments[2]) };
  return opened(findings, header.value!, claims.value!, signed);
}

/** Longest token that is read. */
const LONGEST = 1_000_000;

function opened(findings: Findings, headerTree: JsonTree, claimsTree: JsonTree, signed: OpenedToken['signed']): OpenedToken | undefined {
  const [header, claims] = [dataOf(headerTree), dataOf(claimsTree)];
  if (!isMembers(header) || !isMembers(claims)) {
    findings.broken(TOKEN_FORM, `the ${isMembers(header) ? 'payload' : 'header'} of the token is no JSON object`);
    return undefined;
  }
  const twice = duplicateIn(headerTree) ?? duplicateIn(claimsTree);
  if (twice !== undefined) {
    findings.broken(MEMBERS_ONCE, `${show(twice)} stands twice in the token`);
  }
  return { header, claims, signed };
}

/** A token of plain data, as if it had been read. */
export function givenToken(header: Claims, claims: Claims): GivenToken {
  return { header: treeOf(header), claims: treeOf(claims) };
}

function judgeType(findings: Findings, { typ }: Claims): void {
  if (typeof typ !== 'string' || !/^(application\/)?at\+jwt$/i.test(typ)) {
    findings.broken(TOKEN_TYPE, `typ is ${typeof typ === 'string' ? show(typ) : typ === undefined ? 'missing' : 'no text'}`);
  }
}

const REQUIRED = ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'];

function judgePresence(findings: Findings, claims: Claims): void {
  const missing = REQUIRED.filter((name) => !Object.hasOwn(claims, name));
  if (missing.length > 0) {
    findings.broken(TOKEN_CLAIMS, `the token lacks ${missing.join(', ')}`);
  }
}

function judgeIssuerClaim(findings: Findings, { iss }: Claims, { issuer, kind }: TokenQuestion): void {
  if (issuer === undefined) {
    return;
  }
  if (typeof iss !== 'string') {
    findings.broken(TOKEN_ISSUER, `iss is ${iss === undefined ? 'missing' : 'no text'}, the configured issuer is ${show(issuer)}`);
    return;
  }
  if (sameIssuer(iss, issuer)) {
    return;
  }
  findings.broken(TOKEN_ISSUER, `iss is ${show(iss)}, the configured issuer is ${show(issuer)}`);
  if (looksTheSame(iss, issuer)) {
    findings.broken(ISSUER_EXACT, `${show(iss)} and ${show(issuer)} only look the same`);
  }
  const [token, configured] = kind === 'entra' ? [iss, issuer].map(readEntraIssuer) : [];
  if (token !== undefined && configured !== undefined && token.version !== configured.version) {
    findings.broken(ENTRA_VERSION, `the token is of version ${token.version}, the issuer of version ${configured.version}`);
  }
}

function judgeAudience(findings: Findings, aud: unknown, expected: readonly string[]): void {
  const audiences = typeof aud === 'string' ? [aud] : aud;
  if (audiences === undefined) {
    if (expected.length > 0) {
      findings.broken(TOKEN_AUDIENCE, `aud is missing, expected is ${expected.map(show).join(' or ')}`);
    }
    return;
  }
  if (!Array.isArray(audiences) || !audiences.every((audience) => typeof audience === 'string')) {
    findings.broken(TOKEN_AUDIENCE, 'aud is neither a text nor an array of texts');
    return;
  }
  if (expected.length > 0 && !expected.some((audience) => audiences.includes(audience))) {
    findings.broken(TOKEN_AUDIENCE, `aud is ${show(aud)}, expected is ${expected.map(show).join(' or ')}`);
  }
}

/** RFC 3986 section 3: a scheme, and no character that an URI has not. */
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9._~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$/;

/** Whether a text is one without colon or a URI. */
export function isStringOrUri(text: string): boolean {
  return !text.includes(':') || URI.test(text);
}

function judgeUris(findings: Findings, claims: Claims): void {
  const wrong = ['iss', 'sub', 'aud'].filter((name) => [claims[name]].flat().some((value) => typeof value === 'string' && !isStringOrUri(value)));
  if (wrong.length > 0) {
    findings.broken(TOKEN_URIS, `${wrong.join(' and ')} ${wrong.length === 1 ? 'has' : 'have'} a colon and ${wrong.length === 1 ? 'is no URI' : 'are no URIs'}`);
  }
}
