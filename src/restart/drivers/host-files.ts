import { Host, ScriptResult } from './host';
import { PREVIOUS_SUFFIX } from './local-files';
import { FoundFile, NodeFiles } from '../engine/ports';

/*
 * Files of a host, by POSIX shell and the GNU tools of every Linux distribution: stat, chmod and chown with --reference, sync with a file.
 */

const MISSING = 44;
const NO_FILE = 45;
const LARGEST_FILE = 64 * 1024 * 1024;

/** Prints times of change, a line feed, and the file. */
const READ = `
[ -e "$1" ] || [ -L "$1" ] || exit ${MISSING}
[ -f "$1" ] || exit ${NO_FILE}
[ "$(stat -Lc %s -- "$1")" -le ${LARGEST_FILE} ] || exit ${NO_FILE}
stat -Lc '%.9Y %.9Z' -- "$1" && cat -- "$1"`;

/**
 * Writes beside the target, dresses the new file as the old one, makes it durable and renames it, so that a crash leaves the old file or
 * the new one. A link is followed, so that it stays a link.
 */
const REPLACE = `
set -e
umask 077
target=$(readlink -f -- "$1")
folder=$(dirname -- "$target")
new="$folder/.$(basename -- "$target").broker-oauth-new"
put() {
  rm -f -- "$new"
  cat > "$new"
  if [ -e "$target" ]; then
    chown --reference="$target" -- "$new"
    chmod --reference="$target" -- "$new"
  else
    chmod 644 -- "$new"
  fi
  sync -- "$new"
  mv -f -- "$new" "$1"
}
if [ "$2" = keep ] && [ -e "$target" ]; then
  put "$target${PREVIOUS_SUFFIX}" < "$target"
fi
put "$target"
sync -- "$folder"`;

/** Files of one host. */
export class HostFiles implements NodeFiles {
  constructor(private readonly host: Host) {}

  async read(path: string): Promise<FoundFile | undefined> {
    const result = await this.host.run(READ, [path]);
    if (result.code === MISSING) {
      return undefined;
    }
    if (result.code === NO_FILE) {
      throw new Error(`${path} is no regular file of at most ${LARGEST_FILE} bytes`);
    }
    demandSuccess(result, this.host, `read ${path}`);
    const end = result.stdout.indexOf('\n');
    const bytes = result.stdout.subarray(end + 1);
    const text = bytes.toString('utf8');
    // A file in another encoding would be changed by reading and writing it.
    if (!Buffer.from(text, 'utf8').equals(bytes)) {
      throw new Error(`${path} is not UTF-8`);
    }
    const [modified, changed] = result.stdout.subarray(0, end).toString('latin1').split(' ').map(Number);
    return { text, changedAt: Math.max(modified, changed) * 1000 };
  }

  async replace(path: string, text: string, keepPrevious: boolean): Promise<void> {
    const result = await this.host.run(REPLACE, [path, keepPrevious ? 'keep' : 'drop'], { input: text, effect: true });
    demandSuccess(result, this.host, `write ${path}`);
  }
}

function demandSuccess({ code, stderr }: ScriptResult, host: Host, what: string): void {
  if (code !== 0) {
    throw new Error(`cannot ${what} on ${host.name}: ${stderr === '' ? `exit code ${code}` : stderr}`);
  }
}
