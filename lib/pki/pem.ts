/** Textual encoding of certificates and keys (RFC 7468). */

const LINE_CHARACTERS = 64;

/** Encodes DER under a label, in lines of 64 characters, ending in LF (RFC 7468 2 and 3). */
export function encodePem(label: string, der: Uint8Array): string {
  const base64 = Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('base64');
  let lines = '';
  for (let start = 0; start < base64.length; start += LINE_CHARACTERS) {
    lines += `${base64.slice(start, start + LINE_CHARACTERS)}\n`;
  }
  return `-----BEGIN ${label}-----\n${lines}-----END ${label}-----\n`;
}

/** How many blocks of this label a text holds. */
export function countPem(label: string, text: string): number {
  return text.split(`-----BEGIN ${label}-----`).length - 1;
}
