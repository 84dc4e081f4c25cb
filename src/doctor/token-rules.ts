import { DoctorRule } from './finding';

/*
 * Demands on access tokens, on scopes and on what introspection answers.
 */

const PROFILE = 'RFC 9068';
const JWT = 'RFC 7519';

export const TOKEN_FORM: DoctorRule = {
  id: 'DOCTOR_TOKEN_FORM',
  ref: 'T1',
  level: 'error',
  summary: 'The access token is a signed JWT in compact form.',
  cause: 'A broker that verifies signatures cannot read anything else; an Auth0 token without an audience, for one, is opaque.',
  remedy: 'ask for a token with the audience of the brokers, and copy it whole',
  source: 'RFC 7515 sections 3.1 and 7.1; RFC 7519 section 7.2',
};

export const TOKEN_SIGNATURE: DoctorRule = {
  id: 'DOCTOR_TOKEN_SIGNATURE',
  ref: 'T1',
  level: 'error',
  summary: 'The token is signed with an asymmetric algorithm by a key of the issuer\'s key set.',
  cause: 'A token without a signature, or with a secret in place of a key pair, proves nothing to who holds public keys only.',
  remedy: 'have the provider sign with RS256, and compare kid and alg with the key set',
  source: `${PROFILE} section 4; RFC 7515 section 4.1.1`,
};

export const TOKEN_TYPE: DoctorRule = {
  id: 'DOCTOR_TOKEN_TYPE',
  ref: 'T2',
  level: 'warning',
  summary: 'The header says that the token is an access token: typ is at+jwt.',
  cause: 'Without it an ID token cannot be told from an access token; most vendors write JWT unless told otherwise.',
  remedy: 'switch on the profile of RFC 9068 where the provider has it; no broker of this library demands it',
  source: `${PROFILE} sections 2.1 and 4`,
};

export const TOKEN_CLAIMS: DoctorRule = {
  id: 'DOCTOR_TOKEN_CLAIMS',
  ref: 'T3',
  level: 'warning',
  summary: 'The token has iss, exp, aud, sub, client_id, iat and jti.',
  cause: 'Resource servers that go by RFC 9068 refuse a token without them.',
  remedy: 'compare with what the brokers need; at Keycloak sub comes with the client scope basic',
  source: `${PROFILE} section 2.2`,
};

export const TOKEN_ISSUER: DoctorRule = {
  id: 'DOCTOR_TOKEN_ISSUER',
  ref: 'T4',
  level: 'error',
  summary: 'The token\'s iss is the configured issuer.',
  cause: 'Brokers refuse tokens of another issuer.',
  remedy: 'configure the issuer that the tokens carry, to the character',
  source: `${PROFILE} section 4; ${JWT} section 4.1.1`,
};

export const TOKEN_AUDIENCE: DoctorRule = {
  id: 'DOCTOR_TOKEN_AUDIENCE',
  ref: 'T5',
  level: 'error',
  summary: 'The token\'s aud is a text or an array of texts and holds an expected audience.',
  cause: 'A token for somebody else is refused, and one without an audience where one is expected.',
  remedy: 'have the provider put the audience of the brokers into the token',
  source: `${JWT} section 4.1.3; ${PROFILE} section 4`,
};

export const TOKEN_TIME: DoctorRule = {
  id: 'DOCTOR_TOKEN_TIME',
  ref: 'T6',
  level: 'error',
  summary: 'The token is valid now: before exp, not before nbf.',
  cause: 'Brokers refuse a token that has expired, at the second of exp already, or that is not valid yet.',
  remedy: 'get a new token, and compare the clocks',
  source: `${JWT} sections 4.1.4 and 4.1.5`,
};

export const TOKEN_LEEWAY: DoctorRule = {
  id: 'DOCTOR_TOKEN_LEEWAY',
  ref: 'T6',
  level: 'warning',
  summary: 'The leeway for clocks is at most five minutes.',
  cause: 'With a longer one tokens outlive their expiry.',
  remedy: 'set the clocks by NTP instead',
  source: `${JWT} section 4.1.4: usually no more than a few minutes`,
};

export const TOKEN_NUMBERS: DoctorRule = {
  id: 'DOCTOR_TOKEN_NUMBERS',
  ref: 'T7',
  level: 'error',
  summary: 'exp, nbf and iat are JSON numbers.',
  cause: 'Brokers that read typed claims refuse the token, and others ignore the time.',
  remedy: 'remove the mapper that writes the claim as a text',
  source: `${JWT} section 2: NumericDate`,
};

export const TOKEN_URIS: DoctorRule = {
  id: 'DOCTOR_TOKEN_URIS',
  ref: 'T8',
  level: 'warning',
  summary: 'iss, sub and aud with a colon are URIs.',
  cause: 'Such values are reserved for URIs; Okta refuses an audience with a colon that is none.',
  remedy: 'write a URI such as https://mq.example.com, or a name without a colon',
  source: `${JWT} section 2: StringOrURI`,
};

export const MEMBERS_ONCE: DoctorRule = {
  id: 'DOCTOR_MEMBERS_ONCE',
  ref: 'T9',
  level: 'error',
  summary: 'Members of JSON objects have names of their own.',
  cause: 'Of two members with one name some readers take the first and others the last, so they disagree on what is said.',
  remedy: 'remove the mapper or the setting that writes the member a second time',
  source: `${JWT} section 4; RFC 8259 section 4`,
};

export const SCOPE_TOKEN_SYNTAX: DoctorRule = {
  id: 'DOCTOR_SCOPE_TOKEN',
  ref: 'S1',
  level: 'error',
  summary: 'A scope is printable ASCII without blank, double quote and backslash, at least one character.',
  cause: 'Blanks separate scopes, and other characters are refused by providers or read differently by brokers.',
  remedy: 'percent-encode what the broker\'s grammar lets you encode, or rename the destination',
  source: 'RFC 6749 section 3.3 and appendix A.4',
};

export const SCOPE_LIST: DoctorRule = {
  id: 'DOCTOR_SCOPE_LIST',
  ref: 'S2',
  level: 'error',
  summary: 'A list of scopes in one text has single blanks between them.',
  cause: 'Strict authorization servers answer invalid_scope.',
  remedy: 'write one blank between scopes, and none at the ends',
  source: 'RFC 6749 section 3.3',
};

export const CLAIM_MALFORMED: DoctorRule = {
  id: 'DOCTOR_CLAIM_MALFORMED',
  ref: 'S2',
  level: 'warning',
  summary: 'Claims with scopes are a text or an array of texts.',
  cause: 'Nothing can be read from any other form, and what it held is missing.',
  remedy: 'correct the mapper that writes the claim',
  source: 'RFC 6749 section 3.3; RFC 9068 section 2.2.3',
};

export const SCOPE_MISSING: DoctorRule = {
  id: 'DOCTOR_SCOPE_MISSING',
  ref: 'S3',
  level: 'error',
  summary: 'Every scope that is required was granted.',
  cause: 'A provider may grant less than was asked, without an error; the client then lacks rights at the broker.',
  remedy: 'create the scope, assign it to the client, and ask for it where it is not a default',
  source: 'RFC 6749 sections 3.3 and 5.1',
};

export const RESOURCE_URI: DoctorRule = {
  id: 'DOCTOR_RESOURCE_URI',
  ref: 'R1',
  level: 'error',
  summary: 'The resource of a token request is an absolute URI without fragment.',
  cause: 'Authorization servers answer invalid_target.',
  remedy: 'give a URI such as https://mq.example.com, or leave the resource out',
  source: 'RFC 8707 section 2',
};

export const INTROSPECTION_ACTIVE: DoctorRule = {
  id: 'DOCTOR_INTROSPECTION_ACTIVE',
  ref: 'I1',
  level: 'error',
  summary: 'An answer of introspection is an object whose member active is true or false.',
  cause: 'Without it nothing else in the answer counts.',
  remedy: 'look at what the endpoint answers to the broker\'s client',
  source: 'RFC 7662 section 2.2',
};

export const INTROSPECTION_INACTIVE: DoctorRule = {
  id: 'DOCTOR_INTROSPECTION_INACTIVE',
  ref: 'I1',
  level: 'warning',
  summary: 'A good token is active to the client that asks.',
  cause: 'Keycloak from 26.6.2 on answers "inactive" to clients that are no audience of the token, and wherever it is asked under another host.',
  remedy: 'make the asking client an audience of the token, and ask under the host of the issuer',
  source: 'RFC 7662 section 2.2; keycloak/keycloak, changes-26_6_2.adoc and AccessTokenIntrospectionProvider.java',
};

export const INTROSPECTION_FORM: DoctorRule = {
  id: 'DOCTOR_INTROSPECTION_FORM',
  ref: 'I2',
  level: 'warning',
  summary: 'In an answer of introspection scope is a text with blanks, aud a text or an array of texts.',
  cause: 'Brokers may not read another form; UAA writes scope as an array.',
  remedy: 'try a login with a real token at every broker that introspects',
  source: 'RFC 7662 section 2.2; cloudfoundry/uaa, docs/UAA-Tokens.md',
};

export const TOKEN_RULES: readonly DoctorRule[] = [
  TOKEN_FORM, TOKEN_SIGNATURE, TOKEN_TYPE, TOKEN_CLAIMS, TOKEN_ISSUER, TOKEN_AUDIENCE, TOKEN_TIME, TOKEN_LEEWAY, TOKEN_NUMBERS, TOKEN_URIS,
  MEMBERS_ONCE, SCOPE_TOKEN_SYNTAX, SCOPE_LIST, CLAIM_MALFORMED, SCOPE_MISSING, RESOURCE_URI, INTROSPECTION_ACTIVE,
  INTROSPECTION_INACTIVE, INTROSPECTION_FORM,
];
