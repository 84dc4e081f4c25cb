import { z } from 'zod';
import { CLUSTER } from './spec/clusters';
import { DRIVER } from './spec/drivers';
import { LOCK } from './spec/lock';
import { LOGIN } from './spec/logins';
import { PROBE } from './spec/probes';
import { TOKEN_SOURCE } from './spec/token-source';
import { FILE_NAME, HTTP_URL, NAME, PATH, SECONDS, VARIABLE } from './spec/words';

/*
 * The spec: what the engine is told, as one JSON file beside the synthesized stack. It holds no secret, only names of
 * environment variables and files. Texts of settings do not stand here: they travel as payload.ts says.
 */

/** The version of the spec's shape. */
export const SPEC_SCHEMA_VERSION = 1;

const NODE = z.strictObject({
  name: NAME,
  /** Zone or rack; a batch of several nodes stays within one. */
  zone: NAME.optional(),
  /** Where each file goes on the node, by file name. */
  files: z.record(FILE_NAME, PATH),
  /** Versions of the secrets that the files name. */
  secretVersions: z.record(NAME, NAME).default({}),
  driver: DRIVER,
  probes: z.array(PROBE).min(1),
  /** Where a token is tried on the node. */
  logins: z.array(LOGIN).default([]),
  /** Whether the node decides logins itself, so that a real token proves something there. */
  decidesLogins: z.boolean().default(true),
});

const TIMEOUTS = z.strictObject({
  /** One command of a driver. */
  commandSeconds: SECONDS.default(120),
  /** From the restart to the last good probe. */
  readySeconds: SECONDS.default(300),
  /** How long a gate waits for other nodes to recover. */
  recoverySeconds: SECONDS.default(600),
  /** One probe. */
  probeSeconds: SECONDS.default(5),
  /** From the first try of a token that must be let in until it is. */
  smokeSeconds: SECONDS.default(30),
  /** The whole run; no node is begun after it. */
  runSeconds: SECONDS.default(6 * 3600),
});

const TOKEN = z.strictObject({
  file: PATH.optional(),
  environmentVariable: VARIABLE.optional(),
}).refine((token) => (token.file === undefined) !== (token.environmentVariable === undefined), 'must name a file or an environment variable');

const PREFLIGHT = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cloudamqp'), instanceId: NAME, baseUrl: HTTP_URL.default('https://customer.cloudamqp.com') }),
  z.strictObject({ kind: z.literal('aiven'), project: NAME, service: NAME, baseUrl: HTTP_URL.default('https://api.aiven.io') }),
  z.strictObject({ kind: z.literal('manifest'), path: PATH }),
  /** Nobody says what holds today, so nothing can be shown to be safe. */
  z.strictObject({ kind: z.literal('none') }),
]);

const STATED = z.strictObject({
  plugins: z.array(z.string()).optional(),
  allowAnonymous: z.boolean().optional(),
  allowAllExtension: z.boolean().optional(),
  unseen: z.array(z.string()).optional(),
});

/** The tokens that a restarted node must let in and keep out, where it decides logins itself. */
const SMOKE = z.strictObject({
  accepted: TOKEN_SOURCE,
  /** Absent for the accepted one with another signature. */
  refused: TOKEN_SOURCE.optional(),
});

/** Gates that can be switched off by name; a plan names the ones that are. */
export const OVERRIDES = [
  'quorum', 'others-healthy', 'in-sync', 'controller-quorum', 'leader', 'members', 'voting-nodes', 'smoke', 'shared-files', 'replace-loses-keys',
  'lease-majority', 'lease-none',
] as const;

const SPEC = z.strictObject({
  schemaVersion: z.literal(SPEC_SCHEMA_VERSION),
  broker: z.strictObject({
    kind: z.string().min(1),
    path: z.string().min(1),
    version: z.string().optional(),
    acknowledged: z.array(z.string()).default([]),
    /** Ids of rules that synthesis could not judge, since values were known only at apply. */
    deferred: z.array(z.string()).default([]),
    /** What the stack says of the broker that its files do not tell. */
    stated: STATED.default({}),
  }),
  nodes: z.array(NODE),
  /** Names of all nodes in the order of restart. */
  order: z.array(NAME).optional(),
  maxUnavailable: z.number().int().min(1).default(1),
  /** How many nodes must stay available. */
  quorum: z.number().int().min(0).optional(),
  deliver: z.enum(['before-restart', 'while-stopped']).default('before-restart'),
  replaceWholeFile: z.boolean().default(false),
  timeouts: TIMEOUTS.prefault({}),
  /** Good probes in a row before a node counts as healthy. */
  checks: z.number().int().min(1).max(1000).default(3),
  checkIntervalSeconds: z.number().positive().max(3600).default(2),
  settleSeconds: SECONDS.default(0),
  /** How long the first node that restarts must stay good before the others follow. */
  canarySeconds: SECONDS.default(0),
  /** Puts the earlier files back on a node that did not become healthy, and restarts it. */
  restoreOnFailure: z.boolean().default(false),
  acceptLockout: z.boolean().default(false),
  /** A token that is good before and after the change. */
  token: TOKEN.optional(),
  overrides: z.array(z.enum(OVERRIDES)).default([]),
  /** Folder for journal, lease, report and log; relative to the spec. */
  stateDirectory: PATH,
  smoke: SMOKE.optional(),
  /** How the brokers are asked about their cluster; absent where nobody asks. */
  cluster: CLUSTER.optional(),
  lock: LOCK.prefault({}),
  /** Where a pre-flight finds the settings of today, for services whose settings take effect outside the engine. */
  preflight: PREFLIGHT.optional(),
});

/** What the engine is told. */
export type RestartSpec = z.infer<typeof SPEC>;
/** The same as a writer may give it: members with a default may be left out. */
export type RestartSpecInput = z.input<typeof SPEC>;
/** One node. */
export type NodeSpec = RestartSpec['nodes'][number];
/** How the engine restarts one node. */
export type DriverSpec = NodeSpec['driver'];
/** Restarts by commands of the machine that runs the engine. */
export type CommandDriverSpec = Extract<DriverSpec, { readonly kind: 'command' }>;
/** Restarts a systemd unit. */
export type SystemdDriverSpec = Extract<DriverSpec, { readonly kind: 'systemd' }>;
/** How the engine asks whether a node is healthy. */
export type ProbeSpec = NodeSpec['probes'][number];
/** Where a pre-flight finds the settings of today. */
export type PreflightSpec = NonNullable<RestartSpec['preflight']>;
/** A gate that was switched off. */
export type Override = (typeof OVERRIDES)[number];

/** The spec, or every reason why it is none. */
export type ReadSpec =
  | { readonly spec: RestartSpec; readonly problems?: undefined }
  | { readonly spec?: undefined; readonly problems: readonly string[] };

/** Reads a spec: fills in defaults and names everything that is wrong with it. */
export function readSpec(value: unknown, values: readonly string[] = []): ReadSpec {
  const missing: string[] = [];
  const filled = fillValues(value, values, missing);
  if (missing.length > 0) {
    return { problems: missing };
  }
  const parsed = SPEC.safeParse(filled);
  if (parsed.success) {
    return { spec: parsed.data };
  }
  return { problems: parsed.error.issues.map((issue) => `${issue.path.map(String).join('.') || 'spec'}: ${issue.message}`) };
}

/** Writes a text of the user so that it is not taken for a place. */
export function escapePlaces(text: string): string {
  return text.replace(/@+\{broker-oauth:/g, (opener) => `@${opener}`);
}

/** The place in a spec for a value that only Terraform knows. */
export function valuePlace(index: number): string {
  return `@{broker-oauth:${index}}`;
}

function fillValues(value: unknown, values: readonly string[], missing: string[]): unknown {
  if (typeof value === 'string') {
    return value.replace(/@(@+\{broker-oauth:)|@\{broker-oauth:(\d+)\}/g, (place, escaped: string | undefined, index: string) => {
      if (escaped !== undefined) {
        return escaped;
      }
      const found = values[Number(index)];
      if (found === undefined) {
        missing.push(`${place} stands for a value that only Terraform knows; run the engine through Terraform`);
      }
      return found ?? place;
    });
  }
  if (Array.isArray(value)) {
    return value.map((member) => fillValues(member, values, missing));
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fillValues(member, values, missing)]));
}
