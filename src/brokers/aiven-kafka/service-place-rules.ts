import { matches } from '../../rules/condition';
import { Rule } from '../../rules/rule';

/** What the construct of an Aiven service was told beside the settings. */
export interface ServiceSubject {
  /** Name of the project, with references written out. */
  readonly project: string;
  /** Name of the service, with references written out. */
  readonly serviceName: string;
  /** Terraform resource type of `service`; undefined when no resource was given. */
  readonly serviceType: string | undefined;
  /** Whether a service was given. */
  readonly hasService: boolean;
  readonly mergeIntoService: boolean;
}

const AIVEN_KAFKA = 'aiven/terraform-provider-aiven 4.61.0, resource aiven_kafka';

export const SERVICE_REFERENCE: Rule<ServiceSubject> = {
  id: 'KAFKA_SERVICE_REFERENCE',
  level: 'error',
  summary: 'Project and service are named, not taken from the service\'s own resource.',
  cause: 'The service\'s user config needs the settings, and the check before they change needs the names: Terraform would see a cycle.',
  remedy: 'write the name, or use the binding\'s `serviceNameInput` and `projectInput`',
  source: 'developer.hashicorp.com/terraform/internals/graph',
  check: (subject, report) => (['project', 'serviceName'] as const).forEach((prop) => {
    if (subject[prop].includes('${aiven_kafka.')) {
      report.broken(prop, { message: 'refers to the service\'s own resource', got: subject[prop] });
    }
  }),
};

export const SERVICE_NAME: Rule<ServiceSubject> = {
  id: 'KAFKA_SERVICE_NAME',
  level: 'error',
  summary: 'Project and service have names.',
  cause: 'Without them nothing at Aiven is meant.',
  remedy: 'write the names as the Aiven console shows them',
  source: AIVEN_KAFKA,
  check: (subject, report) => (['project', 'serviceName'] as const).forEach((prop) => {
    report.value(prop, subject[prop], matches('^\\S+$', 'a name without blanks'));
  }),
};

export const SERVICE_KIND: Rule<ServiceSubject> = {
  id: 'KAFKA_SERVICE_KIND',
  level: 'error',
  summary: 'The service is an `aiven_kafka` resource of this stack.',
  cause: 'Settings are merged into its `kafka_user_config`, and entries are created after it; nothing else has such a block.',
  remedy: 'give the aiven_kafka resource, or leave `service` out and use kafkaFields where the service is described',
  source: AIVEN_KAFKA,
  check: ({ hasService, serviceType, mergeIntoService }, report) => {
    if (hasService && serviceType !== 'aiven_kafka') {
      report.broken('service', { message: 'must be an aiven_kafka resource', got: serviceType });
    }
    if (mergeIntoService && !hasService) {
      report.broken('service', { message: 'is missing, and mergeIntoService needs it' });
    }
  },
};

/** Rules on where the settings of an Aiven service go. */
export const SERVICE_CONSTRUCT_RULES: readonly Rule<ServiceSubject>[] = [SERVICE_REFERENCE, SERVICE_NAME, SERVICE_KIND];
