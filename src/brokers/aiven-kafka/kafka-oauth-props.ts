import { BrokerOAuthProps } from '../broker-oauth';
import { KafkaVersion } from './version';

/** OAuth settings that every Kafka has. */
export interface KafkaOAuthProps extends BrokerOAuthProps {
  /**
   * `sasl.oauthbearer.expected.audience`: values of which one must be in a token's `aud`, compared exactly.
   *
   * Demanded (`KAFKA_AUDIENCE_REQUIRED`): up to 4.3 a broker without it refuses every token that carries an audience, and 4.4 does not
   * start. Kafka joins the values by commas, so none may hold one (`KAFKA_AUDIENCE_COMMA`); at Aiven they have 128 characters together
   * (`KAFKA_AUDIENCE_LENGTH`). Also reported by `KAFKA_AUDIENCE_TEXT`, `KAFKA_AUDIENCE_EMPTY` and `KAFKA_AUDIENCE_EMPTY_IGNORED`.
   *
   * @see https://aiven.io/docs/products/kafka/howto/enable-oidc
   */
  readonly audience: string[];

  /**
   * `sasl.oauthbearer.expected.issuer`: the value that a token's `iss` must be, compared exactly, slash and case included.
   *
   * Demanded (`KAFKA_ISSUER_REQUIRED`); at Aiven at most 128 characters (`KAFKA_ISSUER_TEXT`).
   *
   * @default - the identity provider's issuer
   * @see https://aiven.io/docs/products/kafka/howto/enable-oidc
   */
  readonly issuer?: string;

  /**
   * `sasl.oauthbearer.jwks.endpoint.url`: where the broker fetches the keys that tokens are signed with.
   *
   * Fetched when a broker starts, which fails if that fails, and then refreshed. At Aiven setting it is what turns OAUTHBEARER on, over
   * https only and with at most 2048 characters. Reported by `KAFKA_JWKS_URL_REQUIRED`, `KAFKA_JWKS_URL_HTTPS`,
   * `KAFKA_JWKS_URL_PLAIN_HTTP`, `KAFKA_JWKS_URL_LENGTH`, `KAFKA_JWKS_URL_FORM` and `KAFKA_JWKS_URL_TEXT`.
   *
   * @default - the identity provider's JWKS URL
   * @see https://aiven.io/docs/products/kafka/howto/enable-oidc
   */
  readonly jwksEndpointUrl?: string;

  /**
   * `sasl.oauthbearer.sub.claim.name`: the claim that names the principal, `User:<value>`.
   *
   * A claim at the top of the token whose value is a string; dots are part of the name (`KAFKA_SUB_CLAIM_PATH`). Reported by
   * `KAFKA_SUB_CLAIM_NAME` too.
   *
   * @default "sub"
   * @see https://aiven.io/docs/products/kafka/howto/enable-oidc
   */
  readonly subClaimName?: string;

  /**
   * Release of the broker, as far as it is known: at Aiven `kafka_version`.
   *
   * Reported by `KAFKA_FORGED_TOKENS`, `KAFKA_VERSION_DEPRECATED`, `KAFKA_VERSION_NEWER`, `KAFKA_VERSION_OLDER` and
   * `KAFKA_SETTING_UNSUPPORTED`.
   *
   * @default - not known, and rules that need it warn
   */
  readonly brokerVersion?: KafkaVersion;
}
