import { z } from 'zod';
import { TOKEN_SOURCE } from './token-source';
import { PORT, TLS } from './words';

/** `node.id` of a node; a text of digits where only Terraform knows it. */
export const KAFKA_NODE_ID = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.number().int().min(0).max(0x7fffffff));

/** A listener that takes questions: without SASL, or with a token. */
export const KAFKA_LISTENER = {
  host: z.string().min(1),
  port: PORT,
  /** Absent where the listener speaks without TLS; a client certificate where it asks for one. */
  tls: TLS.optional(),
  /** The token to log in with; absent where the listener has no SASL. */
  token: TOKEN_SOURCE.optional(),
};
