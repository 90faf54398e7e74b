/**
 * What depends on the version of Ignition's specification: one predicate for each feature that a config may use.
 * Source: Ignition's "Configuration Specifications", "Upgrading Configs" and release notes.
 */

import type { IgnitionSpec } from '../cluster/vocabulary.ts';

/**
 * The stable specifications that a config can be written for, oldest first. Ignition reads 3.3.0 from its release
 * 2.11 on, 3.4.0 from 2.15, 3.5.0 from 2.20 and 3.6.0 from 2.26; every later release reads them, too.
 */
export const ignitionSpecs: readonly IgnitionSpec[] = ['3.3.0', '3.4.0', '3.5.0', '3.6.0'];

/** Before 3.6.0 the setuid, setgid and sticky bits of a mode are ignored, and newer readers warn of them. */
export function keepsSpecialModeBits(spec: IgnitionSpec): boolean {
  return isAtLeast(spec, '3.6.0');
}

function isAtLeast(spec: IgnitionSpec, first: IgnitionSpec): boolean {
  return ignitionSpecs.indexOf(spec) >= ignitionSpecs.indexOf(first);
}
