import { RequestParameters, WITHHELD } from './settings';
import { Json } from '../../text/canonical';

/*
 * What in a settings file looks like a secret: private keys, and the values of headers and members whose names say so.
 * The place for the token itself, `#:jwt_value:#`, is no secret.
 */

const SECRET_NAME = /authorization|cookie|secret|password|passwd|api-?_?key|(^|[-_])(token|credential)s?$/i;
const TOKEN_PLACE = '#:jwt_value:#';

/** Whether a PEM text holds a private key. */
export function isPrivateKey(text: string): boolean {
  return text.includes('PRIVATE KEY');
}

const CREDENTIALS = /^(https?:\/\/[^/?#@]*:)[^/?#]*@/i;

/** Whether there is a URL and it holds a password. */
export function hasCredentials(uri: string | undefined): boolean {
  return CREDENTIALS.test(uri ?? '');
}

/** A URL without the password that may stand in it. */
export function withholdCredentials(uri: string | undefined): string | undefined {
  return uri?.replace(CREDENTIALS, `$1${WITHHELD}@`);
}

/** Places within request parameters that hold something which looks like a secret. */
export function secretPlaces(parameters: RequestParameters): readonly string[] {
  const places: string[] = [];
  visit({ headers: parameters.headers, payload: parameters.payload }, '', '', (place) => places.push(place));
  return places;
}

/** Request parameters with everything that looks like a secret replaced. */
export function withholdSecrets(parameters: RequestParameters): RequestParameters {
  const { headers, payload } = parameters;
  return {
    ...parameters,
    ...(headers === undefined ? {} : { headers: visit(headers, '', '', () => undefined) as RequestParameters['headers'] }),
    ...(payload === undefined ? {} : { payload: visit(payload, '', '', () => undefined) }),
  };
}

function visit(value: Json, place: string, name: string, found: (place: string) => void): Json {
  if (typeof value === 'string') {
    if (!isSecret(name, value)) {
      return value;
    }
    found(place);
    return WITHHELD;
  }
  if (Array.isArray(value)) {
    return value.map((item: Json, index) => visit(item, `${place}[${index}]`, name, found));
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [
    key,
    member === undefined ? undefined : visit(member as Json, place === '' ? key : `${place}.${key}`, key, found),
  ]));
}

function isSecret(name: string, value: string): boolean {
  return SECRET_NAME.test(name) && value !== '' && !value.includes(TOKEN_PLACE);
}
