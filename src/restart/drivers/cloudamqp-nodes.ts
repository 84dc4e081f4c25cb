import { z } from 'zod';

/* What CloudAMQP's customer API says of nodes and jobs. */

/**
 * One node of an instance.
 *
 * Source: cloudamqp/terraform-provider-cloudamqp, api/models/instance/node/node.go.
 */
export interface CloudAmqpNode {
  readonly name: string;
  readonly hostname?: string | null;
  readonly hostname_internal?: string | null;
  readonly running: boolean;
}

const NODES: z.ZodType<readonly CloudAmqpNode[]> = z.array(z.object({
  name: z.string(),
  hostname: z.string().nullish(),
  hostname_internal: z.string().nullish(),
  running: z.boolean(),
}));

/** A piece of work of the service. Source: api/models/job/job.go of the same repository. */
export interface CloudAmqpJob {
  readonly status: string;
  readonly error_message?: string | null;
}

const JOB: z.ZodType<CloudAmqpJob> = z.object({ status: z.string(), error_message: z.string().nullish() });
const JOB_MADE = z.object({ job_id: z.string().min(1) });

/** The node of that name, or why there is none. */
export function nodeIn(value: unknown, name: string): { readonly node: CloudAmqpNode } | { readonly problem: string } {
  const parsed = NODES.safeParse(value);
  if (!parsed.success) {
    return { problem: 'the API answered with something else than a list of nodes' };
  }
  const node = parsed.data.find((one) => one.name === name);
  return node === undefined ? { problem: `the instance has no node ${name}; it has ${parsed.data.map((one) => one.name).join(', ') || 'none'}` } : { node };
}

/** A job's state; undefined where it is none. */
export function readJob(value: unknown): CloudAmqpJob | undefined {
  return JOB.safeParse(value).data;
}

/** The job that a request made, where it made one. */
export function jobOf(value: unknown): string | undefined {
  return JOB_MADE.safeParse(value).data?.job_id;
}

/** Whether another machine stands behind the name by now. */
export function replacement(before: CloudAmqpNode, now: CloudAmqpNode): string | undefined {
  const changed = (['hostname', 'hostname_internal'] as const).filter((member) => before[member] !== now[member]);
  return changed.length === 0 ? undefined : changed.map((member) => `${member} ${before[member]} became ${now[member]}`).join(', ');
}

const BACKEND_TIMEOUT = 40099;

/** Whether a refusal leaves open that the work has begun: the API passes it on and got no answer itself. Source: api/api.go. */
export function backendTimedOut(answer: unknown): boolean {
  const { error, error_code: code } = (typeof answer === 'object' && answer !== null ? answer : {}) as { readonly error?: unknown; readonly error_code?: unknown };
  return code === BACKEND_TIMEOUT || error === 'Timeout talking to backend';
}
