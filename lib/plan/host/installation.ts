/**
 * What brings to a machine what its image lacks, where cloud-init has to: Nomad by URL or as a package, and programs that
 * the build needs. Units of their own and no words of cloud-init's, whose `packages` are tried once, and count as a failed
 * boot where there is no network.
 */

import type { AptRepository, Installation } from '../../cluster/cluster.ts';
import type { PlannedFile, PlannedUnit } from '../../machine/machine-plan.ts';
import {
  aptKeyFile,
  aptPreferencesFile,
  aptSourceFile,
  fetchParametersFile,
  installUnit,
  packagesUnit,
  programFolder,
} from '../../machine/places.ts';
import { plainFile } from '../../machine/planned-file.ts';
import type { UnitFile } from '../../systemd/unit-file.ts';
import { type ImageProgram, systems } from '../../targets/systems.ts';
import { patientUnitSection } from '../agents/common.ts';
import { downloadFor } from '../downloads.ts';
import type { MachineKind } from '../kind.ts';
import { part, program } from '../proof.ts';
import { needsMetadataGuard } from './metadata-guard.ts';

/** Whether machines of the kind bring Nomad themselves, after cloud-init has written their files. */
export function installsNomad({ nomad: { install }, target }: MachineKind): boolean {
  return target.format === 'cloud-init' && install.method !== 'preinstalled';
}

/** The programs of ours that machines of the kind need from a package; none where packages cannot be installed. */
function neededPrograms(kind: MachineKind): readonly ImageProgram[] {
  return systems[kind.target.os].packages && needsMetadataGuard(kind) ? ['nft'] : [];
}

/** Whether the image's packages are asked for what is missing. */
export function installsPackages(kind: MachineKind): boolean {
  return neededPrograms(kind).length > 0;
}

/** The programs that install, and what they read. */
export function installationFiles(kind: MachineKind): readonly PlannedFile[] {
  const { install } = kind.nomad;
  const isInstalled = installsNomad(kind);
  return [
    ...(isInstalled || installsPackages(kind) ? [program('install')] : []),
    ...(isInstalled && 'downloads' in install ? [part('fetch-nomad'), fetchParameters(install, kind)] : []),
    ...(isInstalled && install.method === 'apt' ? aptFiles(install) : []),
  ];
}

type Fetched = Extract<Installation, { downloads: unknown }>;
type Packaged = Extract<Installation, { method: 'apt' }>;

function fetchParameters(install: Fetched, { arch }: MachineKind): PlannedFile {
  const { urls, hash } = downloadFor(install, arch);
  return plainFile(fetchParametersFile, `${JSON.stringify({ arch, path: install.path, urls, hash }, null, 2)}\n`);
}

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

/** `nomad-install.service`, which the agents need, and `nomad-packages.service`, after which others look for their programs. */
export function installationUnits(kind: MachineKind): readonly PlannedUnit[] {
  const { install } = kind.nomad;
  const { packages } = systems[kind.target.os];
  const missing = neededPrograms(kind);
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
            missing.map((name) => `${programFolder}/install packages ${manager} ${packages.names[name]} ${name}`),
          ),
        ]
      : []),
  ];
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
