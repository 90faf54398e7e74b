/**
 * What brings to a machine what its image lacks, where cloud-init has to: Nomad by URL or as a package, plugins by URL,
 * and programs from packages. Units of their own and no words of cloud-init's, whose `packages` are tried once, and count as a failed
 * boot where there is no network.
 */

import type { AptRepository, Installation } from '../../cluster/cluster.ts';
import type { PlannedFile, PlannedUnit } from '../../machine/machine-plan.ts';
import {
  aptKeyFile,
  aptPreferencesFile,
  aptSourceFile,
  cniArchiveFile,
  cniFolder,
  fetchParametersFile,
  installUnit,
  packagesUnit,
  pluginsParametersFile,
  pluginsUnit,
  programFolder,
} from '../../machine/places.ts';
import { plainFile } from '../../machine/planned-file.ts';
import { driverPrograms } from '../../nomad/drivers/clients.ts';
import type { UnitFile } from '../../systemd/unit-file.ts';
import { type ImageProgram, systems } from '../../targets/systems.ts';
import { patientUnitSection } from '../agents/common.ts';
import { type FetchedFile, fetchedFiles } from '../downloads.ts';
import { equipmentOf, type MachineKind } from '../kind.ts';
import { part, program } from '../proof.ts';
import { needsMetadataGuard } from './metadata-guard.ts';

/** Whether machines of the kind bring Nomad themselves, after cloud-init has written their files. */
export function installsNomad({ nomad: { install }, target }: MachineKind): boolean {
  return target.format === 'cloud-init' && install.method !== 'preinstalled';
}

/** Whether machines of the kind bring plugins themselves; Ignition fetches them, and cannot unpack those of CNI. */
export function installsPlugins(kind: MachineKind): boolean {
  const plugins = fetchedFiles(kind).filter(isPlugin);
  return kind.target.format === 'cloud-init' ? plugins.length > 0 : plugins.some((file) => file.kind === 'folder');
}

const isPlugin = ({ kind }: FetchedFile) => kind !== 'nomad';

/** A package that is asked for: known by the program that it brings, or by its name alone. */
interface NeededPackage {
  readonly name: string;
  readonly program?: string;
}

/** The packages that machines of the kind need; none where packages cannot be installed. */
function neededPackages(kind: MachineKind): readonly NeededPackage[] {
  const guarding = needsMetadataGuard(kind) ? packagesOf(kind, ['nft']) : [];
  return [...guarding, ...clientPackages(kind)];
}

/** Those that the client agent needs, if it may install any. */
function clientPackages(kind: MachineKind): readonly NeededPackage[] {
  const { client, target } = kind;
  if (!client?.provisions.installPackages || !systems[target.os].packages) return [];
  const { cniPlugins, plugins } = client.provisions;
  const named = Object.values(plugins).flatMap(({ packages }) => packages.map((name) => ({ name })));
  const wanted = driverPrograms(equipmentOf(kind, client)).filter((program) => program !== 'cni' || !cniPlugins);
  return [...packagesOf(kind, wanted), ...named];
}

function packagesOf({ target }: MachineKind, programs: readonly ImageProgram[]): readonly NeededPackage[] {
  const { packages, cniFolder: folder } = systems[target.os];
  return programs.flatMap((program) => {
    const name = packages?.names[program];
    return name === undefined ? [] : [{ name, program: program === 'cni' ? `${folder}/bridge` : program }];
  });
}

/** Whether the image's packages are asked for what is missing. */
export function installsPackages(kind: MachineKind): boolean {
  return neededPackages(kind).length > 0;
}

/** Whether the client agent waits for packages: it looks for its drivers' programs when it starts. */
export function awaitsPackages(kind: MachineKind): boolean {
  return clientPackages(kind).length > 0;
}

/** The programs that install, and what they read. */
export function installationFiles(kind: MachineKind): readonly PlannedFile[] {
  const { install } = kind.nomad;
  const [nomad, plugins] = [installsNomad(kind), installsPlugins(kind)];
  const isCloudInit = kind.target.format === 'cloud-init';
  const fetched = isCloudInit ? fetchedFiles(kind) : [];
  return [
    ...(isCloudInit && (nomad || plugins || installsPackages(kind)) ? [program('install')] : []),
    ...(fetched.length > 0 ? [part('fetch-nomad')] : []),
    ...fetchParameters(
      fetchParametersFile,
      kind,
      fetched.filter((file) => !isPlugin(file)),
    ),
    ...fetchParameters(pluginsParametersFile, kind, fetched.filter(isPlugin)),
    ...(nomad && install.method === 'apt' ? aptFiles(install) : []),
  ];
}

function fetchParameters(path: string, { arch }: MachineKind, files: readonly FetchedFile[]): readonly PlannedFile[] {
  if (files.length === 0) return [];
  const wanted = files.map(({ path, kind, download: { urls, hash } }) => ({ path, kind, urls, hash }));
  return [plainFile(path, `${JSON.stringify({ arch, files: wanted }, null, 2)}\n`)];
}

type Packaged = Extract<Installation, { method: 'apt' }>;

/** sources.list(5) in deb822 style, whose key counts for this repository alone; and apt_preferences(5). */
function aptFiles({ repository, packageName, packageVersion }: Packaged): readonly PlannedFile[] {
  return [
    plainFile(aptKeyFile, `${repository.key.trimEnd()}\n`),
    plainFile(aptSourceFile, aptSource(repository)),
    // More than 1000: it stays this version, be it lower than one that is there (unattended upgrades ask the same file).
    plainFile(aptPreferencesFile, `Package: ${packageName}\nPin: version ${packageVersion}\nPin-Priority: 1001\n`),
  ];
}

function aptSource({ url, suite, components }: AptRepository): string {
  const parts = suite.endsWith('/') ? '' : `Components: ${components.join(' ')}\n`;
  return `Types: deb\nURIs: ${url}\nSuites: ${suite}\n${parts}Signed-By: ${aptKeyFile}\n`;
}

/**
 * `nomad-install.service`, which the agents need, `nomad-plugins.service`, which the client agent needs, and
 * `nomad-packages.service`, after which others look for their programs.
 */
export function installationUnits(kind: MachineKind): readonly PlannedUnit[] {
  const { install } = kind.nomad;
  const { packages } = systems[kind.target.os];
  const missing = neededPackages(kind);
  const manager = packages?.manager ?? '';
  return [
    ...(installsNomad(kind)
      ? [unit(installUnit, 'Installation of Nomad', [`${programFolder}/install install ${wayOf(install)}`])]
      : []),
    ...(packages && missing.length > 0
      ? [
          unit(
            packagesUnit,
            'Installation of packages that the image lacks',
            missing.map(({ name, program = '-' }) => `${programFolder}/install packages ${manager} ${name} ${program}`),
          ),
        ]
      : []),
    ...(installsPlugins(kind) ? [unit(pluginsUnit, 'Installation of plugins', [pluginsProgram(kind)])] : []),
  ];
}

/** Where Ignition has fetched, unpacking is left: into a folder of its own each time, so that none is half there. */
function pluginsProgram({ target }: MachineKind): string {
  if (target.format === 'cloud-init') return `${programFolder}/install plugins fetch`;
  const fresh = `${cniFolder}.new`;
  return `/bin/sh -ec 'rm -rf ${fresh}; mkdir ${fresh}; tar -xzf ${cniArchiveFile} -C ${fresh}; rm -rf ${cniFolder}; mv ${fresh} ${cniFolder}'`;
}

function wayOf(install: Installation): string {
  return install.method === 'apt' ? `apt ${install.packageName} ${install.path} ${install.packageVersion}` : 'fetch';
}

/** Its program never fails; should it be killed, it comes back. */
function unit(name: string, description: string, programs: readonly string[]): PlannedUnit {
  const content: UnitFile = {
    Unit: patientUnitSection(description),
    Service: {
      Type: 'oneshot',
      RemainAfterExit: true,
      ExecStart: programs,
      Restart: 'on-failure',
      RestartSec: '10s',
    },
    Install: { WantedBy: 'multi-user.target' },
  };
  return { name, content, dropIns: [], enable: true, mask: false };
}
