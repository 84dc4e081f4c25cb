import * as s from '../settings';
import { AUTHENTICATION, AUTHORIZATION, REST_API_AUTHORIZATION } from './manager-shapes';
import { PREPROCESSING } from './preprocessor-shapes';
import { REALM_SHAPE } from './realm-shapes';
import { BOOLEAN, ID, TEXT, URI } from './scalars';
import { attribute, choices, defaulted, FLAG, inline, optional, RAW, shape, Shape, struct, wrapped } from './shape';

/*
 * Root and pipelines of config.xsd 4.36.0.
 */

const LISTENER_PIPELINE = shape<s.HiveMqListenerPipeline>('sequence', {
  name: attribute(ID),
  listener: attribute(TEXT, true),
  clearClientPasswordOnConnection: attribute(BOOLEAN),
  authenticationPreprocessors: choices(() => PREPROCESSING.listenerAuthentication),
  authenticationManager: inline(() => AUTHENTICATION.listener),
  authorizationPreprocessors: choices(() => PREPROCESSING.listenerAuthorization),
  authorizationManager: inline(() => AUTHORIZATION),
});

const controlCenter = (authentication: Shape) => shape<s.HiveMqControlCenterPipeline>('sequence', {
  name: attribute(ID),
  authenticationPreprocessors: choices(() => PREPROCESSING.controlCenter),
  authenticationManager: inline(() => authentication),
  authorizationPreprocessors: choices(() => PREPROCESSING.controlCenter),
  authorizationManager: inline(() => AUTHORIZATION),
});
const CONTROL_CENTER_PIPELINE = controlCenter(AUTHENTICATION.controlCenter);
const CONTROL_CENTER_REDIRECT_PIPELINE = controlCenter(AUTHENTICATION.controlCenterRedirect);

const REST_API_PIPELINE = shape<s.HiveMqRestApiPipeline>('sequence', {
  name: attribute(ID),
  listener: attribute(TEXT, true),
  authenticationPreprocessors: choices(() => PREPROCESSING.restApiAuthentication),
  authenticationManager: inline(() => AUTHENTICATION.restApi),
  authorizationPreprocessors: choices(() => PREPROCESSING.restApiAuthorization),
  authorizationManager: inline(() => REST_API_AUTHORIZATION),
});

const PIPELINE = shape<s.HiveMqPipeline>('choice', {
  listenerPipeline: struct(() => LISTENER_PIPELINE),
  controlCenterPipeline: struct(() => CONTROL_CENTER_PIPELINE),
  controlCenterRedirectPipeline: struct(() => CONTROL_CENTER_REDIRECT_PIPELINE),
  restApiPipeline: struct(() => REST_API_PIPELINE),
});

const METHOD = shape<s.HiveMqRevocationMethod>('choice', {
  ocsp: struct(() => shape<s.HiveMqOcsp>('all', { endpoint: optional(URI), crlFallback: FLAG })),
  crl: struct(() => shape<s.HiveMqCrl>('all', {
    ocspFallback: struct(() => shape<s.HiveMqOcspFallback>('all', { endpoint: optional(URI) })),
  })),
});

const REVOCATION_CHECK = shape<s.HiveMqRevocationCheck>('all', {
  listener: attribute(TEXT, true),
  enabled: optional(BOOLEAN),
  onTlsHandshake: struct(() => shape<s.HiveMqRevocationHandshake>('all', {
    method: struct(() => METHOD, true), softFail: optional(BOOLEAN),
  }), true),
});

const ACCESS_LOG = shape<s.HiveMqAccessLog>('all', {
  enabled: defaulted(optional(BOOLEAN)), fileName: optional(TEXT), subFolder: optional(TEXT), writeThrough: defaulted(optional(BOOLEAN)),
});

/** Name of the configuration's root element. */
export const CONFIG_ROOT = 'enterprise-security-extension';

/** The configuration. */
export const CONFIG_SHAPE: Shape = shape<s.HiveMqConfig>('all', {
  runtime: RAW,
  accessLog: struct(() => ACCESS_LOG),
  realms: choices(() => REALM_SHAPE, { shared: true }),
  pipelines: choices(() => PIPELINE, { shared: true }),
  clientCertificateRevocationChecks: wrapped('client-certificate-revocation-check', () => REVOCATION_CHECK, { shared: true }),
});
