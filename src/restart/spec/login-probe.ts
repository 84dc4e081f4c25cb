import { z } from 'zod';
import { LOGIN } from './logins';
import { TOKEN_SOURCE } from './token-source';

/** Tries a token. */
export const LOGIN_PROBE = z.strictObject({
  kind: z.literal('login'),
  login: LOGIN,
  token: TOKEN_SOURCE,
  /** What must become of it. */
  expected: z.enum(['accepted', 'refused']).default('accepted'),
});
export type LoginProbeSpec = z.infer<typeof LOGIN_PROBE>;
