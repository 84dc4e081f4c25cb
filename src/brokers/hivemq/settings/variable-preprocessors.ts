import { HiveMqEncoding, HiveMqLetterCase, HiveMqLogLevel } from './vocabulary';

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
