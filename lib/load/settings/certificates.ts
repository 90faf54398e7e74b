/** Validity of certificates and the dates that machines name for theirs. */

import { descriptionDefaults as defaults } from '../../cluster/description.generated.ts';
import type { ClusterDraft } from '../draft.ts';
import type { Place } from '../place.ts';

const daysOfYear = 365;

/** An authority made by the build lives twenty years. */
const longestYears = 20;

const shortestDays = 30;

/** Validity of leaf certificates in days. */
export function resolveValidity({ certificates }: ClusterDraft, top: Place): number {
  const received = certificates?.validity ?? defaults['certificates.validity'];
  const days = Number.parseInt(received, 10) * (received.endsWith('y') ? daysOfYear : 1);
  const at = top.key('certificates').key('validity');
  if (days > longestYears * daysOfYear) at.add('validity-too-long', { received, limit: `${longestYears}y` });
  if (days < shortestDays) at.add('validity-short', { received });
  return days;
}

/** Says so if a machine's `issuedAt` names a day or time that does not exist. */
export function checkDates({ machines }: ClusterDraft, top: Place): void {
  for (const [name, machine] of Object.entries(machines ?? {})) {
    const issuedAt = machine?.certificate?.issuedAt;
    if (issuedAt === undefined || exists(issuedAt)) continue;
    top.key('machines').key(name).key('certificate').key('issuedAt').add('no-such-date', { received: issuedAt });
  }
}

/** A day such as February 30 would be moved to March when it is read. */
function exists(moment: string): boolean {
  const time = Date.parse(moment);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 19) === moment.slice(0, 19);
}
