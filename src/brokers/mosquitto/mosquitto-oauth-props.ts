import { MosquittoClient, MosquittoDefaultAclAccess, MosquittoGroup, MosquittoRole } from './accounts';
import { MosquittoKeys } from './keys';
import { MosquittoRevocation } from './revocation';
import { MosquittoVersion } from './version';
import { BrokerOAuthProps } from '../broker-oauth';

/** Who loads the dynamic security plugin, by which accounts and rights are decided. */
export enum MosquittoDynamicSecurity {
  /** Our lines of mosquitto.conf, behind the token plugin. */
  LOADED = 'loaded',
  /** Lines of mosquitto.conf that are not ours; ours are put before them. */
  LOADED_ELSEWHERE = 'loaded-elsewhere',
  /** The cluster plugin, whose lines are not ours; ours are put before them. */
  HIGH_AVAILABILITY = 'high-availability',
}

/** A listener of the broker. */
export interface MosquittoListener {
  /** Port, 1 to 65535. Reported by `MOSQUITTO_LISTENER`. */
  readonly port: number;

  /**
   * Address to bind to.
   *
   * @default - every address
   */
  readonly address?: string;

  /**
   * Whether clients log in with tokens here.
   *
   * Where not, dynamic security alone decides, so that accounts with passwords such as `admin` get in. One such listener makes plugins
   * load by name (`plugin_load`, `plugin_use`), for which Mosquitto 2.1 is needed (`MOSQUITTO_SETTING_UNSUPPORTED`).
   *
   * @default true
   */
  readonly tokens?: boolean;
}

/** A further plugin, loaded behind the token plugin. */
export interface MosquittoPlugin {
  /** `plugin`: path of the shared object. Reported by `MOSQUITTO_CONF_VALUE`, `MOSQUITTO_PLUGIN_TWICE` and `MOSQUITTO_PLUGIN_PATH_BLANK`. */
  readonly path: string;

  /**
   * `plugin_opt_config_file`: its settings file.
   *
   * @default - none
   */
  readonly configFile?: string;

  /**
   * Further `plugin_opt_*` lines, by what follows `plugin_opt_`.
   *
   * @default - none
   */
  readonly options?: { [name: string]: string };
}

/** Settings of Pro Mosquitto's token plugin and dynamic security. */
export interface MosquittoOAuthProps extends BrokerOAuthProps {
  /**
   * Version of Pro Mosquitto, or the open-source version it is built on.
   *
   * Reported by `MOSQUITTO_VERSION`, `MOSQUITTO_VERSION_NEWER`, `MOSQUITTO_SETTING_UNSUPPORTED` and `MOSQUITTO_SETTING_UNPROVEN`.
   *
   * @default - not known, and rules that need it warn
   */
  readonly brokerVersion?: MosquittoVersion;

  /**
   * `algorithm`, `mode` and `options.modes`: where the keys come from.
   *
   * @default MosquittoKeys.jwks() - the key set of the identity provider, cached
   */
  readonly keys?: MosquittoKeys;

  /**
   * `options.lazyConnect`: whether the broker starts without asking its endpoints.
   *
   * The plugin's own default is false: it asks each endpoint once at start and fails when one does not answer, so that no node would come
   * back from a restart while the identity provider is down. Reported by `MOSQUITTO_LAZY_CONNECT`.
   *
   * @default true
   */
  readonly lazyConnect?: boolean;

  /**
   * `options.common.issuer`: the value of `iss`, compared exactly. Reported by `MOSQUITTO_ISSUER_UNCHECKED`, `MOSQUITTO_ISSUER_TWICE` and
   * `MOSQUITTO_ISSUER_PATTERN`.
   *
   * @default - the issuer of the identity provider, unless issuers or validateIssuerAgainstEnvs is set
   */
  readonly issuer?: string;

  /**
   * `options.common.issuers`: values of which `iss` must be one. Came between Pro Mosquitto 3.0 and 3.3.
   *
   * @default - issuer alone
   */
  readonly issuers?: string[];

  /**
   * `options.common.audience`: what `aud` must be; `*` stands for any text, `/expression/flags` is a JavaScript regular expression. Came
   * between Pro Mosquitto 3.0 and 3.3; how an `aud` that is a list is compared is not documented.
   *
   * Reported by `MOSQUITTO_AUDIENCE_UNCHECKED`, `MOSQUITTO_PATTERN_INVALID` and `MOSQUITTO_PATTERN_ANYTHING`.
   *
   * @default - not checked
   */
  readonly audience?: string;

  /**
   * `options.common.audiences`: values or patterns of which `aud` must match one. Came between Pro Mosquitto 3.0 and 3.3.
   *
   * Reported by `MOSQUITTO_AUDIENCE_TWICE`, `MOSQUITTO_PATTERN_INVALID` and `MOSQUITTO_PATTERN_ANYTHING`.
   *
   * @default - audience alone
   */
  readonly audiences?: string[];

  /**
   * `options.common.validateIssuerAgainstEnvs`: names of variables of which one must hold `iss`. Came between Pro Mosquitto 3.0 and 3.3.
   * Reported by `MOSQUITTO_VARIABLE_NAME`.
   *
   * @default - none
   */
  readonly validateIssuerAgainstEnvs?: string[];

  /**
   * `options.common.validateAudienceAgainstEnvs`: names of variables of which one must match `aud`. Came between Pro Mosquitto 3.0 and 3.3.
   * Reported by `MOSQUITTO_VARIABLE_NAME`.
   *
   * @default - none
   */
  readonly validateAudienceAgainstEnvs?: string[];

  /**
   * `options.common.validateExpiration`: whether expired tokens are refused. Reported by `MOSQUITTO_EXPIRATION_UNCHECKED`.
   *
   * @default true
   */
  readonly validateExpiration?: boolean;

  /**
   * `options.common.matchUsernameToSubject`: whether the MQTT user name must be the token's `sub`.
   *
   * The plugin's own default is false, with which any holder of any valid token may take any account; that is an error
   * (`MOSQUITTO_USERNAME_UNBOUND`). The vendor's documentation says that another name is refused, its blog that it is replaced; clients that
   * send `sub` as user name are right either way.
   *
   * @default true, unless matchUsernameToClaim is set
   */
  readonly matchUsernameToSubject?: boolean;

  /**
   * `options.common.matchClientIdToSubject`: whether the MQTT client id must be the token's `sub`.
   *
   * @default false
   */
  readonly matchClientIdToSubject?: boolean;

  /**
   * `options.common.matchUsernameToClaim`: the claim that the MQTT user name must be, in place of `sub`. Came between Pro Mosquitto 3.0 and
   * 3.3. Accounts of applications are named by it. Reported by `MOSQUITTO_TWO_MATCHES`.
   *
   * @default - matchUsernameToSubject
   */
  readonly matchUsernameToClaim?: string;

  /**
   * `options.common.matchClientIdToClaim`: the claim that the MQTT client id must be. Came between Pro Mosquitto 3.0 and 3.3. Reported by
   * `MOSQUITTO_TWO_MATCHES`.
   *
   * @default - any client id
   */
  readonly matchClientIdToClaim?: string;

  /**
   * `options.common.kickExpiredClients`: whether a session ends when its token expires. Reported by `MOSQUITTO_EXPIRED_SESSIONS`.
   *
   * @default true
   */
  readonly kickExpiredClients?: boolean;

  /**
   * `options.common.kickExpiredClientsWithWill`: whether the last will is published then.
   *
   * @default true
   */
  readonly kickExpiredClientsWithWill?: boolean;

  /**
   * `options.revocation`: how revoked tokens are found out, at every login. Reported by `MOSQUITTO_REVOCATION_KIND`.
   *
   * @default - a token is good until it expires
   */
  readonly revocation?: MosquittoRevocation;

  /**
   * `persistence_location`: directory in which the token plugin looks for its settings file. Reported by `MOSQUITTO_CONF_VALUE`.
   *
   * @default - what the node's file says
   */
  readonly persistenceLocation?: string;

  /**
   * `allow_anonymous`: whether clients without a user name get in. Reported by `MOSQUITTO_ANONYMOUS`.
   *
   * @default - what the node's file says; the broker's default is false with a listener
   */
  readonly allowAnonymous?: boolean;

  /**
   * Listeners that our lines of mosquitto.conf open. Reported by `MOSQUITTO_LISTENER` and `MOSQUITTO_PASSWORD_LOGINS`.
   *
   * @default - those of the node's file
   */
  readonly listeners?: MosquittoListener[];

  /**
   * `plugin`: path of the token plugin. Reported by `MOSQUITTO_CONF_VALUE` and `MOSQUITTO_PLUGIN_PATH_BLANK`.
   *
   * @default "/usr/lib/cedalo_jwt_auth.so"
   */
  readonly tokenPluginPath?: string;

  /**
   * `plugin_opt_config_file` of the token plugin: name of its settings file. Reported by `MOSQUITTO_TOKEN_FILE_NAME`.
   *
   * @default - jwt.json
   */
  readonly tokenPluginConfigFile?: string;

  /**
   * Who loads dynamic security. Reported by `MOSQUITTO_AUTHORIZATION` and `MOSQUITTO_PLUGIN_ORDER`.
   *
   * @default MosquittoDynamicSecurity.LOADED
   */
  readonly dynamicSecurity?: MosquittoDynamicSecurity;

  /**
   * `plugin`: path of the dynamic security plugin. Reported by `MOSQUITTO_CONF_VALUE` and `MOSQUITTO_PLUGIN_PATH_BLANK`.
   *
   * @default "/usr/lib/mosquitto_dynamic_security.so"
   */
  readonly dynamicSecurityPluginPath?: string;

  /**
   * `plugin_opt_config_file` of the dynamic security plugin: absolute path of its file. Reported by `MOSQUITTO_DYNAMIC_SECURITY_FILE`.
   *
   * @default "/mosquitto/data/dynamic-security.json"
   */
  readonly dynamicSecurityConfigFile?: string;

  /**
   * Further plugins, loaded behind the token plugin and dynamic security.
   *
   * @default - none
   */
  readonly plugins?: MosquittoPlugin[];

  /**
   * `defaultACLAccess`: what happens when no role decides. Reported by `MOSQUITTO_DEFAULT_ACCESS`.
   *
   * @default - what the node's file says
   */
  readonly defaultAclAccess?: MosquittoDefaultAclAccess;

  /**
   * `clients`: accounts besides those that grants make.
   *
   * @default - none
   */
  readonly clients?: MosquittoClient[];

  /**
   * `groups`: groups of accounts.
   *
   * @default - none
   */
  readonly groups?: MosquittoGroup[];

  /**
   * `roles`: roles besides those that grants make.
   *
   * @default - none
   */
  readonly roles?: MosquittoRole[];

  /**
   * `anonymousGroup`: the group of clients without a user name. Reported by `MOSQUITTO_ANONYMOUS_GROUP` and `MOSQUITTO_REFERENCES`.
   *
   * @default - what the node's file says
   */
  readonly anonymousGroup?: string;

  /**
   * User names of accounts that stand on the nodes already and are not ours, `admin` above all.
   *
   * Without `admin` a rule warns that tokens are the only way in (`MOSQUITTO_NO_ADMIN`). They are never touched.
   *
   * @default - none is known
   */
  readonly existingClients?: string[];

  /**
   * Names of roles that stand on the nodes already and are not ours, so that accounts of ours may have them. They are never touched.
   *
   * @default - none is known
   */
  readonly existingRoles?: string[];

  /**
   * Names of groups that stand on the nodes already and are not ours. They are never touched.
   *
   * @default - none is known
   */
  readonly existingGroups?: string[];
}
