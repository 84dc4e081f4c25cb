import { Host, ScriptOptions, ScriptResult } from './host';
import type { NumberedHost } from '../leases/announced-lease';

/** What a host that checks numbers needs to know. */
export interface Fence {
  /** The lease's folder on the host. */
  readonly folder: string;
  /** The kind of lease that counts; numbers of different kinds say nothing about each other. */
  readonly kind: string;
  /** The number of the lease that this run holds; undefined while it holds none. */
  readonly number: () => number | undefined;
}

/* Codes that no program of a driver ends with. */
const UNUSABLE = 117;
const BUSY = 118;
const OLDER = 119;

const DEFAULT_SECONDS = 30;
/** The part of a script's time for which it waits until changes under an earlier number have ended. */
const WAIT_PART = 0.6;

/**
 * Runs a change of the host while nobody with a later number may begin one, and not at all where a later number has been here.
 *
 * A change holds flock(1)'s lock together with others of its number; a later number is written down only when it has the lock alone, so
 * when no earlier change is under way any more. The lock belongs to this shell, which waits, and not to what the change starts.
 */
const FENCED = `
folder=$1 file=$1/number-$2 number=$3 wait=$4
shift 4
fail() { code=$1; shift; echo "$*" >&2; exit "$code"; }
busy() { fail ${BUSY} "a change by an earlier run is still under way on this host"; }
seen() {
  seen=$(cat -- "$file" 2>/dev/null) || seen=0
  case "$seen" in ''|*[!0-9]*) fail ${UNUSABLE} "the number of the newest run cannot be understood: $file" ;; esac
  [ "$seen" -le "$number" ] || fail ${OLDER} "refused by the host: the run with number $seen has been here, and this one has $number"
}
mask=$(umask)
umask 077
mkdir -p -- "$folder" && [ -O "$folder" ] || fail ${UNUSABLE} "the folder $folder must belong to the user who logs in"
exec 9>> "$folder/number.lock" || fail ${UNUSABLE} "the folder $folder cannot be written"
flock -s -w "$wait" 9 || busy
seen
if [ "$seen" -lt "$number" ]; then
  flock -x -w "$wait" 9 || busy
  seen
  if [ "$seen" -lt "$number" ]; then
    printf '%s\\n' "$number" > "$folder/.number-new" && sync -- "$folder/.number-new" && mv -f -- "$folder/.number-new" "$file" && sync -- "$folder" ||
      fail ${UNUSABLE} "the folder $folder cannot be written"
  fi
  flock -s -w "$wait" 9 || busy
  seen
fi
umask "$mask"
(`;
const END = '\n) 9>&-';

/** A host that refuses changes by runs that have lost the lease. */
export class FencedHost implements Host, NumberedHost {
  readonly name: string;

  constructor(private readonly host: Host, private readonly fence: Fence) {
    this.name = host.name;
  }

  get numberFile(): string {
    return `${this.fence.folder}/number-${this.fence.kind}`;
  }

  async run(script: string, args: readonly string[], options: ScriptOptions = {}): Promise<ScriptResult> {
    if (options.effect !== true) {
      return this.host.run(script, args, options);
    }
    const number = this.fence.number();
    if (number === undefined) {
      return { code: undefined, stdout: Buffer.alloc(0), stderr: 'the lease is not held, so nothing was done' };
    }
    return this.runAs(number, script, args, options);
  }

  async announce(number: number, timeoutSeconds: number): Promise<'told' | 'busy' | 'older' | 'unreached'> {
    const { code } = await this.runAs(number, ':', [], { timeoutSeconds }, (result) => result);
    return code === 0 ? 'told' : code === BUSY ? 'busy' : code === OLDER ? 'older' : 'unreached';
  }

  private async runAs(
    number: number, script: string, args: readonly string[], options: ScriptOptions, read: (result: ScriptResult) => ScriptResult = withoutVerdict,
  ): Promise<ScriptResult> {
    const { folder, kind } = this.fence;
    const wait = Math.max(1, Math.floor((options.timeoutSeconds ?? DEFAULT_SECONDS) * WAIT_PART));
    return read(await this.host.run(`${FENCED}${script}${END}`, [folder, kind, String(number), String(wait), ...args], options));
  }
}

/** A refusal says nothing about how the script would have ended. */
function withoutVerdict(result: ScriptResult): ScriptResult {
  return [UNUSABLE, BUSY, OLDER].includes(result.code ?? 0) ? { ...result, code: undefined } : result;
}
