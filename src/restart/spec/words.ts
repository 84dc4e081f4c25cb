import { z } from 'zod';

/* Shapes that several parts of the spec share. */

export const NAME = z.string().regex(/^[^\s\x00-\x1f\x7f]+$/, 'must hold no blanks and no control characters').max(255);
export const FILE_NAME = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/, 'must be a plain file name').max(255);
export const PATH = z.string().min(1).refine((path) => !path.includes('\0'), 'must hold no NUL');
export const VARIABLE = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable');
export const ARGV = z.array(z.string().refine((word) => !word.includes('\0'), 'must hold no NUL')).min(1);
/** Checked for blanks first, since the parser of URLs drops them instead of refusing. */
export const HTTP_URL = z.string().regex(/^[^\s\x00-\x1f\x7f]+$/, 'must hold no blanks and no control characters').pipe(z.url({ protocol: /^https?$/ }));
export const SECONDS = z.number().nonnegative().max(7 * 24 * 3600);

/** A port; a text of digits where only Terraform knows it. */
export const PORT = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.number().int().min(1).max(65535));

/** A host as the OpenSSH client reaches it; never an option of that client. */
export const SSH = z.strictObject({
  host: z.string().regex(/^[A-Za-z0-9_\[][A-Za-z0-9_.:%\[\]-]*$/, 'must be a host name or an address'),
  port: PORT.optional(),
  user: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.@-]*$/, 'must be the name of a user').optional(),
  identityFile: PATH.optional(),
  knownHostsFile: PATH.optional(),
});

export function hasUserInfo(url: string): boolean {
  return /^[a-z]+:\/\/[^/?#]*@/i.test(url);
}

/** TLS of a client: who is trusted, and what the client shows. Certificates are always verified. */
export const TLS = z.strictObject({
  /** File with the certificates that are trusted; absent for those of the system. */
  caFile: PATH.optional(),
  /** The name that the certificate must carry, where it is not the host. */
  serverName: z.string().min(1).optional(),
  certificateFile: PATH.optional(),
  keyFile: PATH.optional(),
});
