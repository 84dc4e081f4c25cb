import { z } from 'zod';
import { TOKEN_SOURCE } from './token-source';
import { TLS } from './words';

/** Who uses the control API of dynamic security. */
export const MOSQUITTO_ACCOUNT = z.strictObject({
  username: z.string().min(1).default('admin'),
  /** The password, in an environment variable or a file. */
  password: TOKEN_SOURCE,
  tls: TLS.optional(),
});
export type MosquittoAccountSpec = z.infer<typeof MOSQUITTO_ACCOUNT>;
