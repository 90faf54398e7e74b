/** A machine's plan as its platform takes it: rendered in the target's format, packed, counted. */

import type { Target } from '../cluster/cluster.ts';
import type { PlatformName } from '../cluster/vocabulary.ts';
import type { MachinePlan, PlannedCertificate } from '../machine/machine-plan.ts';
import { renderCloudInit } from '../render/cloud-init.ts';
import { type BundleDocument, documentBytes } from '../render/document.ts';
import { type RenderedDocument, renderDocuments } from '../render/documents.ts';
import { platformFor } from '../targets/platforms.ts';
import { compressIgnition } from './compressed-ignition.ts';
import { configDriveImage } from './config-drive.ts';
import { isMistakenForMime, multipartUserData } from './mime.ts';
import { noCloudImage } from './nocloud.ts';
import {
  bundleParts,
  type PackedUserData,
  type PackOptions,
  packUserData,
  type SizeProblem,
  sizeProblem,
} from './user-data.ts';

/** One machine's first-boot bundle. */
export type Bundle = CloudInitBundle | IgnitionBundle;

export interface CloudInitBundle extends BundleCommons {
  readonly format: 'cloud-init';
  readonly userData: BundleDocument;
  /** NoCloud's, or VMware's guestinfo.metadata; absent where nobody reads it. */
  readonly metaData?: BundleDocument;
  /** Absent where nobody reads it: there the platform makes the network. */
  readonly networkConfig?: BundleDocument;
}

export interface IgnitionBundle extends BundleCommons {
  readonly format: 'ignition';
  readonly config: BundleDocument;
}

interface BundleCommons {
  readonly machine: string;
  readonly instanceId: string;
  readonly certificates: readonly PlannedCertificate[];
  /** The user-data or config as the platform counts it. */
  readonly size: BundleSize;
}

export interface BundleSize extends Pick<PackedUserData, 'platform' | 'encoding' | 'countedBytes' | 'metadata'> {
  /** Absent if the platform has none. */
  readonly limitBytes?: number;
}

/** A bundle, what is wrong with its size, and its image. */
export interface PackedBundle {
  readonly bundle: Bundle;
  readonly problem?: SizeProblem;
  /** The image to attach as a disk or CD; `undefined` if the target's machines read none. */
  readonly image: () => Uint8Array | undefined;
}

/** Renders and packs one machine's plan. */
export function packBundle(plan: MachinePlan): PackedBundle {
  const { format, platform } = plan.target;
  const [first, ...others] = renderDocuments(plan);
  const text = format === 'cloud-init' ? withParts(plan, first.text) : first.text;
  const otherMetadataBytes = Buffer.byteLength(textOf(others, 'meta-data') ?? '');
  const packed = packFitting(platform, text, { format, otherMetadataBytes });
  const bundle = bundleOf(plan, packed, others);
  const problem = sizeProblem(plan.machine, packed, () => bundleParts(plan));
  const image = () => imageOf(plan, text);
  return Object.freeze({ bundle: Object.freeze(bundle), ...(problem && { problem }), image });
}

function bundleOf(plan: MachinePlan, packed: PackedUserData, others: readonly RenderedDocument[]): Bundle {
  const { machine, instanceId, certificates } = plan;
  const size = sizeOf(packed);
  if (plan.target.format === 'ignition') {
    return { machine, instanceId, certificates, size, format: 'ignition', config: packed.document };
  }
  const [metaData, networkConfig] = [textOf(others, 'meta-data'), textOf(others, 'network-config')];
  return {
    machine,
    instanceId,
    certificates,
    size,
    format: 'cloud-init',
    userData: packed.document,
    ...(metaData !== undefined && { metaData: plain(metaData) }),
    ...(networkConfig !== undefined && { networkConfig: plain(networkConfig) }),
  };
}

/** A config that is too large as it is can still carry itself compressed, which every Ignition reads. */
function packFitting(platform: PlatformName, text: string, options: PackOptions): PackedUserData {
  const packed = packUserData(platform, text, options);
  const fits = packed.limitBytes === undefined || packed.countedBytes <= packed.limitBytes;
  return fits || options.format !== 'ignition' ? packed : packUserData(platform, compressIgnition(text), options);
}

/** Parts of one's own make it a MIME message, and so do words that cloud-init would take for the head of one. */
function withParts({ shared: { userDataParts } }: MachinePlan, userData: string): string {
  if (userDataParts.length === 0 && !isMistakenForMime(userData)) return userData;
  const own = { contentType: 'text/cloud-config', name: 'nomad-firstboot.cfg', content: userData } as const;
  return multipartUserData([own, ...userDataParts]);
}

/** Whether an image is of use to machines of a target. */
export function takesImage({ format, platform }: Pick<Target, 'format' | 'platform'>): boolean {
  return platformFor(platform, format).image !== undefined;
}

/** NoCloud's image, or the config drive that OpenStack's images read; an image is never compressed. */
function imageOf(plan: MachinePlan, userData: string): Uint8Array | undefined {
  const { image } = platformFor(plan.target.platform, plan.target.format);
  if (image === undefined) return undefined;
  if (image === 'config-drive') return configDriveImage({ ...plan, userData });
  const { metaData, networkConfig } = renderCloudInit(plan);
  return noCloudImage({
    userData: plain(userData),
    metaData: plain(metaData),
    networkConfig: plain(networkConfig),
  });
}

function textOf(documents: readonly RenderedDocument[], name: RenderedDocument['name']): string | undefined {
  return documents.find((document) => document.name === name)?.text;
}

function plain(content: string): BundleDocument {
  return { encoding: 'utf8', content };
}

function sizeOf({ platform, encoding, countedBytes, limitBytes, metadata }: PackedUserData): BundleSize {
  return { platform, encoding, countedBytes, ...(limitBytes !== undefined && { limitBytes }), metadata };
}

/** A bundle's documents by the names of their files. */
export function bundleFiles(bundle: Bundle): readonly { readonly name: string; readonly document: BundleDocument }[] {
  if (bundle.format === 'ignition') return [{ name: 'config.ign', document: bundle.config }];
  return [
    { name: 'user-data', document: bundle.userData },
    ...(bundle.metaData ? [{ name: 'meta-data', document: bundle.metaData }] : []),
    ...(bundle.networkConfig ? [{ name: 'network-config', document: bundle.networkConfig }] : []),
  ];
}

/** The document that the platform hands to the machine: user-data, or the Ignition config. */
export function firstDocument(bundle: Bundle): Uint8Array {
  return documentBytes(bundle.format === 'ignition' ? bundle.config : bundle.userData);
}
