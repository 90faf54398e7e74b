/** The files that cloud-init's NoCloud datasource reads, and the image that carries them. */

import { type BundleDocument, documentBytes } from '../render/document.ts';
import { type ImageFile, isoImage } from './iso9660/image.ts';

export interface NoCloudDocuments {
  readonly userData: BundleDocument;
  readonly metaData: BundleDocument;
  readonly networkConfig: BundleDocument;
}

/** The label by which cloud-init finds the image (its documentation: NoCloud, source 4). */
const LABEL = 'cidata';

/** A machine's documents as files, by the names that NoCloud asks for. */
function noCloudFiles({ userData, metaData, networkConfig }: NoCloudDocuments): readonly ImageFile[] {
  return [
    { path: 'user-data', content: documentBytes(userData) },
    { path: 'meta-data', content: documentBytes(metaData) },
    { path: 'network-config', content: documentBytes(networkConfig) },
  ];
}

/** The image of a machine, ready to be attached as a disk or CD: `seed.iso`. */
export function noCloudImage(documents: NoCloudDocuments): Buffer {
  return isoImage({ label: LABEL, files: noCloudFiles(documents) });
}
