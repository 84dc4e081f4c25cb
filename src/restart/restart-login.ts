import { AmqpLoginOptions } from './amqp-login-options';
import { KafkaLoginOptions } from './kafka-login-options';
import { MqttLoginOptions } from './mqtt-login-options';

/** How a node is asked whether it lets a token in. */
export class RestartLogin {
  /**
   * Logs in by MQTT with the token as password.
   *
   * Accepted is a token only once the broker, after CONNACK, has answered a PINGREQ; refused only by a code that speaks of the credentials.
   *
   * @see https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html
   */
  public static mqtt(options: MqttLoginOptions): RestartLogin {
    return new RestartLogin({ kind: 'mqtt', ...options });
  }

  /**
   * Logs in by AMQP 0-9-1 with the token as password.
   *
   * Accepted is a token that gets Connection.Open-Ok, refused one that gets 403 in answer to it. A vhost that is closed to the token (530) is
   * neither, nor is a connection that ends without a word, as that of a token too long for the first frame.
   *
   * @see https://www.rabbitmq.com/resources/specs/amqp0-9-1.pdf
   */
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
