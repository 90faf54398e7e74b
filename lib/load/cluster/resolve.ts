/** Draft to cluster: every default filled in, every shorthand spelled out, everything checked against everything. */

import type { Cluster, Network } from '../../cluster/cluster.ts';
import { descriptionDefaults as defaults } from '../../cluster/description.generated.ts';
import { deepFreeze } from '../../frozen.ts';
import type { ClusterDraft } from '../draft.ts';
import type { Report } from '../report.ts';
import { checkNodePools, resolveClient, resolveNomad, resolveServer } from '../settings/agents.ts';
import { checkDates, resolveValidity } from '../settings/certificates.ts';
import { checkConfigs } from '../settings/config-invariants.ts';
import { resolveExtra } from '../settings/extras.ts';
import { checkInstallation } from '../settings/installation.ts';
import { resolveUsers } from '../settings/users.ts';
import type { Taken } from './interfaces.ts';
import { resolveMachines } from './machines.ts';
import { type KnownNetwork, type Networks, resolveNetworks } from './networks.ts';
import { checkAgentPorts, checkFailover, checkPlacement, checkQuorum } from './placement.ts';
import { checkTargets } from './targets.ts';

/** Resolves a draft. The cluster is whole only where neither the draft was damaged nor the report holds an error. */
export function resolveDraft(draft: ClusterDraft, report: Report): Cluster {
  const taken: Taken = { addresses: new Map(), macs: new Map(), doubtful: new Set() };
  const networks = resolveNetworks(draft, report, taken.addresses);
  const nomad = resolveNomad(draft, report);
  const server = resolveServer(draft, networks, report);
  const client = resolveClient(draft, networks, report);
  const machines = resolveMachines(draft, networks, taken, report);
  const extra = resolveExtra(draft, report);
  checkInstallation(nomad.install, machines, report);
  checkTargets(draft, { machines, client, extra }, report);
  checkNodePools(draft, report);
  checkQuorum(machines, report);
  checkPlacement(machines, server, client, networks, taken.doubtful, report);
  checkFailover(machines, server, report);
  checkAgentPorts(machines, server, client, report);
  checkConfigs(draft, report);
  checkDates(draft, report);
  return deepFreeze({
    name: draft.name ?? '',
    region: draft.region ?? defaults.region,
    nomad,
    networks: plainNetworks(networks),
    server,
    client,
    leafValidityDays: resolveValidity(draft, report),
    users: resolveUsers(draft, report),
    extra,
    machines,
  });
}

function plainNetworks({ byName }: Networks): Readonly<Record<string, Network>> {
  const plain = ({ ranges: _ranges, isComplete: _isComplete, ...network }: KnownNetwork): Network => network;
  return Object.fromEntries([...byName].map(([name, network]) => [name, plain(network)]));
}
