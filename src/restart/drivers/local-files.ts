import { constants } from 'node:fs';
import { FileHandle, lstat, open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FoundFile, NodeFiles } from '../engine/ports';

/** What a file's previous version is called, beside it. */
export const PREVIOUS_SUFFIX = '.broker-oauth-previous';

const LARGEST_FILE = 64 * 1024 * 1024;

/** Files of the machine that runs the engine. */
export class LocalFiles implements NodeFiles {
  async read(path: string): Promise<FoundFile | undefined> {
    try {
      const found = await stat(path);
      if (!found.isFile() || found.size > LARGEST_FILE) {
        throw new Error(`${path} is no regular file of at most ${LARGEST_FILE} bytes`);
      }
      const bytes = await readFile(path);
      const text = bytes.toString('utf8');
      // A file in another encoding would be changed by reading and writing it.
      if (!Buffer.from(text, 'utf8').equals(bytes)) {
        throw new Error(`${path} is not UTF-8`);
      }
      return { text, changedAt: Math.max(found.mtimeMs, found.ctimeMs) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
  }

  async replace(path: string, text: string, keepPrevious: boolean): Promise<void> {
    // A link is followed, so that it stays a link.
    const target = await realpath(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') {
        throw error;
      }
      return path;
    });
    const existing = await stat(target).catch(() => undefined);
    if (keepPrevious && existing !== undefined) {
      await writeWhole(`${target}${PREVIOUS_SUFFIX}`, await readFile(target), existing);
    }
    await writeWhole(target, Buffer.from(text, 'utf8'), existing);
  }
}

interface Ownership {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Writes beside the target and renames, so that a crash leaves the old file or the new one and nothing between. */
async function writeWhole(target: string, content: Buffer, like: Ownership | undefined): Promise<void> {
  const folder = dirname(target);
  const temporary = join(folder, `.${basename(target)}.broker-oauth-new`);
  await removeLeftOver(temporary);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const file = await open(temporary, flags, like === undefined ? 0o644 : 0o600);
  try {
    await file.writeFile(content);
    await dressAs(file, like);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, target);
  await syncFolder(folder);
}

async function removeLeftOver(path: string): Promise<void> {
  if (await lstat(path).catch(() => undefined) !== undefined) {
    await unlink(path);
  }
}

async function dressAs(file: FileHandle, like: Ownership | undefined): Promise<void> {
  if (like === undefined) {
    return;
  }
  const own = await file.stat();
  if (own.uid !== like.uid || own.gid !== like.gid) {
    await file.chown(like.uid, like.gid);
  }
  await file.chmod(like.mode & 0o7777);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
