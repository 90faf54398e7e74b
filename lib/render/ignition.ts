/**
 * MachinePlan to an Ignition config (Ignition's "Configuration Specification", 3.3.0 to 3.6.0): the second reader of
 * the plan, which leaves the machine that the documents for cloud-init leave. Written in the order in which the engine
 * works: groups, users, directories, files, units.
 */

import { posix } from 'node:path';
import type { IgnitionSpec } from '../cluster/vocabulary.ts';
import type {
  MachinePlan,
  PlannedDirectory,
  PlannedDownload,
  PlannedFile,
  PlannedGroup,
  PlannedUnit,
  PlannedUser,
  SharedPlan,
} from '../machine/machine-plan.ts';
import { hostnameFile, hostsFile, sshdFile } from '../machine/places.ts';
import { plainFile } from '../machine/planned-file.ts';
import { oncePerValue } from '../once.ts';
import { unitText } from '../systemd/unit-file.ts';
import type { NetworkBackend } from '../targets/systems.ts';
import { requireAscii } from './ascii.ts';
import { encodeDataUrl } from './data-url.ts';
import type {
  IgnitionConfig,
  IgnitionDirectory,
  IgnitionFile,
  IgnitionGroup,
  IgnitionUnit,
  IgnitionUser,
} from './ignition-config.ts';
import { keepsSpecialModeBits } from './ignition-versions.ts';
import { networkFilesOf } from './network/network-files.ts';

export interface IgnitionOptions {
  readonly spec: IgnitionSpec;
  /** What configures the image's network. */
  readonly network: NetworkBackend;
}

/** cloud-init's `ssh_pwauth: false`, said to sshd itself. */
const noPasswords = plainFile(sshdFile, 'PasswordAuthentication no\n');

/**
 * Renders one machine's config as compact JSON, because platforms count each byte of it.
 * @returns ASCII text that ends in one line feed
 * @throws RangeError where two files have one path, one lies inside another, or the specification ignores a part of a
 * mode
 */
export function renderIgnition(plan: MachinePlan, options: IgnitionOptions): string {
  const config = ignitionConfig(plan, options);
  requireDistinctPaths(config.storage.files.map(({ path }) => path));
  return requireAscii(`${JSON.stringify(config)}\n`);
}

function ignitionConfig(plan: MachinePlan, options: IgnitionOptions): IgnitionConfig {
  const { spec, network } = options;
  const shared = sharedParts(plan.shared);
  const own = [...plan.files, hostname(plan), ...networkFilesOf[network](plan.furtherCards ?? plan.network)];
  const written = [...shared.files, ...own.map(contentsOf)].map((file) => writeFile(file, spec));
  const fetched = plan.shared.downloads.map((download) => fetchFile(download, spec));
  return {
    ignition: { version: spec },
    passwd: { groups: plan.shared.groups.map(group), users: plan.shared.users.map(user) },
    storage: {
      directories: plan.shared.directories.map((directory) => makeDirectory(directory, spec)),
      files: byLikeness(withOwnName(plan.hostname, [...written, ...fetched]), ({ path }) => path),
    },
    systemd: { units: shared.units },
  };
}

/** A file with its content as a URL. */
interface Contents {
  readonly path: string;
  readonly mode: string;
  readonly source: string;
}

/** What the machines of a kind have in common, encoded once for all of them. */
const sharedParts = oncePerValue(({ files, units }: SharedPlan) => ({
  files: [...files, noPasswords].map(contentsOf),
  units: byLikeness(units.map(unit), ({ name }) => name),
}));

function contentsOf({ path, mode, content }: PlannedFile): Contents {
  return { path, mode, source: encodeDataUrl(content) };
}

/** No system group, because cloud-init can make none. */
function group({ name }: PlannedGroup): IgnitionGroup {
  return { name };
}

/** Without a password, none is accepted: Ignition's own default. */
function user({ name, primaryGroup, comment, system, shell, sshAuthorizedKeys }: PlannedUser): IgnitionUser {
  return {
    name,
    gecos: comment,
    ...(primaryGroup !== undefined && { primaryGroup }),
    ...(system && { system, noCreateHome: true }),
    shell,
    ...(sshAuthorizedKeys.length > 0 && { sshAuthorizedKeys }),
  };
}

function makeDirectory({ path, mode, owner }: PlannedDirectory, spec: IgnitionSpec): IgnitionDirectory {
  const account = owner === 'root' ? {} : { user: { name: owner }, group: { name: owner } };
  return { path, mode: decimalMode(path, mode, spec), ...account };
}

/** Owned by root, the default; parents that are missing become 0755. */
function writeFile({ path, mode, source }: Contents, spec: IgnitionSpec): IgnitionFile {
  return { path, overwrite: true, mode: decimalMode(path, mode, spec), contents: { source } };
}

function fetchFile({ path, mode, url, hash, compression }: PlannedDownload, spec: IgnitionSpec): IgnitionFile {
  return {
    path,
    overwrite: true,
    mode: decimalMode(path, mode, spec),
    contents: { source: url, ...(compression !== undefined && { compression }), verification: { hash } },
  };
}

/** Octal digits as the number that JSON can say. */
function decimalMode(path: string, mode: string, spec: IgnitionSpec): number {
  const value = Number.parseInt(mode, 8);
  if (value > 0o777 && !keepsSpecialModeBits(spec)) {
    throw new RangeError(`${path}: Ignition's specification ${spec} ignores the first digit of the mode ${mode}`);
  }
  return value;
}

function hostname(plan: MachinePlan): PlannedFile {
  return plainFile(hostnameFile, `${plan.hostname}\n`);
}

/** The machine's own name beside what hosts(5) says already, as cloud-init's `manage_etc_hosts: localhost` has it. */
function withOwnName(name: string, files: readonly IgnitionFile[]): readonly IgnitionFile[] {
  const hosts = files.find(({ path }) => path === hostsFile) ?? { path: hostsFile };
  const append = [{ source: encodeDataUrl(`127.0.1.1\t${name}\n`) }];
  return [...files.filter((file) => file !== hosts), { ...hosts, append }];
}

/**
 * By the names' endings, then by the names: the engine makes an order of its own, and what is alike stands within reach of
 * each other when the whole is compressed.
 */
function byLikeness<Named>(some: readonly Named[], nameOf: (one: Named) => string): readonly Named[] {
  const keyed = some.map((one) => ({ key: `${posix.extname(nameOf(one))}${nameOf(one)}`, one }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ one }) => one);
}

/** `enabled` is a preset, which systemd follows at the first boot, and starts with the rest of the transaction. */
function unit({ name, content, dropIns, enable, mask }: PlannedUnit): IgnitionUnit {
  return {
    name,
    ...(enable && { enabled: true }),
    ...(mask && { mask: true }),
    ...(content !== undefined && { contents: unitText({ content }) }),
    ...(dropIns.length > 0 && {
      dropins: dropIns.map((dropIn) => ({ name: dropIn.name, contents: unitText(dropIn) })),
    }),
  };
}

/** Ignition refuses a path that is there twice, and fails on the machine where a file stands in another's way. */
function requireDistinctPaths(paths: readonly string[]): void {
  const seen = new Set<string>();
  for (const path of [...paths].sort()) {
    if (seen.has(path)) throw new RangeError(`two files have the path ${path}`);
    seen.add(path);
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const parent = path.slice(0, end);
      if (seen.has(parent)) throw new RangeError(`${path} lies inside the file ${parent}`);
    }
  }
}
