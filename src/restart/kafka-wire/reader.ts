import { WireProblem } from './wire-problem';

const LONGEST_VARINT = 5;

/**
 * Reads one answer of Kafka's protocol from its first to its last byte.
 *
 * Nothing that a peer writes is believed: every length is held against the bytes that are there before anything is made of it, so that
 * no answer costs more than its own size.
 *
 * @see https://kafka.apache.org/protocol#protocol_types
 */
export class Reader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  /** How many bytes are still unread. */
  get left(): number {
    return this.bytes.length - this.at;
  }

  boolean(): boolean {
    return this.int8() !== 0;
  }

  int8(): number {
    return this.bytes.readInt8(this.step(1));
  }

  int16(): number {
    return this.bytes.readInt16BE(this.step(2));
  }

  int32(): number {
    return this.bytes.readInt32BE(this.step(4));
  }

  int64(): bigint {
    return this.bytes.readBigInt64BE(this.step(8));
  }

  uuid(): void {
    this.step(16);
  }

  unsignedVarint(): number {
    let value = 0;
    for (let index = 0; index < LONGEST_VARINT; index++) {
      const byte = this.bytes[this.step(1)];
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) {
        return value;
      }
    }
    throw new WireProblem('the answer is malformed: a number has too many bytes');
  }

  /** A text with its length in two bytes; undefined where it is null. */
  string(): string | undefined {
    return this.text(this.int16());
  }

  /** Bytes with their length in four bytes; undefined where they are null. */
  byteString(): Buffer | undefined {
    return this.take(this.int32());
  }

  compactString(): string | undefined {
    return this.text(this.unsignedVarint() - 1);
  }

  compactBytes(): Buffer | undefined {
    return this.take(this.unsignedVarint() - 1);
  }

  array<T>(read: () => T): readonly T[] {
    return this.members(this.int32(), read);
  }

  compactArray<T>(read: () => T): readonly T[] {
    return this.members(this.unsignedVarint() - 1, read);
  }

  /** Leaves out what later releases have added. */
  tags(): void {
    for (let count = this.unsignedVarint(); count > 0; count--) {
      this.unsignedVarint();
      this.step(this.unsignedVarint());
    }
  }

  end(): void {
    if (this.left > 0) {
      throw new WireProblem(`the answer is malformed: ${this.left} bytes stand after its end`);
    }
  }

  private text(length: number): string | undefined {
    return this.take(length)?.toString('utf8');
  }

  private take(length: number): Buffer | undefined {
    if (length === -1) {
      return undefined;
    }
    const start = this.step(length);
    return this.bytes.subarray(start, start + length);
  }

  private members<T>(count: number, read: () => T): readonly T[] {
    // Each member has one byte at least. A list that is null is as good as an empty one here.
    if (count < -1 || count > this.left) {
      throw new WireProblem(`the answer is malformed: a list of ${count} in ${this.left} bytes`);
    }
    const found: T[] = [];
    for (let index = 0; index < count; index++) {
      found.push(read());
    }
    return found;
  }

  /** Goes on by some bytes and gives where they begin. */
  private step(length: number): number {
    if (length < 0 || length > this.left) {
      throw new WireProblem(`the answer is malformed: ${length} bytes are announced and ${this.left} are there`);
    }
    this.at += length;
    return this.at - length;
  }
}
