/** The proof that a machine is ready: nomad-firstboot.service, the programs of the first boot, and the token. */

import type { PlannedFile, PlannedUnit } from '../machine/machine-plan.ts';
import { firstbootUnit, programFolder, programPartsFolder, secretsFolder } from '../machine/places.ts';
import { plainFile, secretFile } from '../machine/planned-file.ts';
import { asksItsApi, looksForInterface } from '../nomad/versions.ts';
import type { UnitFile, UnitSection } from '../systemd/unit-file.ts';
import { patientUnitSection } from './agents/common.ts';
import { type BuildContext, givenToken } from './context.ts';
import type { MachineKind } from './kind.ts';
import { scripts } from './scripts.generated.ts';

/** The programs of every machine. */
export function firstbootPrograms({ nomad }: MachineKind): readonly PlannedFile[] {
  return asksItsApi(nomad.version) ? programs : programsWithoutApi;
}

const ofBoth = [part('console'), program('converge'), program('wait-for-address')];
const programs = [part('agents'), ...ofBoth];
const programsWithoutApi = [part('agents', 'ask-by-openssl'), ...ofBoth];

/** The programs that machines with a client agent have besides. */
export function clientPrograms({ nomad }: MachineKind): readonly PlannedFile[] {
  return looksForInterface(nomad.version) ? programsOfClient : [...programsOfClient, program('name-interface')];
}

const programsOfClient = [program('wait-for-servers'), program('end-tasks')];

/** The program of clients that drain themselves. */
export const drainPrograms: readonly PlannedFile[] = [program('own-drain')];

/** A program of ours. */
export function program(name: keyof typeof scripts): PlannedFile {
  return plainFile(`${programFolder}/${name}`, scripts[name], '0755');
}

/** What programs of ours have in common, or call. @param addition definitions that take the place of some of it */
export function part(name: keyof typeof scripts, addition?: keyof typeof scripts): PlannedFile {
  const content = addition === undefined ? scripts[name] : `${scripts[name]}${scripts[addition]}`;
  return plainFile(`${programPartsFolder}/${name}`, content);
}

/**
 * On every server, so that whichever leads can bootstrap ACLs with it and each can ask for the cluster's health; on no
 * machine without a server; nowhere if the operator has revoked it.
 */
export function tokenFiles(context: BuildContext): readonly PlannedFile[] {
  const token = givenToken(context);
  return token === undefined ? [] : [secretFile(`${secretsFolder}/bootstrap-token`, `${token}\n`)];
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
