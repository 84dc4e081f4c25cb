import { readObject, ReadObject } from './segments';
import { JsonObject, treeOf } from '../../../oauth/json-tree';
import { OpenToken, PreviewCase } from '../../../preview/case';

/** What the client sends as its password. */
export interface Credential {
  /** Whether the client sends a token, as opposed to a password that may be a local user's. */
  readonly isToken: boolean;
  /** The text; undefined for a token that is not encoded. */
  readonly text: string | undefined;
  readonly open: OpenToken | undefined;
}

/** The token travels as the password, so a case has one of them. */
export function credentialOf({ token, password }: PreviewCase): Credential {
  if (token === undefined) {
    return { isToken: false, text: password ?? '', open: undefined };
  }
  return typeof token === 'string' ? { isToken: true, text: token, open: undefined } : { isToken: true, text: undefined, open: token };
}

/** Whether it begins as every encoded JSON object does. */
export function looksLikeToken({ text, open }: Credential): boolean {
  return text === undefined ? Object.keys(open!.header).length > 0 : text.startsWith('ey');
}

/** The parts of a token, as far as they are looked at together. */
export interface Parts {
  readonly header: ReadObject;
  /** Read only when asked for, since the algorithm is looked at before. */
  readonly payload: () => ReadObject;
  /** What the signature covers and the signature's segment; undefined for a token that is not encoded. */
  readonly signed: { readonly input: string; readonly segment: string } | undefined;
}

/** Takes a token apart; undefined where it has not three parts. */
export function partsOf({ text, open }: Credential): Parts | undefined {
  if (text === undefined) {
    return { header: treeOf(open!.header) as JsonObject, payload: () => treeOf(open!.claims) as JsonObject, signed: undefined };
  }
  const parts = text.split('.', 4);
  if (parts.length !== 3) {
    return undefined;
  }
  const [header, payload, segment] = parts;
  return { header: readObject(header), payload: () => readObject(payload), signed: { input: `${header}.${payload}`, segment } };
}

/** Length of the signature of the shortest RSA key in use. */
const SIGNATURE_LENGTH = 342;

/** How many bytes the password takes; for a token that is not encoded, what it takes at least. */
export function passwordLength({ text, open }: Credential): number {
  if (text !== undefined) {
    return Buffer.byteLength(text);
  }
  const segment = (part: object) => Math.ceil(Buffer.byteLength(JSON.stringify(part)) * 4 / 3);
  return segment(open!.header) + segment(open!.claims) + SIGNATURE_LENGTH + 2;
}
