import { DoctorRule } from './finding';

/*
 * Demands on the issuer and the documents of an identity provider.
 */

const RFC8414 = 'RFC 8414';
const DISCOVERY = 'OpenID Connect Discovery 1.0';

export const ISSUER_URL: DoctorRule = {
  id: 'DOCTOR_ISSUER_URL',
  ref: 'V1',
  level: 'error',
  summary: 'The issuer is an absolute https URL; plain http only on the loopback interface, and only where that is allowed.',
  cause: 'Brokers build URLs from it and trust the keys behind them; whoever sits in between would hand out keys of their own.',
  remedy: 'copy the issuer from a token, and have the provider serve https',
  source: `${RFC8414} section 2; ${DISCOVERY} section 3`,
};

export const ISSUER_PLAIN: DoctorRule = {
  id: 'DOCTOR_ISSUER_PLAIN',
  ref: 'V2',
  level: 'error',
  summary: 'The issuer has neither query nor fragment.',
  cause: 'The paths of the documents are appended to it or inserted, so a query or fragment leads elsewhere.',
  remedy: 'copy the issuer from a token',
  source: `${RFC8414} section 2; ${DISCOVERY} section 3`,
};

export const ISSUER_EXACT: DoctorRule = {
  id: 'DOCTOR_ISSUER_EXACT',
  ref: 'V3',
  level: 'error',
  summary: 'Issuers are compared code point by code point.',
  cause: 'Brokers neither fold case nor trim slashes nor normalise ports and escapes, so what looks the same is another issuer.',
  remedy: 'write the issuer in the settings exactly as the provider does',
  source: `${RFC8414} section 4; ${DISCOVERY} section 5; RFC 7519 section 4.1.1`,
};

export const DISCOVERY_PLACE: DoctorRule = {
  id: 'DOCTOR_DISCOVERY_PLACE',
  ref: 'V4',
  level: 'error',
  summary: 'The discovery document is served below the issuer, at /.well-known/openid-configuration.',
  cause: 'Brokers that are told the issuer alone look there and nowhere else.',
  remedy: 'make the URL answer with status 200 and a JSON object, without a redirect',
  source: `${DISCOVERY} sections 4 and 4.1`,
};

export const METADATA_PLACE: DoctorRule = {
  id: 'DOCTOR_METADATA_PLACE',
  ref: 'V5',
  level: 'warning',
  summary: 'A provider that serves RFC 8414 metadata inserts the well-known path between host and path of the issuer.',
  cause: 'Clients that follow RFC 8414 look there; brokers of this library read the OpenID Connect document.',
  remedy: 'have the provider serve the same document at the URL that RFC 8414 gives',
  source: `${RFC8414} sections 3 and 3.1`,
};

export const DOCUMENT_ISSUER: DoctorRule = {
  id: 'DOCTOR_DOCUMENT_ISSUER',
  ref: 'V6',
  level: 'error',
  summary: 'The issuer in the document is the one that was configured.',
  cause: 'A document of another issuer must be discarded, and its keys with it.',
  remedy: 'configure the issuer that the document names, if that is the one in the tokens',
  source: `${RFC8414} section 3.3; ${DISCOVERY} section 4.3`,
};

export const DOCUMENT_KEYS: DoctorRule = {
  id: 'DOCTOR_DOCUMENT_KEYS',
  ref: 'V7',
  level: 'error',
  summary: 'The document names the key set as jwks_uri, with https.',
  cause: 'Without it nobody can verify a signature; over plain http anybody can give keys.',
  remedy: 'have the provider publish its key set under https',
  source: `${DISCOVERY} section 3; ${RFC8414} section 2`,
};

export const DOCUMENT_COMPLETE: DoctorRule = {
  id: 'DOCTOR_DOCUMENT_COMPLETE',
  ref: 'V8',
  level: 'warning',
  summary: 'The document has authorization_endpoint, response_types_supported, subject_types_supported and id_token_signing_alg_values_supported with RS256.',
  cause: 'Strict OpenID Connect libraries refuse a document without them.',
  remedy: 'complete the document where the provider lets you; brokers that only verify tokens do not mind',
  source: `${DISCOVERY} section 3`,
};

export const INTROSPECTION_THERE: DoctorRule = {
  id: 'DOCTOR_INTROSPECTION_THERE',
  ref: 'V9',
  level: 'error',
  summary: 'Where a broker introspects, the provider has an introspection endpoint.',
  cause: 'The broker asks about every token and gets no answer, so nobody gets in.',
  remedy: 'let the broker verify signatures instead, or use a provider with introspection',
  source: `${RFC8414} section 2; RFC 7662 section 2`,
};

export const INTROSPECTION_HTTPS: DoctorRule = {
  id: 'DOCTOR_INTROSPECTION_HTTPS',
  ref: 'I3',
  level: 'error',
  summary: 'The introspection endpoint is an https URL, and whoever asks authenticates.',
  cause: 'Tokens and the secret of the broker would travel readable, or anybody could try tokens out.',
  remedy: 'serve the endpoint over https, and give the broker a client of its own',
  source: 'RFC 7662 sections 2, 2.1 and 4',
};

export const KEY_SET: DoctorRule = {
  id: 'DOCTOR_KEY_SET',
  ref: 'T1',
  level: 'error',
  summary: 'The key set is a JSON object whose member keys lists at least one key.',
  cause: 'No signature can be verified.',
  remedy: 'look at what the URL of the key set answers',
  source: 'RFC 7517 section 5; RFC 9068 section 4',
};

export const KEY_SECRET: DoctorRule = {
  id: 'DOCTOR_KEY_SECRET',
  ref: 'T1',
  level: 'warning',
  summary: 'The key set holds public keys only.',
  cause: 'With a symmetric or private key from it anybody can sign tokens.',
  remedy: 'replace the key at once and publish its public half only',
  source: 'RFC 7517 section 9.2; RFC 9068 section 4',
};

export const NO_REDIRECT: DoctorRule = {
  id: 'DOCTOR_NO_REDIRECT',
  ref: 'V4',
  level: 'warning',
  summary: 'Documents are served where they belong, without a redirect.',
  cause: 'Not every broker follows a redirect; LavinMQ, for one, finds no keys then.',
  remedy: 'configure the URL that the redirect leads to, or serve the document under both',
  source: `${DISCOVERY} section 4.2; cloudamqp/lavinmq, src/lavinmq/auth/jwt/jwks_fetcher.cr`,
};

export const MEDIA_TYPE: DoctorRule = {
  id: 'DOCTOR_MEDIA_TYPE',
  ref: 'V4',
  level: 'warning',
  summary: 'Documents, key sets and answers are served as JSON: application/json or a type that ends in +json.',
  cause: 'Strict clients refuse another type.',
  remedy: 'correct the Content-Type of the server or of the proxy in front of it',
  source: `${DISCOVERY} section 4.2; ${RFC8414} section 3.2; RFC 7517 section 8.5`,
};

export const PROVIDER_RULES: readonly DoctorRule[] = [
  ISSUER_URL, ISSUER_PLAIN, ISSUER_EXACT, DISCOVERY_PLACE, METADATA_PLACE, DOCUMENT_ISSUER, DOCUMENT_KEYS, DOCUMENT_COMPLETE, INTROSPECTION_THERE,
  INTROSPECTION_HTTPS, KEY_SET, KEY_SECRET, NO_REDIRECT, MEDIA_TYPE,
];
