/**
 * What a client agent needs to hand its jobs over before it stops. Nomad drains a node that its agent leaves
 * (`leave_on_interrupt` with `drain_on_shutdown`), and never lets it take work again by itself.
 */

import type { ClientAgent } from '../../cluster/cluster.ts';
import { durationSeconds } from '../../cluster/durations.ts';
import type { PlannedUnit } from '../../machine/machine-plan.ts';
import { agentUnits, ownDrainUnit, programFolder } from '../../machine/places.ts';
import type { UnitSection } from '../../systemd/unit-file.ts';

/** Nomad gives a drain five seconds more than its deadline, and itself five to leave. */
const spareSeconds = 30;

/** Whether the agent drains its node when it is stopped. */
export function drainsItself({ settings }: ClientAgent): boolean {
  return settings['drainOnShutdown.deadline'] !== undefined;
}

/** The part of the agent's [Service]: systemd waits for as long as a drain may take. */
export function drainService({ settings }: ClientAgent): UnitSection {
  const deadline = settings['drainOnShutdown.deadline'];
  if (deadline === undefined) return {};
  return {
    ExecStop: `${programFolder}/own-drain remember`,
    TimeoutStopSec: `${Math.ceil(durationSeconds(deadline)) + spareSeconds}s`,
  };
}

/** Comes with the agent at each start, and holds nothing up. */
export const ownDrainEnded: PlannedUnit = {
  name: ownDrainUnit,
  content: {
    Unit: {
      Description: 'Work again for a Nomad client that drained itself',
      After: agentUnits.client,
      PartOf: agentUnits.client,
      StartLimitIntervalSec: 0,
    },
    Service: {
      Type: 'exec',
      ExecStart: `${programFolder}/own-drain end`,
      Restart: 'on-failure',
      RestartSec: '10s',
      CapabilityBoundingSet: 'CAP_DAC_READ_SEARCH',
      NoNewPrivileges: true,
    },
    Install: { WantedBy: agentUnits.client },
  },
  dropIns: [],
  enable: true,
  mask: false,
};
