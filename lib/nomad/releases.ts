/** Nomad's version numbers: reading, comparing, and the releases that the build knows. */

import { type ReleaseLine, releaseLines } from './release-lines.ts';

/** MAJOR, MINOR and PATCH. */
export type ReleaseNumber = readonly [number, number, number];

/** A version as `nomad version` prints it. */
export interface NomadVersion {
  readonly release: ReleaseNumber;
  /** `beta.1` of 2.1.0-beta.1: the build takes it for the release before which it came. */
  readonly prerelease?: string;
  /** Whether it is an Enterprise build: `+ent`, with whatever follows by dots (`+ent.hsm`, `+ent.fips1402`). */
  readonly isEnterprise: boolean;
}

/** The oldest release that is understood. */
export const oldestUnderstood = '0.11.3';

/** The newest line whose settings are known; any patch of it counts. */
export const newestLine = Object.keys(releaseLines).at(-1) ?? '';

/** The range as messages name it. */
export const understoodVersions = `${oldestUnderstood} to ${newestLine}.x`;

const number = '(0|[1-9]\\d{0,3})';
const form = new RegExp(`^${number}\\.${number}\\.${number}(?:-([0-9A-Za-z.]+))?(\\+ent(?:\\.[0-9a-z]+)*)?$`);

/** Reads MAJOR.MINOR.PATCH without leading zeros or prefix, then `-PRERELEASE`, then `+ent`; else `undefined`. */
export function parseVersion(text: string): NomadVersion | undefined {
  const [, major, minor, patch, prerelease, edition] = form.exec(text) ?? [];
  if (patch === undefined) return undefined;
  return {
    release: [Number(major), Number(minor), Number(patch)],
    ...(prerelease !== undefined && { prerelease }),
    isEnterprise: edition !== undefined,
  };
}

/** Negative, zero or positive, as for sorting. */
export function compareReleases(a: ReleaseNumber, b: ReleaseNumber): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** Whether the build may write for this version: none that is older than the oldest understood, any that is newer. */
export function isUnderstoodNomadVersion(text: string): boolean {
  return atLeast(oldestUnderstood)(text);
}

/** The line of releases that a version belongs to, if the build knows it. */
export function lineOf(text: string): ReleaseLine | undefined {
  const { release } = parseVersion(text) ?? {};
  return release && releaseLines[`${release[0]}.${release[1]}`];
}

/** Whether it is an Enterprise build. */
export function isEnterprise(text: string): boolean {
  return parseVersion(text)?.isEnterprise ?? false;
}

/** A predicate on version texts, which tells from which release on it holds. */
export interface SincePredicate {
  (version: string): boolean;
  readonly since: string;
}

/** Whether a version is this release or a later one. A text that is no version is earlier than any. */
export function atLeast(since: string): SincePredicate {
  const lowest = parseVersion(since)?.release;
  if (!lowest) throw new RangeError(`not a version: ${since}`);
  const isSince = (text: string) => {
    const release = parseVersion(text)?.release;
    return release !== undefined && compareReleases(release, lowest) >= 0;
  };
  return Object.freeze(Object.assign(isSince, { since }));
}
