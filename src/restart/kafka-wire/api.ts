import { Reader } from './reader';
import { Writer } from './writer';

/**
 * One kind of request with its answer, in the versions that are spoken here.
 *
 * Fields by the message definitions of Apache Kafka, `clients/src/main/resources/common/message`.
 */
export interface Api<Request, Answer> {
  readonly key: number;
  readonly name: string;
  /** Lowest and highest version. */
  readonly versions: readonly [lowest: number, highest: number];
  /** Whether header and body are flexible (KIP-482), which all versions here are or none is. */
  readonly flexible: boolean;
  write(writer: Writer, request: Request, version: number): void;
  read(reader: Reader, version: number): Answer;
}

/** Key of ApiVersions, the one request whose answer has the oldest header for ever. */
const API_VERSIONS_KEY = 18;

const CLIENT_ID = 'cdktf-broker-oauth';

/** A request as it goes over the wire: its size, its header and its body. */
export function frameOf<Request>(api: Api<Request, unknown>, version: number, correlation: number, request: Request): Buffer {
  const writer = new Writer().int16(api.key).int16(version).int32(correlation).string(CLIENT_ID);
  if (api.flexible) {
    writer.noTags();
  }
  api.write(writer, request, version);
  const { bytes } = writer;
  return new Writer().int32(bytes.length).raw(bytes).bytes;
}

/** Reads an answer behind its correlation id. */
export function readAnswer<Answer>(api: Api<never, Answer>, version: number, reader: Reader): Answer {
  if (api.flexible && api.key !== API_VERSIONS_KEY) {
    reader.tags();
  }
  const answer = api.read(reader, version);
  reader.end();
  return answer;
}
