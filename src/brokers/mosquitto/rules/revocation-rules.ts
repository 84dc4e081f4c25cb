import { oneOf, startsWith } from '../../../rules/condition';
import { Reporter } from '../../../rules/rule';
import { RequestParameters } from '../settings';
import { jwtRule, MosquittoRule } from './rule-kinds';
import { JWT_PAGE } from './sources';

/*
 * Rules on how revoked tokens are found out.
 */

const BODY_ENCODINGS = oneOf(['application/x-www-form-urlencoded', 'application/json']);
const METHODS = oneOf(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

export const MOSQUITTO_REVOCATION_KIND = jwtRule({
  id: 'MOSQUITTO_REVOCATION_KIND',
  level: 'error',
  summary: 'Revocation is by introspection or by a service of one\'s own.',
  cause: 'The documentation asks for one of the two; the plugin does not load without, and with both nothing is said.',
  remedy: 'give `introspection` or `plain`, not both',
  source: JWT_PAGE,
}, ({ revocation }, report) => {
  if (revocation !== undefined && (revocation.introspection === undefined) === (revocation.plain === undefined)) {
    report.broken('jwt.revocation', { message: `must have one of introspection and plain, has ${revocation.plain === undefined ? 'neither' : 'both'}` });
  }
});

export const MOSQUITTO_REVOCATION_REQUIRED = jwtRule({
  id: 'MOSQUITTO_REVOCATION_REQUIRED',
  level: 'error',
  summary: 'Introspection has a URI, a client id and a client secret; a service of one\'s own has a URI.',
  cause: 'The schema demands them, and the plugin does not load.',
  remedy: 'add what is missing',
  source: JWT_PAGE,
}, ({ revocation }, report) => {
  const missing = (path: string, value: unknown) => value === undefined && report.broken(path, { message: 'is missing' });
  const { introspection, plain } = revocation ?? {};
  if (introspection !== undefined) {
    missing('jwt.revocation.introspection.uri', introspection.uri);
    missing('jwt.revocation.introspection.clientId', introspection.clientId);
    missing('jwt.revocation.introspection.clientSecret', introspection.clientSecret);
  }
  if (plain !== undefined) {
    missing('jwt.revocation.plain.uri', plain.uri);
  }
});

export const MOSQUITTO_SUCCESS_VALUE = jwtRule({
  id: 'MOSQUITTO_SUCCESS_VALUE',
  level: 'error',
  summary: 'A success value has a path.',
  cause: 'The documentation asks for both or neither.',
  remedy: 'set `jsonPath` too',
  source: JWT_PAGE,
}, ({ revocation }, report) => {
  const response = revocation?.plain?.response;
  if (response?.successValue !== undefined && response.jsonPath === undefined) {
    report.broken('jwt.revocation.plain.response.successValue', { message: 'is set without jsonPath' });
  }
});

export const MOSQUITTO_REQUEST_PARAMETERS = jwtRule({
  id: 'MOSQUITTO_REQUEST_PARAMETERS',
  level: 'error',
  summary: 'Request parameters have a known method and body encoding and a path from the root; introspection has a fixed body.',
  cause: 'The request would fail, and with it every login.',
  remedy: 'use the documented values; leave `payload` and `bodyEncoding` out of introspection',
  source: JWT_PAGE,
}, ({ revocation }, report) => {
  const { introspection, plain } = revocation ?? {};
  checkParameters('jwt.revocation.introspection.requestParameters.plain', introspection?.requestParameters?.plain, report);
  checkParameters('jwt.revocation.plain.requestParameters.plain', plain?.requestParameters?.plain, report);
  report.value('jwt.revocation.plain.bodyEncoding', plain?.bodyEncoding, BODY_ENCODINGS);
  for (const key of ['payload', 'bodyEncoding'] as const) {
    if (introspection?.requestParameters?.plain?.[key] !== undefined) {
      report.broken(`jwt.revocation.introspection.requestParameters.plain.${key}`, { message: 'cannot be set: the body of an introspection request is fixed' });
    }
  }
});

export const MOSQUITTO_BODY_ENCODING = jwtRule({
  id: 'MOSQUITTO_BODY_ENCODING',
  level: 'warning',
  summary: 'A payload has its encoding in both places, and the same one.',
  cause: 'The documentation puts `bodyEncoding` beside `requestParameters` and inside it, with different defaults.',
  remedy: 'set `bodyEncoding` in both places to the same value',
  source: JWT_PAGE,
}, ({ revocation }, report) => {
  const plain = revocation?.plain;
  const inner = plain?.requestParameters?.plain;
  if (inner?.payload !== undefined && (plain!.bodyEncoding === undefined || plain!.bodyEncoding !== inner.bodyEncoding)) {
    report.broken('jwt.revocation.plain.bodyEncoding', { message: 'is not the same in both places' });
  }
});

function checkParameters(path: string, parameters: RequestParameters | undefined, report: Reporter): void {
  report.value(`${path}.method`, parameters?.method, METHODS);
  report.value(`${path}.path`, parameters?.path, startsWith('/', 'a path that starts with /'));
  report.value(`${path}.bodyEncoding`, parameters?.bodyEncoding, BODY_ENCODINGS);
}

/** Every rule of this file. */
export const REVOCATION_RULES: readonly MosquittoRule[] = [
  MOSQUITTO_REVOCATION_KIND, MOSQUITTO_REVOCATION_REQUIRED, MOSQUITTO_SUCCESS_VALUE, MOSQUITTO_REQUEST_PARAMETERS, MOSQUITTO_BODY_ENCODING,
];
