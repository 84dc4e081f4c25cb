import { compareVersions } from '../../../rules/version';
import { BROKER_JWT_VALIDATOR } from '../settings';

/*
 * Which class of Kafka judges tokens, and what it is configured with.
 */

/** `broker` verifies; `client` reads a few claims and verifies nothing; `other` is of somebody else, or meant for tests. */
export type ValidatorKind = 'broker' | 'client' | 'other';

/** What the class demands of tokens. */
export interface Demands {
  readonly issuer: string | undefined;
  /** Undefined where no audience is expected. */
  readonly audience: ReadonlySet<string> | undefined;
  /** With no audience expected, whether a token may have one. */
  readonly anyAudience: boolean;
  readonly subClaim: string;
  readonly scopeClaim: string;
  readonly skewSeconds: number;
}

const PACKAGE = 'org.apache.kafka.common.security.oauthbearer.';
const DEFAULT_VALIDATOR = `${PACKAGE}DefaultJwtValidator`;
const CLIENT_VALIDATOR = `${PACKAGE}ClientJwtValidator`;

/** Whether a release is another or later. */
export function since(release: string, other: string): boolean {
  return compareVersions(release, other) >= 0;
}

/**
 * The class that judges tokens.
 *
 * Before 4.1 there is one alone. In 4.1.0 and 4.1.1 the default class takes the client's validator for brokers too; since 4.1.2 it does so
 * only without a key set's URL, with which 4.4.0 does not start.
 */
export function validatorKind(release: string, configured: string | undefined, hasJwksUrl: boolean): ValidatorKind {
  if (!since(release, '4.1.0')) {
    return 'broker';
  }
  switch (configured ?? DEFAULT_VALIDATOR) {
    case BROKER_JWT_VALIDATOR:
      return 'broker';
    case CLIENT_VALIDATOR:
      return 'client';
    case DEFAULT_VALIDATOR:
      return since(release, '4.1.2') && hasJwksUrl ? 'broker' : 'client';
    default:
      return 'other';
  }
}

/** Whether the default class was asked for, by name or by silence. */
export function isDefaultValidator(configured: string | undefined): boolean {
  return configured === undefined || configured === DEFAULT_VALIDATOR;
}
