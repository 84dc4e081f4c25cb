import { withRole, withUser } from './grants';
import { HiveMqOAuthProps } from './hivemq-oauth-props';
import {
  HiveMqFileRealmDocument, HiveMqJwtRealmConfiguration, HiveMqJwtValidation, HiveMqListenerPipeline, HiveMqMqttRole, HiveMqMqttUser, HiveMqPermission,
  HiveMqPreprocessor, HiveMqSettings,
} from './settings';
import { byCodePoint, canonicalJson } from '../../text/canonical';

/** Rights by who has them. */
export interface Rights {
  /** Name of a user, or id of a role. */
  readonly holder: string;
  readonly permissions: readonly HiveMqPermission[];
}

/** What the construct knows besides its props. */
export interface ConstructFacts {
  /** Claim that names the user; undefined when nobody knows one. */
  readonly principalClaim: string | undefined;
  /** Claim in which the identity provider puts scopes. */
  readonly scopeClaim: string | undefined;
  readonly users: readonly Rights[];
  readonly roles: readonly Rights[];
}

/** Rights only allow, so their order means nothing: sorted, the same grants in another order restart no node. */
export function sortRights(rights: readonly Rights[]): readonly Rights[] {
  const byText = <Thing>(things: readonly Thing[], textOf: (thing: Thing) => string) => [...things].sort((a, b) => byCodePoint(textOf(a), textOf(b)));
  return byText(rights, ({ holder }) => holder).map(({ holder, permissions }) => ({ holder, permissions: byText(permissions, canonicalJson) }));
}

/** The settings that props and grants amount to. */
export function settingsOf(props: HiveMqOAuthProps, facts: ConstructFacts): HiveMqSettings {
  const names = namesOf(props);
  return {
    config: {
      runtime: props.runtime,
      accessLog: props.accessLog,
      realms: [
        { jwtRealm: { name: names.realm, enabled: true, configuration: jwtConfiguration(props) } },
        { fileRealm: { name: names.fileRealm, enabled: true, configuration: { filePath: names.filePath } } },
        ...(props.additionalRealms ?? []),
      ],
      pipelines: [{ listenerPipeline: listenerPipeline(props, facts) }, ...(props.additionalPipelines ?? [])],
      clientCertificateRevocationChecks: props.clientCertificateRevocationChecks,
    },
    fileRealm: fileRealmOf(props, facts),
    allowAllExtensionDisabled: props.allowAllExtensionDisabled,
  };
}

function namesOf(props: HiveMqOAuthProps): { readonly realm: string; readonly fileRealm: string; readonly filePath: string } {
  const configMap = props.target?._configMap;
  const folder = configMap === undefined ? 'conf' : (configMap.realmFolder ?? '/realm').replace(/\/+$/, '');
  return {
    realm: props.realmName ?? 'identity-provider',
    fileRealm: props.fileRealmName ?? 'permissions',
    filePath: props.fileRealmPath ?? `${folder}/ese-file-realm.xml`,
  };
}

function jwtConfiguration(props: HiveMqOAuthProps): HiveMqJwtRealmConfiguration {
  const { introspection, identityProvider } = props;
  const url = introspection === undefined ? undefined : introspection.endpoint ?? identityProvider.introspectionEndpoint;
  return {
    jwksEndpoint: props.jwksEndpoint ?? identityProvider.jwksUri,
    jwksDefaultCacheDuration: props.jwksDefaultCacheDurationSeconds,
    introspectionEndpoint: url === undefined ? undefined : { url, timeout: introspection?.timeout },
    simpleAuth: introspection?.simpleAuth,
    tlsTrustStore: props.tlsTrustStore,
  };
}

function listenerPipeline(props: HiveMqOAuthProps, facts: ConstructFacts): HiveMqListenerPipeline {
  const names = namesOf(props);
  return {
    name: props.pipelineName,
    listener: props.listener ?? 'ALL',
    clearClientPasswordOnConnection: props.clearClientPasswordOnConnection,
    authenticationPreprocessors: props.authenticationPreprocessors,
    authenticationManager: { jwtAuthenticationManager: { realm: names.realm, jwtValidation: validationOf(props, facts) } },
    authorizationPreprocessors: [...copiedClaims(props, facts), ...(props.authorizationPreprocessors ?? [])],
    authorizationManager: props.authorizationManager ?? {
      fileAuthorizationManager: { realm: names.fileRealm, useAuthorizationKey: true, useAuthorizationRoleKey: props.roleClaim !== undefined },
    },
  };
}

function validationOf(props: HiveMqOAuthProps, facts: ConstructFacts): HiveMqJwtValidation {
  const claim = props.scopeClaim ?? facts.scopeClaim;
  const alt = claim === 'scope' ? undefined : claim;
  return {
    expGrace: props.expGrace,
    enableIntrospection: props.introspection === undefined ? undefined : { enabled: true, sampling: props.introspection.sampling },
    reservedClaims: {
      aud: props.audience,
      sub: props.subject,
      iss: props.issuers ?? [props.identityProvider.issuer],
      scope: props.scopes === undefined || props.scopes.length === 0 ? undefined : { scopes: props.scopes, alt },
    },
    customClaims: props.customClaims,
  };
}

/**
 * Steps that copy claims of the token to the keys of authorization.
 *
 * The defaults of `prefix` and `postfix` are not documented, so a claim that names a user gets empty ones and roles get braces.
 */
function copiedClaims(props: HiveMqOAuthProps, { principalClaim }: ConstructFacts): readonly HiveMqPreprocessor[] {
  const copy = (jwtClaim: string, eseVariable: string, prefix: string, postfix: string): HiveMqPreprocessor => ({
    jwtPreprocessor: { prefix, postfix, source: props.tokenVariable ?? 'mqtt-password', jwtExtractions: [{ jwtClaim, eseVariable }] },
  });
  return [
    ...(principalClaim === undefined ? [] : [copy(principalClaim, 'authorization-key', '', '')]),
    ...(props.roleClaim === undefined ? [] : [copy(props.roleClaim, 'authorization-role-key', '{{', '}}')]),
  ];
}

function fileRealmOf(props: HiveMqOAuthProps, facts: ConstructFacts): HiveMqFileRealmDocument {
  let users: readonly HiveMqMqttUser[] = props.mqttUsers ?? [];
  facts.users.forEach(({ holder, permissions }) => (users = withUser(users, holder, permissions)));
  let roles: readonly HiveMqMqttRole[] = props.mqttRoles ?? [];
  facts.roles.forEach(({ holder, permissions }) => (roles = withRole(roles, holder, permissions)));
  return { mqtt: { users: [...users], roles: [...roles] }, controlCenter: props.controlCenter, restApi: props.restApi };
}
