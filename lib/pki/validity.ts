/** When certificates begin and end (RFC 5280 4.1.2.5), in whole seconds since 1970-01-01T00:00:00Z. */

/** A certificate's first and last second. */
export interface Validity {
  readonly notBefore: number;
  readonly notAfter: number;
}

const DAY = 86_400;

/** Certificates begin this many seconds before they are issued, so that a machine whose clock is behind still starts. */
const CLOCK_SKEW = 2 * DAY;

/** Seconds since 1970 of `YYYY-MM-DDThh:mm:ssZ` (RFC 3339), or undefined when it is no such moment. */
export function parseInstant(text: string): number | undefined {
  const seconds = Date.parse(text) / 1000;
  return Number.isInteger(seconds) && formatInstant(seconds) === text ? seconds : undefined;
}

/** `YYYY-MM-DDThh:mm:ssZ` of seconds since 1970 (RFC 3339). */
export function formatInstant(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, -5)}Z`;
}

/** Validity of `days` counted from a moment, beginning 48 hours before it. */
export function validityFrom(issuedAt: number, days: number): Validity {
  return { notBefore: issuedAt - CLOCK_SKEW, notAfter: issuedAt + days * DAY };
}

/** The part of a validity that lies within another, or undefined when the two do not meet. */
export function within(validity: Validity, outer: Validity): Validity | undefined {
  const notBefore = Math.max(validity.notBefore, outer.notBefore);
  const notAfter = Math.min(validity.notAfter, outer.notAfter);
  return notBefore < notAfter ? { notBefore, notAfter } : undefined;
}
