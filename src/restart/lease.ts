import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { isProvablyGone, processIdentity } from './drivers/local-process';
import { Lease, LeaseAnswer } from './engine/ports';

const OWNER = z.object({
  pid: z.number(),
  host: z.string(),
  machineId: z.string().optional(),
  bootId: z.string().optional(),
  pidNamespace: z.string().optional(),
  startTicks: z.number().optional(),
  since: z.string(),
  heartbeats: z.number(),
  released: z.boolean(),
});

type Owner = z.infer<typeof OWNER>;

const FILE = /^lease-(\d+)\.json$/;
const ATTEMPTS = 20;

/**
 * A lease as files of one folder: the file with the highest number says who holds it.
 *
 * A new holder makes the next number, which only one can; nobody changes or removes the newest file of another, so there is no
 * instant at which two hold it. A holder that is provably dead, by process number, start and boot, is succeeded at once; one that
 * cannot be judged from here, such as one on another machine, never is.
 */
export class FileLease implements Lease {
  readonly beatEvery = 10_000;
  private lost = false;
  private held: number | undefined;
  private owner: Owner | undefined;

  constructor(private readonly folder: string, private readonly date: () => Date) {}

  async acquire(): Promise<LeaseAnswer> {
    await mkdir(this.folder, { recursive: true });
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const newest = await this.newest();
      const owner = newest === 0 ? undefined : await this.read(newest);
      if (newest > 0 && owner === undefined && (await this.newest()) !== newest) {
        continue;
      }
      if (newest > 0 && !isFree(owner)) {
        return { held: false, owner: this.describe(newest, owner) };
      }
      if (await this.claim(newest + 1)) {
        return { held: true };
      }
    }
    return { held: false, owner: `many runs ask for ${this.folder} at once` };
  }

  get holds(): boolean {
    return this.held !== undefined && !this.lost;
  }

  get number(): number | undefined {
    return this.holds ? this.held : undefined;
  }

  async heartbeat(): Promise<boolean> {
    this.lost ||= !await this.beat();
    return this.holds;
  }

  async release(): Promise<void> {
    if (this.held === undefined || this.owner === undefined) {
      return;
    }
    const number = this.held;
    this.held = undefined;
    // The process ends soon and is provably gone then, so a release that cannot be written is none too few.
    await this.rewrite(number, { ...this.owner, released: true }).catch(() => undefined);
  }

  private async beat(): Promise<boolean> {
    try {
      if (this.held === undefined || this.owner === undefined || (await this.newest()) !== this.held) {
        return false;
      }
      this.owner = { ...this.owner, heartbeats: this.owner.heartbeats + 1 };
      await this.rewrite(this.held, this.owner);
      return true;
    } catch {
      // A folder that is gone or full shows nobody that we live.
      return false;
    }
  }

  private async claim(number: number): Promise<boolean> {
    const owner: Owner = { ...processIdentity(process.pid), host: hostname(), since: this.date().toISOString(), heartbeats: 0, released: false };
    const temporary = await this.write(owner);
    try {
      await link(temporary, this.path(number));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
        return false;
      }
      throw error;
    } finally {
      await rm(temporary, { force: true });
    }
    // A number that was free again because later holders have tidied up is no claim.
    if ((await this.newest()) !== number) {
      await rm(this.path(number), { force: true });
      return false;
    }
    this.held = number;
    this.owner = owner;
    await this.tidy(number);
    return true;
  }

  private async rewrite(number: number, owner: Owner): Promise<void> {
    await rename(await this.write(owner), this.path(number));
  }

  private async write(owner: Owner): Promise<string> {
    const temporary = join(this.folder, `.lease-${process.pid}-${Math.random().toString(36).slice(2)}`);
    await writeFile(temporary, `${JSON.stringify(owner)}\n`, { flag: 'wx' });
    return temporary;
  }

  private async read(number: number): Promise<Owner | undefined> {
    try {
      return OWNER.parse(JSON.parse(await readFile(this.path(number), 'utf8')));
    } catch {
      return undefined;
    }
  }

  private async newest(): Promise<number> {
    return Math.max(0, ...(await this.numbers()));
  }

  private async numbers(): Promise<readonly number[]> {
    return (await readdir(this.folder)).flatMap((name) => {
      const number = FILE.exec(name)?.[1];
      return number === undefined ? [] : [Number(number)];
    });
  }

  private async tidy(number: number): Promise<void> {
    for (const old of (await this.numbers()).filter((candidate) => candidate < number)) {
      await rm(this.path(old), { force: true });
    }
  }

  private describe(number: number, owner: Owner | undefined): string {
    const remedy = `when it is certain that it has ended, remove ${this.path(number)}`;
    if (owner === undefined) {
      return `its file cannot be read; ${remedy}`;
    }
    const age = Math.max(0, Math.round((this.date().getTime() - Date.parse(owner.since)) / 1000));
    return `process ${owner.pid} on ${owner.host} for ${age} s with ${owner.heartbeats} signs of life; ${remedy}`;
  }

  private path(number: number): string {
    return join(this.folder, `lease-${number}.json`);
  }
}

function isFree(owner: Owner | undefined): boolean {
  return owner !== undefined && (owner.released || isProvablyGone(owner) === true);
}
