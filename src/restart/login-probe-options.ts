import { RestartLogin } from './restart-login';
import { RestartToken } from './restart-token';

/** Options of a login probe. */
export interface LoginProbeOptions {
  /** Where the token is tried. */
  readonly login: RestartLogin;
  /** The token that is tried. */
  readonly token: RestartToken;
  /**
   * Whether the token must be kept out.
   *
   * @default false
   */
  readonly refused?: boolean;
}
