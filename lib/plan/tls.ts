/** The certificates and keys of a machine: one pair for each of its agents, never another machine's. */

import type { Machine } from '../cluster/cluster.ts';
import type { Role } from '../cluster/vocabulary.ts';
import type { PlannedCertificate, PlannedFile } from '../machine/machine-plan.ts';
import { configFolders, secretsFolder } from '../machine/places.ts';
import { plainFile, secretFile } from '../machine/planned-file.ts';
import { issueLeaf, type Leaf } from '../pki/leaf.ts';
import type { Bindings } from './binding.ts';
import { type BuildContext, checkedDates, datesOf } from './context.ts';

export interface PlannedTls {
  readonly files: readonly PlannedFile[];
  readonly certificates: readonly PlannedCertificate[];
}

/** Issues the certificates of every agent that the machine carries. */
export function planTls(context: BuildContext, machine: Machine, bindings: Bindings): PlannedTls {
  const issued = machine.roles.map((role) => ({ role, leaf: issueAgentLeaf(context, machine, role, bindings) }));
  return {
    files: issued.flatMap(({ role, leaf }) => leafFiles(role, leaf)),
    certificates: issued.map(({ role, leaf: { serialNumber, notBefore, notAfter } }) => ({
      role,
      serialNumber,
      notBefore,
      notAfter,
    })),
  };
}

function issueAgentLeaf(context: BuildContext, machine: Machine, role: Role, bindings: Bindings): Leaf {
  return issueLeaf(context.leaves[role], {
    machine: machine.name,
    addresses: bindings[role]?.knownAddresses ?? [],
    machineGeneration: machine.certificate.generation,
    dates: checkedDates(datesOf(context, machine)),
  });
}

function leafFiles(role: Role, leaf: Leaf): PlannedFile[] {
  return [
    plainFile(`${configFolders[role]}/${role}.pem`, leaf.certificate),
    secretFile(`${secretsFolder}/${role}-key.pem`, leaf.privateKey),
  ];
}

/** The certificates that an agent trusts, the same on every machine. */
export function authorityFile({ authorities }: BuildContext, role: Role): PlannedFile {
  return plainFile(`${configFolders[role]}/ca.pem`, authorities);
}
