import { HiveMqFileRealmDocument } from './file-realm';
import { HiveMqPipeline } from './pipelines';
import { HiveMqRealm } from './realms';
import { HiveMqRevocationCheck } from './revocation';

/** The Enterprise Security Extension's own configuration: the root of `config.xml`. */
export interface HiveMqConfig {
  /**
   * Content of `runtime`, which the vendor's schema leaves open, as well-formed XML. Rule HIVEMQ_RUNTIME_XML.
   *
   * @default - none
   */
  readonly runtime?: string;

  /**
   * The access log: `access-log`.
   *
   * @default - the broker's
   */
  readonly accessLog?: HiveMqAccessLog;

  /**
   * Sources of trust and of permissions: `realms`.
   *
   * @default - none
   */
  readonly realms?: HiveMqRealm[];

  /**
   * Ways of clients through the extension: `pipelines`.
   *
   * @default - none
   */
  readonly pipelines?: HiveMqPipeline[];

  /**
   * Whether client certificates may be revoked: `client-certificate-revocation-checks`.
   *
   * @default - not checked
   */
  readonly clientCertificateRevocationChecks?: HiveMqRevocationCheck[];
}

/** The access log: `access-log`. It is written below `log` of the broker's home. */
export interface HiveMqAccessLog {
  /**
   * Whether it is written: `enabled`.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Name of the file without `.log`: `file-name`.
   *
   * @default "access"
   */
  readonly fileName?: string;

  /**
   * Folder below `log`: `sub-folder`.
   *
   * @default "access"
   */
  readonly subFolder?: string;

  /**
   * Whether the log is written through: `write-through`.
   *
   * @default false
   */
  readonly writeThrough?: boolean;
}

/**
 * Everything that HiveMQ's OAuth side consists of: the extension's configuration and its file realm.
 *
 * The normal form, which reading gives, has no empty lists and no `false` for elements that are empty, and states the settings whose
 * defaults differ between managers or are stricter than expected (`use-authorization-…`, `retain`, `shared-…`).
 */
export interface HiveMqSettings {
  /** `config.xml`, or `enterprise-security-extension.xml` before HiveMQ 4.15. */
  readonly config: HiveMqConfig;
  /** `ese-file-realm.xml`; undefined when the settings bring none. */
  readonly fileRealm?: HiveMqFileRealmDocument;
  /** Whether somebody stated that the allow-all extension is off; undefined when settings were read from files, which do not tell. */
  readonly allowAllExtensionDisabled?: boolean;
}
