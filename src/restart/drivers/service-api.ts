import { visible } from '../../text/visible';
import { askHttp, HttpAnswer } from '../bounded-http';
import { Clock } from '../engine/ports';
import { Redact } from '../redact';

/** How the API of a service is reached. */
export interface ServiceApiOptions {
  readonly baseUrl: string;
  /** The whole header; undefined where the key is missing. */
  readonly authorization: string | undefined;
  /** Where the key should be, for people. */
  readonly keyPlace: string;
  readonly clock: Clock;
  readonly redact: Redact;
  /** The pause after the first failure; it doubles up to a minute. */
  readonly pauseSeconds: number;
}

/** What a question came to. */
export type ServiceAnswer =
  | { readonly value: unknown; readonly problem?: undefined }
  | { readonly problem: string };

/** What a request to change something came to. */
export type ServiceReply =
  | { readonly kind: 'accepted'; readonly value: unknown }
  /** Certain: nothing has begun. */
  | { readonly kind: 'refused'; readonly detail: string }
  /** Nobody knows whether it has begun. */
  | { readonly kind: 'lost'; readonly detail: string };

interface Request {
  readonly authorization: string;
  readonly method?: 'POST';
  readonly body?: string;
}

const LARGEST_ANSWER = 4 * 1024 * 1024;
const LONGEST_PAUSE = 60_000;
const LONGEST_CALL_SECONDS = 30;
const LONGEST_TEXT = 300;

/** A service is busy with something else, or asks for patience; the request was not taken. */
const NOT_NOW: readonly number[] = [423, 429, 503];
const ACCEPTED: readonly number[] = [200, 201, 202, 204];

/** Asks a service by HTTP: questions are repeated, requests to change something only after a definite refusal. */
export class ServiceApi {
  constructor(private readonly options: ServiceApiOptions) {}

  /** Reads a JSON document, again and again until the engine's clock says `end`. */
  async read(path: string, end: number): Promise<ServiceAnswer> {
    const { authorization } = this.options;
    return authorization === undefined ? { problem: this.keyless } : this.untilTaken<ServiceAnswer>(end, async () => {
      const answer = await this.call(path, { authorization }, end);
      if (answer.problem !== undefined) {
        return { again: true, result: { problem: answer.problem } };
      }
      if (answer.status === 200 && !answer.cut) {
        const value = parseJson(answer.body);
        return value === undefined ? { again: false, result: { problem: `${path}: an answer that is no JSON` } } : { again: false, result: { value } };
      }
      return { again: NOT_NOW.includes(answer.status) || answer.status >= 500, result: { problem: `${path}: ${this.told(answer)}` } };
    });
  }

  /** Asks for a change. It goes out once more only where the service has said that it did not take it. */
  async change(path: string, body: unknown, end: number, maybeBegun: (answer: unknown) => boolean): Promise<ServiceReply> {
    const { authorization } = this.options;
    return authorization === undefined ? { kind: 'refused', detail: this.keyless } : this.untilTaken<ServiceReply>(end, async () => {
      const answer = await this.call(path, { authorization, method: 'POST', body: JSON.stringify(body) }, end);
      if (answer.problem !== undefined) {
        return { again: answer.unsent === true, result: { kind: answer.unsent === true ? 'refused' : 'lost', detail: answer.problem } };
      }
      if (ACCEPTED.includes(answer.status)) {
        return { again: false, result: { kind: 'accepted', value: parseJson(answer.body) } };
      }
      const detail = `${path}: ${this.told(answer)}`;
      if (NOT_NOW.includes(answer.status)) {
        return { again: true, result: { kind: 'refused', detail } };
      }
      const lost = answer.status < 400 || answer.status >= 500 || maybeBegun(parseJson(answer.body));
      return { again: false, result: { kind: lost ? 'lost' : 'refused', detail } };
    });
  }

  private async untilTaken<Result>(end: number, attempt: () => Promise<{ readonly again: boolean; readonly result: Result }>): Promise<Result> {
    const { clock, pauseSeconds } = this.options;
    for (let pause = pauseSeconds * 1000; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      const { again, result } = await attempt();
      if (!again || clock.now() + pause > end) {
        return result;
      }
      await clock.sleep(pause);
    }
  }

  private get keyless(): string {
    return `${this.options.keyPlace} is not set`;
  }

  private async call(path: string, request: Request, end: number): Promise<HttpAnswer> {
    const { baseUrl, clock } = this.options;
    const { authorization, method, body } = request;
    const left = Math.max(1, (end - clock.now()) / 1000);
    const answer = await askHttp({
      method,
      body,
      url: `${baseUrl.replace(/\/+$/, '')}${path}`,
      timeoutSeconds: Math.min(LONGEST_CALL_SECONDS, left),
      largestBody: LARGEST_ANSWER,
      headers: { authorization, accept: 'application/json', ...body === undefined ? {} : { 'content-type': 'application/json' } },
    });
    return answer.problem === undefined ? answer : { ...answer, problem: `${path}: ${answer.problem}` };
  }

  /** What an answer says, bounded, without secrets. */
  private told({ status, body, cut }: HttpAnswer & { readonly problem?: undefined }): string {
    const said = cut ? 'an answer that is too long' : messageOf(parseJson(body));
    return visible(this.options.redact(`status ${status}${said === undefined ? '' : `: ${said}`}`).slice(0, LONGEST_TEXT));
  }
}

/** The text that services put into an answer that is an error. */
export function messageOf(value: unknown): string | undefined {
  const { message, error } = (typeof value === 'object' && value !== null ? value : {}) as { readonly message?: unknown; readonly error?: unknown };
  return [message, error].find((text): text is string => typeof text === 'string' && text !== '');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
