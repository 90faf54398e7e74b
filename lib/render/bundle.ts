/** What the build gives for one machine. */

import type { PlannedCertificate } from '../plan/machine-plan.ts';

/** A document as text, or as bytes in standard base64 where it is binary. */
export interface BundleDocument {
  readonly encoding: 'utf8' | 'base64';
  readonly content: string;
}

/** One machine's first-boot bundle for cloud-init's NoCloud datasource. */
export interface Bundle {
  readonly machine: string;
  readonly instanceId: string;
  readonly userData: BundleDocument;
  readonly metaData: BundleDocument;
  readonly networkConfig: BundleDocument;
  readonly certificates: readonly PlannedCertificate[];
}
