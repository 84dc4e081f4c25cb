import { applicationClaims, openClaims, tokenHeader } from './application-token';
import type { BrokerOAuth } from './broker-oauth';
import { BrokerPreviewOptions } from './broker-preview-options';
import { IdentityApplication } from '../identity/identity-application';
import { IdentityProvider } from '../identity/identity-provider';
import { JsonMembers } from '../preview/case';
import { CASE_SHAPE, CASE_VALUE_AT_APPLY, CaseError, caseProblem } from '../preview/case-problem';
import { claimsOf, loginOf, objectOf } from '../preview/facade/case-of-struct';
import { CaseRest } from '../preview/manifest-case';
import { TOKEN_BUILT, told } from '../preview/preview-rules';
import { PreviewWarning } from '../preview/result';
import { fillUnresolved } from '../text/fill-unresolved';

/** The client's part of the case, and what was assumed of it. */
export interface PreviewedClient {
  readonly rest: CaseRest;
  readonly warnings: readonly PreviewWarning[];
}

/** Who logs in, from options. */
export function clientOf(broker: BrokerOAuth, options: BrokerPreviewOptions): PreviewedClient {
  const { token, application, username, password, authenticatedAs } = options;
  const given = claimsOf(options);
  if ([token, application, username, password, authenticatedAs, given].every((part) => part === undefined)) {
    throw new CaseError(caseProblem(CASE_SHAPE, 'nobody logs in: application, token, claims and username are missing'));
  }
  const { claims, warnings } = application === undefined || token !== undefined
    ? { claims: given, warnings: [] }
    : builtClaims(options, IdentityApplication._of(application), given);
  const login = loginOf(options, claims && headerOf(broker, options), claims);
  const isOpenToken = typeof login.token === 'object';
  const names = claims === undefined ? {} : broker._loginNames(claims);
  return { rest: { ...names, ...login, ...(isOpenToken ? { signature: login.signature ?? 'valid' } : {}) }, warnings };
}

function builtClaims(options: BrokerPreviewOptions, application: IdentityApplication, given: JsonMembers | undefined) {
  const { now, tokenLifetimeSeconds, valuesAtApply = {} } = options;
  const provider = IdentityProvider._of(application.identityProvider);
  const built = applicationClaims({
    profile: provider._profile(),
    issuer: provider.issuer,
    clientId: application.clientId,
    demands: application._demands,
    claimValue: (claim) => application._claimValue(claim),
  }, now, tokenLifetimeSeconds ?? 3600);
  const all = { ...fillUnresolved(built.claims, valuesAtApply), ...given };
  const claims = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
  const open = openClaims(claims);
  if (open.length > 0) {
    throw new CaseError(caseProblem(CASE_VALUE_AT_APPLY, `claims of ${application.node.path} that are known only at apply: ${open.join(', ')}`));
  }
  const note = `the token is built from what is known of the identity provider (${provider.kind}): ${built.assumed.join('; ')}`;
  return { claims, warnings: [told(TOKEN_BUILT, note)] };
}

/** A header that is given wins; else that of the provider, with a `kid` of the key set where there is one. */
function headerOf(broker: BrokerOAuth, { header, jwks, application }: BrokerPreviewOptions): JsonMembers {
  if (header !== undefined) {
    return objectOf(header, 'header');
  }
  const provider = IdentityProvider._of(application?.identityProvider ?? broker.identityProvider);
  return tokenHeader(provider._profile(), jwks === undefined ? undefined : kidIn(objectOf(jwks, 'jwks')));
}

function kidIn({ keys }: JsonMembers): string | undefined {
  const found = (Array.isArray(keys) ? keys as readonly JsonMembers[] : []).find((key) => typeof key?.kid === 'string' && key.use !== 'enc');
  return found?.kid as string | undefined;
}
