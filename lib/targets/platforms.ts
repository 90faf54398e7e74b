/** What each platform takes as user-data: how much, how it counts, in which encodings, and who can read it there. */

import type { FirstBootFormat, PlatformName } from '../cluster/vocabulary.ts';

export type { FirstBootFormat, PlatformName } from '../cluster/vocabulary.ts';

/**
 * How user-data is written: `plain` text, binary `gzip`, or text in `base64` of one of the two. Whatever is not said
 * here is done by the platform's own tools.
 */
export type UserDataEncoding = 'plain' | 'gzip' | 'base64' | 'gzip+base64';

/**
 * What a limit is compared with: the packed user-data as it is; its length after the base64 that the platform's tools
 * put around it; or that together with all other metadata of the machine.
 */
type Counting = 'packed' | 'after-base64' | 'after-base64-with-metadata';

export interface Platform {
  readonly title: string;
  /** Absent where there is none in practice, or none is documented. */
  readonly limitBytes?: number;
  readonly counting: Counting;
  /** The first is taken where it fits comfortably, the second where it does not. */
  readonly encodings: readonly [UserDataEncoding, UserDataEncoding?];
  /** Metadata key that must tell the encoding, with its value for each encoding that needs one. */
  readonly encodingKey?: { readonly name: string; readonly values: Partial<Record<UserDataEncoding, string>> };
  /** Whether processes on the machine can read the user-data over HTTP, at one of the metadata addresses. */
  readonly servesUserData: boolean;
  /** Units in the platform's images that ask for metadata later than at the boot; those that are missing do no harm. */
  readonly metadataReaders?: readonly string[];
  /** How the packed user-data, the file FILE of machine NAME, comes to the machine. */
  readonly attach: string;
  /**
   * Where cloud-init finds the instance-id, which makes it run a first boot again: in our meta-data, which is attached;
   * in our image alone; or in the platform's own metadata, where a machine keeps the one that it was created with.
   */
  readonly instanceIdFrom: 'meta-data' | 'image' | 'platform';
  /** The image that a machine can be given as a disk or CD; absent where its first boot reads none. */
  readonly image?: 'nocloud' | 'config-drive';
  /** Nomad's own fingerprint of the platform, where there is one. */
  readonly nomadFingerprint?: string;
  /** What differs for an image that reads Ignition. */
  readonly ignition?: Partial<Pick<Platform, 'encodings' | 'encodingKey' | 'attach'>>;
  /** What the row rests on; "unconfirmed" where no document or source was read. */
  readonly source: string;
}

const KIB = 1024;

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

/** cloud-init's own, when a network card comes while the machine runs (cloud-init documentation: Hotplug). */
const HOTPLUG = 'cloud-init-hotplugd.service';

const nocloud: Platform = {
  title: 'NoCloud',
  counting: 'packed',
  encodings: ['plain', 'gzip'],
  servesUserData: false,
  instanceIdFrom: 'meta-data',
  image: 'nocloud',
  attach: 'attach seed.iso (made by --iso) as a disk or CD, or put the three files on a volume labelled cidata',
  ignition: { attach: 'qemu-system-x86_64 -fw_cfg name=opt/com.coreos/config,file=FILE' },
  source: 'cloud-init documentation: NoCloud; Ignition documentation: Supported Platforms (qemu)',
};

const table = {
  nocloud,
  libvirt: {
    ...nocloud,
    title: 'libvirt',
    attach: 'virt-install --cloud-init user-data=FILE,meta-data=meta-data,network-config=network-config',
    ignition: { attach: "virt-install --qemu-commandline='-fw_cfg name=opt/com.coreos/config,file=FILE'" },
    source: 'virt-install(1): --cloud-init; Ignition documentation: Supported Platforms (qemu)',
  },
  proxmox: {
    ...nocloud,
    title: 'Proxmox VE',
    attach:
      'copy the files into the snippets of STORAGE, their names beginning with NAME-; qm set VMID --cicustom user=STORAGE:snippets/NAME-FILE,meta=STORAGE:snippets/NAME-meta-data,network=STORAGE:snippets/NAME-network-config',
    ignition: {
      attach:
        'copy FILE into the snippets of STORAGE as NAME-FILE; qm set VMID --cicustom user=STORAGE:snippets/NAME-FILE',
    },
    source: 'Proxmox VE Administration Guide: Cloud-Init Support',
  },
  ec2: {
    title: 'Amazon EC2',
    limitBytes: 16 * KIB,
    counting: 'packed',
    encodings: ['plain', 'gzip'],
    servesUserData: true,
    metadataReaders: ['amazon-ssm-agent.service', 'snap.amazon-ssm-agent.amazon-ssm-agent.service', HOTPLUG],
    nomadFingerprint: 'env_aws',
    instanceIdFrom: 'platform',
    attach: 'aws ec2 run-instances --user-data fileb://FILE; the API and user_data_base64 want base64 of the file',
    source: 'Amazon EC2 User Guide: Work with instance user data (16 KB, in raw form, before it is base64-encoded)',
  },
  gcp: {
    title: 'Google Compute Engine',
    limitBytes: 256 * KIB,
    counting: 'packed',
    encodings: ['plain', 'gzip+base64'],
    encodingKey: { name: 'user-data-encoding', values: { 'gzip+base64': 'base64' } },
    servesUserData: true,
    metadataReaders: [
      'google-guest-agent.service',
      'google-guest-agent-manager.service',
      'google-guest-compat-manager.service',
      'google-osconfig-agent.service',
      'google-startup-scripts.service',
    ],
    nomadFingerprint: 'env_gce',
    instanceIdFrom: 'platform',
    attach: 'gcloud compute instances create --metadata-from-file=user-data=FILE',
    source: 'Compute Engine: About VM metadata (256 KB a value, 512 KB in all); cloud-init DataSourceGCE',
  },
  azure: {
    title: 'Microsoft Azure',
    limitBytes: 65_535,
    counting: 'packed',
    encodings: ['plain', 'gzip'],
    servesUserData: false, // customData; it is userData that the metadata service hands out
    nomadFingerprint: 'env_azure',
    instanceIdFrom: 'platform',
    attach: 'az vm create --custom-data FILE; the API, templates and custom_data want base64 of the file',
    source: 'Azure: Custom data and cloud-init on virtual machines (64 KB); that gzip passes is unconfirmed',
  },
  openstack: {
    title: 'OpenStack',
    limitBytes: 65_535,
    counting: 'after-base64',
    encodings: ['plain', 'gzip'],
    servesUserData: true,
    metadataReaders: [HOTPLUG],
    instanceIdFrom: 'image',
    image: 'config-drive',
    attach: 'openstack server create --user-data FILE; the API wants base64 of the file',
    source: 'Nova user guide: User data (base64, restricted to 65535 bytes); that gzip passes is unconfirmed',
  },
  hetzner: {
    title: 'Hetzner Cloud',
    limitBytes: 32 * KIB,
    counting: 'packed',
    encodings: ['plain', 'gzip+base64'],
    servesUserData: true,
    metadataReaders: ['hc-net-scan.service', HOTPLUG],
    instanceIdFrom: 'platform',
    attach: 'hcloud server create --user-data-from-file FILE',
    source: 'Hetzner Cloud API: create a server (32 KiB); cloud-init DataSourceHetzner (text alone, base64 is decoded)',
  },
  digitalocean: {
    title: 'DigitalOcean',
    limitBytes: 64 * KIB,
    counting: 'packed',
    encodings: ['plain'],
    servesUserData: true,
    metadataReaders: ['do-agent.service', 'droplet-agent.service'],
    nomadFingerprint: 'env_digitalocean',
    instanceIdFrom: 'platform',
    attach: 'doctl compute droplet create --user-data-file FILE',
    source: 'DigitalOcean API: create a droplet (plain text, 64 KiB); cloud-init DataSourceDigitalOcean',
  },
  oci: {
    title: 'Oracle Cloud Infrastructure',
    limitBytes: 32_000,
    counting: 'after-base64-with-metadata',
    encodings: ['plain', 'gzip'],
    servesUserData: true,
    metadataReaders: ['oracle-cloud-agent.service', 'snap.oracle-cloud-agent.oracle-cloud-agent.service'],
    instanceIdFrom: 'platform',
    attach: 'oci compute instance launch --user-data-file FILE; the API and metadata.user_data want base64 of the file',
    source: 'OCI: Updating instance metadata (metadata and extendedMetadata 32,000 bytes); cloud-init DataSourceOracle',
  },
  akamai: {
    title: 'Akamai (Linode)',
    limitBytes: 65_535,
    counting: 'packed',
    encodings: ['base64'], // cloud-init decodes it to text: a gzip inside is lost
    servesUserData: true,
    instanceIdFrom: 'platform',
    attach: 'linode-cli linodes create --metadata.user_data "$(cat FILE)"',
    source:
      'Linode API: create a Linode ("65535 bytes, or about 16kb encoded" contradicts itself); cloud-init DataSourceAkamai',
  },
  scaleway: {
    title: 'Scaleway',
    limitBytes: 127 * KIB,
    counting: 'packed',
    encodings: ['plain'], // cloud-init decodes it as UTF-8: a gzip raises an error
    servesUserData: true,
    instanceIdFrom: 'platform',
    attach: 'scw instance server create cloud-init=@FILE',
    source: 'cloud-init DataSourceScaleway (text, from a privileged port); the limit is unconfirmed',
  },
  vultr: {
    title: 'Vultr',
    counting: 'packed',
    encodings: ['plain'],
    servesUserData: true,
    instanceIdFrom: 'platform',
    attach: 'vultr-cli instance create --userdata FILE; the API and user_data want base64 of the file',
    source:
      'cloud-init DataSourceVultr (a string in JSON); no limit is documented, and what the tools encode is unconfirmed',
  },
  vmware: {
    title: 'VMware vSphere',
    limitBytes: 64 * KIB,
    counting: 'packed',
    encodings: ['base64', 'gzip+base64'],
    encodingKey: { name: 'guestinfo.userdata.encoding', values: { base64: 'base64', 'gzip+base64': 'gzip+base64' } },
    servesUserData: false,
    instanceIdFrom: 'meta-data',
    image: 'nocloud',
    attach: 'govc vm.change -vm NAME -f guestinfo.userdata=FILE -f guestinfo.metadata=meta-data',
    ignition: {
      encodings: ['base64', 'gzip+base64'],
      encodingKey: {
        name: 'guestinfo.ignition.config.data.encoding',
        values: { base64: 'base64', 'gzip+base64': 'gzip+base64' },
      },
      attach: 'govc vm.change -vm NAME -f guestinfo.ignition.config.data=FILE',
    },
    source: 'vSphere: guestinfo variables (64 KB a value); cloud-init DataSourceVMware',
  },
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

/** Bytes up to which user-data is taken without remark; infinite without a limit. */
export function comfortableBytes({ limitBytes }: Platform): number {
  return limitBytes === undefined ? Number.POSITIVE_INFINITY : Math.floor(limitBytes * 0.8);
}
