/** Cluster and secrets in, one plan for each machine out. Knows no image's format. */

import type { Cluster, Machine } from '../cluster/cluster.ts';
import type { ServerMember } from '../cluster/server-member.ts';
import type { Role } from '../cluster/vocabulary.ts';
import { DescriptionError } from '../description-error.ts';
import type { AgentConfigs, MachinePlan, PlannedFile, SharedPlan } from '../machine/machine-plan.ts';
import { configFolders, ownConfigFile } from '../machine/places.ts';
import { plainFile } from '../machine/planned-file.ts';
import { encodeAgentConfig } from '../nomad/agent-config.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { ownClientConfig } from './agents/client-config.ts';
import { ownServerConfig } from './agents/server-config.ts';
import { type Bindings, bindingsOf } from './binding.ts';
import { checkCertificates } from './checks.ts';
import { type BuildContext, buildContext } from './context.ts';
import { updateFiles } from './host/updates.ts';
import { kindKey, kindOf } from './kind.ts';
import { furtherCards, plannedNetwork } from './network.ts';
import { machineParameters } from './parameters.ts';
import { planShared } from './shared.ts';
import { planTls } from './tls.ts';

/**
 * Plans the machines of a cluster one after the other, lazily, in the order of the description unless another is given.
 * @param servers the list of servers that the machines learn: the cluster's own, unless another one is asked about
 * @throws DescriptionError before the first plan where certificates and authority do not go together
 */
export function planMachines(
  cluster: Cluster,
  secrets: Secrets,
  machines: readonly Machine[] = cluster.machines,
  servers?: readonly ServerMember[],
): Iterable<MachinePlan> {
  return {
    *[Symbol.iterator]() {
      const context = buildContext(cluster, secrets, servers);
      const problems = checkCertificates(context, machines);
      if (problems.length > 0) throw new DescriptionError(problems);
      yield* planEach(context, machines);
    },
  };
}

/** What machines of a kind share is planned with the first of them. */
function* planEach(context: BuildContext, machines: readonly Machine[]): Iterable<MachinePlan> {
  const planned = new Map<string, SharedPlan>();
  for (const machine of machines) {
    const kind = kindOf(machine);
    const key = kindKey(kind);
    const shared = planned.get(key) ?? planShared(context, kind);
    planned.set(key, shared);
    yield planMachine(context, machine, shared);
  }
}

function planMachine(context: BuildContext, machine: Machine, shared: SharedPlan): MachinePlan {
  const { name, instance, target } = machine;
  const { cluster } = context;
  const bindings = bindingsOf(cluster, machine);
  const { files, certificates } = planTls(context, machine, bindings);
  const agentConfigs = ownConfigs(context, machine, bindings);
  const further = furtherCards(cluster, machine);
  return Object.freeze({
    cluster: cluster.name,
    machine: name,
    instanceId: `${cluster.name}-${name}-${instance}`,
    hostname: name,
    target,
    shared,
    files: [
      ...configFiles(agentConfigs),
      machineParameters(machine, bindings, certificates),
      ...files,
      ...updateFiles(context, machine),
    ],
    agentConfigs,
    network: plannedNetwork(cluster, machine),
    ...(further && { furtherCards: further }),
    certificates,
  });
}

function ownConfigs(context: BuildContext, machine: Machine, { server, client }: Bindings): AgentConfigs {
  return {
    ...(server && { server: ownServerConfig(context, machine.name, server) }),
    ...(client && { client: ownClientConfig(machine, client) }),
  };
}

function configFiles(configs: AgentConfigs): readonly PlannedFile[] {
  return Object.entries(configs).map(([role, config]) =>
    plainFile(`${configFolders[role as Role]}/${ownConfigFile}`, encodeAgentConfig(config)),
  );
}
