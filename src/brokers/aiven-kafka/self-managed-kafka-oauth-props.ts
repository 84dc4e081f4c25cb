import { KafkaOAuthProps } from './kafka-oauth-props';

/** OAuth settings of a listener of self-managed Kafka brokers. */
export interface SelfManagedKafkaOAuthProps extends KafkaOAuthProps {
  /**
   * Name of the SASL listener that takes tokens, as it stands in `listeners`.
   *
   * Reported by `KAFKA_LISTENER_NAME`; by `KAFKA_LISTENER_MISSING` and `KAFKA_LISTENER_NOT_SASL` where a broker's file disagrees.
   */
  readonly listener: string;

  /**
   * `sasl.enabled.mechanisms` of the listener.
   *
   * Reported by `KAFKA_MECHANISMS`, `KAFKA_TOKENS_ONLY` and `KAFKA_INTER_BROKER_MECHANISM`.
   *
   * @default ["OAUTHBEARER"]
   */
  readonly enabledMechanisms?: string[];

  /**
   * `sasl.oauthbearer.scope.claim.name`: the claim that holds scopes.
   *
   * The broker does nothing with scopes, but refuses a token where the claim is blank or a list with a blank or a member twice. Reported
   * by `KAFKA_LISTENER_TEXT`.
   *
   * @default "scope"
   */
  readonly scopeClaimName?: string;

  /**
   * `sasl.oauthbearer.clock.skew.seconds`: how far the clocks of broker and identity provider may differ.
   *
   * Reported by `KAFKA_LISTENER_NUMBER`.
   *
   * @default 30
   */
  readonly clockSkewSeconds?: number;

  /**
   * `sasl.oauthbearer.jwks.endpoint.refresh.ms`: how often keys are fetched anew, in milliseconds.
   *
   * Reported by `KAFKA_LISTENER_NUMBER`.
   *
   * @default 3600000
   */
  readonly jwksEndpointRefreshMs?: number;

  /**
   * `sasl.oauthbearer.jwks.endpoint.retry.backoff.ms`: first wait after a fetch that failed, in milliseconds.
   *
   * Reported by `KAFKA_LISTENER_NUMBER`.
   *
   * @default 100
   */
  readonly jwksEndpointRetryBackoffMs?: number;

  /**
   * `sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms`: longest such wait, in milliseconds.
   *
   * Reported by `KAFKA_LISTENER_NUMBER`.
   *
   * @default 10000
   */
  readonly jwksEndpointRetryBackoffMaxMs?: number;

  /**
   * `sasl.oauthbearer.jwt.validator.class`: the class that judges tokens, since 4.1.
   *
   * Reported by `KAFKA_VALIDATOR_CLASS`, `KAFKA_VALIDATOR_FOREIGN`, `KAFKA_LISTENER_TEXT` and `KAFKA_SETTING_UNSUPPORTED`.
   *
   * @default - BrokerJwtValidator where the broker is or may be 4.1.0 or 4.1.1, whose default verifies nothing; else Kafka's default
   */
  readonly jwtValidatorClass?: string;

  /**
   * `sasl.oauthbearer.allow.unverified.issuer`: lets a broker start without an expected issuer, since 4.4.
   *
   * Reported by `KAFKA_UNVERIFIED_OPT_OUT` and `KAFKA_SETTING_UNSUPPORTED`.
   *
   * @default false
   */
  readonly allowUnverifiedIssuer?: boolean;

  /**
   * `sasl.oauthbearer.allow.unverified.audience`: lets a broker start without an expected audience, since 4.4.
   *
   * Reported by `KAFKA_UNVERIFIED_OPT_OUT` and `KAFKA_SETTING_UNSUPPORTED`.
   *
   * @default false
   */
  readonly allowUnverifiedAudience?: boolean;

  /**
   * `connections.max.reauth.ms` of the mechanism: longest session, in milliseconds. A session ends with its token anyway.
   *
   * Reported by `KAFKA_LISTENER_NUMBER`.
   *
   * @default 0 - until the token expires
   */
  readonly connectionsMaxReauthMs?: number;

  /**
   * URLs that the broker's JVM may call besides the key URL, such as a token endpoint that brokers themselves use.
   *
   * Written to `kafka-jvm.options` as the system property `org.apache.kafka.sasl.oauthbearer.allowed.urls`, which 4.0 and later demand.
   * Reported by `KAFKA_JWKS_URL_FORM`.
   *
   * @default - the key URL alone
   */
  readonly allowedUrls?: string[];
}
