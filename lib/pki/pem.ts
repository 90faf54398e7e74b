/** Textual encoding of certificates and keys (RFC 7468). */

const LINE_OCTETS = 48;

/** Encodes DER under a label, in lines of 64 characters, ending in LF (RFC 7468 2 and 3). */
export function encodePem(label: string, der: Uint8Array): string {
  const octets = Buffer.from(der.buffer, der.byteOffset, der.byteLength);
  let text = `-----BEGIN ${label}-----\n`;
  for (let offset = 0; offset < octets.length; offset += LINE_OCTETS) {
    text += `${octets.toString('base64', offset, Math.min(offset + LINE_OCTETS, octets.length))}\n`;
  }
  return `${text}-----END ${label}-----\n`;
}

/** How many blocks of this label a text holds. */
export function countPem(label: string, text: string): number {
  return text.split(`-----BEGIN ${label}-----`).length - 1;
}
