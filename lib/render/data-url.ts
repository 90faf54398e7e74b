/** Bytes inside a URL (RFC 2397), in whichever of its two notations is shorter. */

/**
 * Besides RFC 3986's unreserved characters, which `encodeURIComponent` leaves alone, an opaque URL may hold these
 * sub-delimiters; `?` and `#` would begin a query and a fragment.
 */
const needlesslyEncoded = /%(?:24|26|2B|2C|2F|3A|3B|3D|40)/g;

/**
 * Encodes a text as a `data:` URL without a media type.
 * @param text encoded as UTF-8
 */
export function encodeDataUrl(text: string): string {
  const percent = encodeURIComponent(text).replace(needlesslyEncoded, decodeURIComponent);
  const base64 = Buffer.from(text, 'utf8').toString('base64');
  return percent.length <= base64.length + ';base64'.length ? `data:,${percent}` : `data:;base64,${base64}`;
}

/** Gives the text of a `data:` URL that was written here. */
export function decodeDataUrl(url: string): string {
  const comma = url.indexOf(',');
  const data = url.slice(comma + 1);
  return url.slice(0, comma).endsWith(';base64')
    ? Buffer.from(data, 'base64').toString('utf8')
    : decodeURIComponent(data);
}
