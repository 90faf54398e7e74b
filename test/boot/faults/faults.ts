/**
 * One row for each fault: how a machine comes to it, and how it goes away, where it can from outside or inside. What the
 * console says of each stands in docs/console.md.
 */

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dump, load } from 'js-yaml';
import { fetching, fileServer, PORT, type Trouble } from '../install/server.ts';
import { otherBuild } from '../promises/other-build.ts';
import { machineNamed, type Scene } from '../promises/scene.ts';
import type { BundledMachine } from '../rehearsal/bundles.ts';
import type { Machine } from '../rehearsal/machine.ts';

export interface Fault {
  /** The machine, named after what is wrong with it. */
  readonly name: string;
  /** The bundle that the machine gets instead of its own. */
  readonly bundle?: (scene: Scene, own: BundledMachine) => Promise<BundledMachine>;
  /** What is done to its disk before it is switched on. */
  readonly damage?: (disk: string) => void;
  /** What is done to the cluster; the machine is switched on after it, once all faults without it have been told. */
  readonly before?: (scene: Scene) => Promise<unknown>;
  /** Takes the cause away; the machine has to become ready by itself. Absent where only another bundle helps. */
  readonly mend?: (machine: Machine, scene: Scene) => Promise<unknown>;
}

/** A file of a disk whose lower layer is shared: moved aside, so that it can come back. */
const hide = (path: string) => (disk: string) => renameSync(join(disk, path), join(disk, `${path}.hidden`));
const show = (path: string) => (machine: Machine) => machine.run(['mv', `/${path}.hidden`, `/${path}`]);
/** As on an image that never had it; the program itself stays beside, so that it can come back. */
const uninstallNft = (disk: string) => {
  copyFileSync(join(disk, 'usr/sbin/nft'), join(disk, 'usr/sbin/nft.hidden'));
  execFileSync('chroot', [disk, 'dpkg', '--purge', 'nftables'], { stdio: 'pipe' });
};
/** Two octets of an ELF file: which machine it is for (elf(5): e_machine, here EM_X86_64 and EM_AARCH64), in octal. */
const [ownMachine, foreignMachine] = process.arch === 'arm64' ? ['267', '076'] : ['076', '267'];
/** By a copy and a rename, for a program that runs cannot be written to. */
const machineOf = (machine: string | undefined) =>
  `cp -p "$1" "$1.new"; printf '\\${machine}\\000' | dd of="$1.new" bs=1 seek=18 conv=notrunc status=none; mv "$1.new" "$1"`;
const inside = (script: string) => (machine: Machine) => machine.run(['sh', '-euc', script]);

/** A build in which these machines are servers beside core. */
const asServers =
  (...names: readonly string[]) =>
  (text: string) =>
    names.reduce((edited, name) => edited.replace(`${name}: { roles: [client]`, `${name}: { roles: [server]`), text);

/** Puts a unit on a disk, started at each boot with a target. */
const withUnit = (name: string, content: string, target: string) => (disk: string) => {
  const units = join(disk, 'etc/systemd/system');
  writeFileSync(join(units, name), content);
  mkdirSync(join(units, `${target}.wants`), { recursive: true });
  symlinkSync(`../${name}`, join(units, `${target}.wants`, name));
};

/** How long a new server has to be healthy before autopilot gives it a vote. */
const stabilizeIn = (seconds: number, { operator }: Scene) =>
  operator.sh(`nomad operator autopilot set-config -server-stabilization-time=${seconds}s`);

/** Data folders on a file system of a few pages, with nothing left on it. */
const fullDisk = `[Unit]
DefaultDependencies=no
After=local-fs.target
Before=basic.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh -c 'mkdir -p /var/lib/nomad-client; mount -t tmpfs -o size=64k,mode=0711 none /var/lib/nomad-client; dd if=/dev/zero of=/var/lib/nomad-client/filler || true'
`;

/** The same where a binary that is fetched is put. */
const fullOpt = fullDisk.replaceAll('/var/lib/nomad-client', '/opt/bin').replace('mode=0711', 'mode=0755');

/** A build whose machine fetches Nomad from a folder of the server that has this name. */
const fetched = async (scene: Scene, { name }: BundledMachine) => {
  const { archive } = await fileServer();
  const url = `http://10.50.0.254:${PORT}/${name}/nomad.zip`;
  return otherBuild(scene, name, { description: (text) => fetching(text, [url], archive.sha256) });
};
const mendServer = (trouble: Trouble) => async () => (await fileServer()).mend(trouble);

const portTaker = `[Unit]
DefaultDependencies=no
[Service]
WorkingDirectory=/mnt
ExecStart=/usr/bin/python3 -m http.server 4646
`;

const threeServers = asServers('port-taken', 'cannot-lose');

export const faults: readonly Fault[] = [
  {
    name: 'other-machine',
    damage: (disk) => execFileSync('sh', ['-euc', machineOf(foreignMachine), 'sh', join(disk, 'usr/bin/nomad')]),
    mend: (machine) => machine.run(['sh', '-euc', machineOf(ownMachine), 'sh', '/usr/bin/nomad']),
  },
  { name: 'no-program', damage: hide('usr/bin/nomad'), mend: show('usr/bin/nomad') },
  {
    name: 'other-version',
    bundle: (scene, { name }) => otherBuild(scene, name, { description: (text) => text.replace('1.11.3', '1.11.2') }),
    mend: inside("sed -i 's/1[.]11[.]2/1.11.3/' /etc/nomad-firstboot/cluster; systemctl restart nomad-firstboot"),
  },
  {
    name: 'refused-config',
    mend: inside('sed -i \'/preferred_address_family/d; s/"exec",$/"exec"/\' /etc/nomad-client.d/agent.json'),
  },
  {
    name: 'no-address',
    // cloud-init itself would wait two minutes for a network.
    damage: (disk) => symlinkSync('/dev/null', join(disk, 'etc/systemd/system/systemd-networkd-wait-online.service')),
    bundle: async (_, own) => ({ ...own, seed: { ...own.seed, 'network-config': withAddress(own, []) } }),
    mend: inside('ip address add 10.50.0.15/24 dev net-lan'),
  },
  {
    name: 'other-authority',
    bundle: (scene, { name }) => otherBuild(scene, name, { secrets: new Date() }),
  },
  {
    name: 'no-way',
    bundle: async (_, own) => ({
      ...own,
      seed: { ...own.seed, 'network-config': withAddress(own, ['10.50.0.17/32']) },
    }),
    mend: inside('ip route add 10.50.0.0/24 dev net-lan'),
  },
  {
    name: 'clock-behind',
    bundle: (scene, { name }) =>
      otherBuild(scene, name, {
        description: (text) =>
          text.replace('  clock-behind: {', `  clock-behind: { certificate: { issuedAt: "${inDays(365)}" },`),
      }),
  },
  {
    name: 'certificates-ended',
    bundle: (scene, { name }) =>
      otherBuild(scene, name, {
        description: (text) => text.replace('machines:\n', 'certificates: { validity: 30d }\nmachines:\n'),
        secrets: new Date(inDays(-60)),
      }),
  },
  {
    name: 'full-disk',
    damage: withUnit('fill.service', fullDisk, 'basic.target'),
    mend: inside('mount -o remount,size=512m /var/lib/nomad-client; rm /var/lib/nomad-client/filler'),
  },
  { name: 'no-nft', damage: uninstallNft, mend: show('usr/sbin/nft') },
  { name: 'wrong-hash', bundle: fetched, mend: mendServer('wrong-hash') },
  { name: 'not-found', bundle: fetched, mend: mendServer('not-found') },
  { name: 'cut-download', bundle: fetched, mend: mendServer('cut-download') },
  {
    name: 'full-opt',
    bundle: fetched,
    damage: withUnit('fill.service', fullOpt, 'basic.target'),
    mend: inside('mount -o remount,size=512m /opt/bin; rm /opt/bin/filler'),
  },
  {
    name: 'other-gossip-key',
    bundle: (scene, { name }) =>
      otherBuild(scene, name, {
        description: asServers('other-gossip-key'),
        secrets: (secrets) => ({ ...secrets, gossipKey: Buffer.alloc(32, 7).toString('base64') }),
      }),
  },
  {
    name: 'port-taken',
    bundle: (scene, { name }) => otherBuild(scene, name, { description: threeServers }),
    damage: withUnit('taker.service', portTaker, 'basic.target'),
    mend: inside('systemctl stop taker.service'),
  },
  {
    name: 'cannot-lose',
    bundle: (scene, { name }) => otherBuild(scene, name, { description: threeServers }),
    // What it waits for is the server of port-taken, which is mended at the same time.
    mend: async () => {},
  },
  {
    name: 'not-promoted',
    // Autopilot minds this time once it has run for longer itself (raft-autopilot, State.ServerStabilizationTime).
    before: async (scene) => {
      const { poweredOnAt } = machineNamed(scene, 'core');
      await sleep(Math.max(0, poweredOnAt + 90_000 - performance.now()));
      return stabilizeIn(60, scene);
    },
    bundle: (scene, { name }) => otherBuild(scene, name, { description: asServers(name) }),
    mend: (_, scene) => stabilizeIn(10, scene),
  },
];

/** The network-config of a machine with other addresses. */
function withAddress({ seed }: BundledMachine, addresses: readonly string[]): Buffer {
  const config = load(seed['network-config']?.toString() ?? '') as { ethernets: Record<string, object> };
  const ethernets = Object.entries(config.ethernets).map(([id, ethernet]) => [id, { ...ethernet, addresses }]);
  return Buffer.from(dump({ ...config, ethernets: Object.fromEntries(ethernets) }));
}

function inDays(days: number): string {
  return `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19)}Z`;
}
