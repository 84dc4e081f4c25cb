import { TlsOptions } from './tls-options';

/** A version of MQTT. */
export enum MqttProtocolVersion {
  /** MQTT 3.1.1, the only one that LavinMQ speaks. */
  V3_1_1 = '3.1.1',
  /** MQTT 5, which tells more of a refusal. */
  V5 = '5',
}

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
  /**
   * Path of the listener where it speaks MQTT over WebSocket, such as `/mqtt`.
   *
   * @default - MQTT over TCP
   */
  readonly webSocketPath?: string;
  /**
   * Version of MQTT to speak.
   *
   * @default - 3.1.1 for LavinMQ, else 5
   */
  readonly protocolVersion?: MqttProtocolVersion;
  /**
   * The user name to send. For LavinMQ `<vhost>:<anything>` chooses the vhost.
   *
   * @default - what the broker needs: the token's `sub` for Mosquitto, else a name that nobody looks at
   * @see https://docs.cedalo.com/mosquitto/security/clients/mosquitto-jwt-auth
   */
  readonly username?: string;
  /**
   * The claim of the token whose value is the user name, where the broker compares the two (`matchUsernameToClaim`). Excludes `username`.
   *
   * @default - `sub` for Mosquitto, else none
   */
  readonly usernameClaim?: string;
  /**
   * The client id to send, where the broker ties it to the token. It must be no real client's, whose session the login would take over.
   *
   * @default - another one at each login
   */
  readonly clientId?: string;
}
