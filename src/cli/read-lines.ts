import { CliIo } from './cli-io';
import { readChunks } from './read-input';

/** One line without its end, or why it is no text. */
export type Line = { readonly text: string; readonly problem?: undefined } | { readonly text?: undefined; readonly problem: 'too-long' | 'not-utf8' };

const LINE_FEED = 0x0a;

/**
 * Reads a file line by line, in groups that were read together.
 *
 * No more than one line of `longest` bytes is held; what is longer is skipped to its end.
 */
export async function* readLines(io: CliIo, path: string, longest: number): AsyncGenerator<readonly Line[]> {
  const collector = new LineCollector(longest);
  for await (const chunk of readChunks(io, path)) {
    yield collector.take(chunk);
  }
  yield collector.end();
}

class LineCollector {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private pieces: Uint8Array[] = [];
  private size = 0;

  constructor(private readonly longest: number) {}

  take(chunk: Uint8Array): readonly Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
      this.add(chunk.subarray(from, at));
      lines.push(this.finish());
      from = at + 1;
    }
    this.add(chunk.subarray(from));
    return lines;
  }

  end(): readonly Line[] {
    return this.size === 0 ? [] : [this.finish()];
  }

  private add(piece: Uint8Array): void {
    this.size += piece.length;
    if (this.size > this.longest) {
      this.pieces = [];
    } else if (piece.length > 0) {
      this.pieces.push(piece);
    }
  }

  private finish(): Line {
    const { pieces, size } = this;
    [this.pieces, this.size] = [[], 0];
    if (size > this.longest) {
      return { problem: 'too-long' };
    }
    try {
      return { text: this.decoder.decode(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces)) };
    } catch {
      return { problem: 'not-utf8' };
    }
  }
}
