import { z } from 'zod';
import { PORT, TLS } from './words';

/** Logs in by AMQP 0-9-1 with the token as password. */
export const AMQP_LOGIN = z.strictObject({
  kind: z.literal('amqp'),
  host: z.string().min(1),
  port: PORT,
  tls: TLS.optional(),
  vhost: z.string().min(1).max(127).default('/'),
  /** The user name, or the claim of the token that holds it; absent for what the broker needs. */
  username: z.string().min(1).optional(),
  usernameClaim: z.string().min(1).optional(),
}).refine((login) => login.username === undefined || login.usernameClaim === undefined, 'has either username or usernameClaim');
export type AmqpLoginSpec = z.infer<typeof AMQP_LOGIN>;
