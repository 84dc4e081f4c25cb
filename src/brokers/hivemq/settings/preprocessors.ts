import { HiveMqEncoding, HiveMqLetterCase, HiveMqLogLevel, HiveMqX509Field } from './vocabulary';

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

/** Sets a string variable: `set-string-preprocessor`. */
export interface HiveMqSetStringPreprocessor {
  /** A string variable that can be written: `variable`. */
  readonly variable: string;
  /** Its value: `value`. */
  readonly value: string;
}

/** Sets a byte variable: `set-byte-preprocessor`. */
export interface HiveMqSetBytePreprocessor {
  /** A byte variable that can be written: `variable`. */
  readonly variable: string;
  /** Its value: `value`. */
  readonly value: HiveMqEncodedValue;
}

/** Bytes as text, with the encoding that is required. */
export interface HiveMqEncodedValue {
  /** The text. */
  readonly text: string;
  /** How the bytes are written: attribute `encoding`. */
  readonly encoding: HiveMqEncoding;
}

/** Copies a variable to one of the same kind. */
export interface HiveMqCopyPreprocessor {
  /** The variable that is read: `from`. */
  readonly fromVariable: string;
  /** The variable that is written: `to`. */
  readonly toVariable: string;
}

/** Decodes a string variable into a byte variable: `copy-string-to-byte-preprocessor`. */
export interface HiveMqCopyStringToBytePreprocessor {
  /** The string variable that is read: `from`. */
  readonly fromVariable: HiveMqEncodedVariable;
  /** The byte variable that is written: `to`. */
  readonly toVariable: string;
}

/** Encodes a byte variable into a string variable: `copy-byte-to-string-preprocessor`. */
export interface HiveMqCopyByteToStringPreprocessor {
  /** The byte variable that is read: `from`. */
  readonly fromVariable: string;
  /** The string variable that is written: `to`. */
  readonly toVariable: HiveMqEncodedVariable;
}

/** A string variable and how it holds bytes. */
export interface HiveMqEncodedVariable {
  /** The variable. */
  readonly variable: string;
  /** How the bytes are written: attribute `encoding`. */
  readonly encoding: HiveMqEncoding;
}

/** Copies variables of any kind: `plain-preprocessor`. */
export interface HiveMqPlainPreprocessor {
  /**
   * The copies: `transformations`.
   *
   * @default - none
   */
  readonly transformations?: HiveMqPlainTransformation[];
}

/** One copy of a plain preprocessor: `transformation`. */
export interface HiveMqPlainTransformation {
  /**
   * How bytes are written as text: attribute `encoding`.
   *
   * @default - the broker's, which is not documented
   */
  readonly encoding?: HiveMqEncoding;
  /** The variable that is read: `from`. */
  readonly fromVariable: string;
  /** The variable that is written: `to`. */
  readonly toVariable: string;
}

/** Cuts string variables by a regular expression: `regex-preprocessor`. */
export interface HiveMqRegexPreprocessor {
  /** The regular expression, in Java's syntax: `pattern`. */
  readonly pattern: string;

  /**
   * The group that is kept: `group`.
   *
   * @default 0
   */
  readonly group?: number;

  /**
   * String variables that are cut: `variable`.
   *
   * @default - none
   */
  readonly variables?: string[];
}

/** Splits a string variable: `split-preprocessor`. */
export interface HiveMqSplitPreprocessor {
  /**
   * Text before each piece: attribute `prefix`.
   *
   * @default - the broker's, which is not documented
   */
  readonly prefix?: string;

  /**
   * Text behind each piece: attribute `postfix`.
   *
   * @default - the broker's, which is not documented
   */
  readonly postfix?: string;

  /** The string variable that is read: `from`. */
  readonly fromVariable: string;

  /**
   * The string variables that receive the pieces: `to`.
   *
   * @default - none
   */
  readonly toVariables?: string[];
}

/** Joins string variables: `concatenation-preprocessor`. */
export interface HiveMqConcatenationPreprocessor {
  /**
   * Text before each piece: attribute `prefix`.
   *
   * @default - the broker's, which is not documented
   */
  readonly prefix?: string;

  /**
   * Text behind each piece: attribute `postfix`.
   *
   * @default - the broker's, which is not documented
   */
  readonly postfix?: string;

  /**
   * The string variables that are joined: `from`.
   *
   * @default - none
   */
  readonly fromVariables?: string[];

  /** The string variable that receives the text: `to`. */
  readonly toVariable: string;
}

/** Writes a log line: `logging-preprocessor`. */
export interface HiveMqLoggingPreprocessor {
  /** The line, which may hold variables: `message`. */
  readonly message: string;

  /**
   * Its level: `level`.
   *
   * @default - the broker's, which is not documented
   */
  readonly level?: HiveMqLogLevel;

  /** Name of the logger: `name`. */
  readonly name: string;

  /**
   * How byte variables are written: `codec`.
   *
   * @default - the broker's, which is not documented
   */
  readonly codec?: HiveMqEncoding;
}

/** Changes the case of variables: `letter-case-preprocessor`. */
export interface HiveMqLetterCasePreprocessor {
  /** The changes, one at least: `transformations`. */
  readonly transformations: HiveMqLetterCaseTransformation[];
}

/** One change of case: `transformation`. */
export interface HiveMqLetterCaseTransformation {
  /** A string variable that can be written: `variable`. */
  readonly variable: string;
  /** Upper or lower case: `case`. */
  readonly letterCase: HiveMqLetterCase;
}

/** Runs a class of your own: `custom-preprocessor`. Its jar stands in the extension's folder `customizations`. */
export interface HiveMqCustomPreprocessor {
  /** Name of the class: `implementation`. */
  readonly implementation: string;

  /**
   * Settings of the class: `custom-settings`. Values may be `${ENV:NAME}`.
   *
   * @default - none
   */
  readonly customSettings?: HiveMqCustomSetting[];
}

/** A setting of a custom preprocessor: `custom-setting`. */
export interface HiveMqCustomSetting {
  /** Its name: `name`. */
  readonly name: string;
  /** Its value: `value`. */
  readonly value: string;
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

/** Copies a variable to an attribute of the session: `session-attribute-preprocessor`. */
export interface HiveMqSessionAttributePreprocessor {
  /** The variable that is read: `from-ese-variable`. */
  readonly fromEseVariable: string;
  /** Name of the attribute: `to-session-attribute`. */
  readonly toSessionAttribute: string;
}

/** Copies a variable to an attribute of the connection: `connection-attribute-preprocessor`. */
export interface HiveMqConnectionAttributePreprocessor {
  /** The variable that is read: `from-ese-variable`. */
  readonly fromEseVariable: string;
  /** Name of the attribute: `to-connection-attribute`. */
  readonly toConnectionAttribute: string;
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
