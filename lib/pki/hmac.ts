/** HMAC with SHA-256 (RFC 2104, FIPS 180-4) over parts one after another. */

import { createHmac } from 'node:crypto';

/** Gives the 32 octets of the code; text counts as UTF-8. */
export function hmacSha256(key: Uint8Array, ...parts: readonly (Uint8Array | string)[]): Buffer {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}
