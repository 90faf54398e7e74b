/** Why an address may not come, in the words of the platform that gives it: said on the console, where one is missing. */

import type { Target } from '../../cluster/cluster.ts';
import type { PlannedFile, PlannedUnit } from '../../machine/machine-plan.ts';
import { addressCauseUnit, programFolder } from '../../machine/places.ts';
import { plainFile } from '../../machine/planned-file.ts';
import { madeNetwork } from '../../targets/platforms.ts';
import { scripts } from '../scripts.generated.ts';

/** The platform's own cause, which is one of cloud-init's; VERSION in it is what the machine has. */
export function addressCause(target: Target): string | undefined {
  return target.format === 'cloud-init' ? madeNetwork(target)?.whyNoAddress : undefined;
}

const program = `${programFolder}/name-cause`;

export const addressCauseProgram: PlannedFile = plainFile(program, scripts['name-cause'], '0755');

/** Beside the proof, which waits for the addresses, too, and knows no platform. */
export const addressCauseNamed: PlannedUnit = {
  name: addressCauseUnit,
  content: {
    Unit: { Description: 'Cause of a missing address, for the console', After: 'network.target' },
    Service: {
      Type: 'exec',
      ExecStart: program,
      RuntimeDirectory: 'nomad-firstboot',
      RuntimeDirectoryPreserve: true,
      UMask: '0022',
    },
    Install: { WantedBy: 'multi-user.target' },
  },
  dropIns: [],
  enable: true,
  mask: false,
};
