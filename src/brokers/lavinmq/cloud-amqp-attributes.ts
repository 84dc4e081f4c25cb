import { LavinMqSettings, SettingName, valueOf } from './settings';
import { isUnresolved, Value } from '../../text/unresolved';

/** One attribute of the Terraform resource `cloudamqp_oauth2_configuration`. */
export interface CloudAmqpAttribute {
  readonly attribute: string;
  readonly name: SettingName;
  readonly type: 'string' | 'list' | 'bool';
}

/**
 * The settings that the resource can express, in the order of its documentation.
 *
 * `additional_scopes_key` is singular there. Source: cloudamqp/terraform-provider-cloudamqp, docs/resources/oauth2_configuration.md.
 */
export const CLOUDAMQP_ATTRIBUTES: readonly CloudAmqpAttribute[] = [
  { attribute: 'resource_server_id', name: 'resourceServerId', type: 'string' },
  { attribute: 'issuer', name: 'issuer', type: 'string' },
  { attribute: 'preferred_username_claims', name: 'preferredUsernameClaims', type: 'list' },
  { attribute: 'additional_scopes_key', name: 'additionalScopesKeys', type: 'list' },
  { attribute: 'scope_prefix', name: 'scopePrefix', type: 'string' },
  { attribute: 'verify_aud', name: 'verifyAud', type: 'bool' },
  { attribute: 'oauth_client_id', name: 'clientId', type: 'string' },
  { attribute: 'oauth_scopes', name: 'mgmtScopes', type: 'list' },
  { attribute: 'audience', name: 'audience', type: 'string' },
];

/** The attribute that belongs to the target rather than to the broker's settings. */
export const DISABLE_BASIC_AUTH = 'disable_basic_auth';

/** A setting that cannot reach CloudAMQP through the resource. */
export interface Inexpressible {
  readonly name: SettingName;
  readonly reason: string;
}

const NO_ATTRIBUTE: readonly SettingName[] = ['authBackends', 'mqttPermissionCheckEnabled', 'jwksCacheTtlSeconds', 'mgmtBaseUrl'];

/** What of the settings the resource cannot express. */
export function inexpressible(settings: LavinMqSettings): readonly Inexpressible[] {
  const found = NO_ATTRIBUTE.filter((name) => valueOf(settings, name) !== undefined)
    .map((name): Inexpressible => ({ name, reason: 'has no attribute in cloudamqp_oauth2_configuration' }));
  if (settings.scopePrefix === '') {
    found.push({ name: 'scopePrefix', reason: 'is empty, and the provider leaves empty texts out of its request' });
  }
  return found;
}

/** The attributes of the resource, without `instance_id`; `verify_aud` is always there, since the provider sends false without it. */
export function cloudAmqpAttributes(settings: LavinMqSettings): { readonly [attribute: string]: Value } {
  const attributes: { [attribute: string]: Value } = {};
  for (const { attribute, name } of CLOUDAMQP_ATTRIBUTES) {
    const value = name === 'verifyAud' ? settings.verifyAud ?? true : valueOf(settings, name);
    if (value !== undefined && !isEmpty(value)) {
      attributes[attribute] = value;
    }
  }
  if (settings.cloudAmqp?.disableBasicAuth !== undefined) {
    attributes[DISABLE_BASIC_AUTH] = settings.cloudAmqp.disableBasicAuth;
  }
  return attributes;
}

function isEmpty(value: Value): boolean {
  return (typeof value === 'string' || Array.isArray(value)) && !isUnresolved(value) && value.length === 0;
}
