import { Reporter, Rule } from '../../../rules/rule';
import { Subject } from '../../broker-core';
import { AivenKafkaSettings, AivenService, KafkaListener } from '../settings';

/** A rule on the settings of a Kafka. */
export type KafkaRule = Rule<Subject<AivenKafkaSettings>>;

type Check<Target> = (target: Target, report: Reporter, subject: Subject<AivenKafkaSettings>) => void;

/** A check of Aiven services only. */
export function onService(check: Check<AivenService>): KafkaRule['check'] {
  return (subject, report) => {
    const { target } = subject.settings;
    if (target.kind === 'aiven') {
      check(target, report, subject);
    }
  };
}

/** A check of self-managed brokers only. */
export function onListener(check: Check<KafkaListener>): KafkaRule['check'] {
  return (subject, report) => {
    const { target } = subject.settings;
    if (target.kind === 'self-managed') {
      check(target, report, subject);
    }
  };
}

export const AIVEN_OIDC = 'aiven.io/docs/products/kafka/howto/enable-oidc';
export const AIVEN_SCHEMA = 'aiven/go-api-schemas pkg/dist/service_types.yml 1.220.0';
export const BROKER_VALIDATOR = 'apache/kafka BrokerJwtValidator.java';
export const CONFIGURATION_UTILS = 'apache/kafka ConfigurationUtils.java';
