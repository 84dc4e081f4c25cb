import { z } from 'zod';
import { PORT, TLS } from './words';

/** Logs in by MQTT with the token as password. */
export const MQTT_LOGIN = z.strictObject({
  kind: z.literal('mqtt'),
  host: z.string().min(1),
  port: PORT,
  tls: TLS.optional(),
  protocolVersion: z.enum(['3.1.1', '5']).default('5'),
  username: z.string().min(1).optional(),
  clientId: z.string().min(1).optional(),
});
