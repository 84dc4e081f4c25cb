import { HiveMqAuthenticationManager } from './authentication-managers';
import { HiveMqAuthorizationManager } from './authorization-managers';
import { HiveMqPreprocessor } from './preprocessors';

/**
 * One way through the extension, for one kind of client: exactly one member is set.
 *
 * @see https://docs.hivemq.com/hivemq-enterprise-security-extension/latest/ese.html
 */
export interface HiveMqPipeline {
  /**
   * For MQTT clients: `listener-pipeline`.
   *
   * @default - for others
   */
  readonly listenerPipeline?: HiveMqListenerPipeline;

  /**
   * For the Control Center: `control-center-pipeline`.
   *
   * @default - for others
   */
  readonly controlCenterPipeline?: HiveMqControlCenterPipeline;

  /**
   * For the Control Center by redirect to an identity provider: `control-center-redirect-pipeline`.
   *
   * @default - for others
   */
  readonly controlCenterRedirectPipeline?: HiveMqControlCenterPipeline;

  /**
   * For the REST API: `rest-api-pipeline`.
   *
   * @default - for others
   */
  readonly restApiPipeline?: HiveMqRestApiPipeline;
}

/** The way of MQTT clients: `listener-pipeline`. */
export interface HiveMqListenerPipeline {
  /**
   * Name of the pipeline: attribute `name`. Rules HIVEMQ_NAME_*.
   *
   * @default - none
   */
  readonly name?: string;

  /** A listener's name in the broker's configuration, or `ALL`: attribute `listener`. Rule HIVEMQ_LISTENER_AMBIGUOUS. */
  readonly listener: string;

  /**
   * Whether the password is forgotten once the client is connected: attribute `clear-client-password-on-connection`.
   *
   * @default true
   */
  readonly clearClientPasswordOnConnection?: boolean;

  /**
   * Steps before authentication: `authentication-preprocessors`.
   *
   * @default - none
   */
  readonly authenticationPreprocessors?: HiveMqPreprocessor[];

  /** Who decides whether the client is let in. */
  readonly authenticationManager: HiveMqAuthenticationManager;

  /**
   * Steps before authorization: `authorization-preprocessors`. Rule HIVEMQ_AUTHORIZATION_KEY_UNSET.
   *
   * @default - none
   */
  readonly authorizationPreprocessors?: HiveMqPreprocessor[];

  /** Who decides what the client may do. */
  readonly authorizationManager: HiveMqAuthorizationManager;
}

/** The way of the Control Center's users: `control-center-pipeline` or `control-center-redirect-pipeline`. */
export interface HiveMqControlCenterPipeline {
  /**
   * Name of the pipeline: attribute `name`. Rules HIVEMQ_NAME_*.
   *
   * @default - none
   */
  readonly name?: string;

  /**
   * Steps before authentication: `authentication-preprocessors`.
   *
   * @default - none
   */
  readonly authenticationPreprocessors?: HiveMqPreprocessor[];

  /** Who decides whether the user is let in. */
  readonly authenticationManager: HiveMqAuthenticationManager;

  /**
   * Steps before authorization: `authorization-preprocessors`.
   *
   * @default - none
   */
  readonly authorizationPreprocessors?: HiveMqPreprocessor[];

  /** Who decides what the user may do. */
  readonly authorizationManager: HiveMqAuthorizationManager;
}

/** The way of the REST API's clients: `rest-api-pipeline`. */
export interface HiveMqRestApiPipeline {
  /**
   * Name of the pipeline: attribute `name`. Rules HIVEMQ_NAME_*.
   *
   * @default - none
   */
  readonly name?: string;

  /** A listener's name in the broker's configuration, or `ALL`: attribute `listener`. Rule HIVEMQ_LISTENER_AMBIGUOUS. */
  readonly listener: string;

  /**
   * Steps before authentication: `authentication-preprocessors`.
   *
   * @default - none
   */
  readonly authenticationPreprocessors?: HiveMqPreprocessor[];

  /** Who decides whether the client is let in. */
  readonly authenticationManager: HiveMqAuthenticationManager;

  /**
   * Steps before authorization: `authorization-preprocessors`.
   *
   * @default - none
   */
  readonly authorizationPreprocessors?: HiveMqPreprocessor[];

  /** Who decides what the client may do. */
  readonly authorizationManager: HiveMqAuthorizationManager;
}
