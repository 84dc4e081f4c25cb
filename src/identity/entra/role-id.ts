import { createHash } from 'node:crypto';

/** A UUID of this library's own, below which role ids are made. */
const NAMESPACE = '5b0f6a3c-6f0e-4a0e-9f3b-6a2b4b8c1d7e';

/**
 * The id of a role or scope of an API: the same for the same API and value in every synthesis, since another id is another role.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-5.5
 */
export function roleId(api: string, value: string): string {
  const name = JSON.stringify([api, value]);
  const bytes = createHash('sha1').update(Buffer.from(NAMESPACE.replace(/-/g, ''), 'hex')).update(name, 'utf8').digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x50;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
