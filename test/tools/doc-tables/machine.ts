/** What stands on a machine: from the plan of one that has everything, with a word on each path. */

import { readFileSync } from 'node:fs';
import { filesOf, type MachinePlan } from '../../../lib/machine/machine-plan.ts';
import { planMachines } from '../../../lib/plan/plan.ts';
import { clusterFrom, fixtures, threeMachines } from '../../fixtures.ts';
import { code, codes, type DocTable } from '../markdown-table.ts';

const files: Readonly<Record<string, string>> = {
  '/etc/nomad-client.d/agent.json': 'the client agent’s configuration, without secrets',
  '/etc/nomad-client.d/ca.pem': 'the authorities that the client agent trusts',
  '/etc/nomad-client.d/client.pem': 'its certificate',
  '/etc/nomad-client.d/machine.json': 'its name and addresses',
  '/etc/nomad-firstboot/cluster': 'what our programs know of the cluster',
  '/etc/nomad-firstboot/machine': 'what they know of this machine',
  '/etc/nomad-firstboot/metadata-guard.nft': 'the metadata guard’s ruleset, where user-data is served over HTTP',
  '/etc/nomad-server.d/agent.json': 'the server agent’s configuration, without secrets',
  '/etc/nomad-server.d/ca.pem': 'the authorities that the server agent trusts',
  '/etc/nomad-server.d/machine.json': 'its name, addresses and the servers to join',
  '/etc/nomad-server.d/server.pem': 'its certificate',
  '/opt/nomad-firstboot/bin/close-metadata': 'closes the metadata service',
  '/opt/nomad-firstboot/bin/converge': 'proves that the machine is ready, and says so',
  '/opt/nomad-firstboot/bin/name-cause': 'says why an address may not come, where the platform gives it',
  '/opt/nomad-firstboot/bin/end-tasks': 'ends tasks at a shutdown',
  '/opt/nomad-firstboot/bin/install': 'installs what the image lacks, here nft for the guard',
  '/opt/nomad-firstboot/bin/wait-for-address': 'holds an agent back until its address is there',
  '/opt/nomad-firstboot/bin/wait-for-servers': 'holds a client’s first start back until servers can register it',
  '/opt/nomad-firstboot/lib/agents': 'how these programs ask Nomad',
  '/opt/nomad-firstboot/lib/console': 'how they speak to the console',
  '/var/lib/nomad-firstboot/secrets/bootstrap-token': 'with it ACLs are bootstrapped',
  '/var/lib/nomad-firstboot/secrets/client-key.pem': 'the client agent’s key',
  '/var/lib/nomad-firstboot/secrets/gossip.json': 'the gossip key, as configuration of the server agent',
  '/var/lib/nomad-firstboot/secrets/server-key.pem': 'the server agent’s key',
};

const units: Readonly<Record<string, string>> = {
  'nomad-server.service': 'the server agent: user `nomad`, no capability, bounded memory',
  'nomad-client.service': 'the client agent: root, with the capabilities of its drivers',
  'nomad-client-tasks.service': 'ends what tasks are left when the machine goes down',
  'nomad-metadata-guard.service': 'closes the metadata service before the client agent starts',
  'nomad-packages.service': 'installs nftables where the image lacks nft',
  'nomad-address-cause.service': 'names the platform’s cause if an address does not come',
  'nomad-firstboot.service': 'the proof that the machine is ready',
  'nomad.service': 'an image’s or package’s own agent: masked',
};

/** A machine with both agents on a platform that serves user-data over HTTP. */
function plan(): MachinePlan {
  const fixture = fixtures().find(({ name }) => name === 'three-machines-ec2');
  if (!fixture) throw new Error('fixtures/three-machines-ec2 is gone');
  const { secrets } = threeMachines();
  const [first] = planMachines(clusterFrom(readFileSync(fixture.clusterFile, 'utf8')), secrets);
  if (!first) throw new Error('fixtures/three-machines-ec2 has no machine');
  return first;
}

function saidOf(words: Readonly<Record<string, string>>, name: string): string {
  const said = words[name];
  if (said === undefined) throw new Error(`nothing is said of ${name} in test/tools/doc-tables/machine.ts`);
  return said;
}

export const filesTable: DocTable = {
  name: 'files',
  header: ['path', 'mode', 'the same on all machines of a kind', 'is'],
  rows: () => {
    const made = plan();
    const shared = new Set(made.shared.files.map(({ path }) => path));
    const row = ({ path, mode }: { readonly path: string; readonly mode: string }) =>
      [code(path), mode, shared.has(path) ? 'yes' : 'no', saidOf(files, path)] as const;
    return filesOf(made).map(row);
  },
};

export const unitsTable: DocTable = {
  name: 'units',
  header: ['unit', 'drop-ins', 'is'],
  rows: () =>
    plan()
      .shared.units.filter(({ name }) => name.startsWith('nomad'))
      .map(({ name, dropIns }) => [code(name), codes(dropIns.map((dropIn) => dropIn.name)), saidOf(units, name)]),
};
