/** What the cluster says of its servers, asked from outside and of whichever server answers. */

import { ask, type Operator } from '../rehearsal/operator.ts';
import { hostPort } from './cluster.ts';
import type { Scene } from './scene.ts';

export interface Health {
  readonly FailureTolerance: number;
  readonly Servers: readonly {
    readonly ID: string;
    readonly Name: string;
    readonly Healthy: boolean;
    readonly Voter: boolean;
  }[];
}

/** The operator at the server agent of a machine. */
export function operatorAt({ operator, expected }: Pick<Scene, 'operator' | 'expected'>, machine: string): Operator {
  const server = expected.servers.find((agent) => agent.machine === machine);
  if (!server) throw new Error(`${machine} has no server agent`);
  return operator.at(`https://${hostPort(server.address, expected.serverPorts.http)}`);
}

/** Autopilot's word, which comes with status 429 where something is not healthy. */
export async function healthOf({ url, credentials }: Operator): Promise<Health> {
  const { status, body } = await ask(`${url}/v1/operator/autopilot/health`, credentials);
  if (status !== 200 && status !== 429) throw new Error(`autopilot/health: ${status} ${body}`);
  return JSON.parse(body);
}

/** The name of the machine whose server leads. */
export async function leaderOf(operator: Operator, { expected }: Pick<Scene, 'expected'>): Promise<string> {
  const leader = await operator.get<string>('/v1/status/leader');
  const found = expected.servers.find(({ address }) => hostPort(address, expected.serverPorts.rpc) === leader);
  if (!found) throw new Error(`the leader ${leader} is no server of the description`);
  return found.machine;
}
