/**
 * MachinePlan to cloud-init's documents for the NoCloud datasource: user-data, meta-data and network-config version 2.
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
} from '../machine/machine-plan.ts';
import { isIpv6Text } from '../net/ip.ts';
import { oncePerKey, oncePerObject, oncePerSharedObject } from '../once.ts';
import { scripts } from '../plan/scripts.generated.ts';
import { type UnitFile, unitText } from '../systemd/unit-file.ts';
import { fillingOf, type Template } from '../template.ts';
import { awaitedInterface } from './awaited-interface.ts';
import { encodeYaml, encodeYamlItem, type YamlMapping } from './yaml.ts';

export interface CloudInitDocuments {
  readonly userData: string;
  readonly metaData: string;
  readonly networkConfig: string;
}

const unitFolder = '/etc/systemd/system';

/** Renders one machine's documents, each ASCII text. */
export function renderCloudInit(plan: MachinePlan): CloudInitDocuments {
  return {
    userData: userData(plan),
    metaData: encodeYaml({ 'instance-id': plan.instanceId, 'local-hostname': plan.hostname }),
    networkConfig: encodeYaml(networkConfig(plan)),
  };
}

/** A mapping's text is that of its parts, one after the other; what several machines' plans share is encoded once. */
function userData(plan: MachinePlan): string {
  return [
    '#cloud-config\n',
    encodeYaml({ hostname: plan.hostname }),
    beforeFiles(plan),
    'write_files:\n',
    ...plan.files.map(writeFile),
    ...plan.units.map(writeUnit),
    afterFiles(plan),
  ].join('');
}

function beforeFiles({ directories, remoteAccess, groups, units }: MachinePlan): string {
  const masked = units.filter(({ mask }) => mask).map(({ name }) => name);
  return oncePerKey(
    beginningsFor(directories),
    [remoteAccess, ...groups.map(({ name }) => name), ...masked].join(),
    () =>
      encodeYaml({
        preserve_hostname: false,
        manage_etc_hosts: 'localhost',
        // In words, for cloud-init 22 takes no boolean here: the image's locale stays as it is.
        locale: 'false',
        ssh_pwauth: false,
        disable_root: true,
        ...(!remoteAccess && withoutSshServer),
        bootcmd: [
          ...directories.map(makeDirectory),
          ...groups.map(makeGroup),
          ['sh', '-c', scripts['begin-boot'], 'begin-boot', ...masked],
        ],
      }),
  );
}

/** By `remoteAccess`, groups and masked units, of which an operating system has one set. */
const beginningsFor = oncePerObject((_directories: MachinePlan['directories']) => new Map<string, string>());

function afterFiles({ users, units }: MachinePlan): string {
  const key = units.map(({ name, enable }) => `${name} ${enable}`).join();
  return oncePerKey(endingsFor(users), key, () => encodeYaml({ users: users.map(user), runcmd: activation(units) }));
}

/** By units, of which a cluster has few sets. */
const endingsFor = oncePerObject((_users: MachinePlan['users']) => new Map<string, string>());

/** Whom should they be shown to: no host keys are made, nor a word of them on the console, where the result belongs. */
const withoutSshServer = {
  ssh_keys: {},
  ssh: { emit_keys_to_console: false },
  no_ssh_fingerprints: true,
};

/** Runs before write_files, whose own parents would be 0755. */
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

function writeFile(file: PlannedFile): string {
  return writeText(file.path, file.mode, file);
}

function writeUnit(unit: PlannedUnit): string {
  const path = `${unitFolder}/${unit.name}`;
  const dropIns = unit.dropIns.map((dropIn) => writeText(`${path}.d/${dropIn.name}`, '0644', dropIn));
  return (unit.content === undefined ? '' : writeText(path, '0644', unit as Written)) + dropIns.join('');
}

/** A file, a unit or a drop-in. */
interface Written {
  readonly content: UnitFile | string;
}

/**
 * An entry of write_files. Owned by root, the default: accounts do not exist yet when files are written. What the plans
 * of many machines share is encoded once, and so is the template of what is filled for each.
 */
function writeText(path: string, permissions: string, written: Written): string {
  const filling = fillingOf(typeof written.content === 'object' ? written.content : written);
  const encode = (content: string) => encodeYamlItem({ path, permissions, content });
  const key = `${permissions} ${path}`;
  if (filling) {
    return oncePerKey(encodedTemplates(filling.template), key, () => filling.template.map(encode)).fill(filling.words);
  }
  return oncePerKey(encodedTexts(written), key, () => encode(unitText(written)));
}

/** By mode and path. */
const encodedTexts = oncePerSharedObject((_written: Written) => new Map<string, string>());
const encodedTemplates = oncePerObject((_template: Template) => new Map<string, Template>());

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
 * Units that cloud-init writes are not part of the running boot's transaction: enable, read and start them here. Never
 * blocking, for a unit ordered after cloud-init itself would wait for this very script; with one reload, for each costs
 * most of a second on a small machine. All of it can be repeated, and is until the mark at its end is on the disk.
 */
function activation(units: readonly PlannedUnit[]): string[][] {
  const enabled = units.filter(({ enable }) => enable).map(({ name }) => name);
  const own = enabled.filter(isOwn);
  return [
    ['set', '-eu'],
    ['systemctl', 'enable', '--no-reload', ...own],
    ['systemctl', 'daemon-reload'],
    ['systemctl', 'restart', '--no-block', ...own],
    ...enabled.filter((name) => !isOwn(name)).map((name) => ['sh', '-c', startExtraUnit, 'sh', name]),
    ['sync'],
    ['touch', firstBootMark],
  ];
}

/** Beside cloud-init's own marks, so that another instance-id, and `cloud-init clean`, begin a first boot without it. */
const firstBootMark = '/var/lib/cloud/instance/sem/nomad_firstboot';

/** All units whose names begin so are the build's. */
const isOwn = (name: string) => name.startsWith('nomad-');

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

/** In digits, for `to: default` breaks several of cloud-init's renderers up to 25.2. */
function defaultRoute(gateway: string): YamlMapping {
  return { to: isIpv6Text(gateway) ? '::/0' : '0.0.0.0/0', via: gateway };
}
