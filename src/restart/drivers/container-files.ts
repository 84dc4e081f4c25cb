import { posix } from 'node:path';
import { DockerCli } from './docker-cli';
import { PREVIOUS_SUFFIX } from './local-files';
import { readFirstFile, TarFile, writeTar } from './tar';
import { FoundFile, NodeFiles } from '../engine/ports';

/** Gives the container's id, or why there is none. */
export type FindContainer = () => Promise<{ readonly id?: string; readonly problem?: string }>;

/** The code with which `docker cp` ends where the daemon has answered that it cannot be done. */
const REFUSED = 1;

/**
 * Files inside a container, by `docker cp`: in its own layer or in a volume, while it runs and while it is stopped, with no program in it.
 *
 * Docker unpacks a file over the old one and has no rename in one step; a run that is cut short in between has left the marker that says so,
 * and the next run delivers again.
 *
 * @see https://docs.docker.com/reference/cli/docker/container/cp/
 */
export class ContainerFiles implements NodeFiles {
  constructor(private readonly docker: DockerCli, private readonly container: FindContainer) {}

  async read(path: string): Promise<FoundFile | undefined> {
    const found = await this.fetch(path);
    if (found === undefined) {
      return undefined;
    }
    const text = found.content.toString('utf8');
    // A file in another encoding would be changed by reading and writing it.
    if (!Buffer.from(text, 'utf8').equals(found.content)) {
      throw new Error(`${path} is not UTF-8`);
    }
    return { text, changedAt: found.modified * 1000 };
  }

  async replace(path: string, text: string, keepPrevious: boolean): Promise<void> {
    const before = await this.fetch(path);
    const like = before ?? { mode: 0o644, uid: 0, gid: 0 };
    const name = posix.basename(path);
    const next: TarFile = { name, mode: like.mode, uid: like.uid, gid: like.gid, modified: Date.now() / 1000, content: Buffer.from(text, 'utf8') };
    const previous = keepPrevious && before !== undefined ? [{ ...before, name: `${name}${PREVIOUS_SUFFIX}` }] : [];
    const id = await this.find();
    const result = await this.docker.run(['cp', '-', `${id}:${posix.dirname(path)}`], { input: writeTar([...previous, next]), effect: true });
    if (result.code !== 0) {
      throw new Error(`cannot write ${path} in the container: ${this.docker.describe(result)}`);
    }
    await this.demand(path, next);
  }

  /** Reads back what was written: how owners and modes of an archive are taken over is the daemon's affair. */
  private async demand(path: string, wanted: TarFile): Promise<void> {
    const found = await this.fetch(path);
    if (found === undefined || !found.content.equals(wanted.content)) {
      throw new Error(`${path} in the container does not hold what was written`);
    }
    const differs = (['mode', 'uid', 'gid'] as const).filter((member) => found[member] !== wanted[member]);
    if (differs.length > 0) {
      const said = differs.map((member) => `${member} ${found[member].toString(member === 'mode' ? 8 : 10)}`).join(', ');
      throw new Error(`${path} in the container was written and has another owner or mode now: ${said}`);
    }
  }

  private async fetch(path: string): Promise<TarFile | undefined> {
    const id = await this.find();
    const result = await this.docker.run(['cp', `${id}:${path}`, '-']);
    if (result.code === REFUSED && await this.isMissing(id, path, result.stderr)) {
      return undefined;
    }
    if (result.code !== 0) {
      throw new Error(`cannot read ${path} in the container: ${this.docker.describe(result)}`);
    }
    const file = readFirstFile(result.stdout);
    if (file === undefined) {
      throw new Error(`${path} in the container is no regular file; where it is a link, name what it points to`);
    }
    return file;
  }

  /**
   * Whether Docker says that there is no such path in the container.
   *
   * A daemon or a key of OpenSSH that cannot be reached says "no such file or directory" too, and a file that is taken for absent is written
   * without what others had in it. So nothing but a whole line about this path counts (moby, daemon/archive.go and client/container_copy.go).
   */
  private async isMissing(id: string, path: string, stderr: string): Promise<boolean> {
    const lines = stderr.split('\n').map((line) => line.trim());
    const answers = [`Error response from daemon: Could not find the file ${path} in container `, `Error response from daemon: lstat ${path}: no such file or directory`];
    if (lines.some((line) => answers.some((answer) => `${line} `.startsWith(answer)))) {
      return true;
    }
    // Older clients say the same of a container that is gone, so the container is asked for.
    return lines.includes(`Error: No such container:path: ${id}:${path}`)
      && (await this.docker.run(['inspect', '--type', 'container', '--format', '{{json .Id}}', id])).code === 0;
  }

  private async find(): Promise<string> {
    const { id, problem } = await this.container();
    if (id === undefined) {
      throw new Error(problem);
    }
    return id;
  }
}
