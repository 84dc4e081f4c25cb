/*
 * jose is published as ES modules only. Node 20.19 loads those by `require`, which the compiler does not know under
 * its `node16` rules; so the types come by an import type and the module by `require`.
 */

type Jose = typeof import('jose', { with: { 'resolution-mode': 'import' } });

/** JSON Web Signatures and key sets. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
export const jose = require('jose') as Jose;
