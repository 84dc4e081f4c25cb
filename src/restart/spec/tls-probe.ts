import { z } from 'zod';
import { PORT, TLS } from './words';

/** Looks at the certificate of a listener. */
export const TLS_PROBE = z.strictObject({
  kind: z.literal('tls'),
  host: z.string().min(1),
  port: PORT,
  tls: TLS.prefault({}),
  /** How many days the certificate must still be good. */
  daysLeft: z.number().min(0).max(3650).default(0),
  /** SHA-256 of a certificate above that of the server, such as the one authority that clients trust. */
  issuerFingerprint: z.string().regex(/^([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$/, 'must be a SHA-256 in 64 hexadecimal digits, with or without colons').optional(),
});
export type TlsProbeSpec = z.infer<typeof TLS_PROBE>;
