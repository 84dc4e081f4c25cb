import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import type { KubernetesAccess } from '../../../src/restart/extras/kubernetes';

/*
 * An imitated API server: it speaks the documented JSON of Kubernetes over HTTP for pods, StatefulSets, ConfigMaps, Leases and HiveMQ
 * platforms, with optimistic concurrency by resourceVersion, preconditions of a deletion, and a controller that makes pods anew. It is no
 * Kubernetes. Sources: kubernetes.io/docs/reference/using-api/api-concepts and the references of these objects.
 */

type Json = { [member: string]: any };

/** What answers instead of the server, a given number of times. */
export interface Trouble {
  readonly method?: string;
  readonly path?: RegExp;
  readonly status?: number;
  readonly retryAfter?: number;
  /** Does what was asked, and then answers nothing. */
  readonly loseAnswer?: boolean;
  /** Milliseconds before the answer. */
  readonly delay?: number;
  times: number;
}

const REASONS: { readonly [status: number]: string } = {
  401: 'Unauthorized', 403: 'Forbidden', 404: 'NotFound', 409: 'Conflict', 429: 'TooManyRequests', 500: 'InternalError', 503: 'ServiceUnavailable',
};

/** One API server with its objects. */
export class ImitatedKubernetes {
  static readonly TOKEN = 'the-token-of-the-engine';
  readonly objects = new Map<string, Json>();
  readonly calls: string[] = [];
  readonly troubles: Trouble[] = [];
  /** What happens just before the n-th call from now of a path is answered. */
  private readonly events: { readonly path: string; calls: number; readonly happen: () => void }[] = [];
  /** Logs by pod; `<pod> previous` for that of the container before. */
  readonly logs = new Map<string, string>();
  /** Seconds since 1970 by the server's clock. */
  now = Date.parse('2026-11-22T10:00:00Z') / 1000;
  /** What a pod becomes when it is made anew; absent leaves it out for ever. */
  successor: ((old: Json) => Json | undefined) | undefined;
  private port = 0;
  private version = 100;
  private uids = 0;
  private readonly server: Server;

  constructor() {
    this.successor = (old) => old;
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** As a kubeconfig would give it. */
  access(token = ImitatedKubernetes.TOKEN): KubernetesAccess {
    return {
      context: 'test', server: this.url,
      authorize: async (options) => {
        options.headers = { ...options.headers as object, authorization: `Bearer ${token}` };
      },
    };
  }

  /** Lets something happen when a path is called for the n-th time from now. */
  at(path: string, calls: number, happen: () => void): void {
    this.events.push({ path, calls, happen });
  }

  /** Puts an object where it belongs, as its owner would. */
  put(path: string, object: Json): Json {
    const known = this.objects.get(path);
    const stored = {
      ...object,
      metadata: {
        uid: known?.metadata.uid ?? `uid-${++this.uids}`, creationTimestamp: known?.metadata.creationTimestamp ?? this.time(), ...object.metadata, resourceVersion: String(++this.version),
      },
    };
    this.objects.set(path, stored);
    return stored;
  }

  get(path: string): Json {
    return this.objects.get(path)!;
  }

  time(): string {
    return new Date(this.now * 1000).toISOString().replace('.000Z', 'Z');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const { pathname, searchParams } = new URL(request.url!, this.url);
    const method = request.method!;
    this.calls.push(`${method} ${pathname}${searchParams.size === 0 ? '' : `?${searchParams}`}`);
    this.events.filter((event) => event.path === pathname && --event.calls === 0).forEach((event) => event.happen());
    const trouble = this.troubles.find((one) => one.times > 0 && (one.method ?? method) === method && (one.path ?? /./).test(pathname));
    if (trouble !== undefined) {
      trouble.times--;
      await new Promise((resolve) => setTimeout(resolve, trouble.delay ?? 0));
    }
    if (trouble?.status !== undefined) {
      response.setHeader('retry-after', trouble.retryAfter ?? 0);
      return this.refuse(response, trouble.status, `imitated trouble at ${pathname}`);
    }
    if (request.headers.authorization !== `Bearer ${ImitatedKubernetes.TOKEN}`) {
      return this.refuse(response, 401, 'Unauthorized');
    }
    const body = chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const answer = pathname.endsWith('/log') ? this.log(pathname, searchParams) : this.answer(method, pathname, body, request.headers['content-type']);
    if (trouble?.loseAnswer === true) {
      request.socket.destroy();
      return undefined;
    }
    if (typeof answer === 'number') {
      return this.refuse(response, answer, `${pathname.split('/').at(-1)} ${REASONS[answer]}`);
    }
    response.writeHead(method === 'POST' ? 201 : 200, { 'content-type': typeof answer === 'string' ? 'text/plain' : 'application/json' });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    return undefined;
  }

  private refuse(response: ServerResponse, status: number, message: string): void {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason: REASONS[status], code: status }));
  }

  private log(path: string, query: URLSearchParams): string | number {
    const pod = path.split('/').at(-2)!;
    const text = this.logs.get(query.get('previous') === 'true' ? `${pod} previous` : pod);
    return text === undefined ? 400 : `${text.split('\n').slice(0, -1).slice(-Number(query.get('tailLines'))).join('\n')}\n`;
  }

  private answer(method: string, path: string, body: Json | undefined, type: string | undefined): Json | number {
    const known = this.objects.get(path);
    switch (method) {
      case 'POST':
        return this.objects.has(`${path}/${body!.metadata.name}`) ? 409 : this.put(`${path}/${body!.metadata.name}`, body!);
      case 'GET':
        return known ?? 404;
      case 'PUT':
        return known === undefined ? 404 : body!.metadata.resourceVersion !== known.metadata.resourceVersion ? 409 : this.put(path, body!);
      case 'PATCH':
        return known === undefined ? 404 : type !== 'application/merge-patch+json' ? 415 : this.patch(path, known, body!);
      default:
        return known === undefined ? 404 : this.remove(path, known, body);
    }
  }

  private patch(path: string, known: Json, { metadata }: Json): Json | number {
    return metadata.uid !== undefined && metadata.uid !== known.metadata.uid ? 409
      : this.put(path, { ...known, metadata: { ...known.metadata, annotations: { ...known.metadata.annotations, ...metadata.annotations } } });
  }

  private remove(path: string, known: Json, options: Json | undefined): Json | number {
    if (options?.preconditions?.uid !== undefined && options.preconditions.uid !== known.metadata.uid) {
      return 409;
    }
    this.objects.delete(path);
    // The controller, which makes the pod anew from the newest template and without what others wrote on the old one.
    const next = this.successor?.(known);
    if (next !== undefined) {
      this.now += 5;
      const { uid: _uid, creationTimestamp: _created, annotations: _annotations, ...metadata } = next.metadata;
      this.put(path, { ...next, metadata });
    }
    return known;
  }
}
