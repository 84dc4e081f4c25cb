import { PreviewWarning } from '../../../preview/result';
import { RuleText } from '../../../rules/rule';

/*
 * What a preview warns of besides its steps.
 */

const MQTT_UNRESTRICTED: RuleText = {
  id: 'LAVINMQ_MQTT_UNRESTRICTED',
  level: 'warning',
  summary: 'Scopes bind MQTT clients.',
  cause: 'With `[mqtt] permission_check_enabled` off, its default, an MQTT client may publish and subscribe to everything on its virtual host.',
  remedy: 'set permission_check_enabled to true',
  source: 'cloudamqp/lavinmq, src/lavinmq/mqtt/client.cr',
};

export const LAVINMQ_CLOUDAMQP_ASSUMED: RuleText = {
  id: 'LAVINMQ_CLOUDAMQP_ASSUMED',
  level: 'warning',
  summary: 'Everything that decides a login is in the settings.',
  cause: 'On CloudAMQP no resource sets `auth_backends` and `jwks_cache_ttl`, and what the service puts there is not documented.',
  remedy: 'prove a login by token on the instance',
  source: 'cloudamqp/terraform-provider-cloudamqp, docs/resources/oauth2_configuration.md',
};

/** Rules of the preview alone. */
export const LAVINMQ_PREVIEW_RULES: readonly RuleText[] = [MQTT_UNRESTRICTED, LAVINMQ_CLOUDAMQP_ASSUMED];

export const UNRESTRICTED: PreviewWarning = {
  rule: MQTT_UNRESTRICTED.id,
  message: '[mqtt] permission_check_enabled is off: over MQTT the client may publish and subscribe to everything on its virtual host',
};
