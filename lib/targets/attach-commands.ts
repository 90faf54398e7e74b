/**
 * The command that creates a machine with its documents, where one command of the platform's own does: the words of
 * `attach` in the table of platforms, as a list for programs. FILE, META and NETWORK stand for the paths of user-data (or
 * the Ignition config), meta-data and network-config, NAME for the machine.
 */

import type { FirstBootFormat, PlatformName } from './platforms.ts';

export interface AttachCommand {
  readonly words: readonly string[];
  /** How a metadata key that tells the encoding is given beside. */
  readonly metadata?: (key: string, value: string) => readonly string[];
}

const asExtraConfig = (key: string, value: string) => ['-e', `${key}=${value}`];

const commands: Readonly<Record<PlatformName, Partial<Record<FirstBootFormat, AttachCommand>>>> = {
  nocloud: { ignition: command('qemu-system-x86_64', '-fw_cfg', 'name=opt/com.coreos/config,file=FILE') },
  libvirt: {
    'cloud-init': command('virt-install', '--cloud-init', 'user-data=FILE,meta-data=META,network-config=NETWORK'),
    ignition: command('virt-install', '--qemu-commandline=-fw_cfg name=opt/com.coreos/config,file=FILE'),
  },
  proxmox: {}, // the files are copied into the snippets of a storage first
  ec2: everywhere('aws', 'ec2', 'run-instances', '--user-data', 'fileb://FILE'),
  gcp: {
    'cloud-init': {
      ...command('gcloud', 'compute', 'instances', 'create', '--metadata-from-file=user-data=FILE'),
      metadata: (key, value) => [`--metadata=${key}=${value}`],
    },
    ignition: command('gcloud', 'compute', 'instances', 'create', '--metadata-from-file=user-data=FILE'),
  },
  azure: everywhere('az', 'vm', 'create', '--custom-data', 'FILE'),
  openstack: everywhere('openstack', 'server', 'create', '--user-data', 'FILE'),
  hetzner: everywhere('hcloud', 'server', 'create', '--user-data-from-file', 'FILE'),
  digitalocean: everywhere('doctl', 'compute', 'droplet', 'create', '--user-data-file', 'FILE'),
  oci: everywhere('oci', 'compute', 'instance', 'launch', '--user-data-file', 'FILE'),
  akamai: {}, // the document itself is a word of the command
  scaleway: everywhere('scw', 'instance', 'server', 'create', 'cloud-init=@FILE'),
  vultr: everywhere('vultr-cli', 'instance', 'create', '--userdata', 'FILE'),
  vmware: {
    'cloud-init': {
      ...command('govc', 'vm.change', '-vm', 'NAME', '-f', 'guestinfo.userdata=FILE', '-f', 'guestinfo.metadata=META'),
      metadata: asExtraConfig,
    },
    ignition: {
      ...command('govc', 'vm.change', '-vm', 'NAME', '-f', 'guestinfo.ignition.config.data=FILE'),
      metadata: asExtraConfig,
    },
  },
};

function command(...words: readonly string[]): AttachCommand {
  return { words };
}

function everywhere(...words: readonly string[]): Readonly<Record<FirstBootFormat, AttachCommand>> {
  return { 'cloud-init': { words }, ignition: { words } };
}

/** The command for machines of a platform and a format; `undefined` where it takes more than one. */
export function attachCommandOf(platform: PlatformName, format: FirstBootFormat): AttachCommand | undefined {
  return commands[platform][format];
}
