/** Promises about the cluster as a whole, asked for from outside with the operator folder alone. */

import assert from 'node:assert/strict';
import { basename, dirname, join } from 'node:path';
import { run } from '../rehearsal/command.ts';
import type { Scene } from './scene.ts';

interface RaftPeer {
  readonly Address: string;
  readonly Leader: boolean;
  readonly Voter: boolean;
}
interface Node {
  readonly ID: string;
  readonly Name: string;
  readonly Status: string;
  readonly SchedulingEligibility: string;
  readonly Address: string;
}

/** Peers, nodes, and the operator folder as it was delivered. */
export async function clusterIsWhole(scene: Scene): Promise<void> {
  const { expected, report } = scene;
  const [servers, clients] = [expected.servers.length, expected.clients.length];
  await report.check(`${servers} voters and one leader`, () => serversVote(scene));
  await report.check(`${clients} clients ready, each with the address it was given`, () => clientsAreReady(scene));
  await report.check('the operator folder works as delivered, in bash', () => operatorFolderWorks(scene));
  await report.check('the operator folder works in sh, standing in it', async () => {
    const folder = join(scene.bundles, 'operator');
    const env = { PATH: pathWithNomad(scene), NOMAD_TOKEN: scene.operator.credentials.token };
    await run(['sh', '-c', '. ./env.sh && nomad server members && nomad node status'], { cwd: folder, env });
  });
}

/** Every server of the description is a voter at its address, nobody else is, and one leads. */
export async function serversVote({ operator, expected }: Pick<Scene, 'operator' | 'expected'>): Promise<string> {
  const { Servers } = await operator.get<{ Servers: RaftPeer[] }>('/v1/operator/raft/configuration');
  const wanted = expected.servers.map(({ address }) => hostPort(address, expected.serverPorts.rpc));
  const voters = Servers.filter(({ Voter }) => Voter).map(({ Address }) => Address);
  assert.deepEqual(voters.sort(), wanted.sort());
  assert.equal(Servers.length, wanted.length, 'there is a peer without a vote');
  const leaders = Servers.filter(({ Leader }) => Leader);
  assert.equal(leaders.length, 1, `${leaders.length} leaders`);
  return `leader ${leaders[0]?.Address}`;
}

/** Every client of the description is a node, ready and eligible, and nobody else is. */
export async function clientsAreReady({ operator, expected }: Pick<Scene, 'operator' | 'expected'>): Promise<void> {
  const nodes = await operator.get<Node[]>('/v1/nodes');
  const seen = nodes.map((node) => [node.Name, node.Address, node.Status, node.SchedulingEligibility].join(' '));
  const wanted = expected.clients.map(({ machine, address }) => `${machine} ${address} ready eligible`);
  assert.deepEqual(seen.sort(), wanted.sort());
}

async function operatorFolderWorks(scene: Scene): Promise<void> {
  const { bundles, expected, operator } = scene;
  const script = `. ${basename(bundles)}/operator/env.sh && nomad server members && nomad node status`;
  const env = { PATH: pathWithNomad(scene), NOMAD_TOKEN: operator.credentials.token };
  const output = await run(['bash', '-c', script], { cwd: dirname(bundles), env });
  const [members = '', nodes = ''] =
    output.split('\n\n').length > 1 ? output.split('\n\n') : splitAtSecondHeading(output);
  for (const { machine } of expected.servers)
    assert.match(members, new RegExp(`^${machine}\\.${expected.region} .*alive`, 'm'));
  for (const { machine } of expected.clients) assert.match(nodes, new RegExp(` ${machine} .*ready`, 'm'));
}

/** The two commands print a table each, the second headed by `ID`. */
function splitAtSecondHeading(output: string): string[] {
  const at = output.search(/^ID /m);
  return [output.slice(0, at), output.slice(at)];
}

function pathWithNomad({ sandbox }: Scene): string {
  return `${join(sandbox.folder, 'bin')}:${process.env['PATH']}`;
}

/** An address with a port: IPv6 in brackets. */
export function hostPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
