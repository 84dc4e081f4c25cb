import type { ManifestApplication } from '../manifest/manifest';
import { ClaimKind, scopeClaimsOf } from '../oauth/normalised-claims';
import { JsonMembers } from '../preview/case';

/** What a token is made from where there is no real one. */
export interface ExpectedToken {
  readonly kind: ClaimKind;
  readonly issuer: string;
  readonly application: ManifestApplication | undefined;
  /** What the broker asks for, besides what the application is demanded to have. */
  readonly audiences: readonly string[];
  readonly now: number;
}

/** Kinds that write scopes as an array. Sources are in docs/identity-providers.md. */
const ARRAYS: readonly ClaimKind[] = ['okta', 'uaa', 'entra'];
/** The claim in which machine tokens carry rights, where it is not the first of those that carry scopes. */
const MACHINE_SCOPES: Partial<Record<ClaimKind, string>> = { entra: 'roles' };

const LIFETIME = 300;

/** Claims of a machine token as the provider would write them by what the manifest says of an application. */
export function expectedClaims({ kind, issuer, application, audiences, now }: ExpectedToken): JsonMembers {
  const valuesOf = (wanted: string) => (application?.demands ?? []).filter((demand) => demand.kind === wanted).map(({ value }) => value);
  const clientId = application?.clientId ?? 'doctor';
  const scopes = [...new Set(valuesOf('scope'))];
  const aud = [...new Set([...audiences, ...valuesOf('audience')])];
  return {
    iss: issuer,
    aud: aud.length === 1 ? aud[0] : aud,
    sub: application?.subject ?? clientId,
    iat: now,
    exp: now + LIFETIME,
    jti: 'doctor',
    // Without a right there is no claim: an empty one is refused by some brokers.
    ...scopes.length === 0 ? {} : { [MACHINE_SCOPES[kind] ?? scopeClaimsOf(kind)[0]]: ARRAYS.includes(kind) ? scopes : scopes.join(' ') },
    ...Object.fromEntries(CLIENT_CLAIMS[kind].map((name) => [name, clientId])),
  };
}

const CLIENT_CLAIMS: Readonly<Record<ClaimKind, readonly string[]>> = {
  keycloak: ['azp', 'client_id'],
  okta: ['cid'],
  auth0: ['azp'],
  entra: ['azp'],
  uaa: ['client_id', 'cid', 'azp'],
  generic: ['client_id'],
};
