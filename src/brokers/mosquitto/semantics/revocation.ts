import { REVOCATION } from './facts';
import { Reader, Troubles } from './reader';
import { Steps, yesNo } from './steps';
import { plainText } from './token';
import { EndpointAnswer, isMembers, JsonData } from '../../../preview/case';

/*
 * Whether the token is revoked, asked before anything else. Sources: docs.cedalo.com, "JWT Authentication"; RFC 7662 section 2.2.
 */

/** How the plugin asks. */
export interface RevocationPlan {
  readonly kind: 'introspection' | 'plain' | 'unclear';
  readonly timeoutMs: number;
  readonly response: ResponsePlan;
}

interface ResponsePlan {
  readonly jsonPath: string | undefined;
  readonly successValue: JsonData | undefined;
  readonly successHttpCodes: readonly number[];
  /** In the schema of 3.0 only; what it does is not documented. */
  readonly ignoresStatus: boolean;
}

const DEFAULT_TIMEOUT_MS = 10000;
const SUCCESS_CODES: readonly number[] = [200, 201, 202, 203, 204, 205, 206, 207, 208, 226];

/** Reads `options.revocation`. */
export function readRevocationPlan(revocation: Reader | undefined, troubles: Troubles): RevocationPlan | undefined {
  if (revocation === undefined) {
    return undefined;
  }
  const [introspection, plain] = [revocation.object('introspection'), revocation.object('plain')];
  introspection?.requiredText('uri');
  introspection?.source('clientId', troubles);
  introspection?.source('clientSecret', troubles);
  introspection?.boolean('includeTokenTypeHint');
  plain?.requiredText('uri');
  plain?.text('bodyEncoding');
  if ((introspection === undefined) === (plain === undefined)) {
    troubles.doubts.push(`options.revocation has ${plain === undefined ? 'neither introspection nor plain' : 'both introspection and plain'}`);
  }
  const kind = introspection === undefined ? plain === undefined ? 'unclear' : 'plain' : plain === undefined ? 'introspection' : 'unclear';
  return { kind, timeoutMs: revocation.number('timeoutMs') ?? DEFAULT_TIMEOUT_MS, response: responseOf(plain?.object('response'), troubles) };
}

function responseOf(response: Reader | undefined, troubles: Troubles): ResponsePlan {
  const successValue = response?.any('successValue');
  if (typeof successValue === 'object') {
    troubles.broken.push('successValue must be a text, a number, true or false');
  }
  return {
    jsonPath: response?.text('jsonPath'),
    successValue,
    successHttpCodes: response?.numbers('successHttpCodes') ?? SUCCESS_CODES,
    ignoresStatus: response?.boolean('checkHttpStatus') === false,
  };
}

/** Judges what the endpoint would answer; returns whether the login goes on, perhaps. */
export function judgeRevocation(steps: Steps, plan: RevocationPlan, answers: Readonly<Record<'introspection' | 'plain', EndpointAnswer | undefined>>): boolean {
  if (plan.kind === 'unclear') {
    return steps.judge(REVOCATION, 'unknown', 'options.revocation does not name exactly one of introspection and plain');
  }
  const answer = answers[plan.kind];
  if (answer === undefined) {
    steps.add(REVOCATION, 'skipped', `the case does not say what the ${plan.kind === 'plain' ? 'revocation' : 'introspection'} endpoint answers`);
    return true;
  }
  if (answer.reachable === false) {
    return steps.judge(REVOCATION, 'no', 'the endpoint does not answer, so that the login is denied');
  }
  const delay = answer.delayMs ?? 0;
  if (delay > plan.timeoutMs && plan.timeoutMs > 0) {
    return steps.judge(REVOCATION, 'no', `the endpoint answers after ${delay} ms, the timeout is ${plan.timeoutMs} ms`);
  }
  if (delay > 0 && plan.timeoutMs <= 0) {
    return steps.judge(REVOCATION, 'unknown', `what a timeout of ${plan.timeoutMs} ms means is not documented`);
  }
  const [status, body] = [answer.status ?? 200, bodyOf(answer.body)];
  return plan.kind === 'introspection' ? judgeIntrospection(steps, status, body) : judgePlain(steps, plan.response, status, body);
}

/** A text may be the body as it travels. */
function bodyOf(body: JsonData | undefined): JsonData | undefined {
  if (typeof body !== 'string') {
    return body;
  }
  try {
    return JSON.parse(body) as JsonData;
  } catch {
    return body;
  }
}

function judgeIntrospection(steps: Steps, status: number, body: JsonData | undefined): boolean {
  if (status < 200 || status > 299) {
    return steps.judge(REVOCATION, 'unknown', `the endpoint answers ${status}; what the plugin makes of it is not documented`);
  }
  const active = isMembers(body) && Object.hasOwn(body, 'active') ? body.active : undefined;
  if (typeof active === 'boolean') {
    return steps.judge(REVOCATION, yesNo(active), active ? 'the token is active' : 'the token is not active');
  }
  return steps.judge(REVOCATION, 'unknown', 'the answer has no active that is true or false; what the plugin makes of it is not documented');
}

function judgePlain(steps: Steps, plan: ResponsePlan, status: number, body: JsonData | undefined): boolean {
  if (!plan.successHttpCodes.includes(status)) {
    return steps.judge(REVOCATION, plan.ignoresStatus ? 'unknown' : 'no', `the endpoint answers ${status}, which is not among the statuses of success`);
  }
  if (plan.jsonPath === undefined && plan.successValue === undefined) {
    return steps.judge(REVOCATION, 'yes', `the endpoint answers ${status}`);
  }
  const found = plan.jsonPath === undefined ? body : valueAt(body, plan.jsonPath);
  const where = plan.jsonPath === undefined ? 'the answer' : `the answer's ${plan.jsonPath}`;
  if (found === UNCLEAR) {
    return steps.judge(REVOCATION, 'unknown', `${where} leads through a list, on which nothing is documented`);
  }
  if (plan.successValue === undefined) {
    const isTrue = Boolean(found);
    return steps.judge(REVOCATION, yesNo(isTrue), `${where} ${isTrue ? 'counts' : 'does not count'} as true`);
  }
  if (found === plan.successValue) {
    return steps.judge(REVOCATION, 'yes', `${where} is the value of success`);
  }
  const isAlike = found !== undefined && plainText(found) === plainText(plan.successValue);
  return steps.judge(REVOCATION, isAlike ? 'unknown' : 'no',
    isAlike ? `${where} is the value of success in another type` : `${where} is not the value of success`);
}

const UNCLEAR = Symbol('unclear');

function valueAt(body: JsonData | undefined, path: string): JsonData | undefined | typeof UNCLEAR {
  let value = body;
  for (const name of path.split('.')) {
    if (Array.isArray(value)) {
      return UNCLEAR;
    }
    value = isMembers(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}
