import { IncomingMessage, request as httpRequest, RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { rootCertificates } from 'node:tls';
import { Credentials, DoctorNetwork, PostedForm, Reply } from '../doctor/ports';

/** Bounds on what a server may cost. */
export interface HttpBounds {
  /** Longest time for one question with all its redirects. */
  readonly timeoutSeconds: number;
  readonly largestBody: number;
  readonly mostRedirects: number;
  /** Certificates that are trusted besides those of the machine's own list. */
  readonly authorities?: string;
}

export const USUAL_BOUNDS: HttpBounds = { timeoutSeconds: 10, largestBody: 1_000_000, mostRedirects: 3 };

const LARGEST_HEADER = 16_384;

/** The network within bounds. Every answer that cannot be read becomes a problem that says why; nothing is thrown. */
export function boundedNetwork(bounds: HttpBounds): DoctorNetwork {
  return {
    get: (url) => follow(url, bounds),
    post: (form) => posted(form, bounds),
  };
}

interface Answer {
  readonly response: IncomingMessage;
  readonly bytes: Buffer;
}

async function follow(start: string, bounds: HttpBounds): Promise<Reply> {
  const deadline = Date.now() + bounds.timeoutSeconds * 1000;
  let url = start;
  for (let redirects = 0; ; redirects++) {
    const answer = await ask(url, { method: 'GET', headers: { accept: 'application/json' } }, undefined, deadline, bounds);
    if ('problem' in answer) {
      return answer;
    }
    const { statusCode: status = 0, headers } = answer.response;
    if (status < 300 || status > 399 || headers.location === undefined) {
      return replyOf(answer, redirects > 0);
    }
    const next = redirectTarget(url, headers.location);
    if (typeof next !== 'string') {
      return next;
    }
    if (redirects >= bounds.mostRedirects) {
      return { problem: `more than ${bounds.mostRedirects} redirects` };
    }
    url = next;
  }
}

/** Where a redirect may lead: to the same host, and never from https to anything else. */
function redirectTarget(from: string, location: string): string | Reply {
  let next: URL;
  try {
    next = new URL(location, from);
  } catch {
    return { problem: 'a redirect to what is no URL' };
  }
  const here = new URL(from);
  if (next.protocol !== 'https:' && next.protocol !== here.protocol) {
    return { problem: `a redirect from ${here.protocol} to ${/^[a-z]{1,10}:$/.test(next.protocol) ? next.protocol : 'another scheme'}, which is not followed` };
  }
  if (next.hostname !== here.hostname || (next.port !== here.port && next.protocol === here.protocol)) {
    return { problem: 'a redirect to another host, which is not followed' };
  }
  return next.href;
}

async function posted({ url, fields, credentials }: PostedForm, bounds: HttpBounds): Promise<Reply> {
  const isBasic = credentials.method === 'basic';
  const form = new URLSearchParams(isBasic ? fields : { ...fields, client_id: credentials.clientId, client_secret: credentials.secret }).toString();
  const headers = {
    'accept': 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(form)),
    ...isBasic ? { authorization: basic(credentials) } : {},
  };
  const answer = await ask(url, { method: 'POST', headers }, form, Date.now() + bounds.timeoutSeconds * 1000, bounds);
  return 'problem' in answer ? answer : replyOf(answer, false);
}

/** Name and secret are form-encoded first. Source: RFC 6749 section 2.3.1. */
function basic({ clientId, secret }: Credentials): string {
  const encoded = [clientId, secret].map((part) => new URLSearchParams([['', part]]).toString().slice(1)).join(':');
  return `Basic ${Buffer.from(encoded).toString('base64')}`;
}

function ask(
  url: string, options: Pick<RequestOptions, 'method'> & { readonly headers: Record<string, string> }, body: string | undefined, deadline: number, bounds: HttpBounds,
): Promise<Answer | { readonly problem: string }> {
  return new Promise((resolve) => {
    const start = url.startsWith('https:') ? httpsRequest : httpRequest;
    const sent = start(url, {
      ...options,
      headers: { ...options.headers, 'accept-encoding': 'identity', 'connection': 'close' },
      agent: false,
      maxHeaderSize: LARGEST_HEADER,
      // Whatever the environment says, since secrets are sent.
      rejectUnauthorized: true,
      ...bounds.authorities === undefined ? {} : { ca: [...rootCertificates, bounds.authorities] },
    });
    const timer = setTimeout(() => settle({ problem: `no whole answer within ${bounds.timeoutSeconds} s` }), Math.max(0, deadline - Date.now()));
    const settle = (answer: Answer | { readonly problem: string }) => {
      clearTimeout(timer);
      sent.destroy();
      resolve(answer);
    };
    sent.on('error', (error: NodeJS.ErrnoException) => settle({ problem: connectionProblem(error) }));
    sent.on('upgrade', () => settle({ problem: 'the server speaks another protocol' }));
    sent.on('response', (response) => readBody(response, bounds.largestBody, settle));
    sent.end(body);
  });
}

function readBody(response: IncomingMessage, largest: number, settle: (answer: Answer | { readonly problem: string }) => void): void {
  const encoding = response.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    settle({ problem: 'the answer is compressed, which nobody asked for' });
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    chunks.push(chunk);
    if (size > largest) {
      settle({ problem: `the answer has more than ${largest} bytes` });
    }
  });
  response.on('end', () => settle({ response, bytes: Buffer.concat(chunks) }));
  response.on('error', () => settle({ problem: 'the answer broke off' }));
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'the host name is not known',
  ECONNRESET: 'the connection broke off',
  HPE_HEADER_OVERFLOW: `the header of the answer has more than ${LARGEST_HEADER} bytes`,
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by itself; --ca-file names whom to trust',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is signed by somebody unknown; --ca-file names whom to trust',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate is signed by somebody unknown; --ca-file names whom to trust',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate is signed by somebody unknown; --ca-file names whom to trust',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  EPROTO: 'the server speaks no TLS',
};

/** The engine's own messages may repeat what was sent, so only codes are shown. */
function connectionProblem({ code = '' }: NodeJS.ErrnoException): string {
  if (code.startsWith('HPE_') && PROBLEMS[code] === undefined) {
    return `the server speaks no HTTP (${code})`;
  }
  const known = PROBLEMS[code];
  return known === undefined ? `cannot connect (${code === '' ? 'unknown' : code})` : `${known} (${code})`;
}

function replyOf({ response, bytes }: Answer, redirected: boolean): Reply {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { problem: 'the answer is not UTF-8' };
  }
  const maxAge = /(?:^|[\s,])max-age=(\d{1,9})/i.exec(response.headers['cache-control'] ?? '')?.[1];
  return {
    status: response.statusCode ?? 0,
    contentType: (response.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase(),
    text,
    redirected,
    ...maxAge === undefined ? {} : { maxAge: Number(maxAge) },
  };
}
