/** Writes a request of Kafka's protocol. */
export class Writer {
  private readonly parts: Buffer[] = [];

  get bytes(): Buffer {
    return Buffer.concat(this.parts);
  }

  boolean(value: boolean): this {
    return this.int8(value ? 1 : 0);
  }

  int8(value: number): this {
    return this.add(1, (buffer) => buffer.writeInt8(value));
  }

  int16(value: number): this {
    return this.add(2, (buffer) => buffer.writeInt16BE(value));
  }

  int32(value: number): this {
    return this.add(4, (buffer) => buffer.writeInt32BE(value));
  }

  unsignedVarint(value: number): this {
    const bytes: number[] = [];
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) {
      bytes.push((rest % 0x80) | 0x80);
    }
    this.parts.push(Buffer.from([...bytes, rest]));
    return this;
  }

  string(value: string): this {
    const encoded = Buffer.from(value, 'utf8');
    this.int16(encoded.length);
    return this.raw(encoded);
  }

  compactString(value: string): this {
    return this.compactBytes(Buffer.from(value, 'utf8'));
  }

  compactBytes(value: Buffer): this {
    return this.unsignedVarint(value.length + 1).raw(value);
  }

  /** A list; undefined writes null. */
  compactArray<T>(members: readonly T[] | undefined, write: (member: T) => void): this {
    this.unsignedVarint(members === undefined ? 0 : members.length + 1);
    members?.forEach(write);
    return this;
  }

  /** No tagged field. */
  noTags(): this {
    return this.unsignedVarint(0);
  }

  raw(bytes: Buffer): this {
    this.parts.push(bytes);
    return this;
  }

  private add(length: number, write: (buffer: Buffer) => void): this {
    const buffer = Buffer.alloc(length);
    write(buffer);
    return this.raw(buffer);
  }
}
