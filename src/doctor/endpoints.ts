import { readEntraIssuer } from './issuer';
import { readAddress } from './web-address';
import { auth0Endpoints, entraEndpoints, keycloakEndpoints, oktaEndpoints, uaaEndpoints } from '../identity/endpoints';
import { ProviderEndpoints } from '../identity/provider-model';
import { originOf, withoutTrailingSlash } from '../oauth/issuer';
import { ClaimKind } from '../oauth/normalised-claims';

/** Endpoints by the names that documents give them. */
export type EndpointMap = { readonly [name: string]: string };

/** The endpoints that a document names. */
export function endpointsIn(document: { readonly [name: string]: unknown }): EndpointMap {
  return Object.fromEntries(Object.entries(document)
    .filter((entry): entry is [string, string] => (entry[0] === 'jwks_uri' || entry[0].endsWith('_endpoint')) && typeof entry[1] === 'string'));
}

interface Known extends Pick<ProviderEndpoints, 'jwksUri' | 'tokenEndpoint' | 'introspectionEndpoint'> {
  readonly revocationEndpoint?: string;
}

/**
 * The endpoints that a vendor documents for an issuer; none where nothing is known.
 *
 * Sources are in docs/identity-providers.md.
 */
export function documentedEndpoints(issuer: string | undefined, kind: ClaimKind): EndpointMap {
  if (issuer === undefined || readAddress(issuer) === undefined) {
    return {};
  }
  const known = KNOWN[kind](withoutTrailingSlash(issuer));
  const named: readonly (readonly [string, string | undefined])[] = [
    ['jwks_uri', known?.jwksUri],
    ['token_endpoint', known?.tokenEndpoint],
    ['introspection_endpoint', known?.introspectionEndpoint],
    ['revocation_endpoint', known?.revocationEndpoint],
  ];
  return Object.fromEntries(named.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

const KNOWN: Readonly<Record<ClaimKind, (issuer: string) => Known | undefined>> = {
  keycloak(issuer) {
    const [, baseUrl, realm] = /^(.*)\/realms\/([^/]+)$/.exec(issuer) ?? [];
    return baseUrl === undefined ? undefined
      : { ...keycloakEndpoints({ baseUrl, realm }), revocationEndpoint: `${issuer}/protocol/openid-connect/revoke` };
  },
  okta(issuer) {
    // The org authorization server has its endpoints below /oauth2, its issuer without.
    const base = originOf(issuer) === issuer ? `${issuer}/oauth2` : issuer;
    return { ...oktaEndpoints({ issuer: base }), revocationEndpoint: `${base}/v1/revoke` };
  },
  auth0(issuer) {
    const domain = issuer.slice('https://'.length);
    return issuer.startsWith('https://') ? { ...auth0Endpoints({ domain }), revocationEndpoint: `${issuer}/oauth/revoke` } : undefined;
  },
  entra(issuer) {
    const read = readEntraIssuer(issuer);
    return read === undefined ? undefined : entraEndpoints({ tenantId: read.tenant, tokenVersion: read.version, cloud: read.cloud });
  },
  uaa(issuer) {
    return issuer.endsWith('/oauth/token') ? uaaEndpoints({ url: issuer.slice(0, -'/oauth/token'.length) }) : undefined;
  },
  generic: () => undefined,
};
