/** Where things stand on a machine: every path, unit and drop-in name, once. Users and other tools depend on them. */

import type { Role } from '../cluster/vocabulary.ts';

/** An agent's configuration, in files that Nomad merges; no key stands in two of them. */
export const configFolders: Readonly<Record<Role, string>> = {
  server: '/etc/nomad-server.d',
  client: '/etc/nomad-client.d',
};

/** What is the same for many machines, and what is this machine's own. */
export const agentConfigFile = 'agent.json';
export const ownConfigFile = 'machine.json';

export const dataFolders: Readonly<Record<Role, string>> = {
  server: '/var/lib/nomad-server',
  client: '/var/lib/nomad-client',
};

/** What the programs of the first boot read. No secret stands in it. */
export const firstbootFolder = '/etc/nomad-firstboot';
export const clusterParametersFile = `${firstbootFolder}/cluster`;
export const machineParametersFile = `${firstbootFolder}/machine`;
/** Where Nomad is fetched from; and the repository of its package, its key, and what keeps its version. */
export const fetchParametersFile = `${firstbootFolder}/install.json`;
export const pluginsParametersFile = `${firstbootFolder}/plugins.json`;
export const aptSourceFile = '/etc/apt/sources.list.d/nomad-firstboot.sources';
export const aptKeyFile = `${firstbootFolder}/repository.asc`;
export const aptPreferencesFile = '/etc/apt/preferences.d/nomad-firstboot';
export const metadataGuardFile = `${firstbootFolder}/metadata-guard.nft`;
/** Folders of host volumes, made before the client agent starts (tmpfiles.d(5)). */
export const hostVolumesFile = `${firstbootFolder}/host-volumes.conf`;
export const openPortsFile = `${firstbootFolder}/open-ports`;

/** Never under /etc, because tasks may get copies of that: root alone may look inside. */
export const stateFolder = '/var/lib/nomad-firstboot';
export const secretsFolder = `${stateFolder}/secrets`;

/** Where the proof that a machine is ready writes status.json. */
export const runFolder = '/run/nomad-firstboot';
/** Where a client agent finds the name of its interface, if its Nomad cannot look for it. */
export const clientInterfaceFile = `${runFolder}/client-interface.json`;

/** Writable on every supported image, those with a read-only /usr among them. */
export const softwareFolder = '/opt/nomad-firstboot';
export const programFolder = `${softwareFolder}/bin`;

/** Nomad's driver plugins (`plugin_dir`), and CNI plugins where neither image nor packages have them. */
export const pluginFolder = `${softwareFolder}/plugins`;
export const cniFolder = `${softwareFolder}/cni`;
/** Where Ignition puts them, to be unpacked. */
export const cniArchiveFile = `${softwareFolder}/cni-plugins.tgz`;

/** What the programs have in common. */
export const programPartsFolder = `${softwareFolder}/lib`;

export const unitFolder = '/etc/systemd/system';

export const agentUnits: Readonly<Record<Role, string>> = {
  server: 'nomad-server.service',
  client: 'nomad-client.service',
};
export const tasksUnit = 'nomad-client-tasks.service';
export const ownDrainUnit = 'nomad-client-drain.service';
export const metadataGuardUnit = 'nomad-metadata-guard.service';
export const installUnit = 'nomad-install.service';
export const pluginsUnit = 'nomad-plugins.service';
export const packagesUnit = 'nomad-packages.service';
export const hostFirewallUnit = 'nomad-host-firewall.service';
export const addressCauseUnit = 'nomad-address-cause.service';
export const firstbootUnit = 'nomad-firstboot.service';

/** What an image or a package of Nomad brings; masked. */
export const imageAgentUnit = 'nomad.service';

/** Whether a unit is the build's own: all whose names begin so are. */
export function isOwnUnit(name: string): boolean {
  return name.startsWith('nomad-');
}

/** The drop-ins of an agent's unit, each of which can be read, replaced or removed alone. */
export const agentDropIns = {
  capabilities: '10-capabilities.conf',
  resources: '20-resources.conf',
  sandbox: '30-sandbox.conf',
  /** The client agent's alone, where it provides volumes. */
  hostVolumes: '40-host-volumes.conf',
} as const;

/** Drop-ins of units that the metadata guard has to do with. */
export const metadataReaderDropIn = 'nomad-metadata-reader.conf';
export const metadataGuardDropIn = 'nomad-metadata-guard.conf';

/** Where systemd puts what `LoadCredential=` names (systemd.exec(5), CREDENTIALS). */
export const serverCredentialsFolder = `/run/credentials/${agentUnits.server}`;

export const agentAccount = 'nomad';

export const sudoersFile = '/etc/sudoers.d/nomad-firstboot';

/** Among the first of the files that every image's sshd_config(5) includes; the first value that sshd reads wins. */
export const sshdFile = '/etc/ssh/sshd_config.d/10-nomad-firstboot.conf';

/** Where systemd-sysext(8) looks for extension images. */
export const extensionImageFile = '/etc/extensions/nomad.raw';

export const hostnameFile = '/etc/hostname';
export const hostsFile = '/etc/hosts';
export const networkdFolder = '/etc/systemd/network';
export const keyfileFolder = '/etc/NetworkManager/system-connections';
