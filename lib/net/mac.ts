/** MAC addresses (IEEE 802, EUI-48) in all the forms that people copy them in. */

const normal = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/;

const forms = [
  /^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$/,
  /^[0-9A-Fa-f]{2}(-[0-9A-Fa-f]{2}){5}$/,
  /^[0-9A-Fa-f]{4}(\.[0-9A-Fa-f]{4}){2}$/,
  /^[0-9A-Fa-f]{12}$/,
];

/**
 * The address in lower case with colons, as cloud-init wants it; `undefined` if the text is none. Understood are
 * pairs with colons or dashes, four digits with dots, and twelve digits, in either case.
 */
export function normaliseMac(text: string): string | undefined {
  if (normal.test(text)) return text;
  if (!forms.some((form) => form.test(text))) return undefined;
  const digits = text.toLowerCase().replace(/[:.-]/g, '');
  return digits.match(/../g)?.join(':');
}

/** The address that many further on from a normalised one, all 48 bits as one number; `undefined` beyond the last. */
export function macPlus(mac: string, count: number): string | undefined {
  const sum = Number.parseInt(mac.replaceAll(':', ''), 16) + count;
  const digits = sum.toString(16).padStart(12, '0');
  return sum < 0 || digits.length > 12 ? undefined : digits.match(/../g)?.join(':');
}

/** Why a normalised address cannot be one interface's; `undefined` if it can. */
export function whyNotForHosts(mac: string): string | undefined {
  if (mac === '00:00:00:00:00:00') return 'which is all zeros';
  if (mac === 'ff:ff:ff:ff:ff:ff') return 'the broadcast address';
  return (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1 ? 'a multicast address (its first octet is odd)' : undefined;
}
