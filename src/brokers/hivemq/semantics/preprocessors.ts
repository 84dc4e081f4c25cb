import { HiveMqCopyPreprocessor, HiveMqEncoding, HiveMqJwtPreprocessor, HiveMqPlainTransformation, HiveMqPreprocessor } from '../settings';
import { memberOf } from './token';
import { Held, isStringVariable, Unknown, Variables } from './variables';

/*
 * Steps that fill variables, in document order. Only what the schema and the SDK say is known: copying, setting, changing the case, and
 * claims of a token that are plain texts. Source: config.xsd of the Enterprise Security Extension 4.36.0.
 */

type Steps = { readonly [Kind in keyof Required<HiveMqPreprocessor>]: (step: NonNullable<HiveMqPreprocessor[Kind]>, variables: Variables) => void };

/** Runs the steps of one side of a pipeline. */
export function runPreprocessors(steps: readonly HiveMqPreprocessor[] | undefined, variables: Variables): void {
  for (const step of steps ?? []) {
    for (const [kind, of] of Object.entries(step)) {
      if (of !== undefined) {
        (STEPS[kind as keyof Steps] as (of: object, variables: Variables) => void)(of as object, variables);
      }
    }
  }
}

const STEPS: Steps = {
  jwtPreprocessor: copyClaims,
  setStringPreprocessor: ({ variable, value }, variables) =>
    variables.set(variable, value.includes('${') ? new Unknown('whether a value that is set may hold variables is not documented') : value),
  setBytePreprocessor: ({ variable, value }, variables) => variables.set(variable, decode(value.text, value.encoding)),
  copyStringToStringPreprocessor: copy,
  copyByteToBytePreprocessor: copy,
  copyStringToBytePreprocessor: ({ fromVariable, toVariable }, variables) =>
    variables.set(toVariable, convert(held(fromVariable.variable, variables), fromVariable.encoding, decode)),
  copyByteToStringPreprocessor: ({ fromVariable, toVariable }, variables) =>
    variables.set(toVariable.variable, convert(held(fromVariable, variables), toVariable.encoding, encode)),
  plainPreprocessor: ({ transformations }, variables) => transformations?.forEach((one) => transform(one, variables)),
  regexPreprocessor: ({ variables: cut }, variables) => cut?.forEach((name) => variables.set(name, undocumented('regex-preprocessor'))),
  splitPreprocessor: ({ toVariables }, variables) => toVariables?.forEach((name) => variables.set(name, undocumented('split-preprocessor'))),
  concatenationPreprocessor: ({ toVariable }, variables) => variables.set(toVariable, undocumented('concatenation-preprocessor')),
  loggingPreprocessor: () => undefined,
  letterCasePreprocessor: ({ transformations }, variables) => transformations.forEach(({ variable, letterCase }) => {
    const value = variables.text(variable);
    variables.set(variable, value instanceof Unknown ? value : changeCase(value, letterCase));
  }),
  customPreprocessor: (_step, variables) => variables.forget('what a custom-preprocessor does is in its own code'),
  x509Preprocessor: ({ x509Extractions }, variables) =>
    x509Extractions?.forEach(({ eseVariable }) => variables.set(eseVariable, new Unknown('the client\'s certificate is not in the case'))),
  sessionAttributePreprocessor: () => undefined,
  connectionAttributePreprocessor: () => undefined,
  httpHeadersPreprocessor: (_step, variables) => variables.forget('what an http-headers-preprocessor writes for MQTT clients is not documented'),
};

function undocumented(step: string): Unknown {
  return new Unknown(`what a ${step} writes is not documented in full`);
}

function held(name: string, variables: Variables): Held {
  return variables.get(name) ?? new Unknown(`nothing sets ${name}, and what copying it does is not documented`);
}

function copy({ fromVariable, toVariable }: HiveMqCopyPreprocessor, variables: Variables): void {
  variables.set(toVariable, held(fromVariable, variables));
}

type Convert = (text: string, encoding: string) => string | Unknown;

/** In UTF-8 a token that is not encoded stays what it is. */
function convert(value: Held, encoding: string, how: Convert): Held {
  if (typeof value === 'string') {
    return how(value, encoding);
  }
  return value instanceof Unknown || encoding === HiveMqEncoding.UTF8 ? value : new Unknown(`a token that is not encoded cannot be written as ${encoding}`);
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const HEX = /^(?:[0-9A-Fa-f]{2})*$/;

function decode(text: string, encoding: string): string | Unknown {
  if (encoding === HiveMqEncoding.UTF8) {
    return text;
  }
  const isBase64 = encoding === HiveMqEncoding.BASE64;
  const bytes = Buffer.from(text, isBase64 ? 'base64' : 'hex');
  const decoded = bytes.toString('utf8');
  const isPlain = (isBase64 ? BASE64 : HEX).test(text) && Buffer.from(decoded).equals(bytes);
  return isPlain ? decoded : new Unknown(`what becomes of a text that is no plain ${encoding} is not documented`);
}

function encode(text: string, encoding: string): string | Unknown {
  switch (encoding) {
    case HiveMqEncoding.UTF8:
      return text;
    case HiveMqEncoding.BASE64:
      return Buffer.from(text).toString('base64');
    default:
      return new Unknown('the letter case of hexadecimal digits is not documented');
  }
}

function transform({ fromVariable, toVariable, encoding }: HiveMqPlainTransformation, variables: Variables): void {
  const isFromText = isStringVariable(fromVariable);
  const value = held(fromVariable, variables);
  if (isFromText === isStringVariable(toVariable)) {
    variables.set(toVariable, value);
  } else {
    variables.set(toVariable, encoding === undefined
      ? new Unknown('the default encoding of a plain-preprocessor is not documented')
      : convert(value, encoding, isFromText ? decode : encode));
  }
}

function changeCase(text: string, letterCase: string): string | Unknown {
  // Beyond ASCII the case depends on the node's locale.
  if (!/^[\x20-\x7e]*$/.test(text)) {
    return new Unknown('how letters beyond ASCII change their case is not documented');
  }
  return letterCase === 'UPPER' ? text.toUpperCase() : text.toLowerCase();
}

function copyClaims({ source, prefix, postfix, jwtExtractions }: HiveMqJwtPreprocessor, variables: Variables): void {
  const token = held(source, variables);
  const read = token instanceof Unknown || token === undefined ? undefined : variables.read(token);
  const claims = read === undefined || 'problem' in read || read.doubt !== undefined ? undefined : read.claims;
  const written = new Set<string>();
  jwtExtractions?.forEach(({ jwtClaim, eseVariable }) => {
    const value = claims === undefined ? new Unknown(`${source} holds no token that can be read`) : claimText(memberOf(claims, jwtClaim), jwtClaim);
    variables.set(eseVariable, written.has(eseVariable)
      ? new Unknown('what becomes of two claims that go to one variable is not documented')
      : affixed(value, prefix, postfix));
    written.add(eseVariable);
  });
}

/** A claim as the preprocessor writes it, which is known of plain texts alone. */
function claimText(value: unknown, claim: string): string | Unknown {
  if (value === undefined) {
    return new Unknown(`the token has no ${claim}, and what jwt-preprocessor does then is not documented`);
  }
  if (typeof value !== 'string') {
    return new Unknown(`how jwt-preprocessor writes ${claim}, which is no text, is not documented; try it with a real token and look at the access log`);
  }
  if (/\s/.test(value)) {
    return new Unknown(`whether jwt-preprocessor splits ${claim} at blanks is not documented; try it with a real token and look at the access log`);
  }
  return /\{\{|\}\}/.test(value) ? new Unknown(`how braces in ${claim} are written is not documented`) : value;
}

function affixed(value: string | Unknown, prefix: string | undefined, postfix: string | undefined): string | Unknown {
  if (value instanceof Unknown) {
    return value;
  }
  return prefix === undefined || postfix === undefined
    ? new Unknown('the defaults of prefix and postfix of jwt-preprocessor are not documented; set both, to "" for a user name')
    : `${prefix}${value}${postfix}`;
}
