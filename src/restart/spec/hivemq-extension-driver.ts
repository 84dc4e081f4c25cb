import { z } from 'zod';
import { NAME, PATH, SSH, VARIABLE } from './words';

/** Disables and enables an extension of a running HiveMQ. */
export const HIVEMQ_EXTENSION_DRIVER = z.strictObject({
  kind: z.literal('hivemq-extension'),
  /** HiveMQ's folder of extensions on the node. */
  extensionsFolder: PATH,
  /** HiveMQ's log on the node. */
  logFile: PATH,
  /** Id of the extension, which is the name of its folder. */
  extension: NAME.refine((id) => /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(id), 'must be the id of an extension').default('hivemq-enterprise-security-extension'),
  /** The extension's name, as the log writes it. */
  title: z.string().min(1).max(200).regex(/^[^"\x00-\x1f\x7f]+$/, 'must hold no quotes and no control characters').default('HiveMQ Enterprise Security Extension'),
  /** Where the node is; absent for the machine that runs the engine. */
  ssh: SSH.optional(),
  /** Names of environment variables that the OpenSSH client receives. */
  environment: z.array(VARIABLE).default(['PATH', 'HOME', 'LANG', 'SSH_AUTH_SOCK']),
});
