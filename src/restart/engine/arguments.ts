/** What the engine is asked on its command line. */
export interface Arguments {
  readonly spec: string;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly preflight: boolean;
  /** Folder with the rendered files, or a JSON file that maps names to texts; undefined when they come through the environment. */
  readonly filesFrom?: string;
}

/** The arguments, or what is wrong with them. */
export type ReadArguments =
  | { readonly arguments: Arguments; readonly problem?: undefined }
  | { readonly arguments?: undefined; readonly problem: string };

/** How the engine is called. */
export const USAGE = `usage: node engine.cjs <spec.json> [--dry-run] [--json] [--preflight] [--files-from <folder or JSON file>]

  --dry-run      look at the nodes and print the plan, touch nothing
  --json         print JSON lines, the report last
  --preflight    judge a change of a service's settings, touch nothing
  --files-from   take the rendered files from there instead of the environment

exit codes: 0 good; 1 bad usage or unreadable input; 2 refused or stopped; 3 undetermined`;

/** Reads a command line without the program's name. */
export function readArguments(words: readonly string[]): ReadArguments {
  const flags = new Set<string>();
  const positional: string[] = [];
  let filesFrom: string | undefined;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === '--files-from') {
      filesFrom = words[++index];
      if (filesFrom === undefined) {
        return { problem: '--files-from needs a folder or a JSON file' };
      }
    } else if (['--dry-run', '--json', '--preflight'].includes(word)) {
      flags.add(word);
    } else if (word.startsWith('-')) {
      return { problem: `${word} is no option` };
    } else {
      positional.push(word);
    }
  }
  if (positional.length !== 1) {
    return { problem: `give one spec, got ${positional.length}` };
  }
  return {
    arguments: { spec: positional[0], dryRun: flags.has('--dry-run'), json: flags.has('--json'), preflight: flags.has('--preflight'), filesFrom },
  };
}
