/** First-boot documents are ASCII: a single other byte gets lost, or loses the document, on the way to some machines. */

/** Gives the text back. @throws RangeError where it holds anything but printable ASCII, tabs and line feeds */
export function requireAscii(text: string): string {
  if (/[^\t\n\x20-\x7e]/.test(text)) throw new RangeError('a first-boot document must be ASCII');
  return text;
}
