import { Host, ScriptResult } from './host';
import { PREVIOUS_SUFFIX } from './local-files';
import { FoundFile, NodeFiles } from '../engine/ports';

/*
 * Files of a host, by POSIX shell and the GNU tools of every Linux distribution: stat, chmod and chown with --reference, sync with a file.
 */

const MISSING = 44;
const NO_FILE = 45;
const LARGEST_FILE = 64 * 1024 * 1024;
/** A large file over a slow line takes its time. */
const WRITE_SECONDS = 300;

/** Prints times of change, a line feed, and the file. */
const READ = `
[ -e "$1" ] || [ -L "$1" ] || exit ${MISSING}
[ -f "$1" ] || exit ${NO_FILE}
[ "$(stat -Lc %s -- "$1")" -le ${LARGEST_FILE} ] || exit ${NO_FILE}
LC_ALL=C stat -Lc '%.9Y %.9Z' -- "$1" && cat -- "$1"`;

/**
 * Writes beside the target, dresses the new file as the old one, makes it durable and renames it, so that a crash leaves the old file or
 * the new one. A link is followed, so that it stays a link.
 *
 * A connection that breaks ends the input as the end of the file does. So nothing is touched before all of it has arrived, and nothing is
 * kept as the previous version but a file that was whole.
 */
const REPLACE = `
set -e
umask 077
target=$(readlink -f -- "$1")
folder=$(dirname -- "$target")
new="$folder/.$(basename -- "$target").broker-oauth-new"
kept="$folder/.$(basename -- "$target").broker-oauth-kept"
put() {
  if [ -e "$target" ]; then
    chown --reference="$target" -- "$1"
    chmod --reference="$target" -- "$1"
  else
    chmod 644 -- "$1"
  fi
  sync -- "$1"
  mv -f -- "$1" "$2"
}
rm -f -- "$new" "$kept"
cat > "$new"
arrived=$(stat -c %s -- "$new")
if [ "$arrived" -ne "$3" ]; then
  rm -f -- "$new"
  echo "$arrived of $3 bytes arrived" >&2
  exit 1
fi
if [ "$2" = keep ] && [ -e "$target" ]; then
  cat < "$target" > "$kept"
  put "$kept" "$target${PREVIOUS_SUFFIX}"
fi
put "$new" "$target"
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
    const changedAt = Math.max(modified, changed) * 1000;
    if (!Number.isFinite(changedAt)) {
      throw new Error(`${this.host.name} does not tell when ${path} changed`);
    }
    return { text, changedAt };
  }

  async replace(path: string, text: string, keepPrevious: boolean): Promise<void> {
    const size = String(Buffer.byteLength(text));
    const result = await this.host.run(REPLACE, [path, keepPrevious ? 'keep' : 'drop', size], { input: text, timeoutSeconds: WRITE_SECONDS, effect: true });
    demandSuccess(result, this.host, `write ${path}`);
  }
}

function demandSuccess({ code, stderr }: ScriptResult, host: Host, what: string): void {
  if (code !== 0) {
    throw new Error(`cannot ${what} on ${host.name}: ${stderr === '' ? `exit code ${code}` : stderr}`);
  }
}
