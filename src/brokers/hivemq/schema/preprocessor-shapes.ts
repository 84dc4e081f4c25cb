import * as s from '../settings';
import { VARIABLES } from './patterns';
import { FREE_TEXT, INT, number, Scalar, TEXT, variable, word } from './scalars';
import { attribute, content, defaulted, element, narrow, optional, repeated, shape, Shape, struct, wrapped } from './shape';
import { pattern, SimpleType } from './simple-types';

/*
 * Preprocessors of config.xsd 4.36.0 and the groups that say where each may stand.
 */

const ENCODING = word(s.HiveMqEncoding, 'encoding');

/** A union, which has no type that it restricts. */
function union(name: string, form: string, expects: string, bases: readonly SimpleType[] = []): SimpleType {
  return { ...pattern(form, expects), name, bases };
}

/** A type of texts that is a member of unions. */
function memberType(name: string, form: string, expects: string, unions: readonly SimpleType[]): SimpleType {
  const type = pattern(form, expects);
  return { ...type, name, bases: [...type.bases, ...unions] };
}

const ANY_TYPE = union('ese-variable', VARIABLES.any, 'a variable of the extension');
const STRING_TYPE = union('ese-string-variable', VARIABLES.string, 'a string variable', [ANY_TYPE]);
const BYTE_TYPE = union('ese-byte-variable', VARIABLES.byte, 'a byte variable', [ANY_TYPE]);
const WRITABLE_TYPE = union('ese-modifiable-variable', VARIABLES.writable, 'a variable that can be written');
const WRITABLE_STRING_TYPE = memberType(
  'ese-modifiable-string-variable', VARIABLES.writableString, 'a string variable that can be written', [STRING_TYPE, WRITABLE_TYPE],
);
const WRITABLE_BYTE_TYPE = memberType(
  'ese-modifiable-byte-variable', VARIABLES.writableByte, 'a byte variable that can be written', [BYTE_TYPE, WRITABLE_TYPE],
);

/** Types of variables, by which elements of the document may be marked. */
export const VARIABLE_TYPES: readonly SimpleType[] = [
  ANY_TYPE, STRING_TYPE, BYTE_TYPE, WRITABLE_TYPE, WRITABLE_STRING_TYPE, WRITABLE_BYTE_TYPE,
  memberType('ese-constant-string-variable', VARIABLES.constantString, 'a string variable that cannot be written', [STRING_TYPE]),
  memberType('ese-constant-byte-variable', VARIABLES.constantByte, 'a byte variable that cannot be written', [BYTE_TYPE]),
];

const ANY = variable(VARIABLES.any, ANY_TYPE);
const STRING = variable(VARIABLES.string, STRING_TYPE);
const BYTE = variable(VARIABLES.byte, BYTE_TYPE);
const WRITABLE = variable(VARIABLES.writable, WRITABLE_TYPE);
const WRITABLE_STRING = variable(VARIABLES.writableString, WRITABLE_STRING_TYPE);
const WRITABLE_BYTE = variable(VARIABLES.writableByte, WRITABLE_BYTE_TYPE);

const JWT_EXTRACTION = shape<s.HiveMqJwtExtraction>('all', { jwtClaim: element(TEXT), eseVariable: element(WRITABLE_STRING) });

const JWT = shape<s.HiveMqJwtPreprocessor>('all', {
  prefix: attribute(FREE_TEXT), postfix: attribute(FREE_TEXT), source: element(ANY), jwtExtractions: wrapped('jwt-extraction', () => JWT_EXTRACTION),
});

const SET_STRING = shape<s.HiveMqSetStringPreprocessor>('all', { variable: element(WRITABLE_STRING), value: element(FREE_TEXT) });
const ENCODED_VALUE = shape<s.HiveMqEncodedValue>('all', { encoding: attribute(ENCODING, true), text: content(FREE_TEXT) });
const SET_BYTE = shape<s.HiveMqSetBytePreprocessor>('all', { variable: element(WRITABLE_BYTE), value: struct(() => ENCODED_VALUE, true) });

const copy = (from: Scalar, to: Scalar) =>
  shape<s.HiveMqCopyPreprocessor>('all', { fromVariable: element(from, 'from'), toVariable: element(to, 'to') });
const COPY_STRING = copy(STRING, WRITABLE_STRING);
const COPY_BYTE = copy(BYTE, WRITABLE_BYTE);
const encoded = (of: Scalar) => shape<s.HiveMqEncodedVariable>('all', { encoding: attribute(ENCODING, true), variable: content(of) });

const COPY_STRING_TO_BYTE = shape<s.HiveMqCopyStringToBytePreprocessor>('all', {
  fromVariable: { ...struct(() => encoded(STRING), true), name: 'from' }, toVariable: element(WRITABLE_BYTE, 'to'),
});

const COPY_BYTE_TO_STRING = shape<s.HiveMqCopyByteToStringPreprocessor>('all', {
  fromVariable: element(BYTE, 'from'), toVariable: { ...struct(() => encoded(WRITABLE_STRING), true), name: 'to' },
});

const PLAIN = shape<s.HiveMqPlainPreprocessor>('all', {
  transformations: wrapped('transformation', () => shape<s.HiveMqPlainTransformation>('all', {
    encoding: attribute(ENCODING), fromVariable: element(ANY, 'from'), toVariable: element(WRITABLE, 'to'),
  })),
});

const REGEX = shape<s.HiveMqRegexPreprocessor>('sequence', {
  pattern: element(FREE_TEXT), group: defaulted(optional(number(0, INT))), variables: repeated('variable', WRITABLE_STRING),
});

const AFFIXES = { prefix: attribute(FREE_TEXT), postfix: attribute(FREE_TEXT) };
const SPLIT = shape<s.HiveMqSplitPreprocessor>('sequence', {
  ...AFFIXES, fromVariable: element(STRING, 'from'), toVariables: repeated('to', WRITABLE_STRING),
});
const CONCATENATION = shape<s.HiveMqConcatenationPreprocessor>('sequence', {
  ...AFFIXES, fromVariables: repeated('from', STRING), toVariable: element(WRITABLE_STRING, 'to'),
});

const LOGGING = shape<s.HiveMqLoggingPreprocessor>('all', {
  message: element(FREE_TEXT), level: optional(word(s.HiveMqLogLevel, 'level')), name: element(TEXT), codec: optional(ENCODING),
});

const LETTER_CASE = shape<s.HiveMqLetterCasePreprocessor>('all', {
  transformations: {
    ...wrapped('transformation', () => shape<s.HiveMqLetterCaseTransformation>('all', {
      variable: element(WRITABLE_STRING), letterCase: element(word(s.HiveMqLetterCase, 'letter-case-type'), 'case'),
    }), { least: 1 }),
    required: true,
  },
});

const CUSTOM = shape<s.HiveMqCustomPreprocessor>('all', {
  implementation: element(TEXT),
  customSettings: wrapped('custom-setting', () => shape<s.HiveMqCustomSetting>('all', {
    name: element(TEXT), value: element(FREE_TEXT),
  }), { least: 1 }),
});

const X509 = shape<s.HiveMqX509Preprocessor>('all', {
  ...AFFIXES,
  x509Extractions: wrapped('x509-extraction', () => shape<s.HiveMqX509Extraction>('all', {
    x509Field: element(word(s.HiveMqX509Field, 'x509-field')), eseVariable: element(ANY),
  })),
});

const HEADER = shape<s.HiveMqHeaderExtraction>('all', { headerName: optional(TEXT) });

const HTTP_HEADERS = shape<s.HiveMqHttpHeadersPreprocessor>('choice', {
  basicAuthExtraction: struct(() => HEADER),
  bearerAuthExtraction: struct(() => HEADER),
  cookieExtraction: struct(() => shape<s.HiveMqCookieExtraction>('all', { cookieName: element(TEXT) })),
});

const PREPROCESSORS = shape<s.HiveMqPreprocessor>('choice', {
  jwtPreprocessor: struct(() => JWT),
  setStringPreprocessor: struct(() => SET_STRING),
  setBytePreprocessor: struct(() => SET_BYTE),
  copyStringToStringPreprocessor: struct(() => COPY_STRING),
  copyByteToBytePreprocessor: struct(() => COPY_BYTE),
  copyStringToBytePreprocessor: struct(() => COPY_STRING_TO_BYTE),
  copyByteToStringPreprocessor: struct(() => COPY_BYTE_TO_STRING),
  plainPreprocessor: struct(() => PLAIN),
  regexPreprocessor: struct(() => REGEX),
  splitPreprocessor: struct(() => SPLIT),
  concatenationPreprocessor: struct(() => CONCATENATION),
  loggingPreprocessor: struct(() => LOGGING),
  letterCasePreprocessor: struct(() => LETTER_CASE),
  customPreprocessor: struct(() => CUSTOM),
  x509Preprocessor: struct(() => X509),
  sessionAttributePreprocessor: struct(() => shape<s.HiveMqSessionAttributePreprocessor>('all', {
    fromEseVariable: element(ANY), toSessionAttribute: element(TEXT),
  })),
  connectionAttributePreprocessor: struct(() => shape<s.HiveMqConnectionAttributePreprocessor>('all', {
    fromEseVariable: element(ANY), toConnectionAttribute: element(TEXT),
  })),
  httpHeadersPreprocessor: struct(() => HTTP_HEADERS),
});

type Members = readonly (keyof s.HiveMqPreprocessor)[];

const DEFAULT_GROUP: Members = [
  'setStringPreprocessor', 'setBytePreprocessor', 'copyStringToStringPreprocessor', 'copyByteToBytePreprocessor',
  'copyStringToBytePreprocessor', 'copyByteToStringPreprocessor', 'plainPreprocessor', 'regexPreprocessor', 'splitPreprocessor',
  'concatenationPreprocessor', 'loggingPreprocessor', 'letterCasePreprocessor', 'customPreprocessor',
];
const LISTENER_GROUP: Members = [
  ...DEFAULT_GROUP, 'x509Preprocessor', 'jwtPreprocessor', 'sessionAttributePreprocessor', 'connectionAttributePreprocessor',
];

const only = (members: Members): Shape => narrow<s.HiveMqPreprocessor>(PREPROCESSORS, members);

/** Preprocessors by kind of pipeline and side. */
export const PREPROCESSING = {
  listenerAuthentication: only([...LISTENER_GROUP, 'httpHeadersPreprocessor']),
  listenerAuthorization: only(LISTENER_GROUP),
  controlCenter: only(DEFAULT_GROUP),
  restApiAuthentication: only([...DEFAULT_GROUP, 'httpHeadersPreprocessor', 'jwtPreprocessor']),
  restApiAuthorization: only([...DEFAULT_GROUP, 'jwtPreprocessor']),
} as const;
