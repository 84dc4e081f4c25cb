import { z } from 'zod';
import { PreviewCase } from './case';

/*
 * The shapes of case and result, once for reading and for the JSON Schemas that are published.
 */

const members = z.record(z.string(), z.unknown());
const seconds = z.number();

const unreachable = z.strictObject({
  reachable: z.literal(false),
  at: z.enum(['start', 'login']).optional().describe('whether the endpoint could not be reached from the start, or only at the login'),
});

const endpoint = z.union([
  z.strictObject({ reachable: z.literal(false) }),
  z.strictObject({
    reachable: z.literal(true).optional(),
    status: z.int().optional(),
    body: z.unknown().optional(),
    delayMs: z.number().min(0).optional(),
  }),
]);

/** An action that is asked for. */
export const ASKED_ACTION = z.strictObject({
  action: z.string(),
  vhost: z.string().optional(),
  resource: z.string().optional(),
  qos: z.int().min(0).max(2).optional(),
  retain: z.boolean().optional(),
  share: z.string().optional().describe('group of a shared subscription'),
  host: z.string().optional(),
});

/** A case. */
export const CASE_SCHEMA = z.strictObject({
  id: z.string().optional(),
  broker: z.string(),
  brokerVersion: z.string().optional().describe('a release or a dotted prefix of several'),
  now: seconds.describe('the time of the login; all times are seconds since the epoch'),
  settings: z.union([z.string(), members]).optional()
    .describe('native text, or an object with the native key names; only Mosquitto can be judged without, by dynamicSecurity alone'),
  fileRealm: z.string().optional().describe('HiveMQ: ese-file-realm.xml'),
  dynamicSecurity: z.unknown().optional().describe('Mosquitto: dynamic-security.json'),
  acls: z.array(members).optional().describe('Kafka: objects with the arguments of aiven_kafka_native_acl'),
  plugins: z.array(z.string()).optional().describe('Mosquitto: the plugins in the order of mosquitto.conf'),
  allowAnonymous: z.boolean().optional(),
  allowAllExtension: z.boolean().optional().describe('HiveMQ: whether the extension that allows everything is installed; absent means unknown'),
  target: z.enum(['aiven', 'self-managed']).optional().describe('Kafka: which authorizer judges the ACLs'),
  protocol: z.enum(['amqp', 'mqtt', 'http']).optional().describe('LavinMQ; amqp where absent'),
  token: z.union([z.string(), z.strictObject({ header: members, claims: members })]).optional().describe('compact, or not yet encoded'),
  signature: z.enum(['valid', 'invalid']).optional().describe('what the cryptographic check would say of a token that is not encoded'),
  username: z.string().optional(),
  password: z.string().optional().describe('where the client sends one that is not a token'),
  mqttClientId: z.string().optional(),
  authenticatedAs: z.string().optional().describe('the user name under which an earlier plugin let the client in'),
  jwks: z.union([unreachable, z.strictObject({ keys: z.unknown(), maxAge: z.number().optional() })]).optional().describe('the key set as served'),
  discovery: z.strictObject({ document: z.unknown().optional(), status: z.int().optional() }).optional(),
  introspection: endpoint.optional(),
  revocation: endpoint.optional(),
  can: z.array(z.union([z.string(), ASKED_ACTION])).optional(),
});

const nullable = <T extends z.ZodType>(type: T) => z.union([type, z.null()]);
const verdict = z.union([z.boolean(), z.literal('unknown')]);

/** A result. */
export const RESULT_SCHEMA = z.strictObject({
  id: nullable(z.string()),
  broker: z.string(),
  brokerVersion: nullable(z.string()),
  loads: verdict.describe('would the broker, or its plugin, start with these settings'),
  decision: z.enum(['accept', 'reject', 'undetermined']),
  reason: nullable(z.string()).describe('id of the first failing, else of the first unknown check'),
  principal: nullable(z.string()),
  mqttClientId: nullable(z.string()),
  permissions: nullable(z.array(members)).describe('in the broker\'s own vocabulary'),
  tags: nullable(z.array(z.string())),
  can: z.array(z.strictObject({
    action: z.string(),
    vhost: nullable(z.string()),
    resource: nullable(z.string()),
    allowed: verdict,
    reason: nullable(z.string()),
  })),
  expiresAt: nullable(seconds),
  disconnectsAt: z.union([seconds, z.literal('unknown'), z.null()]),
  willPublished: nullable(verdict),
  checks: z.array(z.strictObject({
    rule: z.string(),
    outcome: z.enum(['pass', 'fail', 'skipped', 'unknown']),
    detail: z.string(),
    source: z.string(),
  })),
  warnings: z.array(z.strictObject({ rule: z.string(), message: z.string() })),
});

/** What stands in a result's place where a case could not be read. */
export const FAILURE_SCHEMA = z.strictObject({
  id: nullable(z.string()),
  error: z.strictObject({ rule: z.string(), message: z.string() }),
});

/** The JSON Schemas that are published, by file name. */
export function jsonSchemas(): { readonly [name: string]: object } {
  const publish = (title: string, schema: z.ZodType) => ({ title, ...z.toJSONSchema(schema, { target: 'draft-2020-12' }) });
  return {
    'preview-case.schema.json': publish('Case of the token preview', CASE_SCHEMA),
    'preview-result.schema.json': publish('Result of the token preview', z.union([RESULT_SCHEMA, FAILURE_SCHEMA])),
  };
}

/** Where a value has not the shape of a case; undefined where it has. */
export function shapeProblem(value: unknown): { readonly path: string; readonly message: string } | undefined {
  const parsed = CASE_SCHEMA.safeParse(value);
  if (parsed.success) {
    return undefined;
  }
  const [issue] = parsed.error.issues;
  return { path: issue.path.map(String).join('.') || 'the case', message: issue.message };
}

/** Narrows a value that has the shape of a case. */
export function isCase(value: unknown): value is PreviewCase {
  return shapeProblem(value) === undefined;
}
