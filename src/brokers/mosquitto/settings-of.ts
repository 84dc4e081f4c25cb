import { clientSettings, groupSettings, roleSettings } from './account-settings';
import { compact } from './fields';
import { accountsOf, GrantedApplication } from './grants';
import { MosquittoKeys } from './keys';
import { MosquittoDynamicSecurity, MosquittoOAuthProps } from './mosquitto-oauth-props';
import { ConfPlugin, ConfSettings, DynamicSecuritySettings, JwtSettings, MosquittoSettings, pluginKind, UnmanagedEntries } from './settings';
import { IIdentityProvider } from '../../identity/identity-provider';

/** What the settings take from the identity provider. */
export type ProviderEndpoints = Pick<IIdentityProvider, 'issuer' | 'jwksUri' | 'introspectionEndpoint'>;

const TOKEN_PLUGIN = '/usr/lib/cedalo_jwt_auth.so';
const DYNAMIC_SECURITY_PLUGIN = '/usr/lib/mosquitto_dynamic_security.so';
const HIGH_AVAILABILITY_PLUGIN = '/usr/lib/cedalo_mosquitto_ha.so';
const DYNAMIC_SECURITY_CONFIG = '/mosquitto/data/dynamic-security.json';

/** The settings of all files that the props and the grants come to. */
export function settingsOf(props: MosquittoOAuthProps, provider: ProviderEndpoints, grants: readonly GrantedApplication[]): MosquittoSettings {
  return { jwt: jwtOf(props, provider), conf: confOf(props), dynamicSecurity: dynamicSecurityOf(props, grants) };
}

function jwtOf(props: MosquittoOAuthProps, provider: ProviderEndpoints): JwtSettings {
  const keys = props.keys ?? MosquittoKeys.jwks();
  const issuedElsewhere = props.issuers !== undefined || props.validateIssuerAgainstEnvs !== undefined;
  return compact({
    algorithm: keys._algorithm,
    mode: keys._mode,
    lazyConnect: props.lazyConnect ?? true,
    modes: keys._modes(provider.jwksUri),
    common: compact({
      issuer: props.issuer ?? (issuedElsewhere ? undefined : provider.issuer),
      issuers: props.issuers,
      audience: props.audience,
      audiences: props.audiences,
      validateIssuerAgainstEnvs: props.validateIssuerAgainstEnvs,
      validateAudienceAgainstEnvs: props.validateAudienceAgainstEnvs,
      validateExpiration: props.validateExpiration,
      matchUsernameToSubject: props.matchUsernameToSubject ?? props.matchUsernameToClaim === undefined,
      matchClientIdToSubject: props.matchClientIdToSubject,
      matchUsernameToClaim: props.matchUsernameToClaim,
      matchClientIdToClaim: props.matchClientIdToClaim,
      kickExpiredClients: props.kickExpiredClients,
      kickExpiredClientsWithWill: props.kickExpiredClientsWithWill,
    }),
    revocation: props.revocation?._revocation(provider.introspectionEndpoint),
  });
}

function confOf(props: MosquittoOAuthProps): ConfSettings {
  const plugins = pluginsOf(props);
  const listeners = props.listeners ?? [];
  // A listener without tokens needs plugins that each listener names; otherwise they serve every listener, also those of the node's file.
  const byName = listeners.some((listener) => listener.tokens === false);
  const names = plugins.map((plugin, index) => ({ 'token': 'tokens', 'dynamic-security': 'accounts' } as Record<string, string>)[plugin.kind] ?? `plugin${index}`);
  return compact({
    persistenceLocation: props.persistenceLocation,
    allowAnonymous: props.allowAnonymous,
    plugins: byName ? plugins.map((plugin, index) => ({ ...plugin, name: names[index] })) : plugins,
    listeners: listeners.map(({ port, address, tokens }) => compact({
      port,
      address,
      plugins: byName ? names.filter((name) => tokens !== false || name !== 'tokens') : undefined,
    })),
    unmanagedPlugins: unmanagedPluginsOf(props),
  });
}

function pluginsOf(props: MosquittoOAuthProps): readonly ConfPlugin[] {
  const token: ConfPlugin = compact({ kind: 'token' as const, path: props.tokenPluginPath ?? TOKEN_PLUGIN, configFile: props.tokenPluginConfigFile });
  const accounts: ConfPlugin = {
    kind: 'dynamic-security',
    path: props.dynamicSecurityPluginPath ?? DYNAMIC_SECURITY_PLUGIN,
    configFile: props.dynamicSecurityConfigFile ?? DYNAMIC_SECURITY_CONFIG,
  };
  const further = (props.plugins ?? []).map(({ path, configFile, options }) => compact({ kind: pluginKind(path), path, configFile, options }));
  return [token, ...((props.dynamicSecurity ?? MosquittoDynamicSecurity.LOADED) === MosquittoDynamicSecurity.LOADED ? [accounts] : []), ...further];
}

function unmanagedPluginsOf(props: MosquittoOAuthProps): readonly ConfPlugin[] | undefined {
  switch (props.dynamicSecurity) {
    case MosquittoDynamicSecurity.LOADED_ELSEWHERE:
      return [{ kind: 'dynamic-security', path: props.dynamicSecurityPluginPath ?? DYNAMIC_SECURITY_PLUGIN }];
    case MosquittoDynamicSecurity.HIGH_AVAILABILITY:
      return [{ kind: 'high-availability', path: HIGH_AVAILABILITY_PLUGIN }];
    default:
      return undefined;
  }
}

function dynamicSecurityOf(props: MosquittoOAuthProps, grants: readonly GrantedApplication[]): DynamicSecuritySettings {
  const { clients, roles } = accountsOf(grants);
  return compact({
    defaultAclAccess: props.defaultAclAccess && compact({ ...props.defaultAclAccess }),
    clients: [...(props.clients ?? []).map(clientSettings), ...clients],
    groups: (props.groups ?? []).map(groupSettings),
    roles: [...(props.roles ?? []).map(roleSettings), ...roles],
    anonymousGroup: props.anonymousGroup,
    unmanaged: unmanagedOf(props),
  });
}

function unmanagedOf({ existingClients, existingGroups, existingRoles }: MosquittoOAuthProps): UnmanagedEntries | undefined {
  if (existingClients === undefined && existingGroups === undefined && existingRoles === undefined) {
    return undefined;
  }
  return {
    clients: (existingClients ?? []).map((username) => ({ username, roles: [] })),
    groups: (existingGroups ?? []).map((groupname) => ({ groupname, roles: [], clients: [] })),
    roles: (existingRoles ?? []).map((rolename) => ({ rolename, acls: [] })),
    namesOnly: true,
  };
}
