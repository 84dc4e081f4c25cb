import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** What to ask over HTTP. */
export interface HttpQuestion {
  readonly url: string;
  readonly timeoutSeconds: number;
  /** The most bytes of the body that are read. */
  readonly largestBody: number;
  readonly headers?: { readonly [name: string]: string };
}

/** What came back; redirects are answers like any other. */
export type HttpAnswer =
  | { readonly status: number; readonly body: string; readonly cut: boolean; readonly problem?: undefined }
  | { readonly status?: undefined; readonly problem: string };

/** Asks by GET, within a time that covers the whole answer and with a bounded body; follows no redirect. */
export function askHttp(question: HttpQuestion): Promise<HttpAnswer> {
  return new Promise((resolve) => {
    const ask = question.url.startsWith('https:') ? httpsRequest : httpRequest;
    const request = ask(question.url, { method: 'GET', agent: false, headers: { ...question.headers } });
    const timer = setTimeout(() => settle({ problem: `no answer within ${question.timeoutSeconds} s` }), question.timeoutSeconds * 1000);
    const settle = (answer: HttpAnswer) => {
      clearTimeout(timer);
      request.destroy();
      resolve(answer);
    };
    request.on('error', (error: NodeJS.ErrnoException) => settle({ problem: `cannot connect (${error.code ?? error.message})` }));
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const finish = (cut: boolean) => {
        const body = Buffer.concat(chunks).subarray(0, question.largestBody).toString('utf8');
        settle({ status: response.statusCode ?? 0, body, cut });
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
    request.end();
  });
}
