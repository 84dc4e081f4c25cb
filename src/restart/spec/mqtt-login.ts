import { z } from 'zod';
import { PORT, TLS } from './words';

/** Logs in by MQTT with the token as password. */
export const MQTT_LOGIN = z.strictObject({
  kind: z.literal('mqtt'),
  host: z.string().min(1),
  port: PORT,
  tls: TLS.optional(),
  /** Path of the listener where it speaks MQTT over WebSocket. */
  webSocketPath: z.string().regex(/^\/[^\s?#]*$/, 'must be a path that begins with /').optional(),
  /** Absent for what the broker speaks. */
  protocolVersion: z.enum(['3.1.1', '5']).optional(),
  /** The user name, or the claim of the token that holds it; absent for what the broker needs. */
  username: z.string().min(1).optional(),
  usernameClaim: z.string().min(1).optional(),
  /** Absent for another one at each check. */
  clientId: z.string().min(1).optional(),
}).refine((login) => login.username === undefined || login.usernameClaim === undefined, 'has either username or usernameClaim');
export type MqttLoginSpec = z.infer<typeof MQTT_LOGIN>;
