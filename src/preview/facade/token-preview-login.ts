import { PreviewProtocol, PreviewSignature } from './vocabulary';

/** One client at one time: what it sends, and what stands around it. All times are seconds since the epoch. */
export interface TokenPreviewLogin {
  /**
   * The time of the login, in seconds since the epoch. A preview never asks a clock, so that it gives the same answer tomorrow.
   */
  readonly now: number;

  /**
   * The token in its compact form, as the client sends it.
   *
   * It is not shown in any output. Give either this or `claims`.
   *
   * @default - see `claims`
   */
  readonly token?: string;

  /**
   * The token's header as JSON text, for a token that is not encoded.
   *
   * @default - at a broker construct that of the identity provider's tokens; elsewhere an error where there are `claims`
   */
  readonly header?: string;

  /**
   * The token's claims as JSON text, for a token that is not encoded.
   *
   * @default - the client sends no token
   */
  readonly claims?: string;

  /**
   * What the cryptographic check says of a token that is given as header and claims.
   *
   * The algorithm and the presence of `kid` are judged in any case.
   *
   * @default - at a broker construct PreviewSignature.VALID; elsewhere not known, and the step is skipped or unknown
   */
  readonly signature?: PreviewSignature;

  /**
   * LavinMQ: how the client speaks to it.
   *
   * @default PreviewProtocol.AMQP
   */
  readonly protocol?: PreviewProtocol;

  /**
   * User name that the client sends. For Kafka the authorization id.
   *
   * @default - none; at a MosquittoOAuth construct the claim that the user name must be
   */
  readonly username?: string;

  /**
   * Password that the client sends where it is not the token.
   *
   * @default - none
   */
  readonly password?: string;

  /**
   * MQTT client id.
   *
   * @default - none; at a MosquittoOAuth construct the claim that it must be, where there is such a demand
   */
  readonly mqttClientId?: string;

  /**
   * User name under which something in front of the step that judges tokens has let the client in already.
   *
   * @default - the broker judges the login
   */
  readonly authenticatedAs?: string;

  /**
   * The identity provider's key set as JSON text, as it is served, or `{"reachable": false}`.
   *
   * @default - which key verifies the token is not judged
   */
  readonly jwks?: string;

  /**
   * `max-age` of the response with the key set, in seconds.
   *
   * @default - not known
   */
  readonly jwksMaxAge?: number;

  /**
   * The discovery document as JSON text, as it is served.
   *
   * @default - not judged
   */
  readonly discovery?: string;

  /**
   * What the introspection endpoint answers, as JSON text with `status`, `body` and `delayMs`, or `{"reachable": false}`.
   *
   * @default - not known, so a broker that asks leaves the decision open
   */
  readonly introspection?: string;

  /**
   * What the revocation endpoint answers, in the form of `introspection`.
   *
   * @default - not known, so a broker that asks leaves the decision open
   */
  readonly revocation?: string;

  /**
   * Actions of which the preview says whether they are allowed, in the broker's own words.
   *
   * LavinMQ `write:%2F/queue` (virtual host percent-encoded), HiveMQ and Mosquitto `publish:topic` and `subscribe:filter`, Mosquitto
   * also `receive:topic`, Kafka `Read:Topic:orders`.
   *
   * @default - none is asked
   */
  readonly can?: string[];
}
