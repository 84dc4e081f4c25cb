import { KafkaLoginOptions } from './kafka-login-options';
import { TlsOptions } from './tls-options';

/** Options of a login by MQTT. */
export interface MqttLoginOptions {
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
}

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
}

/** How a node is asked whether it lets a token in. */
export class RestartLogin {
  /** Logs in by MQTT with the token as password. */
  public static mqtt(options: MqttLoginOptions): RestartLogin {
    return new RestartLogin({ kind: 'mqtt', ...options });
  }

  /** Logs in by AMQP 0-9-1 with the token as password. */
  public static amqp(options: AmqpLoginOptions): RestartLogin {
    return new RestartLogin({ kind: 'amqp', ...options });
  }

  /**
   * Logs in to a Kafka listener by SASL OAUTHBEARER with the token, and reads metadata to prove it.
   *
   * A broker refuses by an error text before it does by a code, which this login answers; and one that has let in closes the session of a
   * token it does not like, which only using the session shows.
   *
   * @see https://www.rfc-editor.org/rfc/rfc7628#section-3.2.3
   */
  public static kafka(options: KafkaLoginOptions): RestartLogin {
    return new RestartLogin({ kind: 'kafka', ...options });
  }

  private constructor(private readonly options: { [name: string]: unknown }) {}

  /** The login as the engine's spec holds it. @internal */
  public _spec(): { [name: string]: unknown } {
    return this.options;
  }
}
