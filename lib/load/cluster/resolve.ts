/** Draft to cluster: every default filled in, every shorthand spelled out, everything checked against everything. */

import type { Cluster, Network } from '../../cluster/cluster.ts';
import { descriptionDefaults as defaults } from '../../cluster/description.generated.ts';
import { deepFreeze } from '../../frozen.ts';
import type { ClusterDraft } from '../draft.ts';
import { type KnownNetwork, type Networks, resolveNetworks } from '../networks/networks.ts';
import type { Place } from '../place.ts';
import { resolveClientCommons, resolveServerCommons } from '../settings/agents.ts';
import { checkDates, resolveValidity } from '../settings/certificates.ts';
import { checkConfigs } from '../settings/config/walk.ts';
import { checkInstallations } from '../settings/installation.ts';
import { resolveSettingsOfAll, settingsOfMachines } from '../settings/machine-settings.ts';
import { checkSettings } from '../settings/plain-settings.ts';
import { checkProvisions } from '../settings/provisions.ts';
import { checkServerMemory } from '../settings/server-memory.ts';
import type { Taken } from './interfaces.ts';
import { resolveMachines } from './machines.ts';
import { checkAgentPorts, checkFailover, checkPlacement, checkQuorum } from './placement.ts';
import { checkPlatformNetworks } from './platform-networks.ts';
import { checkTargets } from './targets.ts';
import { checkReleases, checkVersions } from './versions.ts';

/** Resolves a draft. The cluster is whole only if neither the draft was damaged nor an error was found. */
export function resolveDraft(draft: ClusterDraft, top: Place): Cluster {
  const taken: Taken = { addresses: new Map(), macs: new Map(), doubtful: new Set() };
  const networks = resolveNetworks(draft, top, taken.addresses);
  const server = resolveServerCommons(draft, networks, top.key('server'));
  const client = resolveClientCommons(draft, networks, top.key('client'));
  const settings = resolveSettingsOfAll(draft, networks, top);
  const settingsOf = settingsOfMachines(draft, networks, settings, top);
  const machines = resolveMachines(draft, { networks, server, client, settingsOf }, taken, top.key('machines'));
  checkInstallations(draft, machines, top);
  checkProvisions(draft, machines, top);
  checkTargets(draft, machines, top);
  checkVersions(draft, machines, top);
  checkReleases(draft, machines, top);
  checkPlatformNetworks(draft, machines, networks, top);
  checkSettings(draft, top);
  checkQuorum(machines, top.key('machines'));
  checkPlacement(machines, server, client, networks, taken.doubtful, top.key('machines'));
  checkFailover(machines, settings.server, top);
  checkServerMemory(machines, top);
  checkAgentPorts(machines, server, client, top);
  checkConfigs(draft, machines, top);
  checkDates(draft, top);
  return deepFreeze({
    name: draft.name ?? '',
    region: draft.region ?? defaults.region,
    nomadVersion: settings.nomad.version,
    networks: plainNetworks(networks),
    server,
    client,
    leafValidityDays: resolveValidity(draft, top),
    machines,
  });
}

function plainNetworks({ byName }: Networks): Readonly<Record<string, Network>> {
  const plain = ({ ranges: _ranges, isComplete: _isComplete, ...network }: KnownNetwork): Network => network;
  return Object.fromEntries([...byName].map(([name, network]) => [name, plain(network)]));
}
