/** The table of platforms: what each takes as user-data, and who makes the network of its machines. */

import type { FirstBootFormat, PlatformName } from '../cluster/vocabulary.ts';
import type { MadeNetwork, Platform } from './platform.ts';
import { akamai } from './platforms/akamai.ts';
import { azure } from './platforms/azure.ts';
import { digitalocean } from './platforms/digitalocean.ts';
import { ec2 } from './platforms/ec2.ts';
import { gcp } from './platforms/gcp.ts';
import { hetzner } from './platforms/hetzner.ts';
import { libvirt, nocloud, proxmox } from './platforms/nocloud.ts';
import { oci } from './platforms/oci.ts';
import { openstack } from './platforms/openstack.ts';
import { scaleway } from './platforms/scaleway.ts';
import { vmware } from './platforms/vmware.ts';
import { vultr } from './platforms/vultr.ts';

export type { FirstBootFormat, PlatformName } from '../cluster/vocabulary.ts';
export type { Platform, UserDataEncoding } from './platform.ts';

/**
 * Where metadata services listen, at TCP port 80: every address that a datasource of cloud-init 26.2 names, and GCP's for
 * IPv6. The wire server of Azure, 168.63.129.16, is not among them: it hands out no custom data, and Azure's agent needs it.
 */
export const metadataAddresses: readonly string[] = Object.freeze([
  '169.254.169.254',
  '169.254.42.42', // Scaleway, to ports below 1024 alone, which tasks may use
  '100.100.100.200', // Alibaba Cloud
  'fd00:ec2::254', // EC2
  'fe80::a9fe:a9fe', // OpenStack, Hetzner
  'fd00:c1::a9fe:a9fe', // OCI
  'fd00:a9fe:a9fe::1', // Akamai
  'fd00:42::42', // Scaleway
  'fd20:ce::254', // GCP
]);

const table = {
  nocloud,
  libvirt,
  proxmox,
  ec2,
  gcp,
  azure,
  openstack,
  hetzner,
  digitalocean,
  oci,
  akamai,
  scaleway,
  vultr,
  vmware,
} satisfies Record<PlatformName, Platform>;

/** Every platform by its name in the description. */
export const platforms: Readonly<Record<PlatformName, Platform>> = Object.freeze(table);

/**
 * A platform as an image of a format knows it. What cloud-init's datasources decode, Ignition decodes on VMware alone;
 * that it decompresses on some of the others is newer than the versions that are served here.
 */
export function platformFor(platform: PlatformName, format: FirstBootFormat): Platform {
  const row = platforms[platform];
  if (format === 'cloud-init') return row;
  const { encodingKey: _, image, metadataReaders = [], ...rest } = row;
  return {
    ...rest,
    ...(image === 'config-drive' && { image }),
    metadataReaders: metadataReaders.filter((unit) => !isForeignToIgnition(unit)),
    encodings: [row.encodings[0]],
    ...row.ignition,
  };
}

/** Images that read Ignition have neither cloud-init nor snaps. */
const isForeignToIgnition = (unit: string) => /^(cloud-init|snap[.])/.test(unit);

/** Whether the platform's metadata service hands the user-data to processes on the machine. */
export function servesUserDataByHttp(platform: PlatformName): boolean {
  return platforms[platform].servesUserData;
}

/** Nomad's fingerprints of all platforms but one; none of them where there is no such platform. */
export function fingerprintsBut(present: string | undefined): readonly string[] {
  const all = Object.values(platforms).flatMap(({ nomadFingerprint }) => nomadFingerprint ?? []);
  return all.filter((fingerprint) => fingerprint !== present).sort();
}

/** Who makes the network of machines of a target; `undefined` where the bundle does, as the description says. */
export function madeNetwork({ platform, format }: PlatformTarget): MadeNetwork | undefined {
  const { network } = platformFor(platform, format);
  return network.madeBy === 'platform' ? network : undefined;
}

/** What a platform's row is looked up by. */
export interface PlatformTarget {
  readonly platform: PlatformName;
  readonly format: FirstBootFormat;
}

/** Bytes up to which user-data is taken without remark; infinite without a limit. */
export function comfortableBytes({ limitBytes }: Platform): number {
  return limitBytes === undefined ? Number.POSITIVE_INFINITY : Math.floor(limitBytes * 0.8);
}
