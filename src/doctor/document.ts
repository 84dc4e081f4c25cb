import { endpointsIn, documentedEndpoints, EndpointMap } from './endpoints';
import { Findings } from './finding';
import { readEntraIssuer, TENANT_PLACEHOLDER } from './issuer';
import { DOCUMENT_COMPLETE, DOCUMENT_ISSUER, DOCUMENT_KEYS, INTROSPECTION_HTTPS, INTROSPECTION_THERE, ISSUER_EXACT } from './provider-rules';
import { ENTRA_TENANT_DOCUMENT } from './vendor-rules';
import { HttpPolicy, judgeAddress, looksTheSame } from './web-address';
import { sameIssuer } from '../oauth/issuer';
import { ClaimKind } from '../oauth/normalised-claims';
import { show } from '../text/show';

/** What is judged about a discovery document. */
export interface DocumentQuestion {
  readonly kind: ClaimKind;
  /** The configured issuer; undefined where nobody said. */
  readonly issuer: string | undefined;
  /** The document as plain data; undefined where there is none. */
  readonly document: unknown;
  readonly policy: HttpPolicy;
}

type Members = { readonly [name: string]: unknown };

/** Judges a document, and returns the endpoints that may be used. */
export function judgeDocument(findings: Findings, question: DocumentQuestion): EndpointMap {
  const { document, kind, issuer, policy } = question;
  if (document === undefined) {
    return documentedEndpoints(issuer, kind);
  }
  if (!isMembers(document)) {
    findings.broken(issuer === undefined ? DOCUMENT_KEYS : DOCUMENT_ISSUER, 'the document is no JSON object');
    return documentedEndpoints(issuer, kind);
  }
  const isOurs = judgeDocumentIssuer(findings, document, question);
  judgeAddress(findings, DOCUMENT_KEYS, 'jwks_uri of the document', document.jwks_uri, policy);
  judgeComplete(findings, document);
  if (document.introspection_endpoint !== undefined) {
    judgeAddress(findings, INTROSPECTION_HTTPS, 'introspection_endpoint of the document', document.introspection_endpoint, policy);
  }
  const documented = documentedEndpoints(issuer, kind);
  return isOurs ? withUnadvertised(kind, documented, endpointsIn(document)) : documented;
}

/** UAA has introspection and does not tell. Source: cloudfoundry/uaa, OpenIdConfiguration.java. */
function withUnadvertised(kind: ClaimKind, documented: EndpointMap, found: EndpointMap): EndpointMap {
  const { introspection_endpoint: known } = documented;
  return kind === 'uaa' && known !== undefined ? { introspection_endpoint: known, ...found } : found;
}

function judgeDocumentIssuer(findings: Findings, document: Members, { issuer, kind }: DocumentQuestion): boolean {
  if (issuer === undefined) {
    return true;
  }
  const named = document.issuer;
  if (typeof named !== 'string') {
    findings.broken(DOCUMENT_ISSUER, `the document has no text as issuer, the configured one is ${show(issuer)}`);
    return false;
  }
  if (sameIssuer(named, issuer)) {
    return true;
  }
  if (kind === 'entra' && isForAllTenants(named, issuer)) {
    findings.broken(ENTRA_TENANT_DOCUMENT, `the document is for all tenants: its issuer is ${show(named)}`);
    return true;
  }
  findings.broken(DOCUMENT_ISSUER, `the document is that of ${show(named)}, the configured issuer is ${show(issuer)}`);
  if (looksTheSame(named, issuer)) {
    findings.broken(ISSUER_EXACT, `${show(named)} and ${show(issuer)} only look the same`);
  }
  return false;
}

/** Whether the configured issuer is what the document's becomes when the tenant is put in. */
function isForAllTenants(named: string, issuer: string): boolean {
  const tenant = readEntraIssuer(issuer)?.tenant;
  return tenant !== undefined && named.includes(TENANT_PLACEHOLDER) && named.replace(TENANT_PLACEHOLDER, tenant) === issuer;
}

const EXPECTED = ['authorization_endpoint', 'response_types_supported', 'subject_types_supported', 'id_token_signing_alg_values_supported'];

function judgeComplete(findings: Findings, document: Members): void {
  const missing = EXPECTED.filter((name) => (name.endsWith('_endpoint') ? typeof document[name] !== 'string' : !Array.isArray(document[name])));
  const { id_token_signing_alg_values_supported: algorithms } = document;
  if (missing.length > 0) {
    findings.broken(DOCUMENT_COMPLETE, `the document lacks ${missing.join(', ')}`);
  }
  if (Array.isArray(algorithms) && !algorithms.includes('RS256')) {
    findings.broken(DOCUMENT_COMPLETE, 'id_token_signing_alg_values_supported does not list RS256');
  }
}

/** Kinds whose vendors document no introspection. */
const WITHOUT_INTROSPECTION: readonly ClaimKind[] = ['auth0', 'entra'];

/** What is judged about introspection as a whole. */
export interface IntrospectionQuestion {
  readonly kind: ClaimKind;
  readonly endpoints: EndpointMap;
  /** Whether a document said what endpoints there are. */
  readonly isTold: boolean;
  /** Whether the endpoint has answered or is known otherwise. */
  readonly isKnown: boolean;
}

/** Judges whether a broker that introspects can be served. */
export function judgeIntrospectionThere(findings: Findings, { kind, endpoints, isTold, isKnown }: IntrospectionQuestion): void {
  if (WITHOUT_INTROSPECTION.includes(kind)) {
    findings.broken(INTROSPECTION_THERE, 'this kind of provider has no introspection');
  } else if (endpoints.introspection_endpoint === undefined && !isKnown) {
    if (isTold) {
      findings.broken(INTROSPECTION_THERE, 'the document names no introspection_endpoint, and none is given');
    } else {
      findings.notJudged();
    }
  }
}

/** Whether plain data is an object with members. */
export function isMembers(value: unknown): value is Members {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
