import { DynamicSecurityProbeOptions } from './dynamic-security-probe-options';
import { KafkaProbeOptions } from './kafka-probe-options';
import { LogLineProbeOptions } from './log-line-probe-options';
import { LoginProbeOptions } from './login-probe-options';
import { TlsProbeOptions } from './tls-probe-options';

/** Options of an HTTP probe. */
export interface HttpProbeOptions {
  /**
   * Status codes that count as good.
   *
   * @default [200]
   */
  readonly status?: number[];
  /**
   * Text that the body must hold.
   *
   * @default - the status decides alone
   */
  readonly bodyContains?: string;
}

/** How the engine asks whether a node is healthy. */
export class RestartProbe {
  /** Good when a TCP connection opens. */
  public static tcp(host: string, port: number): RestartProbe {
    return new RestartProbe({ kind: 'tcp', host, port });
  }

  /** Good when a GET request answers with an expected status; redirects are not followed. */
  public static http(url: string, options: HttpProbeOptions = {}): RestartProbe {
    return new RestartProbe({ kind: 'http', url, ...options });
  }

  /**
   * Good when a Kafka node takes a connection, tells its versions and answers a request, and its cluster counts it among the nodes that are up.
   *
   * @see https://kafka.apache.org/protocol
   */
  public static kafka(options: KafkaProbeOptions): RestartProbe {
    return new RestartProbe({ kind: 'kafka', ...options, token: options.token?._spec() });
  }

  /** Good when a listener shows a certificate that is trusted, carries its name and stays good long enough. */
  public static tls(host: string, port: number, options: TlsProbeOptions = {}): RestartProbe {
    return new RestartProbe({ kind: 'tls', host, port, ...options });
  }

  /** Good when the lines that the broker has logged since its start hold one text, or lack another. No line is shown. */
  public static logLine(options: LogLineProbeOptions): RestartProbe {
    return new RestartProbe({ kind: 'log-line', ...options });
  }

  /**
   * Good when Mosquitto lets the account of the control API in and has loaded our accounts as they stand in the node's `dynamic-security.json`.
   *
   * A broker that does not find its file starts all the same and lets nobody in, so this login is the only proof.
   */
  public static dynamicSecurity(options: DynamicSecurityProbeOptions): RestartProbe {
    return new RestartProbe({ kind: 'dynamic-security', ...options, password: options.password._spec() });
  }

  /** Good when a token is let in, or kept out, as it must be. */
  public static login(options: LoginProbeOptions): RestartProbe {
    const { login, token, refused = false } = options;
    return new RestartProbe({ kind: 'login', login: login._spec(), token: token._spec(), expected: refused ? 'refused' : 'accepted' });
  }

  private constructor(private readonly options: { [name: string]: unknown }) {}

  /** The probe as the engine's spec holds it. @internal */
  public _spec(): { [name: string]: unknown } {
    return this.options;
  }
}
