import { Construct } from 'constructs';
import { KafkaOAuth } from './kafka-oauth';
import { SelfManagedKafkaOAuthProps } from './self-managed-kafka-oauth-props';
import { KafkaListener, withoutAbsent } from './settings';

/**
 * OAuth 2.0 of a listener of self-managed Kafka brokers.
 *
 * The settings are our part of each broker's `server.properties`, with `kafka-jvm.options` (the system property that allows the key URL
 * from 4.0 on) and `kafka-acls.txt` (commands that add the access control entries granted here) beside it; a rolling restart delivers
 * them.
 *
 * @see https://kafka.apache.org/documentation/#security_sasl_oauthbearer
 */
export class SelfManagedKafkaOAuth extends KafkaOAuth {
  private readonly props: SelfManagedKafkaOAuthProps;

  constructor(scope: Construct, id: string, props: SelfManagedKafkaOAuthProps) {
    super(scope, id, props);
    this.props = props;
  }

  /** @internal */
  public _targetSettings(): KafkaListener {
    const { props } = this;
    return withoutAbsent({
      kind: 'self-managed' as const,
      listener: props.listener,
      enabledMechanisms: props.enabledMechanisms,
      scopeClaimName: props.scopeClaimName,
      clockSkewSeconds: props.clockSkewSeconds,
      jwksEndpointRefreshMs: props.jwksEndpointRefreshMs,
      jwksEndpointRetryBackoffMs: props.jwksEndpointRetryBackoffMs,
      jwksEndpointRetryBackoffMaxMs: props.jwksEndpointRetryBackoffMaxMs,
      jwtValidatorClass: props.jwtValidatorClass,
      allowUnverifiedIssuer: props.allowUnverifiedIssuer,
      allowUnverifiedAudience: props.allowUnverifiedAudience,
      connectionsMaxReauthMs: props.connectionsMaxReauthMs,
      allowedUrls: props.allowedUrls,
    });
  }
}
