/*
 * Frames of AMQP 0-9-1, as far as a login needs them. Source: AMQP 0-9-1 specification, section 4.2.3.
 */

const HEADER_BYTES = 7;
const METHOD_FRAME = 1;
const FRAME_END = 0xce;
const CONNECTION_CLASS = 10;
const FRAME_TYPES: readonly number[] = [METHOD_FRAME, 2, 3, 8];

/** Methods of the class connection, by their numbers. Section 1.4 of the reference. */
export const CONNECTION_METHODS: { readonly [number: number]: string } = {
  10: 'start', 20: 'secure', 30: 'tune', 41: 'open-ok', 50: 'close', 51: 'close-ok',
};

/** A method that a server sent. */
export interface ServerMethod {
  /** Its name; undefined for what no login needs. */
  readonly name?: string;
  /** Only of `close`. */
  readonly code?: number;
  readonly text?: string;
}

/** Bounds on what a server may send. */
export interface FrameBounds {
  readonly largestFrame: number;
  readonly mostBytes: number;
  readonly mostFrames: number;
}

/** What came of some bytes: whole frames, or why no more is read. */
export interface TakenFrames {
  readonly frames: readonly Buffer[];
  readonly problem?: string;
}

/** Cuts a stream into frames that are whole and within bounds, so that whoever reads them meets nothing else. */
export class FrameReader {
  private kept: Buffer = Buffer.alloc(0);
  private received = 0;
  private count = 0;

  constructor(private readonly bounds: FrameBounds) {}

  take(bytes: Buffer): TakenFrames {
    this.received += bytes.length;
    if (this.received > this.bounds.mostBytes) {
      return { frames: [], problem: `the server sent more than ${this.bounds.mostBytes} bytes` };
    }
    this.kept = Buffer.concat([this.kept, bytes]);
    const frames: Buffer[] = [];
    while (this.kept.length > 0) {
      const length = this.nextLength();
      if (typeof length === 'string') {
        return { frames, problem: length };
      }
      if (length === undefined || this.kept.length < length) {
        break;
      }
      if (++this.count > this.bounds.mostFrames) {
        return { frames, problem: `the server sent more than ${this.bounds.mostFrames} frames` };
      }
      // A copy, since readers may look at the buffer beneath.
      frames.push(Buffer.from(this.kept.subarray(0, length)));
      this.kept = this.kept.subarray(length);
    }
    return { frames };
  }

  /** Bytes of the next frame; undefined while its header is not whole; a text where it is none that can be read. */
  private nextLength(): number | string | undefined {
    if (!FRAME_TYPES.includes(this.kept[0])) {
      // A server answers so to a version that it does not speak. Section 4.2.2.
      return this.kept.subarray(0, 4).toString('latin1') === 'AMQP' ? 'the server speaks another version of AMQP' : 'the server speaks no AMQP 0-9-1';
    }
    if (this.kept.length < HEADER_BYTES) {
      return undefined;
    }
    const size = this.kept.readUInt32BE(3);
    const length = HEADER_BYTES + size + 1;
    if (length > this.bounds.largestFrame) {
      return `the server sent a frame of ${length} bytes, more than ${this.bounds.largestFrame}`;
    }
    return this.kept.length >= length && this.kept[length - 1] !== FRAME_END ? 'the server sent a frame without its end' : length;
  }
}

/** The method of the connection in a frame; undefined where the frame holds none. */
export function serverMethod(frame: Buffer): ServerMethod | undefined {
  const payload = frame.subarray(HEADER_BYTES, -1);
  if (frame[0] !== METHOD_FRAME || payload.length < 4 || payload.readUInt16BE(0) !== CONNECTION_CLASS) {
    return undefined;
  }
  const name = CONNECTION_METHODS[payload.readUInt16BE(2)];
  if (name !== 'close' || payload.length < 7) {
    return { name };
  }
  return { name, code: payload.readUInt16BE(4), text: payload.subarray(7, 7 + payload[6]).toString('utf8') };
}
