/** Where things stand on a machine: the one list of paths, which users and other tools depend on. */

export const serverConfigFolder = '/etc/nomad-server.d';
export const clientConfigFolder = '/etc/nomad-client.d';
export const serverDataFolder = '/var/lib/nomad-server';
export const clientDataFolder = '/var/lib/nomad-client';

/** What the first boot itself needs to know: no secrets. */
export const parametersFile = '/etc/nomad-firstboot/parameters';

export const metadataGuardFile = '/etc/nomad-firstboot/metadata-guard.nft';

/** Never under /etc, for tasks may get copies of that: root alone may look inside. */
export const stateFolder = '/var/lib/nomad-firstboot';
export const secretsFolder = `${stateFolder}/secrets`;

/** Writable on every supported image, those with a read-only /usr among them. */
export const programFolder = '/opt/nomad-firstboot/bin';

/** What the programs have in common. */
export const programPartsFolder = '/opt/nomad-firstboot/lib';

export const serverUnit = 'nomad-server.service';
export const clientUnit = 'nomad-client.service';
export const tasksUnit = 'nomad-client-tasks.service';
export const metadataGuardUnit = 'nomad-metadata-guard.service';
export const firstbootUnit = 'nomad-firstboot.service';

/** Where systemd puts what `LoadCredential=` names (systemd.exec(5), CREDENTIALS). */
export const serverCredentialsFolder = `/run/credentials/${serverUnit}`;

export const agentAccount = 'nomad';

export const sudoersFile = '/etc/sudoers.d/nomad-firstboot';
