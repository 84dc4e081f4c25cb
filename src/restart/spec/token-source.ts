import { z } from 'zod';
import { HTTP_URL, NAME, PATH, VARIABLE } from './words';

const FROM_FILE = z.strictObject({ kind: z.literal('file'), path: PATH });
const FROM_VARIABLE = z.strictObject({ kind: z.literal('variable'), name: VARIABLE });

/** Asks the identity provider by the client credentials grant (RFC 6749, section 4.4). */
const FROM_CLIENT_CREDENTIALS = z.strictObject({
  kind: z.literal('client-credentials'),
  tokenEndpoint: HTTP_URL,
  clientId: NAME,
  /** The secret, in one of the two places; it stands in no argument and in no file of ours. */
  clientSecretVariable: VARIABLE.optional(),
  clientSecretFile: PATH.optional(),
  authentication: z.enum(['client_secret_basic', 'client_secret_post']).default('client_secret_basic'),
  scope: z.array(z.string().min(1)).default([]),
  /** What some providers want besides, such as `audience` of Auth0. */
  parameters: z.record(z.string(), z.string()).default({}),
});

/** Where a token for a check comes from. */
export const TOKEN_SOURCE = z.discriminatedUnion('kind', [FROM_FILE, FROM_VARIABLE, FROM_CLIENT_CREDENTIALS]);
export type TokenSource = z.infer<typeof TOKEN_SOURCE>;
