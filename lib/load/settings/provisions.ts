/** What client agents provide for jobs: bridge, host networks, host volumes, driver plugins; a machine's over the cluster's. */

import type { Machine } from '../../cluster/cluster.ts';
import type { ClientDefaultsDescription } from '../../cluster/description.generated.ts';
import { descriptionDefaults as defaults } from '../../cluster/description.generated.ts';
import type { ClientProvisions, DriverPlugin } from '../../cluster/provisions.ts';
import type { JsonObject } from '../../cluster/vocabulary.ts';
import { pluginDrivers } from '../../nomad/drivers/table.ts';
import { systems } from '../../targets/systems.ts';
import type { ClusterDraft, Draft } from '../draft.ts';
import { type Networks, reportUnknownNetwork } from '../networks/networks.ts';
import type { Place } from '../place.ts';
import { checkDownloads, resolveDownloads } from './downloads.ts';
import { resolveHostVolumes } from './host-volumes.ts';

type ProvisionsDraft = Draft<Pick<ClientDefaultsDescription, keyof ClientProvisions>>;
type PluginDraft = NonNullable<NonNullable<ProvisionsDraft['plugins']>[string]>;

/** What the description says of all clients. */
export function resolveProvisions(draft: ProvisionsDraft, networks: Networks, at: Place): ClientProvisions {
  return {
    installPackages: defaults['client.installPackages'],
    hostNetworks: defaults['client.hostNetworks'],
    hostVolumes: defaults['client.hostVolumes'],
    plugins: defaults['client.plugins'],
    ...given(draft, networks, at),
  };
}

/** What is given in one place, checked for itself; what is not given is absent. */
function given(draft: ProvisionsDraft, networks: Networks, at: Place): Partial<ClientProvisions> {
  const { bridge, installPackages, cniPlugins, hostNetworks, hostVolumes, plugins } = draft;
  return {
    ...(bridge !== undefined && { bridge }),
    ...(installPackages !== undefined && { installPackages }),
    ...(cniPlugins && {
      cniPlugins: resolveDownloads(cniPlugins, 'the plugins of CNI are fetched', at.key('cniPlugins')),
    }),
    ...(hostNetworks && { hostNetworks: resolveHostNetworks(hostNetworks, networks, at.key('hostNetworks')) }),
    ...(hostVolumes && { hostVolumes: resolveHostVolumes(hostVolumes, at.key('hostVolumes')) }),
    ...(plugins && { plugins: resolvePlugins(plugins, at.key('plugins')) }),
  };
}

function resolveHostNetworks(names: readonly (string | undefined)[], networks: Networks, at: Place): readonly string[] {
  const seen = new Set<string>();
  for (const [index, name] of names.entries()) {
    if (name === undefined) continue;
    reportUnknownNetwork(name, networks, at.key(index));
    if (seen.has(name)) at.key(index).add('listed-twice', { item: name });
    seen.add(name);
  }
  return [...seen].filter((name) => networks.byName.has(name));
}

const programName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;

function resolvePlugins(
  plugins: NonNullable<ProvisionsDraft['plugins']>,
  at: Place,
): Readonly<Record<string, DriverPlugin>> {
  const resolved = Object.entries(plugins).map(([name, plugin]) => {
    const here = at.key(name);
    if (!programName.test(name)) here.add('plugin-name', { name });
    return [name, resolvePlugin(name, plugin ?? {}, here)] as const;
  });
  return Object.fromEntries(resolved);
}

function resolvePlugin(name: string, draft: PluginDraft, at: Place): DriverPlugin {
  const known = Object.hasOwn(pluginDrivers, name) ? pluginDrivers[name] : undefined;
  const present = <T>(list: readonly (T | undefined)[] | undefined) =>
    (list ?? []).filter((each) => each !== undefined);
  return {
    driver: draft.driver ?? known?.driver ?? name.replace(/^nomad-driver-/, ''),
    downloads: resolveDownloads(draft, 'the plugin is fetched', at),
    config: (draft.config ?? {}) as JsonObject,
    capabilities: present(draft.capabilities),
    devices: present(draft.devices),
    packages: present(draft.packages),
  };
}

/** Whether all machines can have what is asked for. */
export function checkProvisions(draft: ClusterDraft, machines: readonly Machine[], top: Place): void {
  const places = [
    { given: draft.client, of: machines.filter(({ client }) => client), at: top.key('client') },
    ...machines.flatMap((machine) => {
      const given = draft.machines?.[machine.name]?.client;
      return given && machine.client
        ? [{ given, of: [machine], at: top.key('machines').key(machine.name).key('client') }]
        : [];
    }),
  ];
  for (const { given, of, at } of places) {
    if (given) checkPlace(given, of, at);
    checkHostNetworks(given?.hostNetworks ?? [], draft.networks ?? {}, of, at.key('hostNetworks'));
  }
}

function checkPlace(given: ProvisionsDraft, machines: readonly Machine[], at: Place): void {
  for (const name of Object.keys(given.plugins ?? {})) {
    const fetching = machines.filter(({ client }) => client?.provisions.plugins[name]);
    const here = at.key('plugins').key(name);
    const downloads = fetching[0]?.client?.provisions.plugins[name]?.downloads;
    const draft = given.plugins?.[name] ?? {};
    if (downloads) checkDownloads(downloads, fetching, { draft, at: here, word: 'url', isArchive: false });
  }
  const unpacking = machines.filter(({ client }) => client?.provisions.cniPlugins);
  const cniPlugins = unpacking[0]?.client?.provisions.cniPlugins;
  if (given.cniPlugins && cniPlugins)
    checkDownloads(cniPlugins, unpacking, {
      draft: given.cniPlugins,
      at: at.key('cniPlugins'),
      word: 'url',
      isArchive: true,
    });
  const without = machines.find(({ target }) => !systems[target.os].packages);
  if (given.installPackages && without)
    at.key('installPackages').add('packages-of-os', { machine: without.name, os: without.target.os });
}

/** A network that no machine is attached to has no address to ask for ports on. */
function checkHostNetworks(
  names: readonly (string | undefined)[],
  networks: object,
  machines: readonly Machine[],
  at: Place,
): void {
  for (const [index, name] of names.entries()) {
    if (name === undefined || !Object.hasOwn(networks, name) || machines.length === 0) continue;
    if (machines.some(({ interfaces }) => interfaces.some(({ network }) => network === name))) continue;
    at.key(index).add('host-network-apart', { network: name, machines: machines.map((machine) => machine.name) });
  }
}
