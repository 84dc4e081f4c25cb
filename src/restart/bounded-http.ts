import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { ConnectionOptions as TlsOptions } from 'node:tls';

/** What to ask over HTTP. */
export interface HttpQuestion {
  readonly url: string;
  /** GET where it is left out. */
  readonly method?: 'GET' | 'POST';
  /** The body of a POST. */
  readonly body?: string;
  readonly timeoutSeconds: number;
  /** The most bytes of the body that are read. */
  readonly largestBody: number;
  readonly headers?: { readonly [name: string]: string };
  /** What the server of an `https:` URL must show, and what is shown to it; absent for what Node.js trusts. */
  readonly tls?: Pick<TlsOptions, 'ca' | 'servername' | 'cert' | 'key'>;
}

/** What came back; redirects are answers like any other. `unsent` where it is certain that the question reached nobody. */
export type HttpAnswer =
  | { readonly status: number; readonly body: string; readonly cut: boolean; readonly problem?: undefined }
  | { readonly status?: undefined; readonly problem: string; readonly unsent?: boolean };

/** Errors of a connection that was never made, so that nobody can have got the question. */
const NEVER_CONNECTED: readonly (string | undefined)[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** Asks within a time that covers the whole answer and with a bounded body; follows no redirect and repeats nothing. */
export function askHttp(question: HttpQuestion): Promise<HttpAnswer> {
  return new Promise((resolve) => {
    const ask = question.url.startsWith('https:') ? httpsRequest : httpRequest;
    const { method = 'GET', body, tls } = question;
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const request = ask(question.url, { method, agent: false, headers: { ...question.headers, ...length }, ...tls });
    const timer = setTimeout(() => settle({ problem: `no answer within ${question.timeoutSeconds} s` }), question.timeoutSeconds * 1000);
    const settle = (answer: HttpAnswer) => {
      clearTimeout(timer);
      request.destroy();
      resolve(answer);
    };
    request.on('error', (error: NodeJS.ErrnoException) => settle({
      problem: `cannot connect (${error.code ?? error.message})`, ...NEVER_CONNECTED.includes(error.code) ? { unsent: true } : {},
    }));
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const finish = (cut: boolean) => {
        const text = Buffer.concat(chunks).subarray(0, question.largestBody).toString('utf8');
        settle({ status: response.statusCode ?? 0, body: text, cut });
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > question.largestBody) {
          finish(true);
        }
      });
      response.on('end', () => finish(false));
      response.on('error', (error: NodeJS.ErrnoException) => settle({ problem: `the answer broke off (${error.code ?? error.message})` }));
    });
    request.end(body);
  });
}
