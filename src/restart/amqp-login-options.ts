import { TlsOptions } from './tls-options';

/** Options of a login by AMQP 0-9-1. */
export interface AmqpLoginOptions {
  /** Host of the listener. */
  readonly host: string;
  /** Port of the listener. */
  readonly port: number;
  /**
   * TLS of the listener.
   *
   * @default - no TLS
   */
  readonly tls?: TlsOptions;
  /**
   * The vhost to open. The token needs a right on it; without one the login is unclear, since the broker has let the token in.
   *
   * @default "/"
   */
  readonly vhost?: string;
  /**
   * The user name to send.
   *
   * @default - a name that nobody looks at
   */
  readonly username?: string;
  /**
   * The claim of the token whose value is the user name. Excludes `username`.
   *
   * @default - none
   */
  readonly usernameClaim?: string;
}
