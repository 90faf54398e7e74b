/** What the description says of all machines and may say of one: settings that a machine's files and units follow from. */

import type { ClientAgent, MachineSettings, ServerAgent } from '../../cluster/cluster.ts';
import type { ClusterDraft } from '../draft.ts';
import type { Networks } from '../networks/networks.ts';
import type { Place } from '../place.ts';
import { resolveClient, resolveNomad, resolveServer } from './agents.ts';
import { resolveExtra } from './extras.ts';
import { resolveUsers } from './users.ts';

/** Of both agents, whichever the machine carries. */
export interface SettingsOfMachine extends MachineSettings {
  readonly server: ServerAgent;
  readonly client: ClientAgent;
}

/** The settings of machines that say nothing of their own. */
export function resolveMachineSettings(draft: ClusterDraft, networks: Networks, top: Place): SettingsOfMachine {
  return {
    nomad: resolveNomad(draft, top.key('nomad')),
    server: resolveServer(draft.server),
    client: resolveClient(draft.client, networks, top.key('client')),
    users: resolveUsers(draft, top),
    extra: resolveExtra(draft, top),
  };
}
