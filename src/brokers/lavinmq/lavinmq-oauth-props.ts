import { BrokerOAuthProps } from '../broker-oauth';
import { LavinMqTarget } from './target';
import { LavinMqVersion } from './version';

/** Ways in which LavinMQ decides about a login. */
export enum LavinMqAuthBackend {
  /** The broker's own users and their passwords. */
  LOCAL = 'local',
  /** Tokens of the identity provider. */
  OAUTH = 'oauth',
}

/** Settings of LavinMQ's OAuth 2.0. */
export interface LavinMqOAuthProps extends BrokerOAuthProps {
  /** Where the broker runs. */
  readonly target: LavinMqTarget;

  /**
   * Release of the broker.
   *
   * Reported by `LAVINMQ_VERSION_TOO_OLD`, `LAVINMQ_VERSION_NEWER`, `LAVINMQ_SETTING_TOO_NEW` and `LAVINMQ_SETTING_MAYBE_TOO_NEW`.
   *
   * @default - not known, and rules that need it warn
   */
  readonly brokerVersion?: LavinMqVersion;

  /**
   * `[oauth] audience`: the value that a token's `aud` must be or hold, compared exactly.
   *
   * It replaces `resourceServerId` in that check. With `verifyAud` on, one of the two is needed (`LAVINMQ_AUDIENCE_REQUIRED`).
   *
   * @default - resourceServerId
   * @see https://lavinmq.com/documentation/oauth2-authentication
   */
  readonly audience?: string;

  /**
   * `[oauth] resource_server_id`: prefix of scopes, audience where none is set, and key under which roles are read.
   *
   * Scopes must begin with it and a dot unless `scopePrefix` says otherwise; roles are read from `resource_access.<id>.roles`, and in
   * objects only the member of this name. CloudAMQP demands it (`LAVINMQ_CLOUDAMQP_RESOURCE_SERVER_ID`). Also reported by
   * `LAVINMQ_EMPTY_VALUE`, `LAVINMQ_INI_VALUE` and `LAVINMQ_SCOPE_PREFIX`.
   *
   * @default - scopes have no prefix unless scopePrefix is set
   */
  readonly resourceServerId?: string;

  /**
   * `[oauth] verify_aud`: whether the broker looks at `aud`.
   *
   * Off, every token of the issuer is let in (`LAVINMQ_VERIFY_AUD_OFF`).
   *
   * @default true
   */
  readonly verifyAud?: boolean;

  /**
   * `[oauth] preferred_username_claims`: claims that name the user, in the order in which they are tried.
   *
   * The first that is a string counts, even an empty one; a token with none is rejected. The name is used in logs and in the check of
   * the `user_id` property of messages; rights do not hang on it. Reported by `LAVINMQ_USERNAME_CLAIMS`,
   * `LAVINMQ_USERNAME_CLAIM_UNREADABLE` and `LAVINMQ_LIST_MEMBER`.
   *
   * @default ["sub", "client_id"]
   */
  readonly preferredUsernameClaims?: string[];

  /**
   * `[oauth] additional_scopes_keys`: top-level claims that are read for scopes besides `scope`, by their literal names.
   *
   * Strings are split on blanks, arrays are read member by member. A `scope` claim that is an array makes the broker reject the token.
   * Reported by `LAVINMQ_SCOPES_KEY_UNREACHABLE` and `LAVINMQ_LIST_MEMBER`. On CloudAMQP the attribute is `additional_scopes_key`.
   *
   * @default - scope only, and the roles under resourceServerId
   */
  readonly additionalScopesKeys?: string[];

  /**
   * `[oauth] scope_prefix`: text that scopes must begin with; it is cut off, and scopes without it are dropped.
   *
   * Taken as it is, without adding a dot. Empty means no prefix at all, which CloudAMQP's resource cannot express
   * (`LAVINMQ_CLOUDAMQP_UNSUPPORTED`). Also reported by `LAVINMQ_SCOPE_PREFIX` and `LAVINMQ_INI_VALUE`.
   *
   * @default - resourceServerId and a dot; no prefix where that is not set either
   */
  readonly scopePrefix?: string;

  /**
   * `[oauth] jwks_cache_ttl`: seconds for which keys are kept where the key set's response sends no `max-age`.
   *
   * Keys are not fetched again for an unknown `kid`, so this is also how long a new key may be unknown. 0 makes every token fail
   * (`LAVINMQ_JWKS_CACHE_TTL`). CloudAMQP's resource cannot express it (`LAVINMQ_CLOUDAMQP_UNSUPPORTED`).
   *
   * @default 3600
   */
  readonly jwksCacheTtlSeconds?: number;

  /**
   * `[main] auth_backends`: who decides about a login, tried in order; the first success wins.
   *
   * `oauth` is needed (`LAVINMQ_OAUTH_BACKEND`); without `local` there is no way in besides tokens (`LAVINMQ_NO_LOCAL_LOGIN`). CloudAMQP's
   * resource cannot express it (`LAVINMQ_CLOUDAMQP_UNSUPPORTED`).
   *
   * @default - local, oauth on nodes of one's own; left to CloudAMQP there
   */
  readonly authBackends?: LavinMqAuthBackend[];

  /**
   * `[mqtt] permission_check_enabled`: whether scopes bind MQTT too.
   *
   * It also binds the broker's own users. Off, a token with any right on a virtual host may publish and subscribe there over MQTT
   * (`LAVINMQ_MQTT_UNRESTRICTED`). Left out, the node's own line is kept. CloudAMQP's resource cannot express it
   * (`LAVINMQ_CLOUDAMQP_UNSUPPORTED`).
   *
   * @default - what the node's file says; the broker's default is false
   */
  readonly mqttPermissionCheckEnabled?: boolean;

  /**
   * `[oauth] client_id`: the public client through which people log in to the management UI. Since 2.9.0.
   *
   * Needs `mgmtBaseUrl` too (`LAVINMQ_SSO_INCOMPLETE`). On CloudAMQP the attribute is `oauth_client_id`.
   *
   * @default - no login by token in the management UI
   */
  readonly clientId?: string;

  /**
   * `[oauth] mgmt_base_url`: URL under which browsers reach the management UI. Since 2.9.0.
   *
   * The client's redirect URI is this and `/oauth/callback`. Reported by `LAVINMQ_MGMT_BASE_URL` and `LAVINMQ_SSO_INCOMPLETE`.
   *
   * @default - no login by token in the management UI
   */
  readonly mgmtBaseUrl?: string;

  /**
   * `[oauth] mgmt_scopes`: scopes that the management UI asks for. Since 2.9.1.
   *
   * Reported by `LAVINMQ_MGMT_SCOPES` and `LAVINMQ_EMPTY_LIST`. On CloudAMQP the attribute is `oauth_scopes`.
   *
   * @default ["openid", "profile"]
   */
  readonly mgmtScopes?: string[];

  /**
   * Adopts the configuration that a CloudAMQP instance has already: the instance's number.
   *
   * Adds an import block, for which Terraform 1.5 is needed. Reported by `LAVINMQ_IMPORT_FROM`.
   *
   * @default - the configuration is created
   */
  readonly importFrom?: string;
}
