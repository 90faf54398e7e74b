/** The certificates and keys of a machine: one pair for each of its agents, never another machine's. */

import type { Machine } from '../cluster/cluster.ts';
import type { Role } from '../cluster/vocabulary.ts';
import type { PlannedCertificate, PlannedFile } from '../machine/machine-plan.ts';
import { clientConfigFolder, secretsFolder, serverConfigFolder } from '../machine/places.ts';
import { oncePerObject } from '../once.ts';
import { issueLeaf, type Leaf } from '../pki/leaf.ts';
import type { Bindings } from './binding.ts';
import type { BuildContext } from './context.ts';

export interface PlannedTls {
  readonly files: readonly PlannedFile[];
  readonly certificates: readonly PlannedCertificate[];
}

/** Issues the certificates of every agent that the machine carries. */
export function planTls(context: BuildContext, machine: Machine, bindings: Bindings): PlannedTls {
  const issued = machine.roles.map((role) => ({ role, leaf: issueAgentLeaf(context, machine, role, bindings) }));
  return {
    files: issued.flatMap(({ role, leaf }) => agentTlsFiles(context, role, leaf)),
    certificates: issued.map(({ role, leaf: { serialNumber, notBefore, notAfter } }) => ({
      role,
      serialNumber,
      notBefore,
      notAfter,
    })),
  };
}

function issueAgentLeaf(
  { cluster, secrets, issuer }: BuildContext,
  machine: Machine,
  role: Role,
  bindings: Bindings,
): Leaf {
  return issueLeaf(issuer, {
    cluster: cluster.name,
    region: cluster.region,
    machine: machine.name,
    role,
    addresses: bindings[role]?.knownAddresses ?? [],
    leafSeed: secrets.leafSeed,
    generation: secrets.generation,
    machineGeneration: machine.certificate.generation,
    issuedAt: machine.certificate.issuedAt ?? secrets.issuedAt,
    validityDays: cluster.leafValidityDays,
  });
}

function agentTlsFiles(context: BuildContext, role: 'server' | 'client', leaf: Leaf): PlannedFile[] {
  return [
    authorityFiles(context)[role],
    { path: `${configFolders[role]}/${role}.pem`, mode: '0644', content: leaf.certificate, secret: false },
    { path: `${secretsFolder}/${role}-key.pem`, mode: '0600', content: leaf.privateKey, secret: true },
  ];
}

const configFolders = { server: serverConfigFolder, client: clientConfigFolder } as const;

const authorityFiles = oncePerObject(({ authorities }: BuildContext) => {
  const fileIn = (folder: string): PlannedFile => ({
    path: `${folder}/ca.pem`,
    mode: '0644',
    content: authorities,
    secret: false,
  });
  return { server: fileIn(serverConfigFolder), client: fileIn(clientConfigFolder) };
});
