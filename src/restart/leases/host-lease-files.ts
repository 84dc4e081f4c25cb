import { z } from 'zod';
import { LeaseHost, LeaseRecord } from './majority-lease';
import { Host } from '../drivers/host';

const RECORD = z.object({ owner: z.string(), term: z.number().int(), counter: z.number().int(), released: z.boolean() });

const MISSING = 44;
const OTHER = 46;
const BUSY = 47;

const READ = `[ -e "$1/lease.json" ] || exit ${MISSING}; cat -- "$1/lease.json"`;

/**
 * Compares and replaces in one step: the directory is locked by flock(1), whose lock the system takes back when the shell ends, however it
 * ends; the file itself is renamed into place, so that whoever reads it without the lock sees the old record or the new one.
 */
const REPLACE = `
umask 077
mkdir -p -- "$1" && [ -O "$1" ] || { echo "the folder $1 must belong to the user who logs in" >&2; exit 1; }
exec 9> "$1/lock" || exit 1
flock -w 5 9 || exit ${BUSY}
found=$(cat -- "$1/lease.json" 2>/dev/null)
[ "$found" = "$2" ] || exit ${OTHER}
printf '%s\\n' "$3" > "$1/.lease-new" && sync -- "$1/.lease-new" && mv -f -- "$1/.lease-new" "$1/lease.json" && sync -- "$1"`;

/** The record of a lease as a file of one host, which the host itself changes in one step. */
export class HostLeaseFile implements LeaseHost {
  readonly name: string;
  readonly place: string;

  constructor(private readonly host: Host, private readonly folder: string, private readonly timeoutSeconds = 10) {
    this.name = host.name;
    this.place = `${folder}/lease.json`;
  }

  async read(): Promise<LeaseRecord | undefined> {
    const { code, stdout, stderr } = await this.host.run(READ, [this.folder], { timeoutSeconds: this.timeoutSeconds });
    if (code === MISSING) {
      return undefined;
    }
    if (code !== 0) {
      throw new Error(describe(code, stderr));
    }
    return parse(stdout.toString('utf8'));
  }

  async replace(expected: LeaseRecord | undefined, next: LeaseRecord): Promise<boolean> {
    const found = expected === undefined ? '' : textOf(expected);
    const { code, stderr } = await this.host.run(REPLACE, [this.folder, found, textOf(next)], { timeoutSeconds: this.timeoutSeconds });
    if (code === OTHER) {
      return false;
    }
    if (code !== 0) {
      throw new Error(describe(code, stderr));
    }
    return true;
  }
}

function describe(code: number | undefined, stderr: string): string {
  return stderr.trim().split('\n').pop() || `exit code ${code}`;
}

/** The same record is always the same text. */
function textOf({ owner, term, counter, released }: LeaseRecord): string {
  return JSON.stringify({ owner, term, counter, released });
}

function parse(text: string): LeaseRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const parsed = RECORD.safeParse(value);
  if (!parsed.success) {
    // Never taken for a free one: somebody may be at work.
    throw new Error('the record of the lease cannot be understood');
  }
  return parsed.data;
}
