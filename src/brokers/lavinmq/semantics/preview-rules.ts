import { PreviewWarning } from '../../../preview/result';
import { RuleText } from '../../../rules/rule';

/*
 * What a preview warns of besides its steps.
 */

export const LAVINMQ_CLOUDAMQP_ASSUMED: RuleText = {
  id: 'LAVINMQ_CLOUDAMQP_ASSUMED',
  level: 'warning',
  summary: 'Everything that decides a login is in the settings.',
  cause: 'On CloudAMQP no resource sets `auth_backends` and `jwks_cache_ttl`, and what the service puts there is not documented.',
  remedy: 'prove a login by token on the instance',
  source: 'cloudamqp/terraform-provider-cloudamqp, docs/resources/oauth2_configuration.md',
};

/** Rules of the preview alone. */
export const LAVINMQ_PREVIEW_RULES: readonly RuleText[] = [LAVINMQ_CLOUDAMQP_ASSUMED];

/** The rule of the same name judges settings. */
export const UNRESTRICTED: PreviewWarning = {
  rule: 'LAVINMQ_MQTT_UNRESTRICTED',
  message: '[mqtt] permission_check_enabled is off: over MQTT the client may publish and subscribe to everything on its virtual host',
};
