/** Groups and users: the server agent's account, and people only where the description asks for them. */

import type { OperatorUser } from '../../cluster/cluster.ts';
import type { PlannedFile, PlannedGroup, PlannedUnit, PlannedUser } from '../../machine/machine-plan.ts';
import { agentAccount, imageAgentUnit, sudoersFile } from '../../machine/places.ts';
import { plainFile } from '../../machine/planned-file.ts';
import { systems } from '../../targets/systems.ts';
import type { MachineKind } from '../kind.ts';

export function plannedGroups(): readonly PlannedGroup[] {
  return [{ name: agentAccount }];
}

/** The account exists on machines without a server agent, too: a list without any user would bring the image's own. */
export function plannedUsers({ users }: MachineKind): readonly PlannedUser[] {
  return [serverAccount, ...users.map(operator)];
}

const serverAccount: PlannedUser = {
  name: agentAccount,
  primaryGroup: agentAccount,
  comment: 'Nomad server agent',
  system: true,
  shell: '/usr/sbin/nologin',
  sshAuthorizedKeys: [],
};

function operator({ name, sshAuthorizedKeys }: OperatorUser): PlannedUser {
  return { name, comment: name, system: false, shell: '/bin/bash', sshAuthorizedKeys };
}

/** sudoers(5) for those who may become root; they have no password to give. */
export function sudoersFiles({ users }: MachineKind): readonly PlannedFile[] {
  const rules = users.filter(({ sudo }) => sudo).map(({ name }) => `${name} ALL=(ALL:ALL) NOPASSWD: ALL\n`);
  return rules.length === 0 ? [] : [plainFile(sudoersFile, rules.join(''), '0440')];
}

/** A Nomad unit that the image brings would run beside ours; and where nobody may log in, no SSH server runs. */
export function maskedUnits({ users, target }: MachineKind): readonly PlannedUnit[] {
  const sshUnits = users.length > 0 ? [] : systems[target.os].sshUnits;
  return [imageAgentUnit, ...sshUnits].map((name) => ({ name, dropIns: [], enable: false, mask: true }));
}
