/** Shows values in sentences: short, without what a terminal would obey, and never a private key. */

/** A value as a message shows it: JSON, at most 60 characters, nothing that moves a terminal's cursor. */
export function show(value: unknown): string {
  if (typeof value === 'string' && holdsPrivateKey(value)) return 'a private key, which is not shown';
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return escapeInvisible(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}

/** Whether a text has the header of a private key in PEM (RFC 7468) or OpenSSH's form. */
export function holdsPrivateKey(text: string): boolean {
  return text.includes('PRIVATE KEY-----');
}

/** Whether a text is a URL with a password before its host (RFC 3986 section 3.2.1). */
export function hasPassword(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/\s@]*:[^/\s@]+@/.test(text);
}

/** Writes characters that have no picture of their own (controls, direction marks, lone surrogates) as `\u{…}`. */
export function escapeInvisible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
}
