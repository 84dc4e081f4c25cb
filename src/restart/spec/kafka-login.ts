import { z } from 'zod';
import { PORT, TLS } from './words';

/** Logs in to a Kafka listener by SASL OAUTHBEARER with the token. */
export const KAFKA_LOGIN = z.strictObject({
  kind: z.literal('kafka'),
  host: z.string().min(1),
  port: PORT,
  /** Absent where the listener is SASL_PLAINTEXT. */
  tls: TLS.optional(),
});
