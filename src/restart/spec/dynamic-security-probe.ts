import { z } from 'zod';
import { MOSQUITTO_ACCOUNT } from './mosquitto-account';
import { PORT } from './words';

/** Logs in to Mosquitto as the account of the control API and compares its accounts with the node's file. */
export const DYNAMIC_SECURITY_PROBE = z.strictObject({
  kind: z.literal('dynamic-security'),
  host: z.string().min(1),
  port: PORT,
  ...MOSQUITTO_ACCOUNT.shape,
});
export type DynamicSecurityProbeSpec = z.infer<typeof DYNAMIC_SECURITY_PROBE>;
