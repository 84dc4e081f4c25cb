import { z } from 'zod';
import { DYNAMIC_SECURITY_PROBE } from './dynamic-security-probe';
import { KAFKA_PROBE } from './kafka-probe';
import { LOG_LINE_PROBE } from './log-line-probe';
import { LOGIN_PROBE } from './login-probe';
import { TLS_PROBE } from './tls-probe';
import { hasUserInfo, HTTP_URL, PORT } from './words';

const TCP_PROBE = z.strictObject({
  kind: z.literal('tcp'),
  host: z.string().min(1),
  port: PORT,
});

const HTTP_PROBE = z.strictObject({
  kind: z.literal('http'),
  url: HTTP_URL.refine((url) => !hasUserInfo(url), 'must not hold a user or a password'),
  status: z.array(z.number().int().min(100).max(599)).min(1).default([200]),
  bodyContains: z.string().min(1).optional(),
});

/** How the engine asks whether a node is healthy. */
export const PROBE = z.discriminatedUnion('kind', [TCP_PROBE, HTTP_PROBE, KAFKA_PROBE, TLS_PROBE, LOG_LINE_PROBE, LOGIN_PROBE, DYNAMIC_SECURITY_PROBE]);
