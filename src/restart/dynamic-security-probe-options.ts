import { RestartToken } from './restart-token';
import { TlsOptions } from './tls-options';

/** How a node is asked whether its broker has loaded dynamic security. */
export interface DynamicSecurityProbeOptions {
  /** Host of a listener. */
  readonly host: string;
  /** Port of a listener. */
  readonly port: number;
  /**
   * User name of an account that may publish to and read from `$CONTROL/dynamic-security/v1`.
   *
   * @default "admin"
   */
  readonly username?: string;
  /** Its password, by the name of an environment variable or a file. */
  readonly password: RestartToken;
  /**
   * TLS of the listener.
   *
   * @default - no TLS
   */
  readonly tls?: TlsOptions;
}
