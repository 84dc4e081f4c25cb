import { z } from 'zod';
import { PORT, TLS } from './words';

/** Logs in by AMQP 0-9-1 with the token as password. */
export const AMQP_LOGIN = z.strictObject({
  kind: z.literal('amqp'),
  host: z.string().min(1),
  port: PORT,
  tls: TLS.optional(),
  vhost: z.string().default('/'),
  username: z.string().min(1).optional(),
});
