/** Host names that DNS accepts as one label (RFC 1123, section 2.1; RFC 1035, section 2.3.4). */

/** Why a name cannot be a machine's host name; `undefined` if it can. */
export function whyNoHostname(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (name.length > 63) return `it has ${name.length} characters, and a label has at most 63`;
  if (name.includes('.')) return 'a host name is one label, without its domain';
  if (name.includes('_')) return 'underscores are not allowed';
  if (/[A-Z]/.test(name)) return 'capitals are not told apart, so names are written small';
  if (/^-|-$/.test(name)) return 'a dash may stand only inside';
  if (!/^[a-z0-9-]+$/.test(name)) return 'only a-z, 0-9 and - are allowed';
  if (/^\d+$/.test(name)) return 'digits alone look like an address';
  return name === 'localhost' ? 'every machine calls itself that' : undefined;
}

/** A host name near to a refused one; `undefined` if none is obvious. */
export function suggestHostname(name: string): string | undefined {
  const candidate = (name.split('.')[0] ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return candidate !== name && whyNoHostname(candidate) === undefined ? candidate : undefined;
}
