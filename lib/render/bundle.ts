/** What the build gives for one machine: its documents, ready to be attached. */

import type { MachinePlan, PlannedCertificate } from '../plan/machine-plan.ts';
import { renderCloudInit } from './cloud-init.ts';

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

/** Renders a machine's plan in the format that its target asks for. */
export function renderBundle(plan: MachinePlan): Bundle {
  const { userData, metaData, networkConfig } = renderCloudInit(plan);
  return Object.freeze({
    machine: plan.machine,
    instanceId: plan.instanceId,
    userData: text(userData),
    metaData: text(metaData),
    networkConfig: text(networkConfig),
    certificates: plan.certificates,
  });
}

function text(content: string): BundleDocument {
  return { encoding: 'utf8', content };
}
