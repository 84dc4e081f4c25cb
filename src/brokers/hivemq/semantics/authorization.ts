import { excerpt, excerpts } from '../../../preview/excerpt';
import { membersOf } from '../model';
import {
  HiveMqAuthorizationManager, HiveMqAuthorizationStrategy, HiveMqChainAuthorizationManager, HiveMqFileAuthorizationManager, HiveMqFileRealm,
} from '../settings';
import type { Login } from './authentication';
import { Holder, NodeFileRealm } from './node-settings';
import { EVERYTHING, Permission } from './permissions';
import { Unknown, Variables } from './variables';

/*
 * Authorization managers: what the client may do.
 */

/** What a manager knows of a client. */
export interface Grants {
  /** Whether a key leads to a user or a role; `open` where that is not known. */
  readonly found: boolean | 'open';
  readonly permissions: readonly Permission[];
  /** Why there may be more permissions; undefined where there are none. */
  readonly open: string | undefined;
  /** What was looked for and found. */
  readonly detail: string;
  /** Whether the case lacks the file realm, which then does not decide the login. */
  readonly isLeftOut?: boolean;
  /** The user name that led to permissions. */
  readonly principal?: string;
}

/** Asks a manager. */
export function authorize(manager: HiveMqAuthorizationManager, login: Login): Grants {
  const [[kind, of]] = membersOf(manager);
  switch (kind) {
    case 'fileAuthorizationManager':
      return askFile(of as HiveMqFileAuthorizationManager, login);
    case 'allowAllAuthorizationManager':
      return { found: true, permissions: [EVERYTHING], open: undefined, detail: 'allow-all-authorization-manager grants everything to everybody' };
    case 'chainAuthorizationManager': {
      const { strategy, chain } = of as HiveMqChainAuthorizationManager;
      return askChain(strategy, chain.map((one) => authorize(one, login)));
    }
    default:
      return openGrants('users, roles and permissions are in a database or a directory, which is not in the case');
  }
}

function openGrants(why: string): Grants {
  return { found: 'open', permissions: [], open: why, detail: why };
}

function askFile({ realm: name, useAuthorizationKey = true, useAuthorizationRoleKey = true }: HiveMqFileAuthorizationManager, login: Login): Grants {
  const realm = login.config.realms.get(name);
  if (realm?.kind !== 'fileRealm' || !realm.enabled) {
    return openGrants(`${excerpt(name)} is no file-realm that is enabled, and what a manager does with it is not documented`);
  }
  if (login.fileRealm === undefined) {
    return { ...openGrants('the file realm is not in the case'), isLeftOut: true };
  }
  if (!login.fileRealm.isWhole || readsOther(login, realm.of as HiveMqFileRealm)) {
    return openGrants(`whether ${excerpt(name)} reads the file realm of the case is not known`);
  }
  const user = useAuthorizationKey ? askUser(login.fileRealm, login.variables) : NOT_ASKED;
  const roles = useAuthorizationRoleKey ? askRoles(login.fileRealm, login.variables) : NOT_ASKED;
  return join([user, roles].filter((part) => part !== NOT_ASKED), 'neither authorization-key nor authorization-role-key is used');
}

const NOT_ASKED: Grants = { found: false, permissions: [], open: undefined, detail: '' };

/** With several file realms the case's document is that of the one with its name. */
function readsOther({ config }: Login, realm: HiveMqFileRealm): boolean {
  const paths = new Set([...config.realms.values()].filter(({ kind }) => kind === 'fileRealm').map(({ of }) => (of as HiveMqFileRealm).configuration.filePath));
  return paths.size > 1 && !/(^|\/)ese-file-realm\.xml$/.test(realm.configuration.filePath);
}

function askUser(realm: NodeFileRealm, variables: Variables): Grants {
  const key = variables.text('authorization-key');
  if (key instanceof Unknown) {
    return openGrants(`authorization-key: ${key.why}`);
  }
  const user = realm.users.get(key);
  if (user === undefined) {
    return { ...NOT_ASKED, detail: `the file realm has no user ${variables.show(key)}` };
  }
  const clientId = clientIdOf(variables);
  const own = permissionsOf(user, clientId);
  const permissions = user.roles.length === 0 ? own : [...own, ...user.roles.flatMap((id) => permissionsOf(realm.roles.get(id), clientId))];
  return { found: true, permissions, open: undefined, detail: `the user is ${variables.show(key)}`, principal: key };
}

const ROLE_KEY = /^(?:\{\{(?:(?!\{\{|\}\})[\s\S])*\}\})*$/;

/** Roles are written {{one}}{{two}}. Source: hivemq/hivemq-enterprise-security-extension-customization-sdk, EseVariablesOutput.java. */
function askRoles(realm: NodeFileRealm, variables: Variables): Grants {
  const key = variables.text('authorization-role-key');
  if (key instanceof Unknown) {
    return openGrants(`authorization-role-key: ${key.why}`);
  }
  if (!ROLE_KEY.test(key)) {
    return openGrants(`authorization-role-key is ${variables.show(key)}, which is not of the form {{role}}{{role}}`);
  }
  const ids = key === '' ? [] : key.slice(2, -2).split('}}{{');
  const defined = ids.filter((id) => realm.roles.has(id));
  if (defined.length === 0) {
    return { ...NOT_ASKED, detail: ids.length === 0 ? 'authorization-role-key names no role' : `the file realm has no role ${variables.show(ids.join(' or '))}` };
  }
  const clientId = clientIdOf(variables);
  return {
    found: true, permissions: defined.flatMap((id) => permissionsOf(realm.roles.get(id), clientId)), open: undefined, detail: `the roles are ${excerpts(defined)}`,
  };
}

function clientIdOf(variables: Variables): string | undefined {
  const clientId = variables.text('mqtt-clientid');
  return clientId instanceof Unknown ? undefined : clientId;
}

function permissionsOf(holder: Holder | undefined, clientId: string | undefined): readonly Permission[] {
  const permissions = holder?.permissions(clientId) ?? [];
  return holder?.isRepeated === true
    ? permissions.map((one) => ({ ...one, doubt: one.doubt ?? 'its user or role stands more than once, and whose permissions count is not documented' }))
    : permissions;
}

/** Several sources together. */
function join(parts: readonly Grants[], nothing: string): Grants {
  if (parts.length === 1) {
    return parts[0];
  }
  const isOpen = parts.find(({ found }) => found === 'open');
  return {
    found: parts.some(({ found }) => found === true) || (isOpen === undefined ? false : 'open'),
    permissions: parts.flatMap(({ permissions }) => permissions),
    open: parts.find(({ open }) => open !== undefined)?.open,
    detail: parts.map(({ detail }) => detail).join('; ') || nothing,
    isLeftOut: isOpen?.isLeftOut,
    principal: parts.find(({ principal }) => principal !== undefined)?.principal,
  };
}

function askChain(strategy: string, parts: readonly Grants[]): Grants {
  if (strategy === HiveMqAuthorizationStrategy.MERGE_ALL_PERMISSIONS) {
    return join(parts, 'the chain is empty');
  }
  const skipsEmpty = strategy === HiveMqAuthorizationStrategy.UNKNOWN_KEYS_OR_EMPTY_PERMISSIONS;
  for (const [index, part] of parts.entries()) {
    const isOpen = part.found === 'open' || (skipsEmpty && part.found === true && part.permissions.length === 0 && part.open !== undefined);
    if (isOpen) {
      const others = parts.slice(index).flatMap(({ permissions }) => permissions);
      const doubt = 'which manager of the chain decides is not known';
      return { ...part, found: 'open', permissions: others.map((one) => ({ ...one, doubt: one.doubt ?? doubt })), open: part.open ?? doubt };
    }
    if (part.found === true && !(skipsEmpty && part.permissions.length === 0)) {
      return part;
    }
  }
  return join(parts, 'the chain is empty');
}
