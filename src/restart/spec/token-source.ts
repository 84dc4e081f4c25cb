import { z } from 'zod';
import { HTTP_URL, PATH, VARIABLE } from './words';
import { isLoopback, readAddress } from '../../doctor/web-address';

const FROM_FILE = z.strictObject({ kind: z.literal('file'), path: PATH });
const FROM_VARIABLE = z.strictObject({ kind: z.literal('variable'), name: VARIABLE });

/** What the grant itself fills in. Source: RFC 6749, sections 2.3.1 and 4.4.2. */
const RESERVED: readonly string[] = ['grant_type', 'client_id', 'client_secret', 'scope'];

/** Asks the identity provider by the client credentials grant (RFC 6749, section 4.4). */
const FROM_CLIENT_CREDENTIALS = z.strictObject({
  kind: z.literal('client-credentials'),
  tokenEndpoint: HTTP_URL.refine(isSafe, 'must begin with https://, or be on the loopback interface, since the client\'s secret is sent there'),
  clientId: z.string().regex(/^[^\x00-\x1f\x7f]+$/, 'must hold no control characters').max(255),
  /** The secret, in one of the two places; it stands in no argument and in no file of ours. */
  clientSecretVariable: VARIABLE.optional(),
  clientSecretFile: PATH.optional(),
  authentication: z.enum(['client_secret_basic', 'client_secret_post']).default('client_secret_basic'),
  scope: z.array(z.string().min(1)).default([]),
  /** What some providers want besides, such as `audience` of Auth0. */
  parameters: z.record(z.string().min(1), z.string())
    .refine((given) => !Object.keys(given).some((name) => RESERVED.includes(name)), `must not name ${RESERVED.join(', ')}`).default({}),
  /** File with the certificates that are trusted; absent for those of the system. */
  caFile: PATH.optional(),
}).refine(
  (source) => (source.clientSecretVariable === undefined) !== (source.clientSecretFile === undefined), 'must name the secret by clientSecretVariable or clientSecretFile, one of them',
);

function isSafe(url: string): boolean {
  const address = readAddress(url);
  return address !== undefined && (address.scheme === 'https' || isLoopback(address));
}

/** Where a token for a check comes from. */
export const TOKEN_SOURCE = z.discriminatedUnion('kind', [FROM_FILE, FROM_VARIABLE, FROM_CLIENT_CREDENTIALS]);
export type TokenSource = z.infer<typeof TOKEN_SOURCE>;
export type ClientCredentials = z.infer<typeof FROM_CLIENT_CREDENTIALS>;
