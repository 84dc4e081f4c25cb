import { Value } from '../../text/unresolved';

/** Name under which the broker's own file travels. */
export const INI_FILE = 'lavinmq.ini';

/** Name under which the attributes of the CloudAMQP resource travel, where nobody but CloudAMQP writes the file. */
export const CLOUDAMQP_FILE = 'cloudamqp_oauth2_configuration.json';

/**
 * Everything of LavinMQ's configuration that bears on OAuth 2.0.
 *
 * An absent setting means the broker's default; `normalize` states which given values count as absent.
 */
export interface LavinMqSettings {
  /** `[main] auth_backends`: tried in order, first success wins. */
  readonly authBackends?: readonly string[];
  /** `[mqtt] permission_check_enabled`: whether scopes bind MQTT publish and subscribe. */
  readonly mqttPermissionCheckEnabled?: boolean;
  /** `[oauth] issuer`. */
  readonly issuer?: string;
  /** `[oauth] resource_server_id`: scope prefix, fallback audience and key into `resource_access`. */
  readonly resourceServerId?: string;
  /** `[oauth] audience`: replaces `resource_server_id` in the check of `aud`. */
  readonly audience?: string;
  /** `[oauth] verify_aud`. */
  readonly verifyAud?: boolean;
  /** `[oauth] preferred_username_claims`. */
  readonly preferredUsernameClaims?: readonly string[];
  /** `[oauth] additional_scopes_keys`. */
  readonly additionalScopesKeys?: readonly string[];
  /** `[oauth] scope_prefix`, verbatim; empty means no prefix at all. */
  readonly scopePrefix?: string;
  /** `[oauth] jwks_cache_ttl` in seconds. */
  readonly jwksCacheTtlSeconds?: number;
  /** `[oauth] client_id` of the management UI. */
  readonly clientId?: string;
  /** `[oauth] mgmt_base_url`. */
  readonly mgmtBaseUrl?: string;
  /** `[oauth] mgmt_scopes`, one member a scope. */
  readonly mgmtScopes?: readonly string[];
  /** Present when CloudAMQP runs the broker: the settings then become attributes of `cloudamqp_oauth2_configuration`. */
  readonly cloudAmqp?: CloudAmqpSettings;
}

/** What the CloudAMQP resource knows beyond the broker's own settings. */
export interface CloudAmqpSettings {
  /** `disable_basic_auth`: no login with a user's password any more. */
  readonly disableBasicAuth?: boolean;
}

/** Name of a setting that stands in the broker's file. */
export type SettingName = Exclude<keyof LavinMqSettings, 'cloudAmqp'>;

/** How the broker reads the text of a setting. `list` is split on commas, `words` on blanks. */
export type SettingType = 'text' | 'list' | 'words' | 'boolean' | 'seconds';

/** One setting of the broker's file. */
export interface SettingFact {
  readonly name: SettingName;
  readonly section: 'main' | 'mqtt' | 'oauth';
  readonly key: string;
  readonly type: SettingType;
  /** First release that knows the key; older ones ignore it with a line on standard error. */
  readonly since: string;
}

/**
 * Every setting in the order in which files show them.
 *
 * Source: cloudamqp/lavinmq, src/lavinmq/config/options.cr at v2.7.0, v2.8.2, v2.9.0 and v2.9.1.
 */
export const SETTINGS: readonly SettingFact[] = [
  { name: 'authBackends', section: 'main', key: 'auth_backends', type: 'list', since: '2.7.0' },
  { name: 'mqttPermissionCheckEnabled', section: 'mqtt', key: 'permission_check_enabled', type: 'boolean', since: '2.7.0' },
  { name: 'issuer', section: 'oauth', key: 'issuer', type: 'text', since: '2.7.0' },
  { name: 'resourceServerId', section: 'oauth', key: 'resource_server_id', type: 'text', since: '2.7.0' },
  { name: 'audience', section: 'oauth', key: 'audience', type: 'text', since: '2.7.0' },
  { name: 'verifyAud', section: 'oauth', key: 'verify_aud', type: 'boolean', since: '2.7.0' },
  { name: 'preferredUsernameClaims', section: 'oauth', key: 'preferred_username_claims', type: 'list', since: '2.7.0' },
  { name: 'additionalScopesKeys', section: 'oauth', key: 'additional_scopes_keys', type: 'list', since: '2.7.0' },
  { name: 'scopePrefix', section: 'oauth', key: 'scope_prefix', type: 'text', since: '2.7.0' },
  { name: 'jwksCacheTtlSeconds', section: 'oauth', key: 'jwks_cache_ttl', type: 'seconds', since: '2.7.0' },
  { name: 'clientId', section: 'oauth', key: 'client_id', type: 'text', since: '2.9.0' },
  { name: 'mgmtBaseUrl', section: 'oauth', key: 'mgmt_base_url', type: 'text', since: '2.9.0' },
  { name: 'mgmtScopes', section: 'oauth', key: 'mgmt_scopes', type: 'words', since: '2.9.1' },
];

/** The setting that a key of a section stands for. */
export function settingOf(section: string, key: string): SettingFact | undefined {
  return SETTINGS.find((setting) => setting.section === section && setting.key === key);
}

/** The name as files and messages show it: `[oauth] verify_aud`. */
export function nativeName(setting: SettingFact): string {
  return `[${setting.section}] ${setting.key}`;
}

/** What the broker uses where the file is silent. Source: src/lavinmq/config/options.cr. */
export const DEFAULTS = {
  authBackends: ['local'],
  verifyAud: true,
  preferredUsernameClaims: ['sub', 'client_id'],
  jwksCacheTtlSeconds: 3600,
  mqttPermissionCheckEnabled: false,
} as const;

/**
 * The settings in the one form in which they are read back.
 *
 * An empty list and an absent setting are written alike, by leaving the key out, so the empty list goes. On CloudAMQP
 * `verify_aud` is always written, so the default becomes explicit; there an empty text is left out too.
 */
export function normalize(settings: LavinMqSettings): LavinMqSettings {
  const { cloudAmqp } = settings;
  if (cloudAmqp === undefined) {
    return without(settings, (value) => isEmptyList(value)) as LavinMqSettings;
  }
  const rest = without({ ...settings, verifyAud: verifiesAudience(settings) }, (value) => isEmptyList(value) || value === '');
  return { ...rest, cloudAmqp: without(cloudAmqp, () => false) };
}

function without(members: object, gone: (value: unknown) => boolean): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && !gone(value)));
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** The value of a setting as rules and renderers see it. */
export function valueOf(settings: LavinMqSettings, name: SettingName): Value | undefined {
  return settings[name];
}

/** Whether the broker looks at `aud`. */
export function verifiesAudience(settings: LavinMqSettings): boolean {
  return settings.verifyAud ?? DEFAULTS.verifyAud;
}

/** The one value of which `aud` must be or hold; undefined where none is configured. Source: auth/jwt/token_verifier.cr. */
export function expectedAudience(settings: LavinMqSettings): string | undefined {
  return settings.audience ?? settings.resourceServerId;
}

/** The text with which scopes must begin; undefined where scopes are read as they are. Source: auth/jwt/token_claim.cr. */
export function scopePrefixOf(settings: LavinMqSettings): string | undefined {
  if (settings.scopePrefix !== undefined) {
    return settings.scopePrefix;
  }
  return settings.resourceServerId === undefined ? undefined : `${settings.resourceServerId}.`;
}
