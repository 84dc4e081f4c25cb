import { Reporter, Rule, RuleText } from '../../rules/rule';
import { DestinationMatch, GrantConsumeOptions, GrantPublishOptions } from '../grant';
import { EVERY, KafkaOperation, KafkaPatternType, KafkaPermissionType, KafkaResourceType, NativeAcl } from './acl';

/*
 * What the common grants are in Kafka. Kafka can give exactly what they ask for, so `acceptWider` never matters.
 */

/** An entry without its principal. */
export type NativeRight = Omit<NativeAcl, 'principal'>;

/** A common grant as it was asked. */
export interface GrantRequest {
  readonly kind: 'publish' | 'consume';
  readonly destination: string;
  readonly options: GrantPublishOptions & GrantConsumeOptions;
}

/** `Write` and `Describe` on a topic. */
export function produceEntries(topic: string, patternType: KafkaPatternType): readonly NativeRight[] {
  return [KafkaOperation.WRITE, KafkaOperation.DESCRIBE].map((operation) => entry(operation, KafkaResourceType.TOPIC, topic, patternType));
}

/** `Read` and `Describe` on a topic, `Read` on a consumer group. */
export function consumeEntries(topic: string, patternType: KafkaPatternType, group: string): readonly NativeRight[] {
  return [
    ...[KafkaOperation.READ, KafkaOperation.DESCRIBE].map((operation) => entry(operation, KafkaResourceType.TOPIC, topic, patternType)),
    entry(KafkaOperation.READ, KafkaResourceType.GROUP, group, KafkaPatternType.LITERAL),
  ];
}

/** The entries that a common grant asks for; none where it breaks a rule that leaves its meaning open. */
export function grantEntries({ kind, destination, options }: GrantRequest): readonly NativeRight[] {
  const patternType = options.match === DestinationMatch.PREFIX ? KafkaPatternType.PREFIXED : KafkaPatternType.LITERAL;
  if (kind === 'publish') {
    return produceEntries(destination, patternType);
  }
  return options.group === undefined ? [] : consumeEntries(destination, patternType, options.group);
}

function entry(operation: KafkaOperation, resourceType: KafkaResourceType, resourceName: string, patternType: KafkaPatternType): NativeRight {
  return { operation, resourceType, resourceName, patternType, permissionType: KafkaPermissionType.ALLOW, host: EVERY };
}

const GRANT_WILDCARD: RuleText = {
  id: 'KAFKA_GRANT_WILDCARD',
  level: 'error',
  summary: 'A literal destination or group is one name.',
  cause: 'Kafka takes the literal name "*" for every topic or group and has no way to escape it.',
  remedy: 'name one topic and one group; where every one is meant, grant KafkaAccess.of with the resource name "*"',
  source: 'apache/kafka StandardAuthorizerData.java',
};

/** For values with a destination of their own. */
export const DESTINATION_WILDCARD: Rule<readonly NativeRight[]> = {
  ...GRANT_WILDCARD,
  check: (rights, report) => rights.forEach(({ resourceType, resourceName, patternType }) => {
    if (patternType === KafkaPatternType.LITERAL) {
      reportEvery(resourceType.toLowerCase(), resourceName, report);
    }
  }),
};

export const DESTINATION_RULES: readonly Rule<readonly NativeRight[]>[] = [DESTINATION_WILDCARD];

const DESTINATION_STAR: Rule<GrantRequest> = {
  ...GRANT_WILDCARD,
  check: ({ destination, options }, report) => {
    reportEvery('destination', destination, report);
    reportEvery('group', options.group ?? '', report);
  },
};

const GRANT_GROUP: Rule<GrantRequest> = {
  id: 'KAFKA_GRANT_GROUP',
  level: 'error',
  summary: 'Consuming names the consumer group.',
  cause: 'A consumer that commits needs `Read` on its group; without it every poll is refused.',
  remedy: 'set the option `group`',
  source: 'kafka.apache.org/documentation, section "Authorization and ACLs"',
  check: ({ kind, options }, report) => {
    if (kind === 'consume' && options.group === undefined) {
      report.broken('group', { message: 'is missing' });
    }
  },
};

const GRANT_MATCH: Rule<GrantRequest> = {
  id: 'KAFKA_GRANT_MATCH',
  level: 'error',
  summary: 'A destination is meant literally or as a prefix.',
  cause: 'Kafka has no patterns but prefixes.',
  remedy: 'use DestinationMatch.PREFIX, or grant each topic',
  source: 'apache/kafka PatternType.java',
  check: ({ options }, report) => {
    if (options.match === DestinationMatch.PATTERN) {
      report.broken('match', { message: 'must be LITERAL or PREFIX', got: options.match });
    }
  },
};

/** Options that mean something to other brokers only. */
const FOREIGN = ['vhost', 'protocol', 'retained', 'declare', 'shared'] as const;

const GRANT_OPTION: Rule<GrantRequest> = {
  id: 'KAFKA_GRANT_OPTION',
  level: 'error',
  summary: 'A grant has only options that Kafka honours.',
  cause: 'The option has no meaning in Kafka; leaving it out of account would give other rights than were asked.',
  remedy: 'leave the option out for Kafka',
  source: 'kafka.apache.org/documentation, section "Authorization and ACLs"',
  check: ({ kind, options }, report) => [...FOREIGN, ...(kind === 'publish' ? ['group' as const] : [])].forEach((option) => {
    const value = options[option];
    if (value !== undefined && value !== false) {
      report.broken(option, { message: kind === 'publish' && option === 'group' ? 'is an option of consuming only' : 'is no option of Kafka', got: value });
    }
  }),
};

/** Rules on a common grant. */
export const REQUEST_RULES: readonly Rule<GrantRequest>[] = [DESTINATION_STAR, GRANT_GROUP, GRANT_MATCH, GRANT_OPTION];

/** The texts of the rules in this file, each once. */
export const GRANT_RULES: readonly RuleText[] = REQUEST_RULES;

/** A name that arrives at apply is judged on the entry (`KAFKA_ACL_UNKNOWN_WILDCARD`). */
function reportEvery(path: string, name: string, report: Reporter): void {
  if (name === EVERY) {
    report.broken(path, { message: 'must be one name', got: name });
  }
}
