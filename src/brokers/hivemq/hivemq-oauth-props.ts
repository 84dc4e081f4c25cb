import { BrokerOAuthProps } from '../broker-oauth';
import {
  HiveMqAccessLog, HiveMqAdministrationSection, HiveMqAuthorizationManager, HiveMqClaim, HiveMqExpGrace, HiveMqMqttRole, HiveMqMqttUser,
  HiveMqPipeline, HiveMqPreprocessor, HiveMqRealm, HiveMqRevocationCheck, HiveMqSimpleAuth, HiveMqTrustStore,
} from './settings';
import { HiveMqTarget } from './target';
import { HiveMqVersion } from './version';

/** How the broker asks the identity provider whether a token is still active (RFC 7662). */
export interface HiveMqIntrospectionOptions {
  /**
   * Client id and secret of the broker: `simple-auth`.
   *
   * The secret is `${ENV:NAME}` (`HIVEMQ_SECRET_LITERAL`). At Keycloak the client should be the audience of the tokens
   * (`IDENTITY_INTROSPECTION_CALLER`).
   *
   * @default - the endpoint is asked without credentials
   */
  readonly simpleAuth?: HiveMqSimpleAuth;

  /**
   * URL of the endpoint: `introspection-endpoint`.
   *
   * @default - the identity provider's; Auth0 and Entra ID have none (`HIVEMQ_INTROSPECTION_ENDPOINT_MISSING`)
   */
  readonly endpoint?: string;

  /**
   * How long an answer is waited for: attribute `timeout` of `introspection-endpoint`, in a unit that the vendor does not document.
   *
   * @default - the broker's, which is not documented
   */
  readonly timeout?: number;

  /**
   * Share of the tokens that are introspected: attribute `sampling` of `enable-introspection`, presumably from 0 to 1 (`HIVEMQ_SAMPLING_RANGE`).
   *
   * @default - the broker's, which is not documented
   */
  readonly sampling?: number;
}

/**
 * Settings of HiveMQ's OAuth 2.0: one JWT realm, one pipeline for MQTT clients and one file realm, and whatever is added to them.
 *
 * @see https://docs.hivemq.com/hivemq-enterprise-security-extension/latest/ese.html
 */
export interface HiveMqOAuthProps extends BrokerOAuthProps {
  /**
   * Release of the broker; it decides which file is read.
   *
   * Reported by `HIVEMQ_VERSION_SYNTAX`, `HIVEMQ_VERSION_ERA` and `HIVEMQ_VERSION_UNKNOWN`.
   */
  readonly brokerVersion: HiveMqVersion;

  /**
   * States that the allow-all extension is off on every node.
   *
   * It is on by default, in the platform chart (`hivemq-allow-all-extension.enabled`) and in the image (`HIVEMQ_ALLOW_ALL_CLIENTS`), and lets
   * everybody in whenever the Enterprise Security Extension does not run. Without the statement nothing is made (`HIVEMQ_ALLOW_ALL_EXTENSION`).
   */
  readonly allowAllExtensionDisabled: boolean;

  /**
   * How settings reach the broker.
   *
   * @default HiveMqTarget.files()
   */
  readonly target?: HiveMqTarget;

  /**
   * `reserved-claims/aud`: the audience that must be in a token.
   *
   * What the broker makes of an `aud` array is not documented.
   *
   * @default - any; `HIVEMQ_TOKEN_UNRESTRICTED` warns where nothing else is demanded
   */
  readonly audience?: string;

  /**
   * `reserved-claims/iss`: the issuers of which one must be in a token; an empty list demands none.
   *
   * @default - the identity provider's issuer
   */
  readonly issuers?: string[];

  /**
   * `reserved-claims/scope`: scopes that must all be in a token (`HIVEMQ_SCOPE_SYNTAX`).
   *
   * @default - none
   */
  readonly scopes?: string[];

  /**
   * Attribute `alt` of `reserved-claims/scope`: the claim that is read for scopes.
   *
   * @default - the identity provider's claim, such as Okta's `scp`
   */
  readonly scopeClaim?: string;

  /**
   * `reserved-claims/sub`: the subject that must be in a token.
   *
   * @default - any
   */
  readonly subject?: string;

  /**
   * `custom-claims`: claims and the values they must have.
   *
   * The value `${mqtt-clientid}` binds the token to the client's id.
   *
   * @default - none
   */
  readonly customClaims?: HiveMqClaim[];

  /**
   * `exp-grace`: leeway at expiry, and whether a client is disconnected then.
   *
   * @default - the broker's, which is not documented; without `disconnectAfterExpiry` the connection presumably outlives the token
   */
  readonly expGrace?: HiveMqExpGrace;

  /**
   * Asks the identity provider whether tokens are still active: `introspection-endpoint`, `simple-auth` and `enable-introspection`.
   *
   * @default - tokens are checked by signature and claims alone
   */
  readonly introspection?: HiveMqIntrospectionOptions;

  /**
   * `jwks-endpoint`: URL of the key set (`HIVEMQ_ENDPOINT_URL`, `HIVEMQ_PLAIN_HTTP`).
   *
   * @default - the identity provider's
   */
  readonly jwksEndpoint?: string;

  /**
   * `jwks-default-cache-duration`: how long keys are kept, in seconds.
   *
   * @default 1800
   */
  readonly jwksDefaultCacheDurationSeconds?: number;

  /**
   * `tls-trust-store`: certificates that are trusted in calls of the identity provider.
   *
   * @default - the broker's, which is not documented
   */
  readonly tlsTrustStore?: HiveMqTrustStore;

  /**
   * Attribute `listener` of `listener-pipeline`: a listener's name in the broker's configuration, or `ALL` (`HIVEMQ_LISTENER_AMBIGUOUS`).
   *
   * @default "ALL"
   */
  readonly listener?: string;

  /**
   * Attribute `name` of `listener-pipeline` (`HIVEMQ_NAME_NCNAME`, `HIVEMQ_NAME_UNIQUE`).
   *
   * @default - none
   */
  readonly pipelineName?: string;

  /**
   * Attribute `clear-client-password-on-connection` of `listener-pipeline`: whether the token is forgotten once the client is connected.
   *
   * @default true
   */
  readonly clearClientPasswordOnConnection?: boolean;

  /**
   * The string claim that is copied to `authorization-key` and so names the user whose rights count.
   *
   * Reported by `HIVEMQ_PRINCIPAL_CLAIM_REQUIRED`.
   *
   * @default - the identity provider's claim that holds the client id, such as `azp`
   */
  readonly authorizationKeyClaim?: string;

  /**
   * A claim that is copied to `authorization-role-key` between `{{` and `}}` and so names roles whose rights count too.
   *
   * What becomes of arrays is not documented (`HIVEMQ_ROLE_CLAIM_UNPROVEN`).
   *
   * @default - tokens name no roles
   */
  readonly roleClaim?: string;

  /**
   * Variable that holds the token: `source` of the `jwt-preprocessor`.
   *
   * @default "mqtt-password"
   */
  readonly tokenVariable?: string;

  /**
   * Further steps before authentication: `authentication-preprocessors`.
   *
   * @default - none
   */
  readonly authenticationPreprocessors?: HiveMqPreprocessor[];

  /**
   * Further steps before authorization, run behind those that copy the claims: `authorization-preprocessors`.
   *
   * @default - none
   */
  readonly authorizationPreprocessors?: HiveMqPreprocessor[];

  /**
   * Decides what clients may do, in place of the file realm alone; a chain may name the file realm.
   *
   * @default - the users of the file realm, with roleClaim also its roles
   */
  readonly authorizationManager?: HiveMqAuthorizationManager;

  /**
   * `name` of the JWT realm (`HIVEMQ_NAME_NCNAME`, `HIVEMQ_NAME_UNIQUE`).
   *
   * @default "identity-provider"
   */
  readonly realmName?: string;

  /**
   * `name` of the file realm (`HIVEMQ_NAME_NCNAME`, `HIVEMQ_NAME_UNIQUE`).
   *
   * @default "permissions"
   */
  readonly fileRealmName?: string;

  /**
   * `file-path` of the file realm, relative to the extension's home; it ends in `ese-file-realm.xml` (`HIVEMQ_FILE_REALM_UNREAD`).
   *
   * @default "conf/ese-file-realm.xml", for a ConfigMap in the folder where it is mounted
   */
  readonly fileRealmPath?: string;

  /**
   * Further users of MQTT clients: `mqtt/users` of the file realm.
   *
   * @default - the applications with grants alone
   */
  readonly mqttUsers?: HiveMqMqttUser[];

  /**
   * Roles of MQTT clients: `mqtt/roles` of the file realm.
   *
   * @default - those of grantToRole alone
   */
  readonly mqttRoles?: HiveMqMqttRole[];

  /**
   * Users and roles of the Control Center: `control-center` of the file realm.
   *
   * @default - none
   */
  readonly controlCenter?: HiveMqAdministrationSection;

  /**
   * Users and roles of the REST API: `rest-api` of the file realm.
   *
   * @default - none
   */
  readonly restApi?: HiveMqAdministrationSection;

  /**
   * Further realms, of any kind.
   *
   * @default - the JWT realm and the file realm alone
   */
  readonly additionalRealms?: HiveMqRealm[];

  /**
   * Further pipelines, of any kind: for other listeners, the Control Center and the REST API.
   *
   * @default - the pipeline of MQTT clients alone
   */
  readonly additionalPipelines?: HiveMqPipeline[];

  /**
   * `client-certificate-revocation-checks`: whether client certificates may be revoked.
   *
   * @default - none
   */
  readonly clientCertificateRevocationChecks?: HiveMqRevocationCheck[];

  /**
   * `access-log`: the log of logins and rights.
   *
   * @default - the broker's: log/access/access.log
   */
  readonly accessLog?: HiveMqAccessLog;

  /**
   * Content of `runtime`, which the vendor's schema leaves open, as XML (`HIVEMQ_RUNTIME_XML`).
   *
   * @default - none
   */
  readonly runtime?: string;

  /**
   * Versions of the secrets that the settings name, by the name of the environment variable; a new version restarts the nodes.
   *
   * @default - a rotated secret restarts nothing
   */
  readonly secretVersions?: { [name: string]: string };
}
