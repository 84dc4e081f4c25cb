import { javaTrim } from '../kafka-text';
import {
  ALLOW_ANY_AUDIENCE, ALLOW_ANY_ISSUER, ALLOW_EVERYONE, AUDIENCE, CLOCK_SKEW, ISSUER, MAX_REAUTH, MAX_RECEIVE_SIZE, REFRESH, RETRY_BACKOFF,
  RETRY_BACKOFF_MAX, SUPER_USERS,
} from './setting-names';
import { since } from './validator';

/** Values of settings as Kafka reads them. */
export interface TypedSettings {
  readonly issuer: string | undefined;
  /** Empty where none is expected. */
  readonly audience: readonly string[];
  readonly skewSeconds: number;
  readonly refreshMs: number;
  readonly maxReauthMs: number;
  readonly maxReceiveSize: number;
  readonly allowAnyIssuer: boolean;
  readonly allowAnyAudience: boolean;
  readonly superUsers: readonly string[];
  readonly allowEveryone: boolean;
  /** The first value that Kafka cannot read; the broker does not start with it. */
  readonly problem: string | undefined;
}

type Values = ReadonlyMap<string, string>;

const INT = 2n ** 31n;
const LONG = 2n ** 63n;

/** Reads the values; defaults are those of SaslConfigs.java and BrokerSecurityConfigs.java. */
export function typedSettings(values: Values, release: string): TypedSettings {
  const problems: string[] = [];
  const number = (name: string, limit: bigint, otherwise: number) => readNumber(values, name, limit, otherwise, problems);
  [RETRY_BACKOFF, RETRY_BACKOFF_MAX].forEach((name) => number(name, LONG, 0));
  const newest = since(release, '4.4.0') ? problems : [];
  const audience = readList(values.get(AUDIENCE) ?? '');
  if (since(release, '4.2.0') && audience.includes('')) {
    problems.push(`${AUDIENCE} has an empty member`);
  }
  return {
    issuer: values.get(ISSUER) || undefined,
    audience,
    skewSeconds: number(CLOCK_SKEW, INT, 30),
    refreshMs: number(REFRESH, LONG, 3_600_000),
    maxReauthMs: number(MAX_REAUTH, LONG, 0),
    maxReceiveSize: number(MAX_RECEIVE_SIZE, INT, 524_288),
    allowAnyIssuer: readBoolean(values, ALLOW_ANY_ISSUER, newest),
    allowAnyAudience: readBoolean(values, ALLOW_ANY_AUDIENCE, newest),
    superUsers: (values.get(SUPER_USERS) ?? '').split(';').map(javaTrim).filter((user) => user !== ''),
    allowEveryone: readBoolean(values, ALLOW_EVERYONE, []),
    problem: problems[0],
  };
}

/** Source: apache/kafka ConfigDef.java `parseType`, type LIST. */
function readList(text: string): readonly string[] {
  const trimmed = javaTrim(text);
  return trimmed === '' ? [] : trimmed.split(/[ \t\n\v\f\r]*,[ \t\n\v\f\r]*/);
}

function readNumber(values: Values, name: string, limit: bigint, otherwise: number, problems: string[]): number {
  const text = values.get(name);
  if (text === undefined) {
    return otherwise;
  }
  const value = /^[+-]?[0-9]{1,20}$/.test(text) ? BigInt(text) : limit;
  if (value >= limit || value < -limit) {
    problems.push(`${name} is no whole number of its range`);
    return otherwise;
  }
  return Number(value);
}

function readBoolean(values: Values, name: string, problems: string[]): boolean {
  const text = values.get(name)?.toLowerCase();
  if (text !== undefined && text !== 'true' && text !== 'false') {
    problems.push(`${name} is neither true nor false`);
  }
  return text === 'true';
}
