import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { Clock } from '../../../src/restart/engine/ports';

/** What the API does with the next request for an action, before it takes one as usual. */
export type Trouble =
  | { readonly status: number; readonly body?: string }
  /** The connection breaks off before, or after, the request was taken. */
  | 'lost-before' | 'lost-after';

/** How a restart goes, in seconds after the request was taken. */
export interface Course {
  /** The API shows the node down from here on; never where it is undefined. */
  readonly downAfter?: number;
  readonly upAfter?: number;
  /** Another machine stands behind the name from here on. */
  readonly replacedAfter?: number;
  /** The restart is a job that ends like this. */
  readonly job?: { readonly endsAfter: number; readonly status: 'completed' | 'failed'; readonly error?: string };
}

interface FakeNode {
  readonly name: string;
  /** Number of the machine behind the name before the last action. */
  machine: number;
  running: boolean;
  begun?: { readonly at: number; readonly course: Course; readonly action: string };
}

/**
 * A fake of CloudAMQP's customer API at the level of HTTP.
 *
 * Shapes by the recorded exchanges and the client of cloudamqp/terraform-provider-cloudamqp (api/nodes.go, api/jobs.go, api/api.go).
 */
export class FakeCloudAmqp {
  /** Actions that were taken, in order. */
  readonly taken: string[] = [];
  /** Every request, in order. */
  readonly requests: string[] = [];
  readonly troubles: Trouble[] = [];
  /** Statuses of the next answers to questions. */
  readonly badReads: number[] = [];
  course: Course = { downAfter: 20, upAfter: 60 };
  key = 'api-key';
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));
  readonly nodes: FakeNode[];

  constructor(private readonly clock: Clock, readonly instanceId: string, names: readonly string[]) {
    this.nodes = names.map((name) => ({ name, running: true, machine: 1 }));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async start(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const bytes of request) {
      body += bytes;
    }
    const [, , , instance, what, which] = request.url!.split('/');
    this.requests.push(`${request.method} ${what}${which === undefined ? '' : `/${which}`}`);
    if (request.headers.authorization !== `Basic ${Buffer.from(`:${this.key}`).toString('base64')}`) {
      return send(response, 401, { error: 'Unauthorized' });
    }
    if (instance !== this.instanceId) {
      return send(response, 404, { error: 'Instance not found' });
    }
    return what === 'actions' ? this.act(which, JSON.parse(body).nodes, response) : this.read(what, which, response);
  }

  private read(what: string, which: string, response: ServerResponse): void {
    const bad = this.badReads.shift();
    if (bad !== undefined) {
      return send(response, bad, { message: 'not now' });
    }
    if (what === 'nodes') {
      return send(response, 200, this.nodes.map((node) => this.shown(node)));
    }
    const node = this.nodes.find((one) => one.name === which);
    const job = node?.begun?.course.job;
    if (node?.begun === undefined || job === undefined) {
      return send(response, 404, { error: 'Job not found' });
    }
    const ended = this.clock.now() - node.begun.at >= job.endsAfter * 1000;
    return send(response, 200, { id: which, resource_type: 'node', status: ended ? job.status : 'pending', error_message: ended ? job.error ?? null : null });
  }

  private act(action: string, names: readonly string[], response: ServerResponse): void {
    const trouble = this.troubles.shift();
    if (typeof trouble === 'object') {
      response.writeHead(trouble.status, { 'content-type': 'application/json' }).end(trouble.body ?? '{"message":"busy with something else"}');
      return;
    }
    if (trouble !== 'lost-before') {
      for (const node of this.nodes.filter((one) => names.includes(one.name))) {
        node.machine = this.machineOf(node);
        node.begun = { at: this.clock.now(), course: this.course, action };
        this.taken.push(`${action} ${node.name}`);
      }
    }
    if (trouble !== undefined) {
      response.socket!.destroy();
      return;
    }
    const message = { message: `Action '${action}' will be performed on nodes: ${names.join(', ')}` };
    send(response, 200, this.course.job === undefined ? message : { ...message, job_id: names[0] });
  }

  private machineOf({ machine, begun }: FakeNode): number {
    return machine + Number(begun !== undefined && this.clock.now() - begun.at >= (begun.course.replacedAfter ?? Infinity) * 1000);
  }

  private shown(node: FakeNode): object {
    const seconds = node.begun === undefined ? -1 : (this.clock.now() - node.begun.at) / 1000;
    const { downAfter = Infinity, upAfter = Infinity } = node.begun?.course ?? {};
    const down = seconds >= downAfter && (node.begun!.action === 'stop' || seconds < upAfter);
    const running = node.begun?.action === 'start' ? seconds >= upAfter : node.running && !down;
    const machine = `0${this.machineOf(node)}`;
    return {
      name: node.name, hostname: `${node.name}-${machine}.rmq.example.com`, hostname_internal: `${node.name}-${machine}.in.rmq.example.com`,
      running, configured: true, rabbitmq_version: '2.9.1', erlang_version: null, hipe: false, disk_size: 10, additional_disk_size: 0,
      availability_zone: 'a',
    };
  }
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
