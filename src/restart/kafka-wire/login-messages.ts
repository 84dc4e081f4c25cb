import { Api } from './api';

/** The versions that a broker speaks of one kind of request. */
export interface SpokenApi {
  readonly key: number;
  readonly lowest: number;
  readonly highest: number;
}

/** ApiVersions (KIP-35, KIP-511): what the peer speaks; it is answered before a login too. */
export const API_VERSIONS: Api<undefined, { readonly error: number; readonly apis: readonly SpokenApi[] }> = {
  key: 18,
  name: 'ApiVersions',
  versions: [3, 3],
  flexible: true,
  write: (writer) => writer.compactString('cdktf-broker-oauth').compactString('1').noTags(),
  read: (reader) => {
    const error = reader.int16();
    const apis = reader.compactArray(() => {
      const spoken = { key: reader.int16(), lowest: reader.int16(), highest: reader.int16() };
      reader.tags();
      return spoken;
    });
    reader.int32();
    reader.tags();
    return { error, apis };
  },
};

/** SaslHandshake (KIP-43): the mechanism that the client wants. */
export const SASL_HANDSHAKE: Api<string, { readonly error: number; readonly mechanisms: readonly string[] }> = {
  key: 17,
  name: 'SaslHandshake',
  versions: [1, 1],
  flexible: false,
  write: (writer, mechanism) => writer.string(mechanism),
  read: (reader) => ({ error: reader.int16(), mechanisms: reader.array(() => reader.string() ?? '') }),
};

/** What a broker answers to bytes of SASL. */
export interface SaslAnswer {
  readonly error: number;
  readonly message: string | undefined;
  readonly bytes: Buffer;
  /** Milliseconds after which the connection is closed unless it logs in again; 0 where it is not. */
  readonly sessionMilliseconds: number;
}

/** SaslAuthenticate (KIP-152, KIP-368): bytes of the mechanism. */
export const SASL_AUTHENTICATE: Api<Buffer, SaslAnswer> = {
  key: 36,
  name: 'SaslAuthenticate',
  versions: [2, 2],
  flexible: true,
  write: (writer, bytes) => writer.compactBytes(bytes).noTags(),
  read: (reader) => {
    const answer = {
      error: reader.int16(),
      message: reader.compactString(),
      bytes: reader.compactBytes() ?? Buffer.alloc(0),
      sessionMilliseconds: Number(reader.int64()),
    };
    reader.tags();
    return answer;
  },
};
