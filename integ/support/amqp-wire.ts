/*
 * As much of the AMQP 0-9-1 wire format as a login and four methods need. Source: AMQP 0-9-1 specification, sections 2.3 and 4.2.
 */

/** One frame as received. */
export interface Frame {
  readonly type: number;
  readonly channel: number;
  readonly payload: Buffer;
}

const END = 0xce;

export function shortText(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

export function longText(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text as string);
  return Buffer.concat([number(bytes.length, 4), bytes]);
}

export function number(value: number, bytes: 1 | 2 | 4 | 8): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, Math.max(bytes - 6, 0), Math.min(bytes, 6));
  return buffer;
}

/** A table with one member that is a table of one member that is true: `{ [outer]: { [inner]: true } }`. */
export function capabilityTable(outer: string, inner: string): Buffer {
  const inside = Buffer.concat([shortText(inner), Buffer.from('t\x01')]);
  return longText(Buffer.concat([shortText(outer), Buffer.from('F'), longText(inside)]));
}

export const EMPTY_TABLE = number(0, 4);

export function frame(type: number, channel: number, payload: Buffer): Buffer {
  return Buffer.concat([number(type, 1), number(channel, 2), number(payload.length, 4), payload, Buffer.from([END])]);
}

export function method(channel: number, classId: number, methodId: number, ...parameters: readonly Buffer[]): Buffer {
  return frame(1, channel, Buffer.concat([number(classId, 2), number(methodId, 2), ...parameters]));
}

/** Takes whole frames off the beginning of what was received. */
export function takeFrames(received: Buffer): { readonly frames: readonly Frame[]; readonly rest: Buffer } {
  const frames: Frame[] = [];
  let at = 0;
  while (received.length - at >= 8) {
    const length = received.readUInt32BE(at + 3);
    if (received.length - at < length + 8) {
      break;
    }
    frames.push({ type: received[at], channel: received.readUInt16BE(at + 1), payload: received.subarray(at + 7, at + 7 + length) });
    at += length + 8;
  }
  return { frames, rest: received.subarray(at) };
}

/** Class and method of a frame: "10.40". */
export function methodOf({ payload }: Frame): string {
  return `${payload.readUInt16BE(0)}.${payload.readUInt16BE(2)}`;
}
