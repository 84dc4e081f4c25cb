/*
 * As much of Kafka's protocol as a login and three questions need: fixed-width integers and strings with their length in front.
 * https://kafka.apache.org/protocol
 */

export function int8(value: number): Buffer {
  return Buffer.from([value & 0xff]);
}

export function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}

export function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

export function int64(value: bigint): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigInt64BE(value);
  return buffer;
}

export function text(value: string): Buffer {
  const encoded = Buffer.from(value, 'utf8');
  return Buffer.concat([int16(encoded.length), encoded]);
}

export function bytes(value: Buffer): Buffer {
  return Buffer.concat([int32(value.length), value]);
}

export function list(...members: readonly Buffer[]): Buffer {
  return Buffer.concat([int32(members.length), ...members]);
}

/** A request with its header of version 1 and its size in front. */
export function request(key: number, version: number, correlation: number, ...fields: readonly Buffer[]): Buffer {
  return bytes(Buffer.concat([int16(key), int16(version), int32(correlation), text('broker-oauth'), ...fields]));
}

/** Reads an answer from its start to its end. */
export class Answer {
  constructor(private readonly buffer: Buffer, private at = 0) {}

  int16(): number {
    this.at += 2;
    return this.buffer.readInt16BE(this.at - 2);
  }

  int32(): number {
    this.at += 4;
    return this.buffer.readInt32BE(this.at - 4);
  }

  int64(): bigint {
    this.at += 8;
    return this.buffer.readBigInt64BE(this.at - 8);
  }

  /** A string, empty where it is null. */
  text(): string {
    return this.take(this.int16());
  }

  /** Bytes as text, empty where they are null. */
  bytes(): string {
    return this.take(this.int32());
  }

  private take(length: number): string {
    const end = this.at + Math.max(0, length);
    const taken = this.buffer.toString('utf8', this.at, end);
    this.at = end;
    return taken;
  }
}
