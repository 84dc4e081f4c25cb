import {
  HiveMqConcatenationPreprocessor,
  HiveMqConnectionAttributePreprocessor,
  HiveMqCopyByteToStringPreprocessor,
  HiveMqCopyPreprocessor,
  HiveMqCopyStringToBytePreprocessor,
  HiveMqCustomPreprocessor,
  HiveMqLetterCasePreprocessor,
  HiveMqLoggingPreprocessor,
  HiveMqPlainPreprocessor,
  HiveMqRegexPreprocessor,
  HiveMqSessionAttributePreprocessor,
  HiveMqSetBytePreprocessor,
  HiveMqSetStringPreprocessor,
  HiveMqSplitPreprocessor,
} from './variable-preprocessors';
import { HiveMqX509Field } from './vocabulary';

/**
 * One step that fills variables before a manager runs: exactly one member is set. Steps run in the order given.
 *
 * Variables are `mqtt-clientid`, `mqtt-username`, `mqtt-authentication-method`, `mqtt-password` and `mqtt-authentication-data`, which
 * are only read, and `authentication-key`, `authentication-byte-secret`, `authorization-key`, `authorization-role-key`, `string-…`
 * and `byte-…` (lower case), which can be written.
 *
 * @see https://docs.hivemq.com/hivemq-enterprise-security-extension/latest/ese.html
 */
export interface HiveMqPreprocessor {
  /**
   * Copies claims of a token: `jwt-preprocessor`. In listener and REST API pipelines.
   *
   * @default - another step
   */
  readonly jwtPreprocessor?: HiveMqJwtPreprocessor;

  /**
   * Sets a string variable: `set-string-preprocessor`.
   *
   * @default - another step
   */
  readonly setStringPreprocessor?: HiveMqSetStringPreprocessor;

  /**
   * Sets a byte variable: `set-byte-preprocessor`.
   *
   * @default - another step
   */
  readonly setBytePreprocessor?: HiveMqSetBytePreprocessor;

  /**
   * Copies a string variable: `copy-string-to-string-preprocessor`.
   *
   * @default - another step
   */
  readonly copyStringToStringPreprocessor?: HiveMqCopyPreprocessor;

  /**
   * Copies a byte variable: `copy-byte-to-byte-preprocessor`.
   *
   * @default - another step
   */
  readonly copyByteToBytePreprocessor?: HiveMqCopyPreprocessor;

  /**
   * Decodes a string variable into a byte variable: `copy-string-to-byte-preprocessor`.
   *
   * @default - another step
   */
  readonly copyStringToBytePreprocessor?: HiveMqCopyStringToBytePreprocessor;

  /**
   * Encodes a byte variable into a string variable: `copy-byte-to-string-preprocessor`.
   *
   * @default - another step
   */
  readonly copyByteToStringPreprocessor?: HiveMqCopyByteToStringPreprocessor;

  /**
   * Copies variables of any kind: `plain-preprocessor`.
   *
   * @default - another step
   */
  readonly plainPreprocessor?: HiveMqPlainPreprocessor;

  /**
   * Cuts string variables by a regular expression: `regex-preprocessor`.
   *
   * @default - another step
   */
  readonly regexPreprocessor?: HiveMqRegexPreprocessor;

  /**
   * Splits a string variable: `split-preprocessor`.
   *
   * @default - another step
   */
  readonly splitPreprocessor?: HiveMqSplitPreprocessor;

  /**
   * Joins string variables: `concatenation-preprocessor`.
   *
   * @default - another step
   */
  readonly concatenationPreprocessor?: HiveMqConcatenationPreprocessor;

  /**
   * Writes a log line: `logging-preprocessor`.
   *
   * @default - another step
   */
  readonly loggingPreprocessor?: HiveMqLoggingPreprocessor;

  /**
   * Changes the case of variables: `letter-case-preprocessor`.
   *
   * @default - another step
   */
  readonly letterCasePreprocessor?: HiveMqLetterCasePreprocessor;

  /**
   * Runs a class of your own: `custom-preprocessor`, since 4.35. Rule HIVEMQ_CUSTOM_PREPROCESSOR_VERSION.
   *
   * @default - another step
   */
  readonly customPreprocessor?: HiveMqCustomPreprocessor;

  /**
   * Copies parts of the client certificate: `x509-preprocessor`. In a listener pipeline only.
   *
   * @default - another step
   */
  readonly x509Preprocessor?: HiveMqX509Preprocessor;

  /**
   * Copies a variable to an attribute of the session: `session-attribute-preprocessor`. In a listener pipeline only.
   *
   * @default - another step
   */
  readonly sessionAttributePreprocessor?: HiveMqSessionAttributePreprocessor;

  /**
   * Copies a variable to an attribute of the connection: `connection-attribute-preprocessor`. In a listener pipeline only.
   *
   * @default - another step
   */
  readonly connectionAttributePreprocessor?: HiveMqConnectionAttributePreprocessor;

  /**
   * Reads credentials from HTTP headers: `http-headers-preprocessor`. Before authentication, in listener and REST API pipelines.
   *
   * @default - another step
   */
  readonly httpHeadersPreprocessor?: HiveMqHttpHeadersPreprocessor;
}

/** Copies claims of a token to variables: `jwt-preprocessor`. */
export interface HiveMqJwtPreprocessor {
  /**
   * Text before each value: attribute `prefix`; `{{` for `authorization-role-key`. Rule HIVEMQ_ROLE_CLAIM_BRACES.
   *
   * @default - the broker's, which is not documented
   */
  readonly prefix?: string;

  /**
   * Text behind each value: attribute `postfix`; `}}` for `authorization-role-key`. Rule HIVEMQ_ROLE_CLAIM_BRACES.
   *
   * @default - the broker's, which is not documented
   */
  readonly postfix?: string;

  /** Variable that holds the token, such as `mqtt-password`: `source`. */
  readonly source: string;

  /**
   * Which claim goes where: `jwt-extractions`.
   *
   * @default - none
   */
  readonly jwtExtractions?: HiveMqJwtExtraction[];
}

/** A claim and the variable it goes to: `jwt-extraction`. */
export interface HiveMqJwtExtraction {
  /** Name of the claim, which should be a string: `jwt-claim`. What arrays become is not documented, see HIVEMQ_ROLE_CLAIM_UNPROVEN. */
  readonly jwtClaim: string;
  /** A string variable that can be written: `ese-variable`. */
  readonly eseVariable: string;
}

/** Copies parts of the client certificate: `x509-preprocessor`. */
export interface HiveMqX509Preprocessor {
  /**
   * Text before each value: attribute `prefix`.
   *
   * @default - the broker's, which is not documented
   */
  readonly prefix?: string;

  /**
   * Text behind each value: attribute `postfix`.
   *
   * @default - the broker's, which is not documented
   */
  readonly postfix?: string;

  /**
   * Which part goes where: `x509-extractions`.
   *
   * @default - none
   */
  readonly x509Extractions?: HiveMqX509Extraction[];
}

/** A part of a certificate and the variable it goes to: `x509-extraction`. */
export interface HiveMqX509Extraction {
  /** The part: `x509-field`. */
  readonly x509Field: HiveMqX509Field;
  /** The variable: `ese-variable`. */
  readonly eseVariable: string;
}

/** Reads credentials from HTTP headers: exactly one member is set. */
export interface HiveMqHttpHeadersPreprocessor {
  /**
   * User name and password of HTTP Basic: `basic-auth-extraction`.
   *
   * @default - another header
   */
  readonly basicAuthExtraction?: HiveMqHeaderExtraction;

  /**
   * A bearer token: `bearer-auth-extraction`.
   *
   * @default - another header
   */
  readonly bearerAuthExtraction?: HiveMqHeaderExtraction;

  /**
   * A cookie: `cookie-extraction`.
   *
   * @default - another header
   */
  readonly cookieExtraction?: HiveMqCookieExtraction;
}

/** A header that holds credentials. */
export interface HiveMqHeaderExtraction {
  /**
   * Its name: `header-name`.
   *
   * @default "Authorization"
   */
  readonly headerName?: string;
}

/** A cookie that holds credentials: `cookie-extraction`. */
export interface HiveMqCookieExtraction {
  /** Its name: `cookie-name`. */
  readonly cookieName: string;
}
