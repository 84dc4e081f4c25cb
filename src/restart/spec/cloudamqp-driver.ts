import { z } from 'zod';
import { hasUserInfo, HTTP_URL, NAME, SECONDS, VARIABLE } from './words';

/** Restarts a node that CloudAMQP runs, by its customer API. */
export const CLOUDAMQP_DRIVER = z.strictObject({
  kind: z.literal('cloudamqp'),
  instanceId: z.string().regex(/^\d+$/, 'must be the number of an instance'),
  /** The node as the instance's list of nodes names it. */
  node: NAME,
  apiKeyVariable: VARIABLE.default('CLOUDAMQP_APIKEY'),
  baseUrl: HTTP_URL.refine((url) => !hasUserInfo(url), 'must not hold a user or a password').default('https://customer.cloudamqp.com'),
  pollSeconds: z.number().positive().max(600).default(5),
  /** How long the API may go on saying that the node runs before it shows it down. */
  downSeconds: SECONDS.default(300),
  /** The whole restart. */
  timeoutSeconds: SECONDS.default(1800),
  /** Uninterrupted running after which an accepted restart counts as done though it was never seen; absent for never. */
  assumeAfterSeconds: SECONDS.optional(),
}).refine(
  ({ assumeAfterSeconds, downSeconds }) => assumeAfterSeconds === undefined || assumeAfterSeconds <= downSeconds,
  'must have an assumeAfterSeconds of at most downSeconds',
);
