/*
 * The vocabulary of Pro Mosquitto's token plugin, of the lines of mosquitto.conf that load it, and of the dynamic
 * security file, in the spelling of the files but in camel case where a TypeScript name needs it.
 *
 * Nothing is filled in: a setting that is absent here is absent in the file, and what the broker then does is its own default.
 */

import { Json } from '../../text/canonical';

/** Everything that the three files of a node say about tokens and rights; a part is absent when its file was not given. */
export interface MosquittoSettings {
  /** `jwt.json`: how tokens are judged. */
  readonly jwt?: JwtSettings;
  /** `mosquitto.conf`: which plugins decide, in which order, for which listeners. */
  readonly conf?: ConfSettings;
  /** `dynamic-security.json`: accounts, groups, roles and what they may do. */
  readonly dynamicSecurity?: DynamicSecuritySettings;
}

/** The token plugin's settings. */
export interface JwtSettings {
  /** `algorithm`: RS256 or HS256. */
  readonly algorithm: string;
  /** `mode`: jwks or local. */
  readonly mode: string;
  /** `options.lazyConnect`. */
  readonly lazyConnect?: boolean;
  /** `options.modes`: the block that `mode` names, and perhaps the other one. */
  readonly modes: JwtModes;
  /** `options.common`; written when it holds anything. */
  readonly common: JwtCommon;
  /** `options.revocation`. */
  readonly revocation?: JwtRevocation;
}

/** Where keys come from. */
export interface JwtModes {
  readonly jwks?: JwtJwks;
  readonly local?: ValueSource;
}

/** A JSON Web Key Set by URL or file. */
export interface JwtJwks {
  readonly uri?: string;
  readonly filePath?: string;
  readonly timeoutMs?: number;
  readonly cache?: JwtCache;
}

/** How long a key set is kept. */
export interface JwtCache {
  readonly enabled?: boolean;
  readonly ttlMs?: number;
  readonly respectCacheHeaders?: boolean;
}

/** A value in the file itself, in an environment variable, or in a file of its own; exactly one of the three. */
export interface ValueSource {
  readonly plain?: string;
  readonly env?: string;
  readonly filePath?: string;
}

/** Checks of claims. */
export interface JwtCommon {
  readonly issuer?: string;
  readonly issuers?: readonly string[];
  readonly audience?: string;
  readonly audiences?: readonly string[];
  readonly validateIssuerAgainstEnvs?: readonly string[];
  readonly validateAudienceAgainstEnvs?: readonly string[];
  readonly validateExpiration?: boolean;
  readonly matchUsernameToSubject?: boolean;
  readonly matchClientIdToSubject?: boolean;
  readonly matchUsernameToClaim?: string;
  readonly matchClientIdToClaim?: string;
  readonly kickExpiredClients?: boolean;
  readonly kickExpiredClientsWithWill?: boolean;
}

/** How revoked tokens are found out. */
export interface JwtRevocation {
  readonly timeoutMs?: number;
  readonly introspection?: JwtIntrospection;
  readonly plain?: JwtPlainRevocation;
}

/** Token introspection by RFC 7662. */
export interface JwtIntrospection {
  readonly uri?: string;
  readonly clientId?: ValueSource;
  readonly clientSecret?: ValueSource;
  readonly includeTokenTypeHint?: boolean;
  readonly requestParameters?: RequestParametersSource;
}

/** A revocation service of one's own. */
export interface JwtPlainRevocation {
  readonly uri?: string;
  readonly requestParameters?: RequestParametersSource;
  readonly bodyEncoding?: string;
  readonly response?: JwtRevocationResponse;
}

/** What an answer must be for the token to be good. */
export interface JwtRevocationResponse {
  readonly jsonPath?: string;
  readonly successValue?: string | number | boolean;
  readonly successHttpCodes?: readonly number[];
  readonly checkHttpStatus?: boolean;
}

/** Request parameters in the file itself, or as JSON text in an environment variable or a file. */
export interface RequestParametersSource {
  readonly plain?: RequestParameters;
  readonly env?: string;
  readonly filePath?: string;
}

/** Changes to the request that asks whether a token is revoked. */
export interface RequestParameters {
  readonly headers?: { readonly [name: string]: string };
  readonly method?: string;
  readonly path?: string;
  readonly payload?: Json;
  readonly bodyEncoding?: string;
}

/** Our lines of mosquitto.conf. */
export interface ConfSettings {
  readonly persistenceLocation?: string;
  readonly allowAnonymous?: boolean;
  /** Plugins in the order in which the broker asks them. */
  readonly plugins: readonly ConfPlugin[];
  readonly listeners: readonly ConfListener[];
  /** Plugins that lines outside ours load for all listeners, behind ours; judged by rules, never rendered. */
  readonly unmanagedPlugins?: readonly ConfPlugin[];
}

/** What a plugin is for, told by its file name. */
export type PluginKind = 'token' | 'dynamic-security' | 'high-availability' | 'other';

/** One plugin. */
export interface ConfPlugin {
  readonly kind: PluginKind;
  /** Path of the shared object. */
  readonly path: string;
  /** With a name the plugin serves only the listeners that use it (`plugin_load`); without one it serves them all (`plugin`). */
  readonly name?: string;
  /** `plugin_opt_config_file`. */
  readonly configFile?: string;
  /** Other `plugin_opt_*` lines, by the part after `plugin_opt_`. */
  readonly options?: { readonly [key: string]: string };
}

/** One listener. */
export interface ConfListener {
  readonly port: number;
  readonly address?: string;
  /** Names of the plugins that this listener uses (`plugin_use`), in order. */
  readonly plugins?: readonly string[];
}

/** The dynamic security file, as far as it is ours, and what is known of the rest. */
export interface DynamicSecuritySettings {
  readonly defaultAclAccess?: DefaultAclAccess;
  readonly clients: readonly DynamicSecurityClient[];
  readonly groups: readonly DynamicSecurityGroup[];
  readonly roles: readonly DynamicSecurityRole[];
  readonly anonymousGroup?: string;
  /** Entries without our mark: read from files or declared by name, judged by rules, never rendered. */
  readonly unmanaged?: UnmanagedEntries;
}

/** What stands in a dynamic security file beside our part. */
export interface UnmanagedEntries {
  readonly clients: readonly DynamicSecurityClient[];
  readonly groups: readonly DynamicSecurityGroup[];
  readonly roles: readonly DynamicSecurityRole[];
  /** Only the names are known, not what the entries hold. */
  readonly namesOnly?: boolean;
}

/** What happens when no access control entry matches. */
export interface DefaultAclAccess {
  readonly publishClientSend?: boolean;
  readonly publishClientReceive?: boolean;
  readonly subscribe?: boolean;
  readonly unsubscribe?: boolean;
}

/** An account. */
export interface DynamicSecurityClient {
  readonly username: string;
  readonly clientid?: string;
  readonly textname?: string;
  readonly textdescription?: string;
  readonly disabled?: boolean;
  readonly roles: readonly RoleReference[];
  /** Whether a password hash is stored; read from files, never rendered. */
  readonly hasPassword?: boolean;
}

/** A group of accounts. */
export interface DynamicSecurityGroup {
  readonly groupname: string;
  readonly textname?: string;
  readonly textdescription?: string;
  readonly roles: readonly RoleReference[];
  readonly clients: readonly ClientReference[];
}

/** A named set of access control entries. */
export interface DynamicSecurityRole {
  readonly rolename: string;
  readonly textname?: string;
  readonly textdescription?: string;
  readonly allowwildcardsubs?: boolean;
  readonly acls: readonly AccessControlEntry[];
}

/** A role given to a client or a group. */
export interface RoleReference {
  readonly rolename: string;
  readonly priority?: number;
}

/** A client in a group. */
export interface ClientReference {
  readonly username: string;
  readonly priority?: number;
}

/** One right or prohibition. */
export interface AccessControlEntry {
  readonly acltype: string;
  readonly topic: string;
  readonly priority?: number;
  readonly allow: boolean;
}

/** The file names under which the settings travel. */
export const JWT_FILE = 'jwt.json';
export const CONF_FILE = 'mosquitto.conf';
export const DYNAMIC_SECURITY_FILE = 'dynamic-security.json';

/** The marks around our lines of mosquitto.conf. */
export const CONF_BEGIN = '# broker-oauth begin';
export const CONF_END = '# broker-oauth end';

/** The mark at the start of `textdescription`, which the broker keeps when it rewrites the file. */
export const ENTRY_MARK = 'broker-oauth:';

/** Stands in settings read from a file for a secret that the file holds in clear. */
export const WITHHELD = '(withheld)';

/** The access control types, in the order in which the broker writes them. */
export const ACL_TYPES: readonly string[] = [
  'publishClientSend', 'publishClientReceive', 'subscribeLiteral', 'subscribePattern', 'unsubscribeLiteral', 'unsubscribePattern',
];

const PLUGIN_KINDS: readonly (readonly [string, PluginKind])[] = [
  ['cedalo_jwt_auth', 'token'],
  ['mosquitto_dynamic_security', 'dynamic-security'],
  ['cedalo_mosquitto_ha', 'high-availability'],
];

/** What a plugin is for, by the name of its file. */
export function pluginKind(path: string): PluginKind {
  const file = pluginFile(path);
  return PLUGIN_KINDS.find(([name]) => file.startsWith(name))?.[1] ?? 'other';
}

/** The last part of a plugin's path. */
export function pluginFile(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** The plugins that one listener asks, in order: those of all listeners first (mosquitto v2.1.2 src/plugin_basic_auth.c). */
export function pluginChain(conf: ConfSettings, listener: ConfListener | undefined): readonly ConfPlugin[] {
  const everywhere = conf.plugins.filter((plugin) => plugin.name === undefined);
  const own = (listener?.plugins ?? []).flatMap((name) => conf.plugins.filter((plugin) => plugin.name === name));
  return [...everywhere, ...conf.unmanagedPlugins ?? [], ...own];
}
