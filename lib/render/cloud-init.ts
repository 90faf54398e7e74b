/**
 * MachinePlan to cloud-init's documents: user-data, and for the datasources that read them NoCloud's meta-data and
 * network-config version 2, or VMware's guestinfo.metadata.
 * Written in the order in which cloud-init's modules run, and kept to what cloud-init 22.2 and later read alike.
 */

import type {
  MachinePlan,
  PlannedDirectory,
  PlannedFile,
  PlannedGroup,
  PlannedInterface,
  PlannedUnit,
  PlannedUser,
  SharedPlan,
} from '../machine/machine-plan.ts';
import { isOwnUnit, unitFolder } from '../machine/places.ts';
import { isIpv6Text } from '../net/ip.ts';
import { oncePerValue } from '../once.ts';
import { scripts } from '../plan/scripts.generated.ts';
import { unitText } from '../systemd/unit-file.ts';
import { systems } from '../targets/systems.ts';
import { awaitedInterface } from './network/awaited-interface.ts';
import { networkFilesOf, rereadNetworkFiles } from './network/network-files.ts';
import { encodeYaml, encodeYamlItem, type YamlMapping } from './yaml.ts';

export interface CloudInitDocuments {
  readonly userData: string;
  readonly metaData: string;
  readonly networkConfig: string;
}

/** Renders one machine's documents, each ASCII text. */
export function renderCloudInit(plan: MachinePlan): CloudInitDocuments {
  return {
    userData: userData(plan),
    metaData: encodeYaml({ 'instance-id': plan.instanceId, 'local-hostname': plan.hostname }),
    networkConfig: encodeYaml(networkConfig(plan)),
  };
}

/** VMware's guestinfo.metadata (cloud-init documentation: VMware): identity and network in one line of JSON. */
export function guestinfoMetadata(plan: MachinePlan): string {
  const network = Buffer.from(encodeYaml(networkConfig(plan)), 'latin1').toString('base64');
  const identity = { 'instance-id': plan.instanceId, 'local-hostname': plan.hostname };
  return `${JSON.stringify({ ...identity, network, 'network.encoding': 'base64' })}\n`;
}

/** A mapping's text is that of its parts, one after the other. */
function userData(plan: MachinePlan): string {
  const { hostname, shared } = plan;
  const { beforeFiles, filesAndUnits, afterFiles } = sharedText(shared);
  const cards = furtherCards(plan);
  return [
    '#cloud-config\n',
    encodeYaml({ hostname }),
    beforeFiles,
    'write_files:\n',
    filesAndUnits,
    ...[...plan.files, ...cards.files].map(writeFile),
    afterFiles,
    cards.command,
  ].join('');
}

/** Cards that the platform may leave out: their files, and at the end of runcmd the command that has them read. */
function furtherCards({ furtherCards: cards, target }: MachinePlan) {
  if (!cards || cards.interfaces.length === 0) return { files: [], command: '' };
  const { network } = systems[target.os];
  return { files: networkFilesOf[network](cards), command: encodeYamlItem(rereadNetworkFiles[network]) };
}

/** What the machines of a kind have in common, encoded once for all of them. */
const sharedText = oncePerValue((shared: SharedPlan) => ({
  beforeFiles: encodeYaml(beforeFiles(shared)),
  filesAndUnits: [...shared.files.map(writeFile), ...shared.units.map(writeUnit)].join(''),
  afterFiles: encodeYaml(afterFiles(shared)),
}));

function beforeFiles({ directories, remoteAccess, groups, units }: SharedPlan): YamlMapping {
  const masked = units.filter(({ mask }) => mask).map(({ name }) => name);
  return {
    preserve_hostname: false,
    manage_etc_hosts: 'localhost',
    // The image's locale stays as it is. As a string, because cloud-init 22 takes no boolean here.
    locale: 'false',
    ssh_pwauth: false,
    disable_root: true,
    ...(!remoteAccess && withoutSshServer),
    bootcmd: [
      ...directories.map(makeDirectory),
      ...groups.map(makeGroup),
      ['sh', '-c', scripts['begin-boot'], 'begin-boot', ...masked],
    ],
  };
}

function afterFiles(shared: SharedPlan): YamlMapping {
  return { users: shared.users.map(user), runcmd: activation(shared) };
}

/** Nobody logs in, so no host keys are made, and none are shown on the console, where the result belongs. */
const withoutSshServer = {
  ssh_keys: {},
  ssh: { emit_keys_to_console: false },
  no_ssh_fingerprints: true,
};

/** Runs before write_files, whose own parents would be 0755. Accounts do not exist yet: `giveDirectory` comes later. */
function makeDirectory({ path, mode }: PlannedDirectory): string[] {
  return ['install', '-d', '-m', mode, path];
}

/**
 * cloud-init's own `groups` warns of a group that is there already, be it Nomad's package's or that of a first boot which
 * was cut off, and the boot counts as degraded. For a user who is there it has no such word.
 */
function makeGroup({ name }: PlannedGroup): string[] {
  return ['sh', '-c', 'getent group "$1" >/dev/null || groupadd "$1"', 'sh', name];
}

function writeFile({ path, mode, content }: PlannedFile): string {
  return writeText(path, mode, content);
}

function writeUnit({ name, content, dropIns }: PlannedUnit): string {
  const path = `${unitFolder}/${name}`;
  const texts = dropIns.map((dropIn) => writeText(`${path}.d/${dropIn.name}`, '0644', unitText(dropIn)));
  return [...(content === undefined ? [] : [writeText(path, '0644', unitText({ content }))]), ...texts].join('');
}

/** An entry of write_files. Owned by root, the default: accounts do not exist yet when files are written. */
function writeText(path: string, permissions: string, content: string): string {
  return encodeYamlItem({ path, permissions, content });
}

function user({ name, primaryGroup, comment, system, shell, sshAuthorizedKeys }: PlannedUser): YamlMapping {
  return {
    name,
    gecos: comment,
    ...(primaryGroup !== undefined && { primary_group: primaryGroup }),
    ...(system && { system: true, no_create_home: true }),
    shell,
    lock_passwd: true,
    ...(sshAuthorizedKeys.length > 0 && { ssh_authorized_keys: sshAuthorizedKeys }),
  };
}

/**
 * Enables, reads and starts the units, because those that cloud-init writes are not part of the running boot's
 * transaction. No start blocks: a unit that is ordered after cloud-init would wait for this very script. There is one
 * reload, because each takes most of a second on a small machine. All of it can be repeated, and is until the mark at its
 * end is on the disk.
 */
function activation({ directories, units, labeledFolders = [] }: SharedPlan): string[][] {
  const enabled = units.filter(({ enable }) => enable).map(({ name }) => name);
  const own = enabled.filter(isOwnUnit);
  return [
    ['set', '-eu'],
    ...directories.filter(({ owner }) => owner !== 'root').map(giveDirectory),
    ...(labeledFolders.length > 0 ? [['sh', '-c', giveLabels, 'sh', ...labeledFolders]] : []),
    ['systemctl', 'enable', '--no-reload', ...own],
    ['systemctl', 'daemon-reload'],
    ['systemctl', 'restart', '--no-block', ...own],
    ...enabled.filter((name) => !isOwnUnit(name)).map((name) => ['sh', '-c', startExtraUnit, 'sh', name]),
    ['sync'],
    ['touch', firstBootMark],
  ];
}

/** cloud-init labels the files that it writes, and what `install` made is not among them (restorecon(8)). */
const giveLabels = '! command -v restorecon >/dev/null || restorecon -iRF "$@" || true';

/** Beside cloud-init's own marks, so that another instance-id, and `cloud-init clean`, begin a first boot without it. */
const firstBootMark = '/var/lib/cloud/instance/sem/nomad_firstboot';

function giveDirectory({ path, owner }: PlannedDirectory): string[] {
  return ['chown', `${owner}:${owner}`, path];
}

/** Somebody's own unit that cannot be started is named, and keeps nothing else from starting. */
const startExtraUnit =
  'systemctl enable "$1" && systemctl start --no-block "$1" || echo "nomad-firstboot: failed at units: $1" >/dev/console';

function networkConfig({ network }: MachinePlan): YamlMapping {
  const awaited = awaitedInterface(network);
  return {
    version: 2,
    ethernets: Object.fromEntries(
      network.interfaces.map((attached) => [interfaceId(attached), ethernet(attached, attached === awaited)]),
    ),
  };
}

/** With something to match, an id is any word, if it is no interface's name; without, it is the name itself. */
function interfaceId({ mac, name, network }: PlannedInterface): string {
  return mac === undefined && name !== undefined ? name : `net-${network}`;
}

/** The only interface of a machine needs neither MAC nor name: all wired ones begin so (systemd.net-naming-scheme(7)). */
function matchOf({ mac, name }: PlannedInterface): YamlMapping {
  if (mac !== undefined) return { match: { macaddress: mac } };
  return name === undefined ? { match: { name: 'e*' } } : {};
}

function ethernet(attached: PlannedInterface, isAwaited: boolean): YamlMapping {
  const { addresses, dhcp, gateways, nameservers, mtu } = attached;
  return {
    ...matchOf(attached),
    dhcp4: dhcp === 'ipv4' || dhcp === 'both',
    ...((dhcp === 'ipv6' || dhcp === 'both') && { dhcp6: true }),
    ...(!dhcp && !isAwaited && { optional: true }),
    ...(addresses.length > 0 && { addresses }),
    ...(mtu !== undefined && { mtu }),
    ...(gateways.length > 0 && { routes: gateways.map(defaultRoute) }),
    ...(nameservers.length > 0 && { nameservers: { addresses: nameservers } }),
  };
}

/** In digits, because `to: default` breaks several of cloud-init's renderers up to 25.2. */
function defaultRoute(gateway: string): YamlMapping {
  return { to: isIpv6Text(gateway) ? '::/0' : '0.0.0.0/0', via: gateway };
}
