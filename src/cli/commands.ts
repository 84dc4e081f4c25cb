import { CommandEntry } from './command-module';

/** Every command, in the order of `--help`. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'preview',
    summary: 'what would the broker do with this token?',
    load: async () => (await import('./preview.js')).PREVIEW_COMMAND,
  },
  {
    name: 'expect',
    summary: 'are these tokens judged as expected?',
    load: async () => (await import('./expect.js')).EXPECT_COMMAND,
  },
  {
    name: 'claims',
    summary: 'what do the claims of this token say, whatever the identity provider calls them?',
    load: async () => (await import('./claims.js')).CLAIMS_COMMAND,
  },
];
