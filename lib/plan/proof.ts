/** The proof that a machine is ready: nomad-firstboot.service, the programs of the first boot, and the token. */

import type { PlannedFile, PlannedUnit } from '../machine/machine-plan.ts';
import { firstbootUnit, programFolder, programPartsFolder, secretsFolder } from '../machine/places.ts';
import { plainFile, secretFile } from '../machine/planned-file.ts';
import type { UnitFile, UnitSection } from '../systemd/unit-file.ts';
import { patientUnitSection } from './agents/common.ts';
import type { BuildContext } from './context.ts';
import { scripts } from './scripts.generated.ts';

/** The programs of every machine. */
export const firstbootPrograms: readonly PlannedFile[] = [
  part('agents'),
  part('console'),
  program('converge'),
  program('wait-for-address'),
];

/** The programs that machines with a client agent have besides. */
export const clientPrograms: readonly PlannedFile[] = [program('wait-for-servers'), program('end-tasks')];

/** The program of clients that drain themselves. */
export const drainPrograms: readonly PlannedFile[] = [program('own-drain')];

/** A program of ours. */
export function program(name: keyof typeof scripts): PlannedFile {
  return plainFile(`${programFolder}/${name}`, scripts[name], '0755');
}

/** What programs of ours have in common, or call. */
export function part(name: keyof typeof scripts): PlannedFile {
  return plainFile(`${programPartsFolder}/${name}`, scripts[name]);
}

/**
 * On every server, so that whichever leads can bootstrap ACLs with it and each can ask for the cluster's health; on no
 * machine without a server; nowhere if the operator has revoked it.
 */
export function tokenFiles({ secrets }: BuildContext): readonly PlannedFile[] {
  const { bootstrapToken } = secrets;
  return bootstrapToken === undefined ? [] : [secretFile(`${secretsFolder}/bootstrap-token`, `${bootstrapToken}\n`)];
}

const description = 'Proof that this machine is part of its Nomad cluster';

/**
 * It must hold up nothing: `exec` counts as started at once, and it goes on until the machine is ready.
 * @param before units that tell the console themselves what they wait for, and may take their time
 */
export function proofUnit(before: readonly string[]): PlannedUnit {
  const section =
    before.length > 0
      ? patientUnitSection(description, { after: before })
      : { Description: description, After: 'network.target', StartLimitIntervalSec: 0 };
  return { name: firstbootUnit, content: proof(section), dropIns: [], enable: true, mask: false };
}

function proof(section: UnitSection): UnitFile {
  return {
    Unit: section,
    Service: {
      Type: 'exec',
      ExecStart: `${programFolder}/converge`,
      RemainAfterExit: true,
      Restart: 'on-failure',
      RestartSec: '10s',
      CapabilityBoundingSet: 'CAP_DAC_READ_SEARCH',
      NoNewPrivileges: true,
      RuntimeDirectory: 'nomad-firstboot',
      RuntimeDirectoryPreserve: true,
    },
    Install: { WantedBy: 'multi-user.target' },
  };
}
