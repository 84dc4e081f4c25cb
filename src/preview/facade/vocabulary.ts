/** What becomes of a login. */
export enum PreviewDecision {
  /** The broker lets the client in. */
  ACCEPT = 'accept',
  /** The broker refuses the client. */
  REJECT = 'reject',
  /** What the broker does is not known; the reason names the step. */
  UNDETERMINED = 'undetermined',
}

/** An answer that facts may leave open. */
export enum PreviewVerdict {
  /** It is so. */
  YES = 'yes',
  /** It is not so. */
  NO = 'no',
  /** Nobody knows. */
  UNKNOWN = 'unknown',
}

/** What came of one step of a login. */
export enum PreviewOutcome {
  /** The step lets the login go on. */
  PASS = 'pass',
  /** The step refuses the login. */
  FAIL = 'fail',
  /** The step was not judged and does not decide. */
  SKIPPED = 'skipped',
  /** Whether the step lets the login go on is not known. */
  UNKNOWN = 'unknown',
}

/** How the client speaks to LavinMQ. */
export enum PreviewProtocol {
  /** AMQP 0-9-1. */
  AMQP = 'amqp',
  /** MQTT 3.1.1. */
  MQTT = 'mqtt',
  /** The HTTP API. */
  HTTP = 'http',
}

/** What the cryptographic check says of a token that is given as header and claims. */
export enum PreviewSignature {
  /** The signature is good. */
  VALID = 'valid',
  /** The signature is somebody else's. */
  INVALID = 'invalid',
}

/** Which authorizer of Kafka judges access control entries. */
export enum PreviewKafkaTarget {
  /** That of Aiven. */
  AIVEN = 'aiven',
  /** Kafka's own. */
  SELF_MANAGED = 'self-managed',
}
