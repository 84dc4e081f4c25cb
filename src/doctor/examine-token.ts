import { TOKEN_REQUEST } from './broker-rules';
import { isMembers } from './document';
import type { ProviderInQuestion, StepList, TokenRequest } from './examine';
import { Documents, mayTell } from './examine-documents';
import { Findings } from './finding';
import { DoctorNetwork, Reply } from './ports';
import { judgeGranted } from './scopes';
import { readServed } from './served-json';
import { isStringOrUri, judgeToken } from './token';
import { RESOURCE_URI } from './token-rules';
import { normaliseClaims } from '../oauth/normalised-claims';
import { joinScopes } from '../oauth/scope-syntax';
import { JsonMembers } from '../preview/case';
import { show } from '../text/show';

/** A real token. */
export interface RealToken {
  readonly compact: string;
  readonly claims: JsonMembers;
}

/** Takes the token that is given, or asks for one, and judges it by the provider's rules. */
export async function obtainToken(
  steps: StepList, provider: ProviderInQuestion, documents: Documents, network: DoctorNetwork | undefined,
): Promise<RealToken | undefined> {
  const { token, tokenRequest } = provider;
  const url = documents.endpoints.token_endpoint;
  const isAsked = tokenRequest !== undefined && network !== undefined && url !== undefined && mayTell(url, provider.policy);
  if (token === undefined && !isAsked) {
    const why = tokenRequest === undefined ? 'neither a token nor a client is given' : 'there is no token endpoint that may be asked';
    steps.skip('token', why, true);
    return undefined;
  }
  let real: RealToken | undefined;
  await steps.take('token', async (findings) => {
    const compact = token ?? await requestToken(findings, url!, tokenRequest!, network!);
    if (compact === undefined) {
      return url!;
    }
    real = judgeReal(findings, compact, provider, documents);
    return token === undefined ? `by client credentials at ${url!}` : 'as given';
  });
  return real;
}

async function requestToken(findings: Findings, url: string, request: TokenRequest, network: DoctorNetwork): Promise<string | undefined> {
  const { resource } = request;
  if (resource !== undefined && (!resource.includes(':') || !isStringOrUri(resource) || resource.includes('#'))) {
    findings.broken(RESOURCE_URI, `the resource is ${show(resource)}`);
  }
  const reply = await network.post({
    url,
    credentials: request.credentials,
    fields: {
      grant_type: 'client_credentials',
      ...request.scopes.length === 0 ? {} : { scope: joinScopes(request.scopes) },
      ...request.audience === undefined ? {} : { audience: request.audience },
      ...resource === undefined ? {} : { resource },
    },
  });
  const refusal = errorOf(reply);
  if (refusal !== undefined) {
    findings.broken(TOKEN_REQUEST, `the token endpoint answers ${refusal}`);
    return undefined;
  }
  const answer = readServed(findings, TOKEN_REQUEST, 'the token endpoint', reply);
  if (answer === undefined) {
    return undefined;
  }
  if (!isMembers(answer) || typeof answer.access_token !== 'string') {
    findings.broken(TOKEN_REQUEST, 'the answer of the token endpoint has no access_token');
    return undefined;
  }
  return answer.access_token;
}

/** The error code of a refusal; nothing else of it is shown, since a server may repeat what it was sent. Source: RFC 6749 section 5.2. */
function errorOf(reply: Reply): string | undefined {
  if (reply.problem !== undefined || reply.status < 400 || reply.status > 499) {
    return undefined;
  }
  const code = /"error"\s*:\s*"(invalid_[a-z]{5,20}|unauthorized_client|unsupported_grant_type|access_denied)"/.exec(reply.text.slice(0, 10_000))?.[1];
  return `${code ?? 'no'}${code === undefined ? ' error code' : ''} (status ${reply.status})`;
}

function judgeReal(findings: Findings, compact: string, provider: ProviderInQuestion, documents: Documents): RealToken | undefined {
  const { kind, issuer, clock, brokers, tokenRequest } = provider;
  const audiences = [...new Set(brokers.flatMap(({ needs }) => (needs === undefined || needs.audiencesArePatterns === true ? [] : needs.audiences)))];
  const opened = judgeToken(findings, {
    kind, issuer, now: clock(), token: compact, audiences, keys: documents.keys, signature: undefined, leewaySeconds: 0,
  });
  if (opened === undefined) {
    return undefined;
  }
  judgeGranted(findings, 'the token', normaliseClaims(opened.claims, kind), requiredScopes(provider, tokenRequest));
  return { compact, claims: opened.claims as JsonMembers };
}

/** The scopes that were asked for, and those that rights of the application hang on. */
function requiredScopes({ applications }: ProviderInQuestion, request: TokenRequest | undefined): readonly string[] {
  const own = applications.filter(({ clientId }) => clientId === request?.credentials.clientId);
  const demanded = own.flatMap(({ demands }) => demands.filter(({ kind }) => kind === 'scope').map(({ value }) => value));
  const asked = (request?.scopes ?? []).filter((scope) => !scope.endsWith('/.default'));
  return [...new Set([...asked, ...demanded])];
}
