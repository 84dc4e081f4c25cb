import { backendTimedOut, CloudAmqpNode, jobOf, nodeIn, readJob, replacement } from './cloudamqp-nodes';
import { NO_FILES } from './no-files';
import { ServiceApi } from './service-api';
import { BootTime, Clock, NodeDriver, ProcessState, StepOutcome } from '../engine/ports';
import { DriverSpec } from '../spec';
import { World } from '../world';

/** Restarts a node that CloudAMQP runs. */
export type CloudAmqpDriverSpec = Extract<DriverSpec, { readonly kind: 'cloudamqp' }>;

/** What the API is asked to do with a node, and whether the node runs once it is done. */
type Action = 'restart' | 'stop' | 'start';

/** How a look at the node went. */
type Look = { readonly node: CloudAmqpNode; readonly problem?: undefined } | { readonly node?: undefined; readonly problem: string };

const LOOK_SECONDS = 60;

/**
 * Restarts one node by CloudAMQP's customer API.
 *
 * The API takes a restart and goes on saying for a while that the node runs. So a restart counts only once the node was seen down and up again,
 * or once the job that the API named has come to its end.
 *
 * Source: cloudamqp/terraform-provider-cloudamqp, api/nodes.go.
 */
export class CloudAmqpDriver implements NodeDriver {
  readonly evidence = 'journal';
  readonly files = NO_FILES;

  constructor(private readonly spec: CloudAmqpDriverSpec, private readonly api: ServiceApi, private readonly clock: Clock) {}

  async bootTime(): Promise<BootTime> {
    return {};
  }

  async process(): Promise<ProcessState> {
    const { node, problem } = await this.look(this.clock.now() + LOOK_SECONDS * 1000);
    if (node === undefined) {
      return { state: 'unknown', detail: problem };
    }
    return node.running ? { state: 'running', detail: 'CloudAMQP says that it runs' } : { state: 'stopped', detail: 'CloudAMQP says that it does not run' };
  }

  async leads(): Promise<boolean | undefined> {
    return undefined;
  }

  restart(): Promise<StepOutcome> {
    return this.act('restart');
  }

  stop(): Promise<StepOutcome> {
    return this.act('stop');
  }

  start(): Promise<StepOutcome> {
    return this.act('start');
  }

  async logTail(): Promise<string> {
    return '';
  }

  private async act(action: Action): Promise<StepOutcome> {
    const end = this.clock.now() + this.spec.timeoutSeconds * 1000;
    const before = await this.look(end);
    if (before.node === undefined) {
      return { ok: false, begun: false, detail: before.problem };
    }
    const reply = await this.api.change(`${this.path}/actions/${action}`, { nodes: [this.spec.node] }, end, backendTimedOut);
    if (reply.kind === 'refused') {
      return { ok: false, begun: false, detail: reply.detail };
    }
    const job = reply.kind === 'accepted' ? jobOf(reply.value) : undefined;
    const failed = job === undefined ? undefined : await this.followJob(job, end);
    if (failed !== undefined) {
      return { ok: false, detail: failed };
    }
    const doubt = reply.kind === 'lost' ? `the answer to the ${action} was lost (${reply.detail})` : undefined;
    return this.watch({ action, before: before.node, end, doubt, finished: job !== undefined });
  }

  /** Waits for a job; why it failed. */
  private async followJob(id: string, end: number): Promise<string | undefined> {
    for (;;) {
      const answer = await this.api.read(`${this.path}/jobs/${encodeURIComponent(id)}`, end);
      const job = answer.problem === undefined ? readJob(answer.value) : undefined;
      if (job?.status === 'completed') {
        return undefined;
      }
      if (job?.status === 'failed') {
        return `CloudAMQP's job failed: ${job.error_message ?? 'without a reason'}`;
      }
      if (this.clock.now() >= end || (answer.problem === undefined && job === undefined)) {
        return answer.problem ?? (job === undefined ? 'the API answered with something else than a job' : `CloudAMQP's job is still ${job.status}`);
      }
      await this.clock.sleep(this.spec.pollSeconds * 1000);
    }
  }

  private async watch(watch: Watch): Promise<StepOutcome> {
    const begun = this.clock.now();
    let seenDown = watch.finished;
    for (;;) {
      const look = await this.look(Math.min(watch.end, this.clock.now() + LOOK_SECONDS * 1000));
      seenDown ||= look.node?.running === false;
      const outcome = this.judge(watch, look, seenDown, Math.round((this.clock.now() - begun) / 1000));
      if (outcome !== undefined) {
        return outcome;
      }
      await this.clock.sleep(this.spec.pollSeconds * 1000);
    }
  }

  /** What a look says about a request that is on its way; undefined while it says nothing yet. */
  private judge({ action, before, end, doubt }: Watch, { node, problem }: Look, seenDown: boolean, seconds: number): StepOutcome | undefined {
    const { downSeconds, assumeAfterSeconds } = this.spec;
    const replaced = node === undefined ? undefined : replacement(before, node);
    if (replaced !== undefined) {
      return { ok: false, detail: `the node was replaced meanwhile (${replaced}); nothing tells what the new one runs` };
    }
    const done = action === 'stop' ? node?.running === false : node?.running === true && (seenDown || action === 'start');
    if (done) {
      return { ok: true, detail: `CloudAMQP showed the ${action} after ${seconds} s${doubt === undefined ? '' : `, although ${doubt}`}` };
    }
    if (!seenDown && node !== undefined && doubt === undefined && seconds >= (assumeAfterSeconds ?? Infinity)) {
      return { ok: true, detail: `CloudAMQP took the ${action} and has shown a running node for ${seconds} s; taken for done by assumeAfterSeconds` };
    }
    if (this.clock.now() < end && (seenDown || seconds < downSeconds)) {
      return undefined;
    }
    const last = problem ?? (seenDown ? 'the node does not run' : 'the API has shown a running node all the while, so that nobody knows whether it restarted');
    return { ok: false, detail: `${doubt === undefined ? '' : `${doubt}; `}after ${seconds} s ${last}` };
  }

  private get path(): string {
    return `/api/instances/${encodeURIComponent(this.spec.instanceId)}`;
  }

  private async look(end: number): Promise<Look> {
    const answer = await this.api.read(`${this.path}/nodes`, end);
    return answer.problem === undefined ? nodeIn(answer.value, this.spec.node) : { problem: answer.problem };
  }
}

/** A request that is on its way, and what is known of it. */
interface Watch {
  readonly action: Action;
  readonly before: CloudAmqpNode;
  readonly end: number;
  /** Why nobody knows whether it has begun. */
  readonly doubt: string | undefined;
  /** Whether a job of the service has said that it is done. */
  readonly finished: boolean;
}

/** The driver with what reaches the API. */
export function makeCloudAmqpDriver(spec: CloudAmqpDriverSpec, { environment, redact, clock }: World): CloudAmqpDriver {
  const key = environment[spec.apiKeyVariable];
  return new CloudAmqpDriver(spec, new ServiceApi({
    baseUrl: spec.baseUrl,
    // The key is the password of a user without a name. Source: api/api.go of the provider.
    authorization: key ? `Basic ${Buffer.from(`:${key}`).toString('base64')}` : undefined,
    keyPlace: `the environment variable ${spec.apiKeyVariable} with CloudAMQP's API key`,
    clock,
    redact,
    pauseSeconds: spec.pollSeconds,
  }), clock);
}
