/** Certificates that end soon after a day: the one place where certificates are compared with a date. */

import { X509Certificate } from 'node:crypto';
import type { Cluster } from '../cluster/cluster.ts';
import type { Severity } from '../diagnostics.ts';
import { formatInstant, parseInstant, type Validity, validityFrom, within } from '../pki/validity.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { count, fewOf } from './words.ts';

/** A problem that the description alone does not show, because it needs a date. */
export interface Remark {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly mend: string;
}

/** Certificates that end within this many days are named. */
const warningDays = 90;

const daySeconds = 86_400;

/** Warnings for the certificates of a cluster that have ended by a date, or end within 90 days of it; no key is needed. */
export function endingCertificates(cluster: Cluster, secrets: Secrets, at: Date): readonly Remark[] {
  const nowSeconds = Math.floor(at.getTime() / 1000);
  const isEnding = (end: number) => end - nowSeconds < warningDays * daySeconds;
  const endingAuthorities = secrets.authorities.flatMap(({ certificate }, index) => {
    const { notAfter } = authorityValidity(certificate);
    const signs = certificate === secrets.signer.certificate;
    return isEnding(notAfter) ? [authorityRemark(index, signs, notAfter, nowSeconds)] : [];
  });
  const signer = authorityValidity(secrets.signer.certificate);
  if (isEnding(signer.notAfter)) return endingAuthorities;
  const leaves = [...leafEnds(cluster, secrets, signer)].filter(([end]) => isEnding(end)).sort(([a], [b]) => a - b);
  return [...endingAuthorities, ...leaves.map(([end, holders]) => leafRemark(holders, end, nowSeconds))];
}

function authorityValidity(certificate: string): Validity {
  const { validFrom, validTo } = new X509Certificate(certificate);
  return { notBefore: Date.parse(validFrom) / 1000, notAfter: Date.parse(validTo) / 1000 };
}

/** The names of the holders by the last second of their certificates. */
function leafEnds(cluster: Cluster, secrets: Secrets, signer: Validity): Map<number, string[]> {
  const ends = new Map<number, string[]>();
  const add = (holder: string, issuedAt: string) => {
    const end = leafEnd(issuedAt, cluster.leafValidityDays, signer);
    const holders = ends.get(end);
    if (holders) holders.push(holder);
    else ends.set(end, [holder]);
  };
  add('the operator', secrets.issuedAt);
  for (const { name, certificate } of cluster.machines) add(name, certificate.issuedAt ?? secrets.issuedAt);
  return ends;
}

/** A leaf that would begin after its authority's end has no time at all. */
function leafEnd(issuedAt: string, validityDays: number, signer: Validity): number {
  const issued = parseInstant(issuedAt);
  const validity = issued === undefined ? undefined : within(validityFrom(issued, validityDays), signer);
  return validity?.notAfter ?? 0;
}

function authorityRemark(index: number, signs: boolean, end: number, now: number): Remark {
  const which = signs ? 'that signs, and with it every certificate,' : `number ${index + 1}, which is only trusted,`;
  return {
    severity: 'warning',
    code: 'authority-ends',
    message: `the certificate authority ${which} ${endWords(end, now)}`,
    mend: signs
      ? 'add a new authority to the secrets file, build and replace every machine, then let it sign, and replace every machine again'
      : 'remove it from the secrets file once no certificate of it is in use',
  };
}

function leafRemark(holders: readonly string[], end: number, now: number): Remark {
  return {
    severity: 'warning',
    code: 'certificate-ends',
    message: `${count(holders.length, 'certificate holder')} (${fewOf(holders)}): the certificates ${endWords(end, now, '')}`,
    mend: 'set a later `issuedAt` in the secrets file, or `certificate.issuedAt` of single machines, build, and replace the machines',
  };
}

function endWords(end: number, now: number, ending = 's'): string {
  const days = Math.floor(Math.abs(end - now) / daySeconds);
  const moment = formatInstant(end);
  return end < now
    ? `ended on ${moment}, ${count(days, 'day')} ago`
    : `end${ending} on ${moment}, in ${count(days, 'day')}`;
}
