import { Findings } from './finding';
import { ISSUER_PLAIN, ISSUER_URL } from './provider-rules';
import { ENTRA_TENANT, ISSUER_SLASH, OKTA_ORG, UAA_ISSUER } from './vendor-rules';
import { HttpPolicy, judgeAddress, readAddress } from './web-address';
import { entraEndpoints } from '../identity/endpoints';
import { GUID } from '../identity/profiles';
import { EntraCloud, EntraTokenVersion } from '../identity/provider-kind';
import { discoveryUrlOf, metadataUrlOf } from '../oauth/issuer';
import { ClaimKind } from '../oauth/normalised-claims';
import { show } from '../text/show';

/** Where the documents of an issuer are; null where there is none or the issuer does not say. */
export interface DocumentUrls {
  readonly oidc: string | null;
  readonly rfc8414: string | null;
}

/** Kinds that document no RFC 8414 metadata. */
const WITHOUT_METADATA: readonly ClaimKind[] = ['uaa', 'entra'];

/** The URLs of the documents of an issuer. */
export function documentUrlsOf(issuer: string | undefined, kind: ClaimKind): DocumentUrls {
  const address = issuer === undefined ? undefined : readAddress(issuer);
  if (issuer === undefined || address === undefined || address.query + address.fragment !== '' || !/^https?$/.test(address.scheme)) {
    return { oidc: null, rfc8414: null };
  }
  const entra = kind === 'entra' ? readEntraIssuer(issuer) : undefined;
  const isFirst = entra?.version === EntraTokenVersion.V1;
  return {
    oidc: (isFirst ? entraEndpoints({ tenantId: entra!.tenant, tokenVersion: EntraTokenVersion.V1 }).discoveryUrl : discoveryUrlOf(issuer)) ?? null,
    rfc8414: WITHOUT_METADATA.includes(kind) ? null : metadataUrlOf(issuer) ?? null,
  };
}

/** What an Entra issuer says; undefined where it has none of Entra's forms. */
export interface EntraIssuer {
  readonly tenant: string;
  readonly version: EntraTokenVersion;
  readonly cloud: EntraCloud;
}

const ENTRA_FORMS: readonly { readonly form: RegExp; readonly version: EntraTokenVersion; readonly cloud: EntraCloud }[] = [
  { form: /^https:\/\/sts\.windows\.net\/([^/]+)\/?$/i, version: EntraTokenVersion.V1, cloud: EntraCloud.GLOBAL },
  { form: /^https:\/\/login\.microsoftonline\.com\/([^/]+)\/v2\.0\/?$/i, version: EntraTokenVersion.V2, cloud: EntraCloud.GLOBAL },
  { form: /^https:\/\/login\.microsoftonline\.us\/([^/]+)\/v2\.0\/?$/i, version: EntraTokenVersion.V2, cloud: EntraCloud.US_GOVERNMENT },
  { form: /^https:\/\/login\.partner\.microsoftonline\.cn\/([^/]+)\/v2\.0\/?$/i, version: EntraTokenVersion.V2, cloud: EntraCloud.CHINA },
];

/** Reads tenant and token version from an issuer. */
export function readEntraIssuer(issuer: string): EntraIssuer | undefined {
  for (const { form, version, cloud } of ENTRA_FORMS) {
    const tenant = form.exec(issuer)?.[1];
    if (tenant !== undefined) {
      return { tenant, version, cloud };
    }
  }
  return undefined;
}

/** What stands for the tenant in documents of all tenants. */
export const TENANT_PLACEHOLDER = '{tenantid}';

const IS_GUID = new RegExp(GUID.pattern);

/** Judges the issuer by itself. */
export function judgeIssuer(findings: Findings, issuer: string, kind: ClaimKind, policy: HttpPolicy): void {
  const entra = kind === 'entra' ? readEntraIssuer(issuer) : undefined;
  if (entra !== undefined && !IS_GUID.test(entra.tenant)) {
    findings.broken(ENTRA_TENANT, `the issuer names the tenant ${show(entra.tenant)}`);
  }
  if (entra?.tenant === TENANT_PLACEHOLDER) {
    return;
  }
  judgeAddress(findings, ISSUER_URL, 'the issuer', issuer, policy);
  const address = readAddress(issuer);
  if (address === undefined) {
    return;
  }
  if (address.query + address.fragment !== '') {
    findings.broken(ISSUER_PLAIN, `the issuer has a ${address.query === '' ? 'fragment' : 'query'}: ${show(issuer)}`);
    return;
  }
  judgeSlash(findings, issuer, kind, entra);
  judgeVendorForm(findings, issuer, address.path, kind);
}

function judgeSlash(findings: Findings, issuer: string, kind: ClaimKind, entra: EntraIssuer | undefined): void {
  const endsInSlash = kind === 'auth0' || entra?.version === EntraTokenVersion.V1;
  if (kind !== 'generic' && issuer.endsWith('/') !== endsInSlash) {
    findings.broken(ISSUER_SLASH, `the issuer ${endsInSlash ? 'does not end in a slash' : 'ends in a slash'}: ${show(issuer)}`);
  }
}

function judgeVendorForm(findings: Findings, issuer: string, path: string, kind: ClaimKind): void {
  if (kind === 'okta' && !/^\/oauth2\/[^/]+\/?$/.test(path)) {
    findings.broken(OKTA_ORG, `the issuer is not that of a custom authorization server: ${show(issuer)}`);
  }
  if (kind === 'uaa' && !/\/oauth\/token\/?$/.test(path)) {
    findings.broken(UAA_ISSUER, `the issuer does not end in /oauth/token: ${show(issuer)}`);
  }
}
