import { z } from 'zod';

/*
 * The manifest: the resolved model of one stack, written beside its Terraform JSON. It holds no secret.
 * The engine, the command line and reviewers' tools read it, so its shape is a contract with a version.
 */

const finding = z.object({ rule: z.string(), level: z.enum(['error', 'warning']), path: z.string(), message: z.string(), remedy: z.string() });

/** A text that travels; where Terraform fills places at apply, `expressions` names what stands in them. */
const file = z.object({ name: z.string(), text: z.string(), known: z.boolean() });

const grant = z.object({
  broker: z.string(),
  clientId: z.string(),
  rights: z.array(z.string()),
  scopes: z.array(z.string()),
  widerThanAsked: z.string().optional(),
});

/** What the files do not tell, and a preview asks for. */
const stated = z.object({
  plugins: z.array(z.string()).readonly().optional(),
  allowAnonymous: z.boolean().optional(),
  allowAllExtension: z.boolean().optional(),
  unseen: z.array(z.string()).readonly().optional(),
});

const broker = z.object({
  path: z.string(),
  kind: z.string(),
  brokerVersion: z.string().nullable(),
  target: z.string(),
  identityProvider: z.string(),
  files: z.array(file),
  /** Absent in a manifest of an earlier release, which then states nothing. */
  stated: stated.prefault({}),
  grants: z.array(grant),
  findings: z.array(finding),
  acknowledged: z.array(z.string()),
  preconditions: z.array(z.object({ rule: z.string(), path: z.string(), expects: z.string() })),
  deferred: z.array(z.object({ rule: z.string(), path: z.string() })),
  acceptLockout: z.boolean(),
});

const identityProvider = z.object({
  path: z.string(),
  kind: z.string(),
  issuer: z.string(),
  jwksUri: z.string().nullable(),
});

const application = z.object({
  path: z.string(),
  identityProvider: z.string(),
  clientId: z.string(),
  subject: z.string().nullable(),
  demands: z.array(z.object({ broker: z.string(), kind: z.string(), value: z.string(), reason: z.string() })),
});

const restart = z.object({
  path: z.string(),
  broker: z.string(),
  vehicle: z.string(),
  nodes: z.array(z.object({ name: z.string(), zone: z.string().nullable(), files: z.record(z.string(), z.string()) })),
  batches: z.array(z.array(z.string())),
  spec: z.string(),
});

export const manifestSchema = z.object({
  manifestVersion: z.literal(1),
  stack: z.string(),
  identityProviders: z.array(identityProvider),
  applications: z.array(application),
  brokers: z.array(broker),
  restarts: z.array(restart),
});

/** The resolved model of one stack. */
export type Manifest = z.infer<typeof manifestSchema>;
/** One broker in a manifest. */
export type ManifestBroker = z.infer<typeof broker>;
/** One application in a manifest. */
export type ManifestApplication = z.infer<typeof application>;
/** One identity provider in a manifest. */
export type ManifestIdentityProvider = z.infer<typeof identityProvider>;
/** One rolling restart in a manifest. */
export type ManifestRestart = z.infer<typeof restart>;

/** Reads a manifest; a problem is told in one sentence. */
export function parseManifest(text: string): { readonly manifest: Manifest } | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The engine's own message would quote the text, which may be a secret where the path is wrong.
    return { problem: 'is not JSON, so no manifest; check the path' };
  }
  const result = manifestSchema.safeParse(value);
  if (result.success) {
    return { manifest: result.data };
  }
  const issue = result.error.issues[0];
  return { problem: `is not a manifest of version 1: ${issue.path.join('.') || 'top level'}: ${issue.message}` };
}
