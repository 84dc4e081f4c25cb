import { readJson } from '../../../oauth/json-reader';
import { JsonNumber, JsonObject, JsonTree, treeOf } from '../../../oauth/json-tree';
import { bytesOf, segmentsOf, textOf } from '../../../oauth/jwt';
import { PreviewCase } from '../../../preview/case';
import { CheckList } from '../../../preview/check';
import { excerpt } from '../../../preview/excerpt';
import { javaTrim } from '../kafka-text';
import { Bearer, judgeScope, judgeSubject } from './bearer';
import { TOKEN_CLAIMS, TOKEN_PARTS, TOKEN_PAYLOAD } from './facts';
import { kindOf, Long, longOf, Members, membersOf, openMembers, toMillis } from './members';
import { Demands } from './validator';

/*
 * The validator meant for clients, which looks at no header, key, signature, issuer, audience or time.
 * Source: apache/kafka ClientJwtValidator.java and OAuthBearerUnsecuredJws.java `toMap` and `convert`
 */

/** Reads the bearer of a token; undefined where a step has failed. */
export function judgeUnverified(token: NonNullable<PreviewCase['token']>, release: Base64Rule, demands: Demands, checks: CheckList): Bearer | undefined {
  const claims = typeof token === 'string' ? openPayload(token, release, checks) : openClaims(token.claims, release, checks);
  return claims === undefined ? undefined : bearerOf(claims, demands, checks);
}

/** Before 4.2 the payload is decoded by the alphabet of files, not by that of URLs. */
export interface Base64Rule {
  readonly urlAlphabet: boolean;
}

function openPayload(token: string, { urlAlphabet }: Base64Rule, checks: CheckList): Members | undefined {
  const segments = segmentsOf(token.replace(/\.+$/, ''));
  if (!checks.judge(TOKEN_PARTS, segments.length === 3 && !segments.includes(''), `there are ${segments.length}`)) {
    return undefined;
  }
  const [, payload] = segments;
  const alphabet = urlAlphabet ? /^[A-Za-z0-9_-]*$/ : /^[A-Za-z0-9+/]*$/;
  if (!alphabet.test(payload) || payload.length % 4 === 1) {
    checks.fail(TOKEN_PAYLOAD, urlAlphabet ? 'is no base64url' : 'has "-" or "_", which this release does not decode');
    return undefined;
  }
  const { text, isUtf8 } = textOf(bytesOf(payload));
  const value = readTree(text);
  if (!isUtf8 || !(value instanceof JsonObject)) {
    checks.fail(TOKEN_PAYLOAD, isUtf8 ? 'is no JSON object' : 'is not UTF-8');
    return undefined;
  }
  checks.pass(TOKEN_PAYLOAD, 'is a JSON object');
  return membersWithNull(value);
}

/** Deepest nesting that Jackson reads. */
const DEEPEST = 1000;

/** Reads strict JSON as Jackson does: text behind the value is not looked at, and an escaped half of a surrogate pair is taken. */
function readTree(text: string): JsonTree | undefined {
  const { value, problem } = readJson(text, DEEPEST);
  if (problem?.kind !== 'lone-surrogate') {
    return problem?.kind === 'trailing' ? problem.before : value;
  }
  try {
    return treeOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Characters whose base64url may need `-` or `_`, by their place in the text. */
const MAY_NEED_URL_ALPHABET = /[>?~\u007f-\uffff]/;

function openClaims(claims: Parameters<typeof openMembers>[0], { urlAlphabet }: Base64Rule, checks: CheckList): Members {
  if (!urlAlphabet && MAY_NEED_URL_ALPHABET.test(JSON.stringify(claims))) {
    checks.unknown(TOKEN_PAYLOAD, 'may be encoded with "-" or "_", which this release does not decode; give the compact token');
  }
  return { get: (name) => (claims[name] === null && Object.hasOwn(claims, name) ? null : openMembers(claims).get(name)) };
}

/** Here null is the text "null". */
function membersWithNull(object: JsonObject): Members {
  return { ...membersOf(object), get: (name) => object.last(name) };
}

function bearerOf(claims: Members, demands: Demands, checks: CheckList): Bearer | undefined {
  const [exp, iat, subject] = ['exp', 'iat', demands.subClaim].map((name) => claims.get(name));
  const wrong = exp !== undefined && !(exp instanceof JsonNumber) ? 'exp' : iat !== undefined && !(iat instanceof JsonNumber) ? 'iat' : undefined;
  if (wrong !== undefined) {
    checks.fail(TOKEN_CLAIMS, `${wrong} is ${kindOf(claims.get(wrong)!)}, not a number`);
    return undefined;
  }
  if (subject instanceof JsonNumber || Array.isArray(subject)) {
    checks.fail(TOKEN_CLAIMS, `${excerpt(demands.subClaim)} is ${kindOf(subject as JsonTree)}, not a text`);
    return undefined;
  }
  const scope = claims.get(demands.scopeClaim);
  if (!judgeScope(scopesOf(scope), checks)) {
    return undefined;
  }
  const expiryMillis = millisOf(exp as JsonNumber | undefined);
  if (expiryMillis === undefined || expiryMillis < 0) {
    checks.fail(TOKEN_CLAIMS, expiryMillis === undefined ? 'exp is missing' : 'exp is before 1970 or cannot be counted in milliseconds');
    return undefined;
  }
  const name = subject === undefined ? undefined : asText(subject as JsonTree);
  if (!judgeSubject(demands.subClaim, name, checks)) {
    return undefined;
  }
  if ((millisOf(iat as JsonNumber | undefined) ?? 0) < 0) {
    checks.fail(TOKEN_CLAIMS, 'iat is before 1970 or cannot be counted in milliseconds');
    return undefined;
  }
  checks.pass(TOKEN_CLAIMS, 'exp is a number and there is a subject; nothing else is looked at, not even whether exp has passed');
  return { subject: javaTrim(name), expiryMillis };
}

function scopesOf(scope: JsonTree | undefined): readonly string[] | undefined {
  if (scope === undefined || scope instanceof JsonNumber) {
    return undefined;
  }
  return Array.isArray(scope) ? (scope as readonly JsonTree[]).map(asText) : [asText(scope)];
}

/** Source: jackson JsonNode `asText`. */
function asText(value: JsonTree): string {
  if (value instanceof JsonNumber) {
    return value.isInteger ? value.text : String(value.value);
  }
  return value instanceof JsonObject || Array.isArray(value) ? '' : String(value);
}

/** Whole numbers beyond 64 bits keep their lower bits. */
function millisOf(number: JsonNumber | undefined): Long | undefined {
  return number === undefined ? undefined : toMillis(longOf(number) ?? BigInt.asIntN(64, BigInt(number.text)));
}
