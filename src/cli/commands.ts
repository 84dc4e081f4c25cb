import { CommandEntry } from './command-module';

/** Every command, in the order of `--help`. `require` loads one when it is called, in Node, in the bundle and in the tests alike. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'preview',
    summary: 'what would the broker do with this token?',
    load: async () => (require('./preview') as typeof import('./preview')).PREVIEW_COMMAND,
  },
  {
    name: 'expect',
    summary: 'are these tokens judged as expected?',
    load: async () => (require('./expect') as typeof import('./expect')).EXPECT_COMMAND,
  },
  {
    name: 'claims',
    summary: 'what do the claims of this token say, whatever the identity provider calls them?',
    load: async () => (require('./claims') as typeof import('./claims')).CLAIMS_COMMAND,
  },
  {
    name: 'doctor',
    summary: 'does the identity provider fit the brokers of a manifest?',
    load: async () => (require('./doctor') as typeof import('./doctor')).DOCTOR_COMMAND,
  },
  {
    name: 'lint',
    summary: 'what is wrong with these native files and manifests?',
    load: async () => (require('./lint') as typeof import('./lint')).LINT_COMMAND,
  },
  {
    name: 'restart',
    summary: 'bring every node to the settings of the stack, one batch after the other',
    load: async () => (require('./restart') as typeof import('./restart')).RESTART_COMMAND,
  },
  {
    name: 'smoke',
    summary: 'do the brokers judge real tokens as the preview says?',
    load: async () => (require('./smoke') as typeof import('./smoke')).SMOKE_COMMAND,
  },
];
