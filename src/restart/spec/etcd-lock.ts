import { z } from 'zod';
import { LOCK_COMMON } from './lock-common';
import { PATH, VARIABLE } from './words';

const ENDPOINT = z.string().regex(/^https?:\/\/[A-Za-z0-9_.[\]:-]+:\d{1,5}$/, 'must be a scheme, a host and a port, such as https://etcd-1.example.com:2379');

/** A lease in etcd. */
export const ETCD_LOCK = z.strictObject({
  kind: z.literal('etcd'),
  ...LOCK_COMMON,
  endpoints: z.array(ENDPOINT).min(1),
  /** Folder of keys. */
  keyPrefix: z.string().min(1).max(255).regex(/^[^\s\x00-\x1f\x7f]+$/, 'must hold no blanks and no control characters').default('/broker-oauth/leases/'),
  /** File with the certificates that are trusted; absent for those that Node.js trusts. */
  caFile: PATH.optional(),
  certificateFile: PATH.optional(),
  keyFile: PATH.optional(),
  user: z.string().min(1).max(255).optional(),
  /** Name of the environment variable with the user's password. */
  passwordVariable: VARIABLE.optional(),
}).superRefine((lock, context) => {
  const problem = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  const secure = lock.endpoints.filter((endpoint) => endpoint.startsWith('https:')).length;
  if (secure > 0 && secure < lock.endpoints.length) {
    problem('endpoints', 'must all be https or all be http');
  }
  if (secure === 0 && (lock.caFile ?? lock.certificateFile ?? lock.keyFile) !== undefined) {
    problem('endpoints', 'must be https where files for TLS are named');
  }
  if ((lock.certificateFile === undefined) !== (lock.keyFile === undefined)) {
    problem('keyFile', 'and certificateFile belong together');
  }
  if ((lock.user === undefined) !== (lock.passwordVariable === undefined)) {
    problem('passwordVariable', 'and user belong together');
  }
});
