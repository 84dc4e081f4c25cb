import { z } from 'zod';
import { hasUserInfo, HTTP_URL, NAME, SECONDS, TLS, VARIABLE } from './words';

/** Watches how Aiven restarts the brokers of a Kafka service, and proves each of them. */
export const AIVEN_DRIVER = z.strictObject({
  kind: z.literal('aiven'),
  project: NAME,
  service: NAME,
  tokenVariable: VARIABLE.default('AIVEN_TOKEN'),
  baseUrl: HTTP_URL.refine((url) => !hasUserInfo(url), 'must not hold a user or a password').default('https://api.aiven.io'),
  /** Aiven advises 10 to 30 seconds. */
  pollSeconds: z.number().positive().max(600).default(15),
  /** How long everything must stay good without a break. */
  calmSeconds: SECONDS.default(120),
  /** The whole watch. */
  timeoutSeconds: SECONDS.default(3600),
  /** Whether every broker must judge the tokens of the smoke test as it should. */
  proveBrokers: z.boolean().default(true),
  /** Which of the service's SASL listeners is asked: its network route and its certificate authority. */
  route: z.string().min(1).default('dynamic'),
  letsEncrypt: z.boolean().default(false),
  tls: TLS.prefault({}),
});
