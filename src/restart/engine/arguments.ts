import { parseArgs } from 'node:util';

/** What the engine is asked on its command line. */
export interface Arguments {
  readonly spec: string;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly preflight: boolean;
  /** Folder with the rendered files, or a JSON file that maps names to texts; undefined when they are looked for. */
  readonly filesFrom?: string;
  /** The work is done by a process of its own, which outlives this one. */
  readonly detached: boolean;
  /** This is that process. */
  readonly worker: boolean;
}

/** The arguments, or what is wrong with them. */
export type ReadArguments =
  | { readonly arguments: Arguments; readonly problem?: undefined }
  | { readonly arguments?: undefined; readonly problem: string };

/** One option, for the engine and for `broker-oauth restart` alike. */
export interface RestartOption {
  readonly name: 'dry-run' | 'json' | 'preflight' | 'files-from';
  /** What its value is called; absent where it takes none. */
  readonly value?: string;
  readonly text: string;
}

/** Every option that people use. */
export const RESTART_OPTIONS: readonly RestartOption[] = [
  { name: 'dry-run', text: 'look at the nodes and print order, batches and reasons; touch nothing' },
  { name: 'json', text: 'print JSON lines, the report last' },
  { name: 'preflight', text: 'judge a change of a service\'s settings; touch nothing' },
  { name: 'files-from', value: 'path', text: 'take the rendered files from a folder, or from a JSON file that maps names to texts' },
];

/** What an exit code of the engine says. */
export const EXIT_CODES = 'exit codes: 0 good; 1 bad usage or unreadable input; 2 refused or stopped; 3 undetermined';

/** How the engine is called; `--detached` and `--worker` are for Terraform and for the engine itself. */
export const USAGE = ['usage: node engine.cjs <spec.json> [options]', '', ...RESTART_OPTIONS.map(describeOption), '', EXIT_CODES].join('\n');

const KNOWN = {
  ...Object.fromEntries(RESTART_OPTIONS.map(({ name, value }) => [name, { type: value === undefined ? 'boolean' : 'string' } as const])),
  detached: { type: 'boolean' },
  worker: { type: 'boolean' },
} as const;

/** Reads a command line without the program's name. */
export function readArguments(words: readonly string[]): ReadArguments {
  let values: { [name: string]: unknown };
  let positionals: string[];
  try {
    ({ values, positionals } = parseArgs({ args: [...words], options: KNOWN, allowPositionals: true }));
  } catch (error) {
    // Node's own text, which names the word; further sentences of it advise on Node's syntax.
    return { problem: (error as Error).message.split(/\. |\n/)[0] };
  }
  if (positionals.length !== 1) {
    return { problem: `give one spec, got ${positionals.length}` };
  }
  return {
    arguments: {
      spec: positionals[0],
      dryRun: values['dry-run'] === true,
      json: values.json === true,
      preflight: values.preflight === true,
      filesFrom: values['files-from'] as string | undefined,
      detached: values.detached === true,
      worker: values.worker === true,
    },
  };
}

function describeOption({ name, value, text }: RestartOption): string {
  return `  ${`--${name}${value === undefined ? '' : ` <${value}>`}`.padEnd(22)}${text}`;
}
