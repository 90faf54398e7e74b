/** The table that tells of each platform what was booted, what the real cloud-init read, and what rests on words alone. */

import type { PlatformName } from '../../../lib/cluster/vocabulary.ts';
import { type EmulationName, emulations } from '../../platforms/emulations/all.ts';
import { expectations } from '../../platforms/expectations.ts';
import { rows as virtualMachines } from '../../platforms/vm/rows.ts';
import { code, type DocTable } from '../markdown-table.ts';

/** What nobody ran here: it is the vendor's documentation, or the source of others. */
const vendorsWord: Readonly<Record<PlatformName, string>> = {
  nocloud: 'nothing',
  libvirt: 'that `virt-install` hands the files over',
  proxmox: 'that `qm set --cicustom` hands the files over',
  ec2: 'the limit; that addresses come as they are ordered',
  gcp: 'the limit; the guest agent, which brings up further cards; images that find the service by DNS',
  azure: 'the limit; that gzip passes; the wire server’s certificates; machines that are provisioned beforehand',
  openstack: 'the limit; that gzip passes',
  hetzner: 'the limit; `hc-utils` in the platform’s images; that addresses come as they are ordered',
  digitalocean:
    'the limit; the config drive of droplets, which cloud-init takes first where it looks for one; it calls the datasource of the metadata service deprecated from 23.2 on',
  oci: 'the limit; machines whose root is on iSCSI; the firewall of its images as it is there',
  akamai: 'the limit; Network Helper; the words of its tool',
  scaleway: 'the limit; the scripts of its images; the words of its tool',
  vultr: 'that there is no limit; what its tools encode; the firewall of its images as it is there',
  vmware: 'the limit; how vSphere and `govc` carry the values',
};

const containers = 'containers';

/** Where machines of the boots' table come from; virtual machines of emulated platforms have their own. */
const bootedElsewhere: Readonly<Partial<Record<PlatformName, string>>> = {
  nocloud: `${containers}; a virtual machine from \`seed.iso\``,
  libvirt: `${containers}, as \`init\` writes them`,
};

export const proofsTable: DocTable = {
  name: 'proofs',
  header: ['`platform`', 'booted', 'cloud-init 22.4, 25.1 and 26.2 read', 'vendor’s word'],
  rows: () =>
    (Object.keys(vendorsWord) as PlatformName[]).map((name) => [
      code(name),
      booted(name),
      [...new Set(emulationsOf(name).flatMap(waysIn))].join(', '),
      vendorsWord[name],
    ]),
};

function booted(name: PlatformName): string {
  if (Object.hasOwn(virtualMachines, name))
    return 'a virtual machine of the emulated platform, as `init` writes it, twice';
  return bootedElsewhere[name] ?? 'nothing';
}

function emulationsOf(name: PlatformName): readonly EmulationName[] {
  const all = Object.keys(emulations) as EmulationName[];
  return all.filter((emulation) => emulations[emulation].platform === name);
}

function waysIn(name: EmulationName): readonly string[] {
  const { service, medium, guestinfo } = emulations[name];
  const { since } = expectations[name];
  const from = since ? `, from ${since.join('.')} on` : '';
  return [
    ...(service ? [`an emulated metadata service${from}`] : []),
    ...(medium ? ['a disk or CD'] : []),
    ...(guestinfo ? ['guestinfo by a stand-in for its tool'] : []),
  ];
}
