import { appendFile, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Journal, JournalEntry } from './engine/ports';

const ENTRY = z.object({
  node: z.string(),
  fingerprint: z.string(),
  step: z.enum(['begun', 'done', 'failed']),
  detail: z.string().optional(),
});

const LONGEST_READ = 1024 * 1024;

/**
 * What runs did, one JSON line each, only ever added to.
 *
 * It puts nodes first that an earlier run did not finish and is otherwise for people: a lost or damaged journal loses nothing.
 */
export class FileJournal implements Journal {
  constructor(private readonly path: string, private readonly date: () => Date) {}

  async read(): Promise<readonly JournalEntry[]> {
    return (await this.tail()).split('\n').flatMap((line) => {
      const entry = parseLine(line);
      return entry === undefined ? [] : [entry];
    });
  }

  async append(entry: JournalEntry): Promise<void> {
    try {
      await mkdir(dirname(this.path), { recursive: true });
      // A line that a crash cut short must not swallow this one.
      await appendFile(this.path, `\n${JSON.stringify({ at: this.date().toISOString(), ...entry })}\n`);
    } catch {
      // Evidence is on the nodes; a disk that is full here must not stop a run there.
    }
  }

  private async tail(): Promise<string> {
    return readEnd(this.path).catch(() => '');
  }
}

async function readEnd(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST_READ), 0, LONGEST_READ, Math.max(0, size - LONGEST_READ));
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
}

function parseLine(line: string): JournalEntry | undefined {
  try {
    return ENTRY.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
