/** Why no answer could be had from a broker, for people; holds nothing secret. */
export class WireProblem extends Error {}

const LONGEST_SHOWN = 200;

/** What a broker says, on one line and cut to what a report can take. */
export function shown(text: string): string {
  const line = text.replace(/[\x00-\x1f\x7f\u2028\u2029]+/g, ' ').trim();
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}...` : line;
}

/** Error codes that a reader of a report meets, by number. */
const ERRORS: { readonly [code: number]: string } = {
  [-1]: 'UNKNOWN_SERVER_ERROR',
  3: 'UNKNOWN_TOPIC_OR_PARTITION',
  6: 'NOT_LEADER_OR_FOLLOWER',
  7: 'REQUEST_TIMED_OUT',
  29: 'TOPIC_AUTHORIZATION_FAILED',
  31: 'CLUSTER_AUTHORIZATION_FAILED',
  33: 'UNSUPPORTED_SASL_MECHANISM',
  34: 'ILLEGAL_SASL_STATE',
  35: 'UNSUPPORTED_VERSION',
  41: 'NOT_CONTROLLER',
  42: 'INVALID_REQUEST',
  58: 'SASL_AUTHENTICATION_FAILED',
};

/**
 * The name of an error code.
 *
 * @see https://kafka.apache.org/protocol#protocol_error_codes
 */
export function errorName(code: number): string {
  return ERRORS[code] ?? `error ${code}`;
}
