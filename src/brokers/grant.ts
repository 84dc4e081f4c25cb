/** Options of the grants that every broker understands; one that a broker cannot honour is an error there, never ignored. */
export interface GrantOptions {
  /**
   * How the destination is meant.
   *
   * @default DestinationMatch.LITERAL - wildcard characters in it are refused where the broker cannot escape them
   */
  readonly match?: DestinationMatch;

  /**
   * Grants although the broker can only give more than was asked; the returned grant states the real extent.
   *
   * @default false - such a grant is an error
   */
  readonly acceptWider?: boolean;

  /**
   * LavinMQ: the virtual host.
   *
   * @default "/" on LavinMQ
   */
  readonly vhost?: string;

  /**
   * LavinMQ: the protocol the application speaks.
   *
   * @default GrantProtocol.AMQP on LavinMQ
   */
  readonly protocol?: GrantProtocol;
}

/** Options of `grantPublish`. */
export interface GrantPublishOptions extends GrantOptions {
  /**
   * HiveMQ: whether retained messages may be published too.
   *
   * @default false
   */
  readonly retained?: boolean;
}

/** Options of `grantConsume`. */
export interface GrantConsumeOptions extends GrantOptions {
  /**
   * LavinMQ: whether the queue may be declared too, which adds `configure`.
   *
   * @default false
   */
  readonly declare?: boolean;

  /**
   * HiveMQ and Mosquitto: whether the topic may be subscribed to as a shared subscription too.
   *
   * @default false
   */
  readonly shared?: boolean;

  /**
   * Kafka: the consumer group, required there. HiveMQ and Mosquitto: the group of a shared subscription.
   *
   * @default - Kafka: an error; elsewhere any group when `shared` is set
   */
  readonly group?: string;
}

/** How a destination is meant. */
export enum DestinationMatch {
  /** Exactly this name. */
  LITERAL = 'literal',
  /** Every name that begins with it. */
  PREFIX = 'prefix',
  /** A pattern in the broker's own wildcard syntax. */
  PATTERN = 'pattern',
}

/** The protocol an application speaks with LavinMQ. */
export enum GrantProtocol {
  /** AMQP 0-9-1. */
  AMQP = 'amqp',
  /** MQTT 3.1.1. */
  MQTT = 'mqtt',
}

/** What a grant gave, in the broker's own words. */
export interface GrantResult {
  /** Path of the broker construct. */
  readonly broker: string;
  /** Client id of the application. */
  readonly clientId: string;
  /** The rights in the broker's vocabulary, one a line. */
  readonly rights: string[];
  /** Scopes the identity provider must give the application; empty where rights live in the broker. */
  readonly scopes: string[];
  /**
   * What the rights really reach, where that is more than was asked.
   *
   * @default - exactly what was asked
   */
  readonly widerThanAsked?: string;
}
