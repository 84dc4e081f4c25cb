import { readdirSync, readFileSync } from 'node:fs';

/** Reads the command lines of all processes of this machine, again and again, and remembers those that hold a text. */
export class ArgvWatch {
  private readonly found = new Set<string>();
  private readonly seen = new Set<string>();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly texts: readonly string[]) {
    this.timer = setInterval(() => this.look(), 20);
  }

  /** Command lines that held one of the texts, and how many were read. */
  stop(): { readonly found: readonly string[]; readonly seen: number } {
    clearInterval(this.timer);
    return { found: [...this.found], seen: this.seen.size };
  }

  private look(): void {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const line = commandLine(pid);
      this.seen.add(line);
      if (this.texts.some((text) => line.includes(text))) {
        this.found.add(line);
      }
    }
  }
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ');
  } catch {
    return '';
  }
}
