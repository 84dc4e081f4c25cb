import { isMembers, judgeDocument } from './document';
import { documentedEndpoints, EndpointMap } from './endpoints';
import type { ProviderInQuestion, StepList } from './examine';
import { Findings } from './finding';
import { DocumentUrls, documentUrlsOf } from './issuer';
import { judgeKeySet } from './key-set';
import { DoctorNetwork, Reply } from './ports';
import { DISCOVERY_PLACE, DOCUMENT_KEYS, KEY_SET, METADATA_PLACE } from './provider-rules';
import { readServed } from './served-json';
import { HttpPolicy, isLoopback, readAddress } from './web-address';
import { Jwk } from '../oauth/jwks';
import { JsonData, PreviewCase } from '../preview/case';
import { show } from '../text/show';

/** What the documents of a provider say. */
export interface Documents {
  readonly urls: DocumentUrls;
  readonly endpoints: EndpointMap;
  /** Whether a document said which endpoints there are. */
  readonly isTold: boolean;
  /** The document as brokers meet it. */
  readonly discovery: PreviewCase['discovery'];
  readonly keys: readonly Jwk[] | undefined;
  readonly keysMaxAge: number | undefined;
}

/** Looks at both documents and at the key set. */
export async function serveDocuments(steps: StepList, provider: ProviderInQuestion, network: DoctorNetwork | undefined): Promise<Documents> {
  const urls = documentUrlsOf(provider.issuer, provider.kind);
  const found = await discover(steps, provider, urls, network);
  await compareMetadata(steps, provider, urls, found.document, network);
  return { urls, ...found, ...await fetchKeys(steps, provider, found.endpoints, network) };
}

/** Whether a URL may be asked at all: never a file, never http where that is refused. */
export function mayAsk(url: string, policy: HttpPolicy): boolean {
  const address = readAddress(url);
  if (address === undefined) {
    return false;
  }
  return address.scheme === 'https' || (address.scheme === 'http' && (policy.level === 'warning' || (policy.loopback && isLoopback(address))));
}

/** Whether a secret or a token may be sent there: never readable over a network. */
export function mayTell(url: string, policy: HttpPolicy): boolean {
  const address = readAddress(url);
  return address !== undefined && mayAsk(url, policy) && (address.scheme === 'https' || isLoopback(address));
}

async function discover(
  steps: StepList, { kind, issuer, policy, given }: ProviderInQuestion, urls: DocumentUrls, network: DoctorNetwork | undefined,
) {
  const url = urls.oidc;
  const nothing = { endpoints: documentedEndpoints(issuer, kind), isTold: false, discovery: undefined, document: undefined as unknown };
  const isAsked = network !== undefined && url !== null && mayAsk(url, policy);
  if (given.discovery === undefined && !isAsked) {
    steps.skip('discovery document', network === undefined ? 'no document is given' : 'the issuer has no URL that may be asked', true);
    return nothing;
  }
  let found = nothing as { endpoints: EndpointMap; isTold: boolean; discovery: PreviewCase['discovery']; document: unknown };
  await steps.take('discovery document', async (findings) => {
    const reply = given.discovery ?? await network!.get(url!);
    const what = given.discovery === undefined ? `the discovery document ${url!}` : 'the discovery document';
    const document = readServed(findings, DISCOVERY_PLACE, what, reply);
    const discovery = discoveryOf(reply, document);
    found = document === undefined
      ? { ...nothing, discovery }
      : { endpoints: judgeDocument(findings, { kind, issuer, document, policy }), isTold: true, discovery, document };
    return given.discovery === undefined ? url! : 'from a file';
  });
  return found;
}

/** What brokers that do not follow redirects would see. */
function discoveryOf(reply: Reply, document: unknown): PreviewCase['discovery'] {
  if (reply.problem !== undefined) {
    return undefined;
  }
  const status = reply.redirected ? 302 : reply.status;
  return status === 200 ? { document: document as JsonData, status } : { status };
}

const ABSENT = [404, 405, 410];

async function compareMetadata(
  steps: StepList, provider: ProviderInQuestion, { rfc8414: url }: DocumentUrls, document: unknown, network: DoctorNetwork | undefined,
): Promise<void> {
  const { policy, issuer, given } = provider;
  if (url === null || network === undefined || given.discovery !== undefined || !mayAsk(url, policy)) {
    return;
  }
  const reply = await network.get(url);
  if (reply.problem !== undefined) {
    steps.skip('RFC 8414 metadata', `${reply.problem}; no broker minds`, false);
    return;
  }
  if (ABSENT.includes(reply.status)) {
    steps.skip('RFC 8414 metadata', `not served (status ${reply.status}), which no broker minds`, false);
    return;
  }
  await steps.take('RFC 8414 metadata', async (findings) => {
    const metadata = readServed(findings, METADATA_PLACE, `the metadata ${url}`, reply);
    if (metadata !== undefined) {
      compareDocuments(findings, metadata, document, issuer);
    }
    return url;
  });
}

function compareDocuments(findings: Findings, metadata: unknown, document: unknown, issuer: string): void {
  if (!isMembers(metadata)) {
    findings.broken(METADATA_PLACE, 'the metadata are no JSON object');
    return;
  }
  if (metadata.issuer !== issuer) {
    findings.broken(METADATA_PLACE, `the metadata are those of ${show(metadata.issuer)}`);
  }
  if (isMembers(document) && metadata.jwks_uri !== document.jwks_uri) {
    findings.broken(METADATA_PLACE, 'the metadata name another jwks_uri than the discovery document');
  }
}

async function fetchKeys(
  steps: StepList, { given, jwksUri, policy }: ProviderInQuestion, endpoints: EndpointMap, network: DoctorNetwork | undefined,
): Promise<Pick<Documents, 'keys' | 'keysMaxAge'>> {
  // What brokers are told counts before what they could find.
  const url = jwksUri ?? endpoints.jwks_uri;
  const isAsked = network !== undefined && url !== undefined && mayAsk(url, policy);
  if (given.keys === undefined && !isAsked) {
    steps.skip('key set', network === undefined ? 'no key set is given' : 'there is no URL of a key set that may be asked', true);
    return { keys: undefined, keysMaxAge: undefined };
  }
  let found: Pick<Documents, 'keys' | 'keysMaxAge'> = { keys: undefined, keysMaxAge: undefined };
  await steps.take('key set', async (findings) => {
    const reply = given.keys ?? await network!.get(url!);
    if (jwksUri !== undefined && endpoints.jwks_uri !== undefined && jwksUri !== endpoints.jwks_uri) {
      findings.broken(DOCUMENT_KEYS, `brokers are told the key set ${show(jwksUri)}, the document names ${show(endpoints.jwks_uri)}`, 'warning');
    }
    const served = readServed(findings, KEY_SET, given.keys === undefined ? `the key set ${url!}` : 'the key set', reply);
    if (served === undefined) {
      return given.keys === undefined ? url! : 'from a file';
    }
    const keys = judgeKeySet(findings, served);
    found = { keys, keysMaxAge: reply.problem === undefined ? reply.maxAge : undefined };
    return `${keys.length} ${keys.length === 1 ? 'key' : 'keys'}`;
  });
  return found;
}
