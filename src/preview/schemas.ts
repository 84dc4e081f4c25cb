import {
  ANYTHING, atLeast, described, either, Fields, listOf, MEMBERS, NUMBER, objectOf, oneOf, optional, orNull, Shape, TEXT, TRUTH, whole,
} from './shape';

/*
 * The shapes of case and result, once for reading and for the JSON Schemas that are published.
 */

const UNREACHABLE = objectOf({
  reachable: oneOf(false),
  at: optional(oneOf('start', 'login'), 'whether the endpoint could not be reached from the start, or only at the login'),
});

const ENDPOINT = either(
  objectOf({ reachable: oneOf(false) }),
  objectOf({ reachable: optional(oneOf(true)), status: optional(whole()), body: optional(ANYTHING), delayMs: optional(atLeast(0)) }),
);

/** Members of an action that is asked for. */
export const ASKED_ACTION: Fields = {
  action: TEXT,
  vhost: optional(TEXT),
  resource: optional(TEXT),
  qos: optional(whole(0, 2)),
  retain: optional(TRUTH),
  share: optional(TEXT, 'group of a shared subscription'),
  host: optional(TEXT),
};

/** Members of a case. */
export const CASE_FIELDS = {
  id: optional(TEXT),
  broker: TEXT,
  brokerVersion: optional(TEXT, 'a release or a dotted prefix of several'),
  now: described(NUMBER, 'the time of the login; all times are seconds since the epoch'),
  settings: optional(either(TEXT, MEMBERS),
    'native text, or an object with the native key names; only Mosquitto can be judged without, by dynamicSecurity alone'),
  fileRealm: optional(TEXT, 'HiveMQ: ese-file-realm.xml'),
  dynamicSecurity: optional(ANYTHING, 'Mosquitto: dynamic-security.json'),
  acls: optional(listOf(MEMBERS), 'Kafka: objects with the arguments of aiven_kafka_native_acl'),
  plugins: optional(listOf(TEXT), 'Mosquitto: the plugins in the order of mosquitto.conf'),
  allowAnonymous: optional(TRUTH),
  allowAllExtension: optional(TRUTH, 'HiveMQ: whether the extension that allows everything is installed; absent means unknown'),
  target: optional(oneOf('aiven', 'self-managed'), 'Kafka: which authorizer judges the ACLs'),
  protocol: optional(oneOf('amqp', 'mqtt', 'http'), 'LavinMQ; amqp where absent'),
  token: optional(either(TEXT, objectOf({ header: MEMBERS, claims: MEMBERS })), 'compact, or not yet encoded'),
  signature: optional(oneOf('valid', 'invalid'), 'what the cryptographic check would say of a token that is not encoded'),
  username: optional(TEXT),
  password: optional(TEXT, 'where the client sends one that is not a token'),
  mqttClientId: optional(TEXT),
  authenticatedAs: optional(TEXT, 'the user name under which an earlier plugin let the client in'),
  jwks: optional(either(UNREACHABLE, objectOf({ keys: optional(ANYTHING), maxAge: optional(NUMBER) })), 'the key set as served'),
  discovery: optional(objectOf({ document: optional(ANYTHING), status: optional(whole()) })),
  introspection: optional(ENDPOINT),
  revocation: optional(ENDPOINT),
  can: optional(listOf(either(TEXT, objectOf(ASKED_ACTION)))),
} satisfies Fields;

const CASE = objectOf(CASE_FIELDS);

/** An answer that facts may leave open. */
export const VERDICT = oneOf(true, false, 'unknown');

/** A result. */
export const RESULT_SHAPE = objectOf({
  id: orNull(TEXT),
  broker: TEXT,
  brokerVersion: orNull(TEXT),
  loads: described(VERDICT, 'would the broker, or its plugin, start with these settings'),
  decision: oneOf('accept', 'reject', 'undetermined'),
  reason: described(orNull(TEXT), 'id of the first failing, else of the first unknown check'),
  principal: orNull(TEXT),
  mqttClientId: orNull(TEXT),
  permissions: described(orNull(listOf(MEMBERS)), 'in the broker\'s own vocabulary'),
  tags: orNull(listOf(TEXT)),
  can: listOf(objectOf({ action: TEXT, vhost: orNull(TEXT), resource: orNull(TEXT), allowed: VERDICT, reason: orNull(TEXT) })),
  expiresAt: orNull(NUMBER),
  disconnectsAt: either(NUMBER, oneOf('unknown', null)),
  willPublished: oneOf(true, false, 'unknown', null),
  checks: listOf(objectOf({ rule: TEXT, outcome: oneOf('pass', 'fail', 'skipped', 'unknown'), detail: TEXT, source: TEXT })),
  warnings: listOf(objectOf({ rule: TEXT, message: TEXT })),
});

/** What stands in a result's place where a case could not be read. */
export const FAILURE_SHAPE = objectOf({ id: orNull(TEXT), error: objectOf({ rule: TEXT, message: TEXT }) });

/** The JSON Schemas that are published, by file name. */
export function jsonSchemas(): { readonly [name: string]: object } {
  return {
    'preview-case.schema.json': publish('Case of the token preview', CASE),
    'preview-result.schema.json': publish('Result of the token preview', either(RESULT_SHAPE, FAILURE_SHAPE)),
  };
}

/** A JSON Schema as a document of its own. */
export function publish(title: string, { schema }: Shape): object {
  return { title, $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema };
}

/** Where a value has not the shape of a case; undefined where it has. */
export function shapeProblem(value: unknown): { readonly path: string; readonly message: string } | undefined {
  const problem = CASE.problem(value);
  return problem && { path: problem.path.join('.') || 'the case', message: problem.message };
}
