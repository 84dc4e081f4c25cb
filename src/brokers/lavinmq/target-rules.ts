import { matches } from '../../rules/condition';
import { Rule } from '../../rules/rule';
import { isUnresolvedText } from '../../text/unresolved';

/** What the rules on a target judge. */
export interface TargetSubject {
  /** Number of the CloudAMQP instance; undefined for nodes of one's own. */
  readonly instanceId: string | undefined;
  /** Id by which an existing configuration is adopted. */
  readonly importFrom: string | undefined;
}

const INSTANCE_ID: Rule<TargetSubject> = {
  id: 'LAVINMQ_CLOUDAMQP_INSTANCE_ID',
  level: 'error',
  summary: 'A CloudAMQP instance is named by its number.',
  cause: 'The resource takes a number.',
  remedy: 'copy the number from the console\'s address, or refer to the id of cloudamqp_instance',
  source: 'cloudamqp/terraform-provider-cloudamqp, docs/resources/oauth2_configuration.md',
  check: ({ instanceId }, report) => report.value('target.instanceId', instanceId, matches('^[0-9]+$', 'a number in digits')),
};

const IMPORT_FROM: Rule<TargetSubject> = {
  id: 'LAVINMQ_IMPORT_FROM',
  level: 'error',
  summary: 'An existing configuration is adopted by the number of its CloudAMQP instance.',
  cause: 'The provider imports by instance, of which each has one configuration; on nodes of one\'s own there is nothing to adopt.',
  remedy: 'set importFrom to the target\'s instanceId, or leave it out',
  source: 'cloudamqp/terraform-provider-cloudamqp, docs/resources/oauth2_configuration.md',
  check: ({ instanceId, importFrom }, report) => {
    if (importFrom === undefined) {
      return;
    }
    if (instanceId === undefined) {
      report.broken('importFrom', { message: 'is set, but the target is not CloudAMQP', got: importFrom });
    } else if (importFrom !== instanceId && (isUnresolvedText(importFrom) || isUnresolvedText(instanceId))) {
      report.deferred('importFrom');
    } else if (importFrom !== instanceId) {
      report.broken('importFrom', { message: `must be the number of the target's instance, ${instanceId}`, got: importFrom });
    }
  },
};

/** Rules on where the broker runs. */
export const LAVINMQ_TARGET_RULES: readonly Rule<TargetSubject>[] = [INSTANCE_ID, IMPORT_FROM];
