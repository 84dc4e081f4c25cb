import { Host, ScriptOptions, ScriptResult } from './host';
import { StepOutcome } from '../engine/ports';
import { Redact } from '../redact';

/** How the Docker command line is run. */
export interface DockerCliOptions {
  readonly host: Host;
  readonly sudo: boolean;
  readonly redact: Redact;
  readonly commandSeconds: number;
}

/** The Docker command line on one machine. Arguments reach it one by one; no shell reads them. */
export class DockerCli {
  constructor(private readonly options: DockerCliOptions) {}

  /** Where it runs, for people. */
  get name(): string {
    return this.options.host.name;
  }

  run(words: readonly string[], options: ScriptOptions = {}): Promise<ScriptResult> {
    const { host, sudo } = this.options;
    return host.run('"$@"', [...(sudo ? ['sudo', '-n'] : []), 'docker', ...words], options);
  }

  /** Runs what changes a container. */
  async step(words: readonly string[], what: string): Promise<StepOutcome> {
    const result = await this.run(words, { timeoutSeconds: this.options.commandSeconds, effect: true });
    return { ok: result.code === 0, detail: `docker ${what}: ${this.describe(result)}` };
  }

  /** How a call ended, for people. */
  describe({ code, stderr }: ScriptResult): string {
    return this.options.redact([code === undefined ? undefined : `exit code ${code}`, stderr].filter((text) => text).join(': '));
  }
}
