/** Text inside a URL (RFC 2397). */

/**
 * Besides RFC 3986's unreserved characters, which `encodeURIComponent` leaves alone, an opaque URL may hold these
 * sub-delimiters; `?` and `#` would begin a query and a fragment.
 */
const needlesslyEncoded = /%(?:24|26|2B|2C|2F|3A|3B|3D|40)/g;

/**
 * Encodes a text as a `data:` URL without a media type. Base64 is for bytes that are no text: of a text it may be shorter,
 * but nothing repeats in it any more, and a config that is too large for its platform is compressed as a whole.
 * @param text encoded as UTF-8
 */
export function encodeDataUrl(text: string): string {
  return `data:,${encodeURIComponent(text).replace(needlesslyEncoded, decodeURIComponent)}`;
}

/** Gives the text of a `data:` URL that was written here. */
export function decodeDataUrl(url: string): string {
  return decodeURIComponent(url.slice(url.indexOf(',') + 1));
}
