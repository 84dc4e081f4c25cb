import { request as httpRequest } from 'node:http';
import { request as httpsRequest, RequestOptions } from 'node:https';
import { Clock } from '../engine/ports';
import type { KubernetesAccess } from '../extras/kubernetes';
import { Redact } from '../redact';

/*
 * The API of a Kubernetes cluster, as far as the engine needs it: objects by GET, POST, PUT and DELETE in JSON.
 * Source: kubernetes.io/docs/reference/using-api/api-concepts.
 */

/** What the API answered. */
export interface KubernetesAnswer {
  readonly status: number;
  /** What was answered in JSON; undefined for any other text. */
  readonly body: unknown;
  readonly text: string;
}

/** What to ask. */
export interface KubernetesQuestion {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

/** The API could not be asked, or refused. */
export class KubernetesError extends Error {
  constructor(message: string, readonly status?: number) {
    super(message);
  }
}

/** What the client needs. */
export interface KubernetesApiOptions {
  /** Finds the cluster when it is first needed. */
  readonly access: () => KubernetesAccess;
  readonly clock: Clock;
  readonly redact: Redact;
  /** The longest that one call may take, waiting in between included. */
  readonly callSeconds: number;
}

const LARGEST_BODY = 16 * 1024 * 1024;
const ONE_REQUEST_SECONDS = 10;
/** What says that nothing was done and that asking again may help; other answers to a change may come after the change. */
const TRY_AGAIN = new Set([429]);
/** A look changes nothing, so it may be repeated after these as well. */
const LOOK_AGAIN = new Set([429, 500, 502, 503, 504]);
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8000;

/** One request over the wire. */
type Wire = { readonly status: number; readonly text: string; readonly retryAfter?: number } | { readonly problem: string };

/** A client of one cluster. It repeats what is safe to repeat, within its time. */
export class KubernetesApi {
  private found: KubernetesAccess | undefined;

  constructor(private readonly options: KubernetesApiOptions) {}

  /** The object, or undefined where there is none. */
  async get(path: string): Promise<unknown> {
    const { status, body } = await this.ask({ method: 'GET', path });
    return status === 404 ? undefined : this.demand(status, body, `GET ${path}`);
  }

  /**
   * Asks and gives the answer, whatever its status.
   *
   * Throws where nobody answered; of a change nobody knows then whether it was made.
   */
  async ask(question: KubernetesQuestion): Promise<KubernetesAnswer> {
    const { clock, callSeconds, redact } = this.options;
    const again = question.method === 'GET' ? LOOK_AGAIN : TRY_AGAIN;
    const end = clock.now() + callSeconds * 1000;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      const left = end - clock.now();
      const wire = await this.once(question, Math.min(ONE_REQUEST_SECONDS * 1000, left));
      const repeatable = 'problem' in wire ? question.method === 'GET' : again.has(wire.status);
      const wait = 'problem' in wire ? pause : Math.max(pause, (wire.retryAfter ?? 0) * 1000);
      if (repeatable && clock.now() + wait < end) {
        await clock.sleep(wait);
        continue;
      }
      if ('problem' in wire) {
        throw new KubernetesError(redact(`${question.method} ${question.path}: ${wire.problem}`));
      }
      return { status: wire.status, body: parse(wire.text), text: wire.text };
    }
  }

  /** The body of a good answer; throws with what the API says otherwise. */
  demand(status: number, body: unknown, what: string): unknown {
    if (status >= 200 && status < 300) {
      return body;
    }
    throw new KubernetesError(this.options.redact(`${what}: ${describeStatus(status, body)}`), status);
  }

  private async once({ method, path, body }: KubernetesQuestion, timeoutMilliseconds: number): Promise<Wire> {
    const headers: Record<string, string> = { accept: 'application/json' };
    const text = body === undefined ? undefined : JSON.stringify(body);
    if (text !== undefined) {
      headers['content-type'] = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
      headers['content-length'] = String(Buffer.byteLength(text));
    }
    try {
      this.found ??= this.options.access();
      const options: RequestOptions = { method, headers };
      // Asked anew each time: tokens of cloud providers end after minutes, and the client has them renewed.
      await this.found.authorize(options);
      return await send(`${this.found.server.replace(/\/+$/, '')}${path}`, options, text, Math.max(1, timeoutMilliseconds));
    } catch (error) {
      return { problem: `the cluster cannot be asked: ${error instanceof Error ? error.message : error}` };
    }
  }
}

/** What the API says of a refusal: the message of its Status object (kubernetes.io/docs/reference/kubernetes-api/common-definitions/status). */
export function describeStatus(status: number, body: unknown): string {
  const message = (body as { message?: unknown } | undefined)?.message;
  const hint = status === 401 ? ' (the login of this context is not accepted)' : status === 403 ? ' (the login lacks a right)' : '';
  return `status ${status}${typeof message === 'string' ? `: ${message.slice(0, 500)}` : ''}${hint}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function send(url: string, options: RequestOptions, body: string | undefined, timeoutMilliseconds: number): Promise<Wire> {
  return new Promise((resolve) => {
    const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, options);
    const settle = (wire: Wire) => {
      clearTimeout(timer);
      request.destroy();
      resolve(wire);
    };
    // Over the whole answer, not over its silences alone.
    const timer = setTimeout(() => settle({ problem: `no whole answer within ${(timeoutMilliseconds / 1000).toFixed(1)} s` }), timeoutMilliseconds);
    request.on('error', (error: NodeJS.ErrnoException) => settle({ problem: `cannot connect (${error.code ?? error.message})` }));
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > LARGEST_BODY) {
          settle({ problem: `the answer is larger than ${LARGEST_BODY} bytes` });
        }
      });
      response.on('error', (error: NodeJS.ErrnoException) => settle({ problem: `the answer broke off (${error.code ?? error.message})` }));
      response.on('end', () => {
        const seconds = Number(response.headers['retry-after']);
        settle({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8'), ...(seconds > 0 ? { retryAfter: seconds } : {}) });
      });
    });
    request.end(body);
  });
}
