import { judgeBroker, BrokerInQuestion, BrokerReport, Served } from './broker-check';
import { EndpointMap } from './endpoints';
import { serveDocuments } from './examine-documents';
import { askIntrospection } from './examine-introspection';
import { obtainToken } from './examine-token';
import { expectedClaims } from './expected-token';
import { DoctorFinding, DoctorVerdict, Findings } from './finding';
import { DocumentUrls, judgeIssuer, readEntraIssuer } from './issuer';
import { Credentials, DoctorNetwork, Reply } from './ports';
import { ENTRA_DOCUMENT_ELSEWHERE } from './vendor-rules';
import { HttpPolicy } from './web-address';
import { EntraTokenVersion } from '../identity/provider-kind';
import type { ManifestApplication } from '../manifest/manifest';
import { ClaimKind } from '../oauth/normalised-claims';
import { PreviewCase } from '../preview/case';

/** How a real token is had. */
export interface TokenRequest {
  readonly credentials: Credentials;
  readonly scopes: readonly string[];
  /** The audience that Auth0 wants to be asked for. */
  readonly audience?: string;
  /** The resource of RFC 8707. */
  readonly resource?: string;
}

/** One identity provider to look at, and who relies on it. */
export interface ProviderInQuestion {
  readonly path: string;
  readonly kind: ClaimKind;
  readonly issuer: string;
  /** The key set that brokers are told; undefined where they find it by discovery. */
  readonly jwksUri: string | undefined;
  readonly brokers: readonly BrokerInQuestion[];
  readonly applications: readonly ManifestApplication[];
  readonly policy: HttpPolicy;
  /** Documents from files; undefined parts are fetched, unless there is no network. */
  readonly given: { readonly discovery?: Reply; readonly keys?: Reply };
  /** A token from a file. */
  readonly token: string | undefined;
  readonly tokenRequest: TokenRequest | undefined;
  /** Who asks the introspection endpoint; undefined where nobody can. */
  readonly introspectionCaller: Credentials | undefined;
  readonly introspectionUrl: string | undefined;
  readonly login: Pick<PreviewCase, 'username' | 'mqttClientId'>;
  /** Seconds since the epoch; asked once there is a token, since a slow provider would else issue it later than now. */
  readonly clock: () => number;
}

/** One thing that was looked at. */
export interface Step {
  readonly step: string;
  readonly outcome: 'ok' | 'problem' | 'not looked at';
  readonly detail: string;
}

/** Everything that was found out about one identity provider. */
export interface ProviderReport {
  readonly identityProvider: string;
  readonly kind: ClaimKind;
  readonly issuer: string;
  readonly verdict: DoctorVerdict;
  readonly urls: DocumentUrls;
  readonly endpoints: EndpointMap;
  readonly steps: readonly Step[];
  readonly brokers: readonly BrokerReport[];
  readonly findings: readonly DoctorFinding[];
}

/** Looks at one identity provider; without a network only at what is given. Never throws on what servers answer. */
export async function examine(provider: ProviderInQuestion, network: DoctorNetwork | undefined): Promise<ProviderReport> {
  const findings = new Findings();
  const steps = new StepList(findings);
  const { kind, issuer, policy } = provider;
  await steps.take('issuer', async (own) => {
    judgeIssuer(own, issuer, kind, policy);
    judgeElsewhere(own, provider);
    return issuer;
  });
  const documents = await serveDocuments(steps, provider, network);
  const real = await obtainToken(steps, provider, documents, network);
  const introspected = await askIntrospection(steps, provider, documents, real?.compact, network);
  const now = provider.clock();
  const served: Served = {
    now,
    keys: documents.keys,
    keysMaxAge: documents.keysMaxAge,
    discovery: documents.discovery,
    introspection: introspected?.answer,
    token: real,
    login: provider.login,
  };
  const brokers = provider.brokers.map((broker) => judgeBroker(findings, broker, served, claimsFor(provider, broker, now)));
  return {
    identityProvider: provider.path, kind, issuer, verdict: findings.verdict, urls: documents.urls, endpoints: documents.endpoints,
    steps: steps.all, brokers, findings: findings.all,
  };
}

/** Steps in order, each with the findings of its own. */
export class StepList {
  readonly all: Step[] = [];

  constructor(private readonly findings: Findings) {}

  /** Does one step, which says what it found. */
  async take(step: string, look: (findings: Findings) => Promise<string>): Promise<void> {
    const own = new Findings();
    const detail = await look(own);
    this.findings.include(own);
    this.all.push({ step, outcome: own.verdict === 'reject' ? 'problem' : 'ok', detail });
  }

  /** Leaves a step out; `matters` where a rule that was called for stays open. */
  skip(step: string, why: string, matters: boolean): void {
    if (matters) {
      this.findings.notJudged();
    }
    this.all.push({ step, outcome: 'not looked at', detail: why });
  }
}

function judgeElsewhere(findings: Findings, { kind, issuer, brokers }: ProviderInQuestion): void {
  const isFirst = kind === 'entra' && readEntraIssuer(issuer)?.version === EntraTokenVersion.V1;
  const discovering = brokers.filter(({ needs }) => needs?.keySource === 'discovery').map(({ path }) => path);
  if (isFirst && discovering.length > 0) {
    findings.broken(ENTRA_DOCUMENT_ELSEWHERE, `${discovering.join(', ')} would look for the document below the issuer`);
  }
}

function claimsFor(provider: ProviderInQuestion, broker: BrokerInQuestion, now: number) {
  const { kind, issuer, applications, tokenRequest } = provider;
  const granted = applications.filter(({ demands }) => demands.some((demand) => demand.broker === broker.path));
  const application = granted.find(({ clientId }) => clientId === tokenRequest?.credentials.clientId) ?? granted[0];
  const { audiences: asked = [], audiencesArePatterns, allAudiences } = broker.needs ?? {};
  const audiences = audiencesArePatterns === true ? [] : asked.slice(0, allAudiences === true ? undefined : 1);
  return expectedClaims({ kind, issuer, application, audiences, now });
}
