/** What every promise is judged on: the machines that run, the operator, and what the description says. */

import type { Rehearsal } from '../rehearsal/cluster.ts';
import type { Machine } from '../rehearsal/machine.ts';
import type { Operator } from '../rehearsal/operator.ts';
import type { Sandbox } from '../rehearsal/sandbox.ts';
import type { Expected } from './description.ts';
import type { Report } from './report.ts';

export interface Scene {
  readonly sandbox: Sandbox;
  readonly rehearsal: Rehearsal;
  readonly machines: readonly Machine[];
  readonly operator: Operator;
  readonly expected: Expected;
  readonly report: Report;
  /** Path of the description that was built. */
  readonly description: string;
  /** The build's output folder. */
  readonly bundles: string;
  /** The secrets file that the bundles were built from. */
  readonly secrets: string;
  /** The Nomad binary on the host. */
  readonly nomad: string;
}

export const SERVER_UNIT = 'nomad-server.service';
export const CLIENT_UNIT = 'nomad-client.service';
export const PROOF_UNIT = 'nomad-firstboot.service';

/** The units of the agents that a machine shall carry. */
export function agentUnits({ servers, clients }: Expected, machine: string): string[] {
  const carries = (agents: Expected['servers']) => agents.some((agent) => agent.machine === machine);
  return [...(carries(servers) ? [SERVER_UNIT] : []), ...(carries(clients) ? [CLIENT_UNIT] : [])];
}

/** The running machine of this name. */
export function machineNamed({ machines }: Pick<Scene, 'machines'>, name: string): Machine {
  const found = machines.find((machine) => machine.name === name);
  if (!found) throw new Error(`there is no machine ${name}`);
  return found;
}

/** One property of a unit, as systemd inside the machine tells it. */
export async function unitProperty(machine: Machine, unit: string, property: string): Promise<string> {
  return (await machine.run(['systemctl', 'show', '--value', `--property=${property}`, unit])).trim();
}
