import * as fs from 'node:fs';
import * as path from 'node:path';

/*
 * How a local MQTT node reads the three files of Pro Mosquitto from its folder. The folder stands for /mosquitto in the vendor's
 * container, so a path such as /mosquitto/data/jwt.json is looked up in it.
 */

/** Checks on tokens that a local node carries out; the names are those of jwt.json. */
export interface TokenChecks {
  readonly jwksUri: string;
  readonly issuers: readonly string[];
  readonly audiences: readonly string[];
  readonly matchUsernameToSubject: boolean;
  readonly kickExpiredClients: boolean;
  readonly introspection: Introspection | undefined;
}

/** Whom to ask whether a token is still active. */
export interface Introspection {
  readonly uri: string;
  readonly clientId: string;
  /** Name of the environment variable that holds the secret. */
  readonly secretVariable: string;
}

/** One access control entry of a role. */
export interface AccessControlEntry {
  readonly acltype: string;
  readonly topic: string;
  readonly priority?: number;
  readonly allow?: boolean;
}

/** What the dynamic security file says about one user name. */
export interface Account {
  readonly username: string;
  readonly roles: readonly { readonly rolename: string; readonly priority?: number }[];
}

/** Everything a local node is told. */
export interface NodeSettings {
  readonly port: number;
  readonly address: string;
  /** Undefined where mosquitto.conf loads no token plugin: then nobody can log in. */
  readonly token: TokenChecks | undefined;
  readonly accounts: readonly Account[];
  readonly roles: ReadonlyMap<string, readonly AccessControlEntry[]>;
}

const UNDERSTOOD = ['issuer', 'issuers', 'audience', 'audiences', 'validateExpiration', 'matchUsernameToSubject', 'kickExpiredClients',
  'kickExpiredClientsWithWill', 'matchClientIdToSubject'];

/** Reads the node's files; throws on a setting that the node would not carry out. */
export function readNodeSettings(folder: string): NodeSettings {
  const lines = fs.readFileSync(path.join(folder, 'config', 'mosquitto.conf'), 'utf8').split('\n').map((line) => line.trim());
  const listener = lines.map((line) => /^listener (\d+) (\S+)$/.exec(line)).find((match) => match !== null);
  if (!listener) {
    throw new Error('mosquitto.conf names no listener');
  }
  return {
    port: Number(listener[1]),
    address: listener[2],
    token: pluginFile(lines, 'cedalo_jwt_auth', 'jwt.json', (name) => tokenChecks(readJson(folder, name))),
    ...pluginFile(lines, 'mosquitto_dynamic_security', 'dynamic-security.json', (name) => rights(readJson(folder, name)))
      ?? { accounts: [], roles: new Map() },
  };
}

/** Reads the file of a plugin, when the configuration loads that plugin. */
function pluginFile<T>(lines: readonly string[], plugin: string, fallback: string, read: (file: string) => T): T | undefined {
  const at = lines.findIndex((line) => /^plugin\s/.test(line) && line.includes(plugin));
  if (at < 0) {
    return undefined;
  }
  return read(/^plugin_opt_config_file (\S+)$/.exec(lines[at + 1] ?? '')?.[1] ?? fallback);
}

function readJson(folder: string, name: string): any {
  const inFolder = name.startsWith('/') ? path.join(folder, path.relative('/mosquitto', name)) : path.join(folder, 'data', name);
  return JSON.parse(fs.readFileSync(inFolder, 'utf8'));
}

function tokenChecks(jwt: any): TokenChecks {
  const { common = {}, modes = {}, revocation } = jwt.options ?? {};
  const unknown = Object.keys(common).filter((key) => !UNDERSTOOD.includes(key));
  const foreign = revocation?.plain !== undefined || (revocation !== undefined && revocation.introspection?.clientSecret?.env === undefined);
  if (jwt.algorithm !== 'RS256' || jwt.mode !== 'jwks' || foreign || unknown.length > 0 || common.validateExpiration === false) {
    throw new Error(`jwt.json asks for more than this node does, which is RS256, a key set by URL, issuer, audience, expiry, subject and introspection ${unknown}`);
  }
  return {
    jwksUri: modes.jwks.uri,
    issuers: common.issuers ?? (common.issuer === undefined ? [] : [common.issuer]),
    audiences: common.audiences ?? (common.audience === undefined ? [] : [common.audience]),
    matchUsernameToSubject: common.matchUsernameToSubject === true,
    kickExpiredClients: common.kickExpiredClients !== false,
    introspection: revocation === undefined ? undefined : {
      uri: revocation.introspection.uri,
      clientId: revocation.introspection.clientId,
      secretVariable: revocation.introspection.clientSecret.env,
    },
  };
}

function rights(file: any): Pick<NodeSettings, 'accounts' | 'roles'> {
  return {
    accounts: (file.clients ?? []).map((client: any) => ({ username: client.username, roles: client.roles ?? [] })),
    roles: new Map((file.roles ?? []).map((role: any) => [role.rolename, role.acls ?? []])),
  };
}
