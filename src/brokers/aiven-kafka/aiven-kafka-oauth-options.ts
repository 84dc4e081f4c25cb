import { KafkaOAuthProps } from './kafka-oauth-props';

/** OAuth settings of an Aiven for Apache Kafka service, wherever the service is described. */
export interface AivenKafkaOAuthOptions extends KafkaOAuthProps {
  /** Name of the Aiven project. Reported by `KAFKA_SERVICE_NAME` and `KAFKA_SERVICE_REFERENCE`. */
  readonly project: string;

  /**
   * Name of the Kafka service.
   *
   * Not a reference to the service's own resource, which itself needs the settings (`KAFKA_SERVICE_REFERENCE`); reported by
   * `KAFKA_SERVICE_NAME` too.
   */
  readonly serviceName: string;

  /**
   * Plan of the service, by which some lack the fields (`KAFKA_PLAN_WITHOUT_OAUTH`).
   *
   * @default - not looked at
   */
  readonly plan?: string;

  /**
   * Whether OAuth is turned off, as far as Terraform can: `kafka_authentication_methods.sasl` becomes false.
   *
   * That closes the SASL port for every mechanism and leaves the four fields set; leaving the construct out would even leave the port
   * open. `KAFKA_UNSET_TRAP` tells what else is to be done.
   *
   * @default false
   */
  readonly disabled?: boolean;

  /**
   * `kafka_authentication_methods.certificate`: whether clients may log in with certificates of the project.
   *
   * Reported by `KAFKA_TOKENS_ONLY`.
   *
   * @default - left to Aiven (true)
   */
  readonly certificate?: boolean;

  /**
   * `kafka_sasl_mechanisms.plain`: whether service users may log in by PLAIN.
   *
   * Reported by `KAFKA_TOKENS_ONLY` and `KAFKA_MECHANISMS_NONE`.
   *
   * @default - left to Aiven (true)
   */
  readonly plain?: boolean;

  /**
   * `kafka_sasl_mechanisms.scram_sha_256`: whether service users may log in by SCRAM-SHA-256.
   *
   * Reported by `KAFKA_TOKENS_ONLY` and `KAFKA_MECHANISMS_NONE`.
   *
   * @default - left to Aiven (true)
   */
  readonly scramSha256?: boolean;

  /**
   * `kafka_sasl_mechanisms.scram_sha_512`: whether service users may log in by SCRAM-SHA-512.
   *
   * Reported by `KAFKA_TOKENS_ONLY` and `KAFKA_MECHANISMS_NONE`.
   *
   * @default - left to Aiven (true)
   */
  readonly scramSha512?: boolean;

  /**
   * `letsencrypt_sasl`: whether there is a SASL port with a public certificate, so that clients need no project CA.
   *
   * Provider 4.48.0 and later.
   *
   * @default - left to Aiven (false)
   */
  readonly letsencryptSasl?: boolean;

  /**
   * `letsencrypt_sasl_privatelink`: the same over PrivateLink.
   *
   * Provider 4.48.0 and later.
   *
   * @default - left to Aiven (false)
   */
  readonly letsencryptSaslPrivatelink?: boolean;

  /**
   * `kafka_rest`: whether the REST proxy runs.
   *
   * Reported by `KAFKA_REST_AUTHORIZATION`.
   *
   * @default - left to Aiven (false)
   */
  readonly kafkaRest?: boolean;

  /**
   * `kafka_rest_authorization`: whether the REST proxy passes the caller's token on to the broker, whose entries then decide.
   *
   * Reported by `KAFKA_REST_AUTHORIZATION`.
   *
   * @default - left to Aiven (false)
   * @see https://aiven.io/docs/products/kafka/karapace/howto/enable-oauth-oidc-kafka-rest-proxy
   */
  readonly kafkaRestAuthorization?: boolean;

  /**
   * `schema_registry`: whether the schema registry runs. Its own OAuth fields are in no release of the Terraform provider yet.
   *
   * @default - left to Aiven (false)
   */
  readonly schemaRegistry?: boolean;

  /**
   * `sasl_oauthbearer_allowed_urls`: URLs that OAuth clients inside the service may call.
   *
   * The key URL need not be listed: Aiven allows it by itself. What the field does on a Kafka service otherwise is not documented.
   * Provider 4.48.0 and later. Reported by `KAFKA_ALLOWED_URLS`.
   *
   * @default - left to Aiven
   */
  readonly saslOauthbearerAllowedUrls?: string[];

  /**
   * Address of Aiven's API, for the check of current settings before they change.
   *
   * @default https://api.aiven.io
   */
  readonly baseUrl?: string;
}
