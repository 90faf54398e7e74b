/** Nomad's version numbers: reading, comparing, and the range of releases that the build understands. */

/** MAJOR, MINOR and PATCH. */
export type NomadVersion = readonly [number, number, number];

/** The oldest release that is understood: from 1.4.0 on Raft protocol 3 and the root keyring are given. */
const oldestUnderstood: NomadVersion = [1, 4, 0];

/** The newest minor release whose settings are known; any patch of it counts. */
const newestUnderstood = [1, 11] as const;

/** The range as messages name it. */
export const understoodVersions = `${oldestUnderstood.join('.')} to ${newestUnderstood.join('.')}.x`;

/** Reads MAJOR.MINOR.PATCH without leading zeros, prefix or suffix; `undefined` for everything else. */
export function parseVersion(text: string): NomadVersion | undefined {
  const match = /^(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})$/.exec(text);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : undefined;
}

/** Negative, zero or positive, as for sorting. */
export function compareVersions(a: NomadVersion, b: NomadVersion): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** Whether the build knows the settings of this release. */
export function isUnderstoodNomadVersion(text: string): boolean {
  const version = parseVersion(text);
  if (!version) return false;
  const [major, minor] = newestUnderstood;
  return compareVersions(version, oldestUnderstood) >= 0 && compareVersions(version, [major, minor + 1, 0]) < 0;
}

/** A predicate on version texts: this release or a later one. A text that is no version is earlier than any. */
export function atLeast(minimum: string): (version: string) => boolean {
  const lowest = parseVersion(minimum);
  if (!lowest) throw new RangeError(`not a version: ${minimum}`);
  return (text) => {
    const version = parseVersion(text);
    return version !== undefined && compareVersions(version, lowest) >= 0;
  };
}
