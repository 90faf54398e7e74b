/** What all machines of a build share, prepared once: the server group, the issuers and the trusted certificates. */

import type { Cluster, Machine } from '../cluster/cluster.ts';
import type { ServerMember } from '../cluster/server-member.ts';
import type { Role } from '../cluster/vocabulary.ts';
import { isIpv6Text } from '../net/ip.ts';
import { takesGivenToken } from '../nomad/versions.ts';
import { type Issuer, type LeafDates, type LeafIssuer, leafDates, prepareIssuer, prepareLeaves } from '../pki/leaf.ts';
import type { Secrets } from '../secrets/secrets.ts';

export interface BuildContext {
  readonly cluster: Cluster;
  readonly secrets: Secrets;
  readonly issuer: Issuer;
  /** When certificates begin and end on machines that say nothing else; `undefined` outside the authority's validity. */
  readonly dates: LeafDates | undefined;
  /** What issues the agents' certificates. */
  readonly leaves: Readonly<Record<Role, LeafIssuer>>;
  /** Every trusted authority in PEM, whatever their order in the secrets file. */
  readonly authorities: string;
  /** In the order of the description. */
  readonly servers: readonly ServerMember[];
  /** Those of the description that carry a server agent. */
  readonly serverMachines: readonly Machine[];
  readonly clientCount: number;
}

/**
 * Prepares what every machine's plan is made from.
 * @param servers the list of servers that the machines learn
 * @throws RangeError where a server's address is not known beforehand; the checks of the load stage rule that out
 */
export function buildContext(
  cluster: Cluster,
  secrets: Secrets,
  servers: readonly ServerMember[] = serverMembers(cluster),
): BuildContext {
  const issuer = prepareIssuer(secrets.signer);
  const leavesOf = (role: Role) => prepareLeaves(issuer, { ...leafGroup(cluster, secrets), role });
  return Object.freeze({
    cluster,
    secrets,
    issuer,
    dates: leafDates(issuer, secrets.issuedAt, cluster.leafValidityDays),
    leaves: Object.freeze({ server: leavesOf('server'), client: leavesOf('client') }),
    authorities: secrets.authorities
      .map(({ certificate }) => certificate)
      .sort()
      .join(''),
    servers,
    serverMachines: cluster.machines.filter(({ server }) => server),
    clientCount: cluster.machines.filter(({ client }) => client).length,
  });
}

/** When the certificates of a machine begin and end; `undefined` where that lies outside the authority's validity. */
export function datesOf({ cluster, issuer, dates }: BuildContext, { certificate }: Machine): LeafDates | undefined {
  const { issuedAt } = certificate;
  return issuedAt === undefined ? dates : leafDates(issuer, issuedAt, cluster.leafValidityDays);
}

/** As `dates` of a context whose certificates were checked. @throws RangeError where there are none */
export function checkedDates(dates: LeafDates | undefined): LeafDates {
  if (!dates) throw new RangeError('the validity of a leaf does not meet that of its authority');
  return dates;
}

/** The token with which the first boot bootstraps ACLs; `undefined` if it is revoked, or a server only takes one that it draws. */
export function givenToken({ secrets, serverMachines }: BuildContext): string | undefined {
  return serverMachines.every(({ nomad }) => takesGivenToken(nomad.version)) ? secrets.bootstrapToken : undefined;
}

/** What all leaves of a build have in common. */
export function leafGroup({ name, region }: Cluster, { leafSeed, generation }: Secrets) {
  return { cluster: name, region, leafSeed, generation };
}

/** The servers of a cluster as its machines learn them, in the order of the description. */
export function serverMembers({ machines }: Cluster): readonly ServerMember[] {
  return machines.filter(({ server }) => server).map(serverMember);
}

function serverMember({ name, server }: Machine): ServerMember {
  if (!server?.address) throw new RangeError(`the address of server ${name} is not known`);
  return { name, address: server.address };
}

/** `address:port`, with brackets around an IPv6 address (RFC 3986 section 3.2.2). */
export function hostPort(address: string, port: number): string {
  return isIpv6Text(address) ? `[${address}]:${port}` : `${address}:${port}`;
}
