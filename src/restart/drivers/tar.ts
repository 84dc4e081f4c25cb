/*
 * As much of the tar format as `docker cp` needs for single files: ustar headers (POSIX.1-1988) with the pax records for long names and
 * for times that Go's archive/tar writes (POSIX.1-2001, pax interchange format).
 */

/** One regular file in an archive. */
export interface TarFile {
  readonly name: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970. */
  readonly modified: number;
  readonly content: Buffer;
}

const BLOCK = 512;
const LONGEST_NAME = 100;
const REGULAR = new Set(['0', '\0', '7']);

/** The archive of some files. Names are short, since they are names in one folder. */
export function writeTar(files: readonly TarFile[]): Buffer {
  return Buffer.concat([...files.flatMap((file) => [header(file), file.content, padding(file.content.length)]), Buffer.alloc(2 * BLOCK)]);
}

/** The first entry of an archive; undefined where it is no regular file, or the archive is none. */
export function readFirstFile(archive: Buffer): TarFile | undefined {
  let records: ReadonlyMap<string, string> = new Map();
  for (let at = 0; at + BLOCK <= archive.length;) {
    const block = archive.subarray(at, at + BLOCK);
    if (block[0] === 0 || !isSound(block)) {
      return undefined;
    }
    const size = Number(records.get('size') ?? octal(block, 124, 12));
    const content = archive.subarray(at + BLOCK, at + BLOCK + size);
    const type = String.fromCharCode(block[156]);
    if (content.length < size) {
      return undefined;
    }
    if (type === 'x') {
      records = paxRecords(content);
    } else if (type !== 'g') {
      return REGULAR.has(type) ? entry(block, records, content) : undefined;
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return undefined;
}

function entry(block: Buffer, records: ReadonlyMap<string, string>, content: Buffer): TarFile {
  return {
    name: records.get('path') ?? text(block, 0, 100),
    mode: octal(block, 100, 8) & 0o7777,
    uid: Number(records.get('uid') ?? octal(block, 108, 8)),
    gid: Number(records.get('gid') ?? octal(block, 116, 8)),
    modified: Number(records.get('mtime') ?? octal(block, 136, 12)),
    content: Buffer.from(content),
  };
}

function header({ name, mode, uid, gid, modified, content }: TarFile): Buffer {
  if (Buffer.byteLength(name) > LONGEST_NAME) {
    throw new Error(`${name} is longer than the ${LONGEST_NAME} bytes that fit into a header`);
  }
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, 100, 'utf8');
  putOctal(block, mode, 100, 8);
  putOctal(block, uid, 108, 8);
  putOctal(block, gid, 116, 8);
  putOctal(block, content.length, 124, 12);
  putOctal(block, Math.floor(modified), 136, 12);
  block.write('        ', 148, 8, 'latin1');
  block.write('0', 156, 1, 'latin1');
  block.write('ustar\x0000', 257, 8, 'latin1');
  block.write(`${sum(block).toString(8).padStart(6, '0')}\0 `, 148, 8, 'latin1');
  return block;
}

function putOctal(block: Buffer, value: number, at: number, length: number): void {
  block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, length, 'latin1');
}

function padding(length: number): Buffer {
  return Buffer.alloc((BLOCK - (length % BLOCK)) % BLOCK);
}

/** The checksum counts its own field as blanks. */
function isSound(block: Buffer): boolean {
  const copy = Buffer.from(block);
  copy.write('        ', 148, 8, 'latin1');
  return sum(copy) === octal(block, 148, 8);
}

function sum(block: Buffer): number {
  return block.reduce((total, byte) => total + byte, 0);
}

function text(block: Buffer, at: number, length: number): string {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? length : end).toString('utf8');
}

function octal(block: Buffer, at: number, length: number): number {
  return parseInt(text(block, at, length).trim() || '0', 8);
}

/** Lines of the form `<length> <key>=<value>`. */
function paxRecords(content: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < content.length;) {
    const blank = content.indexOf(0x20, at);
    const length = Number(content.subarray(at, blank).toString('latin1'));
    if (blank < 0 || !(length > 0)) {
      break;
    }
    const [key, ...value] = content.subarray(blank + 1, at + length - 1).toString('utf8').split('=');
    records.set(key, value.join('='));
    at += length;
  }
  return records;
}
