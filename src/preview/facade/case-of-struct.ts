import { TokenPreviewCase } from './token-preview-case';
import { TokenPreviewLogin } from './token-preview-login';
import { JsonData, JsonMembers, OpenToken } from '../case';
import { CASE_JSON, CASE_SHAPE, CaseError, caseProblem } from '../case-problem';
import { CaseRest } from '../manifest-case';

/*
 * From structs, in which JSON is text, to cases.
 */

/** The case that a struct describes, not yet judged for its shape; throws `CaseError` where a text is no JSON. */
export function caseOfStruct(given: TokenPreviewCase): object {
  const { broker, brokerVersion, settings, fileRealm, dynamicSecurity, acls, plugins, allowAnonymous, allowAllExtension, target, id } = given;
  return present({
    ...loginOf(given, given.header === undefined ? undefined : objectOf(given.header, 'header')),
    broker,
    brokerVersion,
    settings,
    fileRealm,
    dynamicSecurity,
    acls,
    plugins,
    allowAnonymous,
    allowAllExtension,
    target,
    id,
  });
}

/** The client's part of a case; `header` is that of a token given by its claims. */
export function loginOf(given: TokenPreviewLogin, header: JsonMembers | undefined, claims = claimsOf(given)): CaseRest {
  const { now, signature, protocol, username, password, mqttClientId, authenticatedAs, can } = given;
  const token = tokenOf(given, header, claims);
  return present({
    now,
    token,
    signature: typeof token === 'object' ? signature : undefined,
    protocol,
    username,
    password,
    mqttClientId,
    authenticatedAs,
    jwks: given.jwks === undefined ? undefined : keysOf(objectOf(given.jwks, 'jwks'), given.jwksMaxAge),
    discovery: given.discovery === undefined ? undefined : { document: jsonOf(given.discovery, 'discovery') },
    introspection: given.introspection === undefined ? undefined : objectOf(given.introspection, 'introspection'),
    revocation: given.revocation === undefined ? undefined : objectOf(given.revocation, 'revocation'),
    can,
  }) as CaseRest;
}

/** The key set as cases have it; further members of the document mean nothing to a broker. */
function keysOf(document: JsonMembers, maxAge: number | undefined): object {
  return 'reachable' in document ? document : present({ keys: document.keys ?? null, maxAge });
}

/** The claims of a struct; undefined where it has none. */
export function claimsOf({ claims }: TokenPreviewLogin): JsonMembers | undefined {
  return claims === undefined ? undefined : objectOf(claims, 'claims');
}

function tokenOf(given: TokenPreviewLogin, header: JsonMembers | undefined, claims: JsonMembers | undefined): string | OpenToken | undefined {
  if (given.token !== undefined) {
    if (given.claims !== undefined || given.header !== undefined) {
      throw new CaseError(caseProblem(CASE_SHAPE, 'token stands beside header or claims, and only one of them can be meant'));
    }
    return given.token;
  }
  if (claims === undefined && header === undefined) {
    return undefined;
  }
  if (claims === undefined || header === undefined) {
    throw new CaseError(caseProblem(CASE_SHAPE, `${claims === undefined ? 'claims are' : 'header is'} missing: a token has both`));
  }
  return { header, claims };
}

/** A JSON object from text. */
export function objectOf(text: string, name: string): JsonMembers {
  const value = jsonOf(text, name);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new CaseError(caseProblem(CASE_SHAPE, `${name} is no JSON object`));
  }
  return value as JsonMembers;
}

/** The engine's own message would quote the text, which may hold what nobody should see. */
function jsonOf(text: string, name: string): JsonData {
  try {
    return JSON.parse(text) as JsonData;
  } catch {
    throw new CaseError(caseProblem(CASE_JSON, `${name} is no JSON`));
  }
}

function present(members: object): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
