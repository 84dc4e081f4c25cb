import { isMembers, judgeIntrospectionThere } from './document';
import type { ProviderInQuestion, StepList } from './examine';
import { Documents, mayTell } from './examine-documents';
import { Findings } from './finding';
import { judgeIntrospection } from './introspection';
import { DoctorNetwork } from './ports';
import { INTROSPECTION_HTTPS } from './provider-rules';
import { readServed } from './served-json';
import { INTROSPECTION_ACTIVE, INTROSPECTION_INACTIVE } from './token-rules';
import { judgeAddress } from './web-address';
import { JsonData, PreviewCase } from '../preview/case';

/** What the introspection endpoint answered. */
export interface Introspected {
  readonly answer: PreviewCase['introspection'];
}

const STEP = 'introspection';

/** Asks about the real token as the broker would, where a broker does or somebody who can ask is given. */
export async function askIntrospection(
  steps: StepList, provider: ProviderInQuestion, documents: Documents, token: string | undefined, network: DoctorNetwork | undefined,
): Promise<Introspected | undefined> {
  const users = provider.brokers.filter(({ needs }) => needs?.introspection !== undefined);
  const isNeeded = users.length > 0;
  const caller = provider.introspectionCaller;
  if (!isNeeded && caller === undefined) {
    return undefined;
  }
  const url = provider.introspectionUrl ?? documents.endpoints.introspection_endpoint;
  await steps.take(`${STEP} endpoint`, async (findings) => {
    judgeThere(findings, provider, documents, url);
    return url ?? 'none';
  });
  const isAsked = network !== undefined && url !== undefined && mayTell(url, provider.policy);
  if (!isAsked || caller === undefined || token === undefined) {
    const missing = caller === undefined ? 'a client that may ask (--introspection-client-id)' : token === undefined ? 'a real token' : 'a URL that may be asked';
    steps.skip(STEP, `for ${users.map(({ path }) => path).join(', ') || 'the caller'}; missing is ${network === undefined ? 'the network' : missing}`, isNeeded);
    return undefined;
  }
  let answer: PreviewCase['introspection'];
  await steps.take(STEP, async (findings) => {
    const reply = await network.post({ url, fields: { token, token_type_hint: 'access_token' }, credentials: caller });
    const served = readServed(findings, INTROSPECTION_ACTIVE, 'the introspection endpoint', reply);
    if (served !== undefined) {
      judgeAnswer(findings, provider, served);
    }
    answer = reply.problem === undefined ? { status: reply.status, body: served as JsonData } : { reachable: false };
    const others = users.map(({ needs }) => needs?.introspection?.caller).filter((name) => name !== undefined && name !== caller.clientId);
    return `as ${caller.clientId}${others.length === 0 ? '' : `, while brokers ask as ${[...new Set(others)].join(', ')}`}`;
  });
  return { answer };
}

function judgeThere(findings: Findings, provider: ProviderInQuestion, { endpoints, isTold }: Documents, url: string | undefined): void {
  const { kind, policy, introspectionUrl } = provider;
  judgeIntrospectionThere(findings, { kind, endpoints, isTold, isKnown: introspectionUrl !== undefined });
  if (introspectionUrl !== undefined && url !== undefined) {
    judgeAddress(findings, INTROSPECTION_HTTPS, 'the introspection endpoint', url, policy);
  }
}

function judgeAnswer(findings: Findings, { kind }: ProviderInQuestion, served: unknown): void {
  const own = new Findings();
  judgeIntrospection(own, { kind, answer: served, scopes: [], audiences: [], hasToken: true });
  if (isMembers(served) && served.active === false) {
    // The token was good a moment ago, so that the broker would refuse everybody.
    findings.broken(INTROSPECTION_INACTIVE, 'a real token is not active to the client that asked', 'error');
    return;
  }
  findings.include(own);
}
