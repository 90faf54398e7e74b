/** Validity of certificates and the dates that machines name for theirs. */

import { descriptionDefaults as defaults } from '../../cluster/description.generated.ts';
import type { ClusterDraft } from '../draft.ts';
import type { Report } from '../report.ts';

const daysOfYear = 365;

/** An authority made by the build lives twenty years. */
const longestYears = 20;

const shortestDays = 30;

/** Validity of leaf certificates in days. */
export function resolveValidity({ certificates }: ClusterDraft, report: Report): number {
  const received = certificates?.validity ?? defaults['certificates.validity'];
  const days = Number.parseInt(received, 10) * (received.endsWith('y') ? daysOfYear : 1);
  const path = ['certificates', 'validity'];
  if (days > longestYears * daysOfYear) report.add('validity-too-long', path, { received, limit: `${longestYears}y` });
  if (days < shortestDays) report.add('validity-short', path, { received });
  return days;
}

/** Says so where a machine's `issuedAt` names a day or time that does not exist. */
export function checkDates({ machines }: ClusterDraft, report: Report): void {
  for (const [name, machine] of Object.entries(machines ?? {})) {
    const issuedAt = machine?.certificate?.issuedAt;
    if (issuedAt === undefined || exists(issuedAt)) continue;
    report.add('no-such-date', ['machines', name, 'certificate', 'issuedAt'], { received: issuedAt });
  }
}

/** A day such as February 30 would be moved to March when it is read. */
function exists(moment: string): boolean {
  const time = Date.parse(moment);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 19) === moment.slice(0, 19);
}
