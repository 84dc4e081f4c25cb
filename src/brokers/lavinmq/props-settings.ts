import { LavinMqAuthBackend, LavinMqOAuthProps } from './lavinmq-oauth-props';
import { LavinMqSettings } from './settings';

/** The settings that the props amount to. The issuer is the identity provider's. */
export function settingsOf(props: LavinMqOAuthProps): LavinMqSettings {
  const target = props.target._cloudAmqp;
  return {
    authBackends: props.authBackends ?? (target === undefined ? [LavinMqAuthBackend.LOCAL, LavinMqAuthBackend.OAUTH] : undefined),
    mqttPermissionCheckEnabled: props.mqttPermissionCheckEnabled,
    issuer: props.identityProvider.issuer,
    resourceServerId: props.resourceServerId,
    audience: props.audience,
    verifyAud: props.verifyAud,
    preferredUsernameClaims: props.preferredUsernameClaims,
    additionalScopesKeys: props.additionalScopesKeys,
    scopePrefix: props.scopePrefix,
    jwksCacheTtlSeconds: props.jwksCacheTtlSeconds,
    clientId: props.clientId,
    mgmtBaseUrl: props.mgmtBaseUrl,
    mgmtScopes: props.mgmtScopes,
    cloudAmqp: target === undefined ? undefined : { disableBasicAuth: target.disableBasicAuth },
  };
}
