import { Json } from '../../text/canonical';
import { Template, TemplateBuilder } from '../../text/template';
import { RenderedFile } from '../broker-core';
import { addJson, JsonTree } from './json-template';
import { renderConf } from './render-conf';
import {
  CONF_FILE, DYNAMIC_SECURITY_FILE, DynamicSecurityClient, DynamicSecurityGroup, DynamicSecurityRole, DynamicSecuritySettings, ENTRY_MARK,
  JWT_FILE, JwtCommon, JwtIntrospection, JwtJwks, JwtPlainRevocation, JwtRevocation, JwtSettings, MosquittoSettings, RequestParametersSource,
  RoleReference, ValueSource,
} from './settings';

/** The files that express the settings, one for each part that is there. */
export function render(settings: MosquittoSettings): readonly RenderedFile[] {
  const files: RenderedFile[] = [];
  if (settings.jwt !== undefined) {
    files.push({ name: JWT_FILE, text: json(jwtTree(settings.jwt)) });
  }
  if (settings.conf !== undefined) {
    files.push({ name: CONF_FILE, text: renderConf(settings.conf) });
  }
  if (settings.dynamicSecurity !== undefined) {
    files.push({ name: DYNAMIC_SECURITY_FILE, text: json(dynamicSecurityTree(settings.dynamicSecurity)) });
  }
  return files;
}

function json(tree: JsonTree): Template {
  const builder = new TemplateBuilder();
  addJson(builder, tree);
  return builder.text('\n').build();
}

function jwtTree(jwt: JwtSettings): JsonTree {
  return {
    // The published schema says number, the prose string; the schema is what a validator would go by.
    version: 1,
    algorithm: jwt.algorithm,
    mode: jwt.mode,
    options: {
      lazyConnect: jwt.lazyConnect,
      modes: { jwks: optional(jwt.modes.jwks, jwksTree), local: optional(jwt.modes.local, sourceTree) },
      common: optional(jwt.common, commonTree),
      revocation: optional(jwt.revocation, revocationTree),
    },
  };
}

function optional<Part>(part: Part | undefined, tree: (part: Part) => JsonTree | undefined): JsonTree | undefined {
  return part === undefined ? undefined : tree(part);
}

function jwksTree(jwks: JwtJwks): JsonTree {
  const cache = jwks.cache;
  return {
    uri: jwks.uri,
    filePath: jwks.filePath,
    timeoutMs: jwks.timeoutMs,
    cache: cache && { enabled: cache.enabled, ttlMs: cache.ttlMs, respectCacheHeaders: cache.respectCacheHeaders },
  };
}

function sourceTree(source: ValueSource): JsonTree {
  // A bare string is the form that every version of the documentation shows for a value in the file itself.
  const alone = source.env === undefined && source.filePath === undefined;
  return alone && source.plain !== undefined ? source.plain : { plain: source.plain, env: source.env, filePath: source.filePath };
}

function commonTree(common: JwtCommon): JsonTree | undefined {
  const tree: JsonTree = {
    issuer: common.issuer,
    issuers: common.issuers,
    audience: common.audience,
    audiences: common.audiences,
    validateIssuerAgainstEnvs: common.validateIssuerAgainstEnvs,
    validateAudienceAgainstEnvs: common.validateAudienceAgainstEnvs,
    validateExpiration: common.validateExpiration,
    matchUsernameToSubject: common.matchUsernameToSubject,
    matchClientIdToSubject: common.matchClientIdToSubject,
    matchUsernameToClaim: common.matchUsernameToClaim,
    matchClientIdToClaim: common.matchClientIdToClaim,
    kickExpiredClients: common.kickExpiredClients,
    kickExpiredClientsWithWill: common.kickExpiredClientsWithWill,
  };
  return Object.values(tree).some((member) => member !== undefined) ? tree : undefined;
}

function revocationTree(revocation: JwtRevocation): JsonTree {
  return {
    timeoutMs: revocation.timeoutMs,
    introspection: optional(revocation.introspection, introspectionTree),
    plain: optional(revocation.plain, plainRevocationTree),
  };
}

function introspectionTree(introspection: JwtIntrospection): JsonTree {
  return {
    uri: introspection.uri,
    clientId: optional(introspection.clientId, sourceTree),
    clientSecret: optional(introspection.clientSecret, sourceTree),
    includeTokenTypeHint: introspection.includeTokenTypeHint,
    requestParameters: optional(introspection.requestParameters, parametersTree),
  };
}

function plainRevocationTree(plain: JwtPlainRevocation): JsonTree {
  const response = plain.response;
  return {
    uri: plain.uri,
    requestParameters: optional(plain.requestParameters, parametersTree),
    bodyEncoding: plain.bodyEncoding,
    response: response && {
      jsonPath: response.jsonPath,
      successValue: response.successValue,
      successHttpCodes: response.successHttpCodes,
      checkHttpStatus: response.checkHttpStatus,
    },
  };
}

function parametersTree(source: RequestParametersSource): JsonTree {
  const plain = source.plain;
  return {
    plain: plain && {
      headers: plain.headers,
      method: plain.method,
      path: plain.path,
      payload: optional(plain.payload, (payload: Json) => payload as JsonTree),
      bodyEncoding: plain.bodyEncoding,
    },
    env: source.env,
    filePath: source.filePath,
  };
}

function dynamicSecurityTree(settings: DynamicSecuritySettings): JsonTree {
  const access = settings.defaultAclAccess;
  return {
    defaultACLAccess: access && {
      publishClientSend: access.publishClientSend,
      publishClientReceive: access.publishClientReceive,
      subscribe: access.subscribe,
      unsubscribe: access.unsubscribe,
    },
    clients: settings.clients.map(clientTree),
    groups: settings.groups.map(groupTree),
    roles: settings.roles.map(roleTree),
    anonymousGroup: settings.anonymousGroup,
  };
}

function clientTree(client: DynamicSecurityClient): JsonTree {
  return {
    username: client.username,
    clientid: client.clientid,
    textname: client.textname,
    textdescription: marked(client.textdescription),
    disabled: client.disabled,
    roles: client.roles.map(roleReferenceTree),
  };
}

function groupTree(group: DynamicSecurityGroup): JsonTree {
  return {
    groupname: group.groupname,
    textname: group.textname,
    textdescription: marked(group.textdescription),
    roles: group.roles.map(roleReferenceTree),
    clients: group.clients.map((client) => ({ username: client.username, priority: client.priority })),
  };
}

function roleTree(role: DynamicSecurityRole): JsonTree {
  return {
    rolename: role.rolename,
    textname: role.textname,
    textdescription: marked(role.textdescription),
    allowwildcardsubs: role.allowwildcardsubs,
    acls: role.acls.map((acl) => ({ acltype: acl.acltype, topic: acl.topic, priority: acl.priority, allow: acl.allow })),
  };
}

function roleReferenceTree(role: RoleReference): JsonTree {
  return { rolename: role.rolename, priority: role.priority };
}

function marked(description: string | undefined): string {
  return description === undefined ? ENTRY_MARK : `${ENTRY_MARK} ${description}`;
}
