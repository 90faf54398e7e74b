/** What people call platforms and systems elsewhere, and the name that the description has for them. */

import type { OperatingSystem, PlatformName } from '../cluster/vocabulary.ts';

const names: readonly (readonly [PlatformName | OperatingSystem, others: readonly string[]])[] = [
  ['akamai', ['linode']],
  ['azure', ['microsoft', 'azurerm', 'hyperv']],
  ['digitalocean', ['do']],
  ['ec2', ['aws', 'amazon']],
  ['gcp', ['gce', 'google', 'googlecloud', 'googlecomputeengine']],
  ['hetzner', ['hcloud', 'hetznercloud']],
  ['libvirt', ['kvm', 'qemu', 'virsh', 'virtinstall']],
  ['nocloud', ['none', 'baremetal', 'metal', 'virtualbox', 'iso']],
  ['oci', ['oracle', 'oraclecloud']],
  ['openstack', ['nova', 'ovh']],
  ['proxmox', ['proxmoxve', 'pve']],
  ['scaleway', ['scw']],
  ['vmware', ['esxi', 'esx', 'vsphere', 'vcenter', 'guestinfo']],
  ['fedora-coreos', ['fcos', 'coreos']],
  ['flatcar', ['containerlinux']],
  ['microos', ['opensusemicroos']],
  ['rhel', ['redhat', 'rocky', 'rockylinux', 'almalinux', 'alma', 'centos', 'centosstream']],
];

/** The description's name by each other one, which is in small letters, without - and _. */
export const otherNames: ReadonlyMap<string, string> = new Map(
  names.flatMap(([name, others]) => others.map((other) => [other, name])),
);
